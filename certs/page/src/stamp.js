// SPDX-License-Identifier: GPL-3.0-or-later
/** Tokens of RFC 3161, after certs/timestamp/stamp.c: whatever is wrong has one reason. */
import { DEFAULT_EDITION, authorityKeyFits, digestOf, signatureFits, verifySignature } from "./algorithm.js";
import { CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERT_V2, onlyValue } from "./attributes.js";
import { equal, hash } from "./bytes.js";
import { Certificate, DIGITAL_SIGNATURE, NON_REPUDIATION, TIME_STAMPING, checkTime, parseExtensions } from "./certificate.js";
import * as chains from "./chain.js";
import * as der from "./der.js";
import { signerIdMeans } from "./envelope.js";
import * as ess from "./ess.js";
import { fineTime } from "./moment.js";
import { takeSignerId } from "./signed_data.js";

const MAX_BYTES = 1 << 20, MAX_CERTIFICATES = 16;
const SIGNED_DATA = "1.2.840.113549.1.7.2", TST_INFO = "1.2.840.113549.1.9.16.1.4";

class Bad extends Error {}

function need(value, why = "the timestamp is malformed") {
	if (!value)
		throw new Bad(why);
	return value;
}

/** SignedData around a TSTInfo, with one signer. */
function decode(bytes) {
	need(bytes.length <= MAX_BYTES && der.check(bytes) === "ok");
	const outer = need(der.only(bytes, der.SEQUENCE));
	const parts = need(der.list(outer.body));
	need(parts.length === 2 && der.oidText(parts[0].body) === SIGNED_DATA && parts[1].tag === der.CONTEXT);
	const reader = new der.Reader(need(der.only(parts[1].body, der.SEQUENCE)).body);
	const version = need(reader.take(der.INTEGER));
	need(version.body.length === 1 && version.body[0] === 3);
	const digests = need(reader.take(der.SET)), info = new der.Reader(need(reader.take(der.SEQUENCE)).body);
	const certificates = reader.take(der.CONTEXT);
	reader.take(der.CONTEXT + 1);
	const signers = need(der.list(need(reader.take(der.SET)).body, der.SEQUENCE));
	need(reader.isEmpty && der.oidText(need(info.take(der.OID)).body) === TST_INFO);
	const content = need(der.only(need(info.take(der.CONTEXT)).body, der.OCTET_STRING)).body;
	need(info.isEmpty);
	need(signers.length === 1, "the timestamp has not exactly one signer");
	return { content, digests: need(der.list(digests.body, der.SEQUENCE)).map((one) => one.whole),
		certificates: (certificates ? need(der.list(certificates.body)) : [])
			.filter((one) => one.tag === der.SEQUENCE).map((one) => need(Certificate.parse(one.whole))),
		...parseSigner(signers[0].body) };
}

function parseSigner(body) {
	const versions = [1, 3].map((version) => {
		const reader = new der.Reader(body);
		return { reader, signerId: takeSignerId(reader, version) };
	});
	const { reader, signerId } = need(versions.find((one) => one.signerId));
	const digestAlgorithm = need(reader.take(der.SEQUENCE)).whole;
	const signedAttributes = need(reader.take(der.CONTEXT)).body;
	const signatureAlgorithm = need(reader.take(der.SEQUENCE)).whole;
	const signature = need(reader.take(der.OCTET_STRING)).body;

	reader.take(der.CONTEXT + 1);
	need(reader.isEmpty);
	return { signerId, digestAlgorithm, signedAttributes, signatureAlgorithm, signature };
}

/** A critical extension that is not understood may change what the token says. */
function hasCritical(element) {
	const extensions = need(parseExtensions(der.encode(der.SEQUENCE, element.body)));

	return extensions.list.some(({ isCritical }) => isCritical);
}

