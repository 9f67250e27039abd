// SPDX-License-Identifier: GPL-3.0-or-later
/** Which algorithms and keys count, after certs/x509/algorithm.c; signatures by WebCrypto. */
import { concat } from "./bytes.js";
import * as der from "./der.js";

const EC_KEY = "1.2.840.10045.2.1", RSA_KEY = "1.2.840.113549.1.1.1", PSS = "1.2.840.113549.1.1.10",
	MGF1 = "1.2.840.113549.1.1.8";

/** By OID: WebCrypto's name, octets. SHA-1 is read in old revocation lists and counts nowhere. */
const DIGESTS = new Map([
	["2.16.840.1.101.3.4.2.1", { name: "SHA-256", octets: 32 }],
	["2.16.840.1.101.3.4.2.2", { name: "SHA-384", octets: 48 }],
	["2.16.840.1.101.3.4.2.3", { name: "SHA-512", octets: 64 }],
]);
export const SHA256 = DIGESTS.get("2.16.840.1.101.3.4.2.1");
export const SHA384 = DIGESTS.get("2.16.840.1.101.3.4.2.2");
const SHA512 = DIGESTS.get("2.16.840.1.101.3.4.2.3");
const SHA1 = { name: "SHA-1", octets: 20 };

const CURVES = new Map([
	["1.2.840.10045.3.1.7", {
		name: "P-256", octets: 32,
		order: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
	}],
	["1.3.132.0.34", {
		name: "P-384", octets: 48,
		order: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
	}],
	["1.3.132.0.35", {
		name: "P-521", octets: 66,
		order: 0x1fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
	}],
]);

export const EDITIONS = new Map([
	["massho-2026", { rsaBits: 3072, rsaAuthorityBits: 2048 }],
	["massho-2031", { rsaBits: 3072, rsaAuthorityBits: 3072 }],
].map(([name, bits]) => [name, {
	name, ...bits, curves: ["P-256", "P-384"], authorityCurves: ["P-256", "P-384", "P-521"],
}]));
export const DEFAULT_EDITION = EDITIONS.get("massho-2026");

/** RFC 5754, 5758, 4056. Without a digest: that of the SignerInfo. weak: counts nowhere. */
const SIGNATURES = [
	{ oid: "1.2.840.10045.4.3.2", digest: SHA256, keys: ["ec"], parameters: "absent" },
	{ oid: "1.2.840.10045.4.3.3", digest: SHA384, keys: ["ec"], parameters: "absent" },
	{ oid: "1.2.840.10045.4.3.4", digest: SHA512, keys: ["ec"], parameters: "absent" },
	{ oid: RSA_KEY, digest: null, keys: ["rsa"], parameters: "null" },
	{ oid: "1.2.840.113549.1.1.11", digest: SHA256, keys: ["rsa"], parameters: "null" },
	{ oid: "1.2.840.113549.1.1.12", digest: SHA384, keys: ["rsa"], parameters: "null" },
	{ oid: "1.2.840.113549.1.1.13", digest: SHA512, keys: ["rsa"], parameters: "null" },
	{ oid: PSS, digest: null, keys: ["rsa", "rsa-pss"], parameters: "pss" },
];
const WEAK_SIGNATURES = [
	{ oid: "1.2.840.10045.4.1", digest: SHA1, keys: ["ec"], parameters: "absent" },
	{ oid: "1.2.840.113549.1.1.5", digest: SHA1, keys: ["rsa"], parameters: "null" },
];

/** @returns {{oid: string, parameters: der.Element|null}|null} */
export function parseIdentifier(whole) {
	const reader = new der.Reader(whole);
	const body = reader.open(der.SEQUENCE);

	if (!body || !reader.isEmpty)
		return null;
	const oid = body.take(der.OID);
	const parameters = oid && !body.isEmpty ? body.next() : null;
	return oid && body.isEmpty ? { oid: der.oidText(oid.body), parameters } : null;
}

/** One of the three digests, without parameters or with NULL; else null. */
export function digestOf(whole) {
	const identifier = parseIdentifier(whole);

	if (!identifier || (identifier.parameters && identifier.parameters.tag !== der.NULL))
		return null;
	return DIGESTS.get(identifier.oid) ?? null;
}

