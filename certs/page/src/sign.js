// SPDX-License-Identifier: GPL-3.0-or-later
/** An officer's confirmation, signed as CAdES-BES in the form that certs/cms/sign.c writes. */
import { DEFAULT_EDITION, SHA256, SHA384, ecdsaToDer } from "./algorithm.js";
import { CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERT_V2, SIGNING_TIME } from "./attributes.js";
import { compare, concat, hash, utf8 } from "./bytes.js";
import { checkKey, checkUsage, findIssuer } from "./certificate.js";
import * as der from "./der.js";
import * as envelopes from "./envelope.js";
import { formatInstant } from "./moment.js";
import { Finding } from "./reason.js";
import { parse as parseRecord } from "./record.js";
import { DATA } from "./signed_data.js";

const SHA_OIDS = { "SHA-256": "2.16.840.1.101.3.4.2.1", "SHA-384": "2.16.840.1.101.3.4.2.2" };
const ECDSA_OIDS = { "SHA-256": "1.2.840.10045.4.3.2", "SHA-384": "1.2.840.10045.4.3.3" };
const RSA = "1.2.840.113549.1.1.1", SIGNED_DATA = "1.2.840.113549.1.7.2";

function parametersOf(key, digest) {
	return key.type === "ec" ? { name: "ECDSA", namedCurve: key.curve.name, hash: digest.name } :
		{ name: "RSASSA-PKCS1-v1_5", hash: digest.name };
}

async function signBytes(pkcs8, certificate, digest, bytes) {
	const parameters = parametersOf(certificate.key, digest);
	const key = await crypto.subtle.importKey("pkcs8", pkcs8, parameters, false, ["sign"]);
	const value = new Uint8Array(await crypto.subtle.sign(parameters, key, bytes));

	return certificate.key.type === "ec" ? ecdsaToDer(value, certificate.key.curve) : value;
}

/** UTCTime until 2049. */
function encodeTime(time) {
	const text = formatInstant(time).replace(/[-:T]/g, "");

	return time < 2524608000 ? der.encode(der.UTC_TIME, utf8(text.slice(2))) :
		der.encode(der.GENERALIZED_TIME, utf8(text));
}

const attribute = (oid, value) => der.encode(der.SEQUENCE, der.encodeOid(oid), der.encode(der.SET, value));

/** The default digest of signing-certificate-v2 is left out, as DER wants it. */
async function encodeAttributes(content, certificate, digest, time) {
	const id = der.encode(der.SEQUENCE, der.encode(der.OCTET_STRING, await certificate.sha256()));

	return [
		attribute(CONTENT_TYPE, der.encodeOid(DATA)),
		attribute(SIGNING_TIME, encodeTime(time)),
		attribute(MESSAGE_DIGEST, der.encode(der.OCTET_STRING, await hash(digest.name, content))),
		attribute(SIGNING_CERT_V2, der.encode(der.SEQUENCE, der.encode(der.SEQUENCE, id))),
	].sort(compare);
}

/** From one issuer to the next, without roots: a verifier has its own. */
async function intermediatesOf(certificate, list) {
	const out = [];
	let issuer = certificate;

	while ((issuer = await findIssuer(list, issuer)) && !issuer.isSelfSigned && !out.includes(issuer))
		out.push(issuer);
	return out;
}

/** What a verifier would refuse is refused before anything is signed with it. */
function pickCertificate(certificates) {
	const finding = new Finding();
	const fit = certificates.find((one) => {
		const mine = new Finding();
		const good = checkKey(one, DEFAULT_EDITION, mine) && checkUsage(one, mine) && one.key.type !== "rsa-pss";
		if (!good)
			finding.note(mine.reason === "none" ? "algorithm" : mine.reason, mine.detail);
		return good;
	});

	if (!fit)
		throw new Error(finding.detail || "no certificate for signing records");
	return fit;
}

/**
 * @param {{keys: Uint8Array[], certificates: Certificate[]}} store as pkcs12.open() gives it
 * @returns {Promise<Uint8Array>} a .p7m, which this page's verifier has opened again
 */
export async function sign(store, content, time) {
	if (store.keys.length !== 1)
		throw new Error("not exactly one key");
	const certificate = pickCertificate(store.certificates);
	const digest = certificate.key.curve?.name === "P-384" ? SHA384 : SHA256;
	const digestAlgorithm = der.encode(der.SEQUENCE, der.encodeOid(SHA_OIDS[digest.name]));
	const attributes = await encodeAttributes(content, certificate, digest, time);
	const value = await signBytes(store.keys[0], certificate, digest, der.encode(der.SET, ...attributes));
	const version = der.encodeInteger(1n);
	const signatureAlgorithm = certificate.key.type === "ec" ?
		der.encode(der.SEQUENCE, der.encodeOid(ECDSA_OIDS[digest.name])) :
		der.encode(der.SEQUENCE, der.encodeOid(RSA), der.encode(der.NULL));
	const signer = der.encode(der.SEQUENCE, version, der.encode(der.SEQUENCE, certificate.issuerDer, certificate.serial.whole),
		digestAlgorithm, der.encode(der.CONTEXT, ...attributes), signatureAlgorithm, der.encode(der.OCTET_STRING, value));
	const chain = [certificate, ...await intermediatesOf(certificate, store.certificates)].map((one) => one.der).sort(compare);
	const body = der.encode(der.SEQUENCE, version, der.encode(der.SET, digestAlgorithm),
		der.encode(der.SEQUENCE, der.encodeOid(DATA), der.encode(der.CONTEXT, der.encode(der.OCTET_STRING, content))),
		der.encode(der.CONTEXT, concat(...chain)), der.encode(der.SET, signer));
	const p7m = der.encode(der.SEQUENCE, der.encodeOid(SIGNED_DATA), der.encode(der.CONTEXT, body));
	const finding = new Finding();

	if (!await envelopes.open(p7m, DEFAULT_EDITION, finding))
		throw new Error(`the new signature does not verify: ${finding.reason}`);
	return p7m;
}

/**
 * The confirmation of a verified record, as bytes to sign.
 * @param {object} result of verify(), signed @param {{accepts: boolean, reasons: string[], labelSeen: boolean}} answer
 */
export function confirmation(result, answer, time, version) {
	const content = utf8(JSON.stringify({
		schema: "massho.record/1", type: "confirmation", id: crypto.randomUUID(), issued_at: formatInstant(time), case: null,
		previous: [],
		about: { id: result.record.id, econtent_sha256: result.link.econtent, signature_sha256: result.link.signature },
		decision: answer.accepts ? "accept" : "reject", reasons: answer.reasons, means: { kind: "signed" },
		checked: { label_seen: answer.labelSeen, check: null, reread: "none" }, flags: [],
		tool: { name: "massho-page", version, build: null, sha256: null },
		host: { maker: "", model: "", serial: "", asset_tag: null, kernel: "", arch: "", time_zone: "UTC", clock_source: "unknown" },
		people: {},
	}));

	parseRecord(content);
	return content;
}
