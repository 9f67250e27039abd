// SPDX-License-Identifier: GPL-3.0-or-later
/** Certificates of X.509, after certs/x509/certificate.c and as libcrypto reads them. */
import { equal, latin1, sha256, toHex } from "./bytes.js";
import { parseKey, verifySignature, keyFault } from "./algorithm.js";
import * as der from "./der.js";
import * as moments from "./moment.js";
import * as names from "./name.js";

const BASIC_CONSTRAINTS = "2.5.29.19", KEY_USAGE = "2.5.29.15", EXTENDED_KEY_USAGE = "2.5.29.37",
	SUBJECT_KEY = "2.5.29.14", AUTHORITY_KEY = "2.5.29.35", NAME_CONSTRAINTS = "2.5.29.30";
export const ANY_USAGE = "2.5.29.37.0", TIME_STAMPING = "1.3.6.1.5.5.7.3.8";
export const DIGITAL_SIGNATURE = 0, NON_REPUDIATION = 1, KEY_CERT_SIGN = 5, CRL_SIGN = 6;

/** Critical ones that libcrypto takes as understood. */
const UNDERSTOOD = [
	BASIC_CONSTRAINTS, KEY_USAGE, EXTENDED_KEY_USAGE, NAME_CONSTRAINTS, "2.5.29.17", "2.5.29.32",
	"2.5.29.31", "2.5.29.36", "2.5.29.33", "2.5.29.54", "2.16.840.1.113730.1.1",
	"1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8", "1.3.6.1.5.5.7.1.14",
];
/** What they demand of a path is not looked at here: such a path is never called valid. */
const NOT_COMPARED = [NAME_CONSTRAINTS, "1.3.6.1.5.5.7.1.7", "1.3.6.1.5.5.7.1.8", "1.3.6.1.5.5.7.1.14"];

/** Extensions ::= SEQUENCE OF { OID, BOOLEAN DEFAULT FALSE, OCTET STRING }; null: malformed. */
export function parseExtensions(whole) {
	const outer = der.only(whole, der.SEQUENCE);
	const all = outer && der.list(outer.body, der.SEQUENCE);
	const out = { byOid: new Map(), isRepeated: false, list: [] };

	if (!all)
		return null;
	for (const one of all) {
		const reader = new der.Reader(one.body);
		const oid = reader.take(der.OID), critical = reader.take(der.BOOLEAN), value = reader.take(der.OCTET_STRING);
		if (!oid || !value || !reader.isEmpty)
			return null;
		const extension = { oid: der.oidText(oid.body), isCritical: critical !== null && critical.body[0] !== 0,
			value: value.body };
		out.isRepeated ||= out.byOid.has(extension.oid);
		out.byOid.set(extension.oid, extension);
		out.list.push(extension);
	}
	return out;
}

/** Numbers of the bits that are set; null: malformed. */
function bitNumbers(value) {
	const bits = der.only(value, der.BIT_STRING);
	const out = new Set();

	if (!bits || !bits.body.length)
		return null;
	for (let number = 0; number < 8 * (bits.body.length - 1); number++)
		if (bits.body[1 + (number >> 3)] & (0x80 >> (number & 7)))
			out.add(number);
	return out;
}

function parseBasicConstraints(value) {
	const outer = der.only(value, der.SEQUENCE);
	const reader = outer && new der.Reader(outer.body);
	const ca = reader && reader.take(der.BOOLEAN), limit = reader && reader.take(der.INTEGER);

	if (!reader || !reader.isEmpty)
		return null;
	const pathLength = limit ? der.bigInteger(limit.body) : null;
	if (limit && pathLength === null)
		return null;
	return { isCa: ca !== null && ca.body[0] !== 0, pathLength };
}

export function parseAuthorityKey(value) {
	const outer = der.only(value, der.SEQUENCE);
	const reader = outer && new der.Reader(outer.body);
	const identifier = reader && reader.take(der.CONTEXT_PRIMITIVE), issuer = reader && reader.take(der.CONTEXT + 1),
		serial = reader && reader.take(der.CONTEXT_PRIMITIVE + 2);

	return reader && reader.isEmpty ?
		{ identifier: identifier?.body ?? null, issuer: issuer?.body ?? null, serial: serial?.body ?? null } : null;
}

function parsePurposes(value) {
	const outer = der.only(value, der.SEQUENCE);
	const purposes = outer && der.list(outer.body, der.OID);

	return purposes && purposes.map((purpose) => der.oidText(purpose.body));
}

const READERS = [
	["basic", BASIC_CONSTRAINTS, parseBasicConstraints],
	["usage", KEY_USAGE, bitNumbers],
	["purposes", EXTENDED_KEY_USAGE, parsePurposes],
	["subjectKey", SUBJECT_KEY, (value) => der.only(value, der.OCTET_STRING)?.body ?? null],
	["authorityKey", AUTHORITY_KEY, parseAuthorityKey],
];

