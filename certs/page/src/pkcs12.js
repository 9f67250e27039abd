// SPDX-License-Identifier: GPL-3.0-or-later
/** Key and certificates of a PKCS#12 file (RFC 7292) with PBES2 and a MAC, as OpenSSL 3 writes it. */
import { digestOf, parseIdentifier } from "./algorithm.js";
import { concat, equal, hash, utf8 } from "./bytes.js";
import { Certificate } from "./certificate.js";
import * as der from "./der.js";

const DATA = "1.2.840.113549.1.7.1", ENCRYPTED = "1.2.840.113549.1.7.6", PBES2 = "1.2.840.113549.1.5.13",
	PBKDF2 = "1.2.840.113549.1.5.12", KEY_BAG = "1.2.840.113549.1.12.10.1.1",
	SHROUDED_BAG = "1.2.840.113549.1.12.10.1.2", CERT_BAG = "1.2.840.113549.1.12.10.1.3";
const CIPHERS = new Map([["2.16.840.1.101.3.4.1.2", 128], ["2.16.840.1.101.3.4.1.42", 256]]);
const PRFS = new Map([["1.2.840.113549.2.9", "SHA-256"], ["1.2.840.113549.2.10", "SHA-384"],
	["1.2.840.113549.2.11", "SHA-512"]]);
const ITERATIONS_MAX = 10000000, MAC_ITERATIONS_MAX = 100000;

/** reason: "malformed", "password", "old" (a cipher that WebCrypto lacks) or "no-mac". */
export class Pkcs12Error extends Error {
	constructor(reason) {
		super(reason);
		this.reason = reason;
	}
}

function need(value, reason = "malformed") {
	if (!value)
		throw new Pkcs12Error(reason);
	return value;
}

/** BMPString with a zero behind it, without a length. */
function bmp(password) {
	const out = new Uint8Array(2 * password.length + 2);

	for (let i = 0; i < password.length; i++)
		new DataView(out.buffer).setUint16(2 * i, password.charCodeAt(i));
	return out;
}

function filled(bytes, block) {
	const length = block * Math.ceil(bytes.length / block);

	return Uint8Array.from({ length }, (_, index) => bytes[index % bytes.length]);
}

/** RFC 7292, B.2, for a MAC key: one round gives as much as is needed. */
async function macKey(digest, password, salt, iterations) {
	const block = digest.octets > 32 ? 128 : 64;
	let value = concat(new Uint8Array(block).fill(3), filled(salt, block), filled(bmp(password), block));

	for (let i = 0; i < iterations; i++)
		value = await hash(digest.name, value);
	return value;
}

async function checkMac(element, content, password) {
	const parts = need(der.list(element.body)), info = need(der.list(need(parts[0]).body));
	need(info.length === 2 && info[1].tag === der.OCTET_STRING);
	const digest = need(digestOf(info[0].whole), "old");
	const iterations = parts[2] ? der.smallInteger(parts[2].body) : 1;

	need(parts[1]?.tag === der.OCTET_STRING && parts[1].body.length && iterations && iterations <= MAC_ITERATIONS_MAX);
	const raw = await macKey(digest, password, parts[1].body, iterations);
	const key = await crypto.subtle.importKey("raw", raw, { name: "HMAC", hash: digest.name }, false, ["sign"]);
	need(equal(new Uint8Array(await crypto.subtle.sign("HMAC", key, content)), info[1].body), "password");
}

async function decrypt(algorithm, ciphertext, password) {
	const identifier = need(parseIdentifier(algorithm));
	need(identifier.oid === PBES2, "old");
	const [kdf, cipher] = need(der.list(need(identifier.parameters).body, der.SEQUENCE)).map((one) => parseIdentifier(one.whole));
	need(kdf?.oid === PBKDF2 && cipher && CIPHERS.has(cipher.oid), "old");
	need(kdf.parameters && cipher.parameters?.body.length === 16);
	const reader = new der.Reader(kdf.parameters.body);
	const salt = need(reader.take(der.OCTET_STRING)), count = der.smallInteger(need(reader.take(der.INTEGER)).body);
	reader.take(der.INTEGER);
	const prf = PRFS.get(parseIdentifier(need(reader.take(der.SEQUENCE), "old").whole)?.oid);
	need(count && count <= ITERATIONS_MAX);
	const secret = await crypto.subtle.importKey("raw", utf8(password), "PBKDF2", false, ["deriveKey"]);
	const key = await crypto.subtle.deriveKey({ name: "PBKDF2", hash: need(prf, "old"), salt: salt.body, iterations: count },
		secret, { name: "AES-CBC", length: CIPHERS.get(cipher.oid) }, false, ["decrypt"]);
	try {
		return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-CBC", iv: cipher.parameters.body }, key, ciphertext));
	} catch {
		throw new Pkcs12Error("password");
	}
}

async function safeOf(contentInfo, password) {
	const [type, wrapper] = need(der.list(contentInfo.body));
	const oid = der.oidText(need(wrapper && type).body);

	if (oid === DATA)
		return need(der.only(wrapper.body, der.OCTET_STRING)).body;
	need(oid === ENCRYPTED, "old");
	const [, info] = need(der.list(need(der.only(wrapper.body, der.SEQUENCE)).body));
	const [, algorithm, ciphertext] = need(der.list(need(info).body));
	return decrypt(algorithm.whole, need(ciphertext).body, password);
}

async function readBag(bag, password, out) {
	const [type, wrapper] = need(der.list(bag.body));
	const value = need(der.only(need(wrapper).body, der.SEQUENCE));

	switch (der.oidText(type.body)) {
	case KEY_BAG:
		out.keys.push(value.whole.slice());
		break;
	case SHROUDED_BAG: {
		const [algorithm, ciphertext] = need(der.list(value.body));
		out.keys.push(await decrypt(need(algorithm).whole, need(ciphertext).body, password));
		break;
	}
	case CERT_BAG: {
		const octets = need(der.only(need(need(der.list(value.body))[1]).body, der.OCTET_STRING));
		out.certificates.push(need(Certificate.parse(octets.body)));
		break;
	}
	}
}

/** @returns {Promise<{keys: Uint8Array[], certificates: Certificate[]}>} keys in PKCS#8; throws Pkcs12Error */
export async function open(bytes, password) {
	const [version, safe, mac] = need(der.list(need(der.only(bytes, der.SEQUENCE)).body));
	const out = { keys: [], certificates: [] };

	/* Without a MAC anybody could have put another certificate in. */
	need(version?.tag === der.INTEGER && safe);
	need(mac, "no-mac");
	const content = need(der.only(need(der.list(safe.body))[1]?.body ?? new Uint8Array(), der.OCTET_STRING)).body;
	await checkMac(mac, content, password);
	for (const info of need(der.list(need(der.only(content, der.SEQUENCE)).body, der.SEQUENCE))) {
		const bags = need(der.only(await safeOf(info, password), der.SEQUENCE), "password");
		for (const bag of need(der.list(bags.body, der.SEQUENCE)))
			await readBag(bag, password, out);
	}
	return out;
}