/** RSASSA-PSS-params with a digest, MGF1 over the same one, and a salt; absent fields are SHA-1. */
function pssParameters(element) {
	if (!element || element.tag !== der.SEQUENCE)
		return null;
	const body = new der.Reader(element.body);
	const hash = body.take(der.CONTEXT), mask = body.take(der.CONTEXT + 1), salt = body.take(der.CONTEXT + 2),
		trailer = body.take(der.CONTEXT + 3);
	if (!body.isEmpty)
		return null;
	const maskIdentifier = mask && parseIdentifier(mask.body);
	const saltInteger = salt && der.only(salt.body, der.INTEGER);
	return {
		digest: hash && digestOf(hash.body),
		maskDigest: maskIdentifier && maskIdentifier.oid === MGF1 && maskIdentifier.parameters ?
			digestOf(maskIdentifier.parameters.whole) : null,
		salt: saltInteger ? der.smallInteger(saltInteger.body) : null,
		hasTrailer: trailer !== null,
	};
}

/** The salt is as long as the digest. */
function pssFits(element, digest) {
	const pss = pssParameters(element);

	return pss !== null && pss.digest === digest && pss.maskDigest === digest &&
		pss.salt === digest.octets && !pss.hasTrailer;
}

function parametersFit(identifier, wanted, digest) {
	if (wanted === "pss")
		return pssFits(identifier.parameters, digest);
	if (wanted === "null")
		return identifier.parameters !== null && identifier.parameters.tag === der.NULL;
	return identifier.parameters === null;
}

/** @param {{type: string}} key as parseKey() gives it */
export function signatureFits(whole, digest, key) {
	const identifier = parseIdentifier(whole);

	return identifier !== null && SIGNATURES.some((one) =>
		one.oid === identifier.oid && one.keys.includes(key.type) &&
		(!one.digest || one.digest === digest) && parametersFit(identifier, one.parameters, digest));
}

function parseEcKey(identifier, point) {
	const parameters = identifier.parameters;
	const named = parameters && parameters.tag === der.OID ? der.oidText(parameters.body) : null;

	return { type: "ec", curve: CURVES.get(named) ?? null, curveOid: named, point };
}

function parseRsaKey(type, identifier, body) {
	const outer = der.only(body, der.SEQUENCE);
	const numbers = outer && der.list(outer.body, der.INTEGER);

	if (!numbers || numbers.length !== 2)
		return null;
	const modulus = der.bigInteger(numbers[0].body);
	if (!modulus)
		return null;
	return { type, bits: modulus.toString(2).length, body,
		pss: type === "rsa-pss" && identifier.parameters ? pssParameters(identifier.parameters) : null };
}

/** SubjectPublicKeyInfo; null: cannot be read, or is of another kind. */
export function parseKey(spki) {
	const outer = new der.Reader(spki).open(der.SEQUENCE);
	const algorithm = outer && outer.take(der.SEQUENCE);
	const bits = algorithm && outer.take(der.BIT_STRING);
	const identifier = bits && outer.isEmpty ? parseIdentifier(algorithm.whole) : null;

	if (!identifier || bits.body[0] !== 0)
		return null;
	const body = bits.body.subarray(1);
	if (identifier.oid === EC_KEY)
		return { ...parseEcKey(identifier, body), spki };
	if (identifier.oid !== RSA_KEY && identifier.oid !== PSS)
		return null;
	return parseRsaKey(identifier.oid === PSS ? "rsa-pss" : "rsa", identifier, body);
}

/** What is wrong with a signer's key; null: nothing. */
export function keyFault(edition, key) {
	if (!key)
		return "the key is neither ECDSA nor RSA";
	if (key.type === "ec")
		return key.curve && edition.curves.includes(key.curve.name) ? null :
			"the curve is neither P-256 nor P-384";
	return key.bits >= edition.rsaBits ? null : "the RSA key is too short";
}

export function authorityKeyFits(edition, key) {
	if (!key)
		return false;
	if (key.type === "ec")
		return key.curve !== null && edition.authorityCurves.includes(key.curve.name);
	return key.bits >= edition.rsaAuthorityBits;
}

/** 112 bits of strength: a floor beneath any edition, for anchors too. */
export function keyHasStrength(key) {
	return key !== null && (key.type === "ec" ? key.curveOid !== "1.2.840.10045.3.1.1" : key.bits >= 2048);
}

/** May a certificate be signed by this? */
export function certificateSignatureHasStrength(whole) {
	const identifier = parseIdentifier(whole);

	if (!identifier)
		return false;
	if (identifier.oid === PSS)
		return Boolean(pssParameters(identifier.parameters)?.digest);
	return SIGNATURES.some((one) => one.digest && one.oid === identifier.oid);
}