/** The first directoryName of authorityCertIssuer is the other's issuer. */
function authorityIssuerIs(issuer, other) {
	const directory = der.list(issuer)?.find((one) => one.tag === der.CONTEXT + 4);
	const name = directory && names.parse(directory.body);

	return !name || names.canonical(name) === other.issuerKey;
}

/** As X509_check_akid(): where both say so, it is that of the other. */
export function authorityKeyMeans(authority, other) {
	if (!authority)
		return true;
	if (authority.identifier && other.subjectKey && !equal(authority.identifier, other.subjectKey))
		return false;
	if (authority.serial && !equal(authority.serial, other.serial.body))
		return false;
	return !authority.issuer || authorityIssuerIs(authority.issuer, other);
}

/** tbsCertificate, field by field; null: malformed. */
function parseBody(whole) {
	const reader = new der.Reader(whole).open(der.SEQUENCE);
	const version = reader && reader.take(der.CONTEXT);
	const serial = reader && reader.take(der.INTEGER), algorithm = serial && reader.take(der.SEQUENCE);
	const issuer = algorithm && reader.take(der.SEQUENCE), validity = issuer && reader.take(der.SEQUENCE);
	const subject = validity && reader.take(der.SEQUENCE), spki = subject && reader.take(der.SEQUENCE);

	if (!spki || (version && !der.only(version.body, der.INTEGER)))
		return null;
	reader.take(der.CONTEXT_PRIMITIVE + 1);
	reader.take(der.CONTEXT_PRIMITIVE + 2);
	const extensions = reader.take(der.CONTEXT + 3);
	const times = der.list(validity.body);
	if (!reader.isEmpty || !times || times.length !== 2)
		return null;
	return { version: version ? der.only(version.body, der.INTEGER).body[0] : 0, serial, algorithm, issuer, subject,
		spki, extensions, from: moments.anyTime(times[0]), until: moments.anyTime(times[1]) };
}

const answers = new WeakMap();

/** Paths are searched as of several moments: what somebody signed stays the same. */
export async function askedOnce(signed, issuer, ask) {
	const known = answers.get(signed) ?? new WeakMap();

	answers.set(signed, known);
	if (!known.has(issuer))
		known.set(issuer, await ask());
	return known.get(issuer);
}

export class Certificate {
	/** @param {Uint8Array} bytes all of them; null: malformed. @returns {Certificate|null} */
	static parse(bytes) {
		const outer = new der.Reader(bytes);
		const reader = outer.open(der.SEQUENCE);
		const body = reader && reader.take(der.SEQUENCE), algorithm = body && reader.take(der.SEQUENCE);
		const signature = algorithm && reader.take(der.BIT_STRING);
		const fields = signature && reader.isEmpty && outer.isEmpty ? parseBody(body.whole) : null;
		const issuer = fields && names.parse(fields.issuer.whole), subject = fields && names.parse(fields.subject.whole);
		const extensions = !fields ? null : fields.extensions ? parseExtensions(fields.extensions.body) :
			{ byOid: new Map(), isRepeated: false, list: [] };

		if (!issuer || !subject || !extensions || fields.from === null || fields.until === null ||
		    der.check(bytes) !== "ok")
			return null;
		return new Certificate(bytes, body.whole, algorithm.whole, signature.body, fields, issuer, subject, extensions);
	}

	constructor(bytes, body, algorithm, signature, fields, issuer, subject, extensions) {
		this.der = bytes;
		this.body = body;
		this.algorithm = algorithm;
		this.signature = signature;
		this.innerAlgorithm = fields.algorithm.whole;
		this.serial = fields.serial;
		this.issuerDer = fields.issuer.whole;
		this.subjectDer = fields.subject.whole;
		this.issuer = issuer;
		this.subject = subject;
		this.issuerKey = names.canonical(issuer);
		this.subjectKeyName = names.canonical(subject);
		this.from = fields.from;
		this.until = fields.until;
		this.version = fields.version;
		this.spki = fields.spki.whole;
		this.key = parseKey(this.spki);
		this.extensions = extensions;
		this.isMalformed = extensions.isRepeated;
		this.readExtensions();
	}

	readExtensions() {
		for (const [field, oid, read] of READERS) {
			const extension = this.extensions.byOid.get(oid);

			this[field] = extension ? read(extension.value) : null;
			this.isMalformed ||= Boolean(extension) && this[field] === null;
		}
		this.isMalformed ||= this.usage !== null && this.usage.size === 0;
		this.hasUnknownCritical = this.extensions.list.some(({ oid, isCritical }) =>
			isCritical && !UNDERSTOOD.includes(oid));
		this.hasNotCompared = NOT_COMPARED.some((oid) => this.extensions.byOid.has(oid));
	}

