// SPDX-License-Identifier: GPL-3.0-or-later
/** An officer's confirmation, signed as CAdES-BES in the form that certs/cms/sign.c writes. */
import { DEFAULT_EDITION, SHA256, SHA384, ecdsaToDer, verifySignature } from "./algorithm.js";
import { CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_CERT_V2, SIGNING_TIME } from "./attributes.js";
import { compare, concat, hash, utf8 } from "./bytes.js";
import { checkKey, checkTime, checkUsage, findIssuer } from "./certificate.js";
import * as der from "./der.js";
import * as envelopes from "./envelope.js";
import { formatInstant } from "./moment.js";
import { Finding } from "./reason.js";
import { parse as parseRecord } from "./record.js";
import { DATA } from "./signed_data.js";

const SHA_OIDS = { "SHA-256": "2.16.840.1.101.3.4.2.1", "SHA-384": "2.16.840.1.101.3.4.2.2" };
const ECDSA_OIDS = { "SHA-256": "1.2.840.10045.4.3.2", "SHA-384": "1.2.840.10045.4.3.3" };
const RSA = "1.2.840.113549.1.1.1", SIGNED_DATA = "1.2.840.113549.1.7.2";

/** reason: "keys", "unfit", "no-pair" or "faulty"; message: the verifier's words, or empty. */
export class SignError extends Error {
	constructor(reason, message = "") {
		super(message);
		this.reason = reason;
	}
}

function parametersOf(key, digest) {
	return key.type === "ec" ? { name: "ECDSA", namedCurve: key.curve.name, hash: digest.name } :
		{ name: "RSASSA-PKCS1-v1_5", hash: digest.name };
}

const digestFor = (certificate) => (certificate.key.curve?.name === "P-384" ? SHA384 : SHA256);

const signatureAlgorithm = (certificate, digest) => certificate.key.type === "ec" ?
	der.encode(der.SEQUENCE, der.encodeOid(ECDSA_OIDS[digest.name])) :
	der.encode(der.SEQUENCE, der.encodeOid(RSA), der.encode(der.NULL));

/** The key for this certificate, of which no copy can be had; null: the browser does not take it so. */
async function importKey(pkcs8, certificate, digest) {
	try {
		return await crypto.subtle.importKey("pkcs8", pkcs8, parametersOf(certificate.key, digest), false, ["sign"]);
	} catch {
		return null;
	}
}

async function signBytes({ key, certificate, digest }, bytes) {
	const value = new Uint8Array(await crypto.subtle.sign(parametersOf(certificate.key, digest), key, bytes));

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

/** Those that a verifier would not refuse for what they are. */
function fitting(certificates) {
	const worst = new Finding();
	const fit = certificates.filter((one) => {
		const finding = new Finding();
		const good = checkKey(one, DEFAULT_EDITION, finding) && checkUsage(one, finding);
		if (!good)
			worst.note(finding.reason, finding.detail);
		return good && one.key.type !== "rsa-pss";
	});

	if (!fit.length)
		throw new SignError("unfit", worst.detail);
	return fit;
}

/** Nothing in the file says which certificate the key is for: what it signs, the right one verifies. */
async function isPair(signer) {
	const { certificate, digest } = signer, trial = utf8("massho");

	return await verifySignature(signatureAlgorithm(certificate, digest), certificate.key, digest,
		await signBytes(signer, trial), trial) === true;
}

/**
 * Key and certificate that belong together. The bytes of the key are overwritten.
 * @param {{keys: Uint8Array[], certificates: Certificate[]}} store as pkcs12.open() gives it
 */
export async function unlock(store) {
	try {
		if (store.keys.length !== 1)
			throw new SignError("keys");
		for (const certificate of fitting(store.certificates)) {
			const digest = digestFor(certificate), key = await importKey(store.keys[0], certificate, digest);
			const signer = { key, certificate, digest };
			if (key && await isPair(signer))
				return { ...signer, chain: [certificate, ...await intermediatesOf(certificate, store.certificates)] };
		}
		throw new SignError("no-pair");
	} finally {
		store.keys.forEach((key) => key.fill(0));
	}
}

/**
 * @param {object} signer of unlock()
 * @returns {Promise<Uint8Array>} a .p7m, which this page's verifier has opened again
 */
export async function sign(signer, content, time) {
	const { certificate, digest, chain } = signer;
	const digestAlgorithm = der.encode(der.SEQUENCE, der.encodeOid(SHA_OIDS[digest.name]));
	const attributes = await encodeAttributes(content, certificate, digest, time);
	const value = await signBytes(signer, der.encode(der.SET, ...attributes));
	const version = der.encodeInteger(1n);
	const info = der.encode(der.SEQUENCE, version, der.encode(der.SEQUENCE, certificate.issuerDer, certificate.serial.whole),
		digestAlgorithm, der.encode(der.CONTEXT, ...attributes), signatureAlgorithm(certificate, digest),
		der.encode(der.OCTET_STRING, value));
	const body = der.encode(der.SEQUENCE, version, der.encode(der.SET, digestAlgorithm),
		der.encode(der.SEQUENCE, der.encodeOid(DATA), der.encode(der.CONTEXT, der.encode(der.OCTET_STRING, content))),
		der.encode(der.CONTEXT, concat(...chain.map((one) => one.der).sort(compare))), der.encode(der.SET, info));
	const p7m = der.encode(der.SEQUENCE, der.encodeOid(SIGNED_DATA), der.encode(der.CONTEXT, body));
	const finding = new Finding();

	if (!await envelopes.open(p7m, DEFAULT_EDITION, finding))
		throw new SignError("faulty", finding.detail || finding.reason);
	return p7m;
}

/** What a record says of who signed it outside their certificate's time. */
function flagsOf(certificate, time) {
	const finding = new Finding();

	checkTime(certificate, time, finding);
	return finding.reason === "none" ? [] : [`signer-${finding.reason}`];
}

/** By the whole medium or by samples of it, as the check record says. */
const rereadOf = (check) => (!check ? "none" : check.record.verification.windows > 0 ? "sample" : "full");

const linkOf = ({ record, link }) => ({ id: record.id, econtent_sha256: link.econtent, signature_sha256: link.signature });

/**
 * The confirmation of a verified record, as bytes to sign.
 * @param {object} result of verify(), signed
 * @param {{accepts: boolean, reasons: string[], labelSeen: boolean, check: object|null}} answer
 *        check: the verified record of a re-read
 * @param {{certificate: Certificate}} signer
 */
export function confirmation(result, answer, signer, time, version) {
	const content = utf8(JSON.stringify({
		schema: "massho.record/1", type: "confirmation", id: crypto.randomUUID(), issued_at: formatInstant(time), case: null,
		previous: [], about: linkOf(result),
		decision: answer.accepts ? "accept" : "reject", reasons: answer.reasons, means: { kind: "signed" },
		checked: { label_seen: answer.labelSeen, check: answer.check ? linkOf(answer.check) : null, reread: rereadOf(answer.check) },
		flags: flagsOf(signer.certificate, time),
		tool: { name: "massho-page", version, build: null, sha256: null },
		host: { maker: "", model: "", serial: "", asset_tag: null, kernel: "", arch: "", time_zone: "UTC", clock_source: "unknown" },
		people: {},
	}, null, 2) + "\n");

	parseRecord(content);
	return content;
}
