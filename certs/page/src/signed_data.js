// SPDX-License-Identifier: GPL-3.0-or-later
/** The one form of CMS SignedData that a record may have, after certs/cms/signed_data.c. */
import { equal } from "./bytes.js";
import * as der from "./der.js";
import { parse as parseName } from "./name.js";

export const P7M_MAX_BYTES = 16 << 20;
const MAX_CERTIFICATES = 16;
const SIGNED_DATA = "1.2.840.113549.1.7.2";
export const DATA = "1.2.840.113549.1.7.1";
const MALFORMED = "the structure is not that of CMS SignedData";

/** One complete DER value and nothing behind it. */
function checkEncoding(bytes, finding) {
	const reader = new der.Reader(bytes);

	if (bytes.length > P7M_MAX_BYTES)
		return finding.note("too-large");
	if (bytes[0] !== der.SEQUENCE)
		return finding.note("not-cms", "neither DER nor JSON");
	const outer = reader.next();
	if (reader.status === "short")
		return finding.note("not-cms", "the file ends too early");
	if (outer && !reader.isEmpty)
		return finding.note("trailing-data");
	if (!outer || der.check(bytes) !== "ok")
		return finding.note("not-der");
	return true;
}

/** encapContentInfo: id-data, and the content inside, unless that was given. */
function takeContent(reader, out, finding) {
	const element = reader.take(der.SEQUENCE);
	const info = element && new der.Reader(element.body);
	const type = info && info.take(der.OID);

	if (!type)
		return finding.note("not-cms", MALFORMED);
	if (der.oidText(type.body) !== DATA)
		return finding.note("no-content", "the content type is not id-data");
	if (out.content)
		return info.isEmpty || finding.note("no-content", "the signature is not detached");
	if (info.isEmpty)
		return finding.note("no-content", "the signature is detached");
	const wrapper = info.take(der.CONTEXT);
	const octets = wrapper && info.isEmpty ? der.only(wrapper.body, der.OCTET_STRING) : null;
	if (!octets)
		return finding.note("not-cms", MALFORMED);
	out.content = octets.body;
	out.encapsulated = element.whole;
	return true;
}

/** Certificates are candidates only; nobody vouches for revocation lists in a file. */
function takeCertificates(reader, out, finding) {
	const set = reader.take(der.CONTEXT);
	const all = set ? der.list(set.body) : [];

	if (all.some((one, index) => one.tag !== der.SEQUENCE && index <= MAX_CERTIFICATES))
		return finding.note("not-cms", "a certificate in it is not of X.509");
	if (all.length > MAX_CERTIFICATES)
		return finding.note("too-large", "more than 16 certificates");
	if (set && !der.isSorted(set.body))
		return finding.note("not-der", "the certificates are not sorted");
	if (all.some((one, index) => index && equal(one.whole, all[index - 1].whole)))
		return finding.note("not-der", "a certificate is in it twice");
	out.certificates = all.map((one) => one.whole);
	out.certificateSet = set?.whole ?? new Uint8Array();
	if (reader.take(der.CONTEXT + 1))
		return finding.note("not-der", "there are revocation lists in it");
	return true;
}

function takeOnlySigner(reader, out, finding) {
	const set = reader.take(der.SET);
	const signers = set && reader.isEmpty ? der.list(set.body, der.SEQUENCE) : null;

	if (!signers)
		return finding.note("not-cms", MALFORMED);
	if (signers.length !== 1)
		return finding.note("signer-count");
	out.signer = signers[0].body;
	return true;
}

/** IssuerAndSerialNumber as { issuer, serial }, both in DER; null: malformed. */
export function parseIssuerAndSerial(whole) {
	const reader = new der.Reader(whole).open(der.SEQUENCE);
	const issuer = reader && reader.take(der.SEQUENCE), serial = issuer && reader.take(der.INTEGER);

	return serial && reader.isEmpty && parseName(issuer.whole) ?
		{ issuer: issuer.whole, serial: serial.whole } : null;
}

/** RFC 5652, 5.3: version 1 names the signer by issuer and serial, 3 by key identifier. */
export function takeSignerId(reader, version) {
	const number = reader.take(der.INTEGER);

	if (!number || number.body.length !== 1 || number.body[0] !== version)
		return null;
	if (version === 3) {
		const identifier = reader.take(der.CONTEXT_PRIMITIVE);
		return identifier && { keyIdentifier: identifier.body };
	}
	const both = reader.take(der.SEQUENCE);
	return both && { issuerAndSerial: both.whole };
}

function parseSigner(out, version, finding) {
	const reader = new der.Reader(out.signer);

	out.signerId = takeSignerId(reader, version);
	const digest = out.signerId && reader.take(der.SEQUENCE);
	if (!digest)
		return finding.note("not-cms", MALFORMED);
	out.digestAlgorithm = digest.whole;
	const signed = reader.take(der.CONTEXT);
	if (!signed)
		return finding.note("attributes", "there are no signed attributes");
	out.signedAttributes = signed.body;
	const algorithm = reader.take(der.SEQUENCE), signature = algorithm && reader.take(der.OCTET_STRING);
	if (!signature)
		return finding.note("not-cms", MALFORMED);
	out.signatureAlgorithm = algorithm.whole;
	out.signature = signature.body;
	out.signerFields = out.signer.subarray(0, out.signer.length - reader.rest.length);
	const unsigned = reader.take(der.CONTEXT + 1);
	if (unsigned && !unsigned.body.length)
		return finding.note("not-der", "the unsigned attributes are empty");
	out.unsignedAttributes = unsigned?.body ?? new Uint8Array();
	return reader.isEmpty || finding.note("not-cms", MALFORMED);
}

function parseBody(body, out, finding) {
	const reader = new der.Reader(body);
	const version = reader.take(der.INTEGER), digests = version && reader.take(der.SET);

	if (!digests || version.body.length !== 1 || ![1, 3].includes(version.body[0]))
		return finding.note("not-cms", MALFORMED);
	if (!takeContent(reader, out, finding) || !takeCertificates(reader, out, finding) ||
	    !takeOnlySigner(reader, out, finding) || !parseSigner(out, version.body[0], finding))
		return false;
	return equal(digests.body, out.digestAlgorithm) ||
		finding.note("algorithm", "the announced digest is not that of the signer");
}

/**
 * @param {Uint8Array|null} detached the content of a signature that must not have it inside
 * @returns {object|null} null: finding says why
 */
export function parse(bytes, finding, detached = null) {
	const out = { whole: bytes, content: detached };

	if (!checkEncoding(bytes, finding))
		return null;
	const outer = new der.Reader(bytes).open(der.SEQUENCE);
	const type = outer.take(der.OID), wrapper = type && outer.take(der.CONTEXT);
	const body = wrapper && outer.isEmpty ? der.only(wrapper.body, der.SEQUENCE) : null;
	if (!body || der.oidText(type.body) !== SIGNED_DATA) {
		finding.note("not-cms", MALFORMED);
		return null;
	}
	return parseBody(body.body, out, finding) ? out : null;
}