	get saysCa() {
		return this.basic !== null && this.basic.isCa;
	}

	/** As X509_check_ca(): 1 by its constraints, 3 and 4 for old forms, 0 for none. */
	get caKind() {
		if (this.isMalformed || (this.usage && !this.usage.has(KEY_CERT_SIGN)))
			return 0;
		if (this.basic)
			return this.basic.isCa ? 1 : 0;
		if (this.version === 0 && this.isSelfIssued)
			return 3;
		return this.usage ? 4 : 0;
	}

	get isSelfIssued() {
		return this.issuerKey === this.subjectKeyName;
	}

	get isSelfSigned() {
		return this.isSelfIssued && this.authorityKeyIsOf(this);
	}

	isSame(other) {
		return equal(this.der, other.der);
	}

	/** Where both say so: this one's authority key is the other's. */
	authorityKeyIsOf(other) {
		return authorityKeyMeans(this.authorityKey, other);
	}

	/** By names, identifiers and the kind of key; the signature is another matter. */
	mayBeIssuedBy(issuer) {
		return this.issuerKey === issuer.subjectKeyName && !issuer.isMalformed && !this.isMalformed &&
			this.authorityKeyIsOf(issuer);
	}

	/** true, false; null: this page cannot tell. */
	async isSignedBy(issuer) {
		if (!equal(this.algorithm, this.innerAlgorithm) || this.signature[0] !== 0)
			return false;
		return askedOnce(this, issuer, () =>
			verifySignature(this.algorithm, issuer.key, null, this.signature.subarray(1), this.body));
	}

	/** Exactly these: libcrypto takes names for equal that differ in letter case and string type. */
	is(issuerDer, serialDer) {
		return equal(this.issuerDer, issuerDer) && equal(this.serial.whole, serialDer);
	}

	async sha256() {
		this.hash ??= await sha256(this.der);
		return this.hash;
	}

	get isDemo() {
		return names.isDemo(this.subject) || names.isDemo(this.issuer);
	}
}

/** Of who signs records: keyUsage for signatures, no authority, no other purpose. */
export function checkUsage(certificate, finding) {
	const usage = certificate.usage;
	let fault = null;

	if (certificate.isMalformed)
		fault = "the signer's certificate has a malformed extension";
	else if (certificate.saysCa || certificate.caKind)
		fault = "the signer's certificate is that of an authority";
	else if (!usage || !(usage.has(DIGITAL_SIGNATURE) || usage.has(NON_REPUDIATION)))
		fault = "the key usage of the signer's certificate does not allow signatures";
	else if (usage.has(KEY_CERT_SIGN) || usage.has(CRL_SIGN))
		fault = "the key usage of the signer's certificate is that of an authority";
	else if (certificate.purposes)
		fault = "the signer's certificate is for another purpose (extended key usage)";
	return fault ? finding.note("signer-usage", fault) : true;
}

export function checkKey(certificate, edition, finding) {
	const fault = keyFault(edition, certificate.key);

	return fault ? finding.note("algorithm", fault) : true;
}

/** The second that notAfter names is already outside. */
export function checkTime(certificate, time, finding) {
	if (certificate.from > time)
		return finding.note("not-yet-valid", "the signer's certificate was not valid yet");
	if (certificate.until <= time)
		return finding.note("expired", "the signer's certificate was no longer valid");
	return true;
}

/** The one of the list that issued it, signature and all; or null. */
export async function findIssuer(list, certificate) {
	for (const issuer of list)
		if (certificate.mayBeIssuedBy(issuer) && (!issuer.usage || issuer.usage.has(KEY_CERT_SIGN)) &&
		    await certificate.isSignedBy(issuer) === true)
			return issuer;
	return null;
}

/** The base64 of every PEM block whose label fits; null: one is broken. */
export function pemBlocks(text, label) {
	const blocks = [];

	for (const [, kind, inside, end] of text.matchAll(/-----BEGIN ([^-]+)-----([^-]*)(?:-----END ([^-]+)-----)?/g)) {
		if (!label.test(kind))
			continue;
		const base64 = inside.replace(/[\r\n\t ]/g, "");
		if (end !== kind || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4)
			return null;
		blocks.push(Uint8Array.from(atob(base64), (one) => one.charCodeAt(0)));
	}
	return blocks;
}

/** Of a PEM or DER file. null: none in it, or a malformed one. */
export function parseCertificates(bytes) {
	const text = latin1(bytes);
	const blocks = text.includes("-----BEGIN ") ? pemBlocks(text, /^(X509 )?CERTIFICATE$/) : [bytes];
	const list = blocks && blocks.map((block) => Certificate.parse(block));

	return list && list.length && !list.includes(null) ? list : null;
}

export const fingerprint = async (certificate) => toHex(await certificate.sha256());