function readInfo(content) {
	need(der.check(content) === "ok");
	const reader = new der.Reader(need(der.only(content, der.SEQUENCE)).body);
	const version = need(reader.take(der.INTEGER));
	need(version.body.length === 1 && version.body[0] === 1 && reader.take(der.OID));
	const imprint = new der.Reader(need(reader.take(der.SEQUENCE)).body);
	const algorithm = need(imprint.take(der.SEQUENCE)), value = need(imprint.take(der.OCTET_STRING));
	need(imprint.isEmpty && reader.take(der.INTEGER));
	const time = need(reader.take(der.GENERALIZED_TIME));
	reader.take(der.SEQUENCE);
	const ordering = reader.take(der.BOOLEAN);
	need(!ordering || ordering.body[0] !== 0); /* DER leaves the default out */
	reader.take(der.INTEGER);
	reader.take(der.CONTEXT);
	const extensions = reader.take(der.CONTEXT + 1);
	need(reader.isEmpty && !(extensions && hasCritical(extensions)));
	const seconds = fineTime(time.body);
	need(seconds !== null, "the time in the timestamp is no proper date");
	return { time: seconds, algorithm: algorithm.whole, value: value.body };
}

async function findAuthority(token) {
	const value = onlyValue(token.signedAttributes, SIGNING_CERT_V2, der.SEQUENCE);
	const id = need(value && ess.parse(value, { isToken: true }),
		"the timestamp does not name its signer by SHA-256 or better (signing-certificate-v2)");

	need(token.certificates.length <= MAX_CERTIFICATES);
	for (const certificate of token.certificates)
		if (await ess.means(id, certificate))
			return need(signerIdMeans(token.signerId, certificate) && certificate,
				"the certificate that signed the timestamp is not in it");
	throw new Bad("the certificate that signed the timestamp is not in it");
}

/** RFC 3161, 2.3: one extended key usage, timeStamping, critical; and for signatures only. */
function checkUsage(authority) {
	const purposes = authority.extensions.byOid.get("2.5.29.37");
	const usage = authority.usage ? [...authority.usage] : [DIGITAL_SIGNATURE];

	need(!authority.isMalformed && !authority.saysCa && purposes?.isCritical &&
		authority.purposes.length === 1 && authority.purposes[0] === TIME_STAMPING &&
		usage.length && usage.every((bit) => bit === DIGITAL_SIGNATURE || bit === NON_REPUDIATION),
	"the certificate that signed the timestamp is not one for timestamps");
}

async function checkSignature(token, authority) {
	const digest = digestOf(token.digestAlgorithm);
	const expected = onlyValue(token.signedAttributes, MESSAGE_DIGEST, der.OCTET_STRING);

	need(digest && authorityKeyFits(DEFAULT_EDITION, authority.key) &&
		signatureFits(token.signatureAlgorithm, digest, authority.key),
	"the timestamp is signed by an algorithm or key that is not allowed");
	checkUsage(authority);
	need(expected && token.digests.some((one) => digestOf(one) === digest) &&
		equal(expected.body, await hash(digest.name, token.content)),
	"the signature of the timestamp does not verify");
	return verifySignature(token.signatureAlgorithm, authority.key, digest, token.signature,
		der.encode(der.SET, token.signedAttributes));
}

async function readToken(bytes, finding) {
	const token = decode(bytes), info = readInfo(token.content);
	const type = onlyValue(token.signedAttributes, CONTENT_TYPE, der.OID);

	need(type && der.oidText(type.body) === TST_INFO);
	const authority = await findAuthority(token);
	const good = await checkSignature(token, authority);
	need(good !== false, "the signature of the timestamp does not verify");
	if (good === null)
		finding.note("not-compared", "this browser cannot check the signature of the timestamp");
	return { time: info.time, info, authority, certificates: token.certificates };
}

/** Form, algorithms and signature are in order, and a certificate for time stamping signed it; null: finding says why. */
export async function open(bytes, finding) {
	try {
		return await readToken(bytes, finding);
	} catch (error) {
		if (!(error instanceof Bad))
			throw error;
		finding.note("timestamp", error.message);
		return null;
	}
}

/** Is it about these octets? Else noted. */
export async function covers({ info }, octets, finding) {
	const digest = digestOf(info.algorithm);

	if (!digest)
		return finding.note("timestamp", "the timestamp is over a digest that is not allowed");
	return equal(info.value, await hash(digest.name, octets)) || finding.note("timestamp", "the timestamp is that of something else");
}

/** Who vouches for the authority, as of moment.signed, when a later timestamp shows that this one existed. */
export async function checkAuthority(stamp, tsa, material, moment, finding) {
	if (tsa && tsa.anchors.length) {
		await chains.check(tsa, "timestamp", { signer: stamp.authority, candidates: stamp.certificates, more: material.certificates,
			lists: material.lists }, moment, finding);
		return;
	}
	checkTime(stamp.authority, moment.signed, finding);
	finding.note("no-trust");
}