/** r and s, both from 1 below the order; null: not in DER, or out of range. */
export function parseEcdsa(signature, curve) {
	const reader = new der.Reader(signature);
	const outer = reader.open(der.SEQUENCE);
	const r = outer && outer.take(der.INTEGER), s = r && outer.take(der.INTEGER);

	if (!s || !outer.isEmpty || !reader.isEmpty || der.check(signature) !== "ok")
		return null;
	const numbers = { r: der.bigInteger(r.body), s: der.bigInteger(s.body) };
	const inRange = (value) => value !== null && value > 0n && value < curve.order;
	return inRange(numbers.r) && inRange(numbers.s) ? numbers : null;
}

function fixed(value, octets) {
	const text = value.toString(16).padStart(2 * octets, "0");

	return Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
}

/** r||s, as WebCrypto has it, to DER with the smaller s. */
export function ecdsaToDer(pair, curve) {
	const number = (bytes) => bytes.reduce((value, byte) => value << 8n | BigInt(byte), 0n);

	return normalise({ r: number(pair.subarray(0, curve.octets)), s: number(pair.subarray(curve.octets)) }, curve);
}

function normalise({ r, s }, curve) {
	const low = curve.order - s < s ? curve.order - s : s;

	return der.encode(der.SEQUENCE, der.encodeInteger(r), der.encodeInteger(low));
}

/** ECDSA is malleable: what is hashed is the one with the smaller s. */
export function lowSignature(signature, key) {
	const numbers = key.type === "ec" && key.curve ? parseEcdsa(signature, key.curve) : null;

	return numbers ? normalise(numbers, key.curve) : signature;
}

async function verifyEcdsa(key, digest, signature, data) {
	if (!key.curve)
		return null;
	const numbers = parseEcdsa(signature, key.curve);
	if (!numbers)
		return false;
	const { name, octets } = key.curve;
	const imported = await crypto.subtle.importKey("raw", key.point, { name: "ECDSA", namedCurve: name }, false,
		["verify"]);
	return crypto.subtle.verify({ name: "ECDSA", hash: digest.name }, imported,
		concat(fixed(numbers.r, octets), fixed(numbers.s, octets)), data);
}

/** WebCrypto knows no key of type RSA-PSS: its two numbers are those of any other. */
async function verifyRsa(key, name, digest, signature, data, salt) {
	const spki = der.encode(der.SEQUENCE,
		der.encode(der.SEQUENCE, der.encodeOid(RSA_KEY), der.encode(der.NULL)),
		der.encode(der.BIT_STRING, Uint8Array.of(0), key.body));
	const imported = await crypto.subtle.importKey("spki", spki, { name, hash: digest.name }, false, ["verify"]);

	return crypto.subtle.verify({ name, saltLength: salt }, imported, signature, data);
}

/** A key of type RSA-PSS may say what it signs with. */
function keyPermits(key, pss) {
	return !key.pss || (key.pss.digest === pss.digest && key.pss.maskDigest === pss.maskDigest &&
		key.pss.salt !== null && pss.salt >= key.pss.salt);
}

/**
 * Does signature verify? null: this page cannot tell, as with a curve that WebCrypto lacks.
 * @param {{name: string}|null} digest for algorithms that do not name one
 */
export async function verifySignature(whole, key, digest, signature, data) {
	const identifier = parseIdentifier(whole);
	const known = identifier && [...SIGNATURES, ...WEAK_SIGNATURES].find((one) => one.oid === identifier.oid);

	if (!known || !key)
		return null;
	if (!known.keys.includes(key.type))
		return false;
	try {
		if (known.parameters === "pss") {
			const pss = pssParameters(identifier.parameters);
			if (!pss || !pss.digest || pss.maskDigest !== pss.digest || pss.salt === null)
				return null;
			return keyPermits(key, pss) &&
				await verifyRsa(key, "RSA-PSS", pss.digest, signature, data, pss.salt);
		}
		const used = known.digest ?? digest;
		if (!used)
			return null;
		return key.type === "ec" ? await verifyEcdsa(key, used, signature, data) :
			await verifyRsa(key, "RSASSA-PKCS1-v1_5", used, signature, data);
	} catch {
		return null; // WebCrypto does not take the key
	}
}

