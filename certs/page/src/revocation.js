// SPDX-License-Identifier: GPL-3.0-or-later
/** Revocation lists (RFC 5280, sec. 5). */
import { verifySignature } from "./algorithm.js";
import { equal, latin1 } from "./bytes.js";
import { askedOnce, authorityKeyMeans, parseAuthorityKey, parseExtensions, pemBlocks } from "./certificate.js";
import * as der from "./der.js";
import { anyTime } from "./moment.js";
import * as names from "./name.js";

const REASON_CODE = "2.5.29.21", INVALIDITY_DATE = "2.5.29.24", AUTHORITY_KEY = "2.5.29.35",
	ISSUING_POINT = "2.5.29.28", DELTA = "2.5.29.27", CERTIFICATE_ISSUER = "2.5.29.29";
/** Critical ones that libcrypto takes as understood, of a list and of an entry. */
const UNDERSTOOD = [ISSUING_POINT, AUTHORITY_KEY, DELTA, CERTIFICATE_ISSUER];
const isUnknownCritical = ({ oid, isCritical }) => isCritical && !UNDERSTOOD.includes(oid);
const REMOVED = 8;

function parseEntry(element) {
	const reader = new der.Reader(element.body);
	const serial = reader.take(der.INTEGER), time = serial && reader.next();
	const more = time && !reader.isEmpty ? reader.take(der.SEQUENCE) : null;
	const extensions = more && parseExtensions(more.whole);

	if (!time || !reader.isEmpty || (more && !extensions))
		return null;
	const invalid = extensions?.byOid.get(INVALIDITY_DATE);
	const reason = extensions?.byOid.get(REASON_CODE);
	const code = reason && der.only(reason.value, der.ENUMERATED);
	return { serial: serial.whole, time: anyTime(time), hasInvalidity: Boolean(invalid),
		invalidTime: invalid ? invalidTime(invalid.value) : null, isRemoved: code?.body[0] === REMOVED,
		hasCritical: Boolean(extensions?.list.some(isUnknownCritical)) };
}

function invalidTime(value) {
	const element = der.only(value, der.GENERALIZED_TIME);

	return element && anyTime(element);
}

function parseBody(whole) {
	const reader = new der.Reader(whole).open(der.SEQUENCE);
	if (!reader)
		return null;
	reader.take(der.INTEGER);
	const algorithm = reader.take(der.SEQUENCE), issuer = algorithm && reader.take(der.SEQUENCE);
	const made = issuer && reader.next();
	const takeTime = () => reader.take(der.UTC_TIME) ?? reader.take(der.GENERALIZED_TIME);
	const next = made && takeTime(), revoked = made && reader.take(der.SEQUENCE);
	const more = made && reader.take(der.CONTEXT);
	const extensions = more ? parseExtensions(more.body) : { byOid: new Map(), list: [] };
	const entries = revoked ? der.list(revoked.body, der.SEQUENCE)?.map(parseEntry) : [];
	const name = made && names.parse(issuer.whole);

	if (!made || !reader.isEmpty || !extensions || !entries || entries.includes(null) || !name)
		return null;
	return { algorithm: algorithm.whole, issuerKey: names.canonical(name), made: anyTime(made),
		next: next && anyTime(next), entries, extensions };
}

export class RevocationList {
	/** @returns {RevocationList|null} */
	static parse(bytes) {
		const outer = new der.Reader(bytes);
		const reader = outer.open(der.SEQUENCE);
		const body = reader && reader.take(der.SEQUENCE), algorithm = body && reader.take(der.SEQUENCE);
		const signature = algorithm && reader.take(der.BIT_STRING);
		const fields = signature && reader.isEmpty && outer.isEmpty && der.check(bytes) === "ok" ?
			parseBody(body.whole) : null;

		/* RFC 5280, 5.1.2.5: without nextUpdate a list never grows stale. */
		if (!fields || fields.made === null || fields.next === null)
			return null;
		return new RevocationList(body.whole, algorithm.whole, signature.body, fields);
	}

	constructor(body, algorithm, signature, fields) {
		Object.assign(this, fields, { body, outerAlgorithm: algorithm, signature });
		this.hasCritical = fields.extensions.list.some(isUnknownCritical) || fields.entries.some((entry) => entry.hasCritical);
		const authority = fields.extensions.byOid.get(AUTHORITY_KEY);
		this.authorityKey = authority ? parseAuthorityKey(authority.value) : null;
		/* Lists of a part, or of what changed: they do not answer for a certificate here. */
		this.isPartial = [ISSUING_POINT, DELTA].some((oid) => fields.extensions.byOid.has(oid)) || (authority && !this.authorityKey);
	}

	isFor(certificate) {
		return this.issuerKey === certificate.issuerKey;
	}

	entryOf(certificate) {
		return this.entries.find((entry) => !entry.isRemoved && equal(entry.serial, certificate.serial.whole)) ?? null;
	}

	/** Where the list says which key signed it: that one. */
	mayBeBy(issuer) {
		return authorityKeyMeans(this.authorityKey, issuer);
	}

	/** true, false; null: this page cannot tell. */
	async isSignedBy(issuer) {
		if (!equal(this.algorithm, this.outerAlgorithm) || this.signature[0] !== 0)
			return false;
		return askedOnce(this, issuer, () =>
			verifySignature(this.algorithm, issuer.key, null, this.signature.subarray(1), this.body));
	}
}

/** Of a PEM or DER file; null: none in it, or a malformed one. */
export function parseLists(bytes) {
	const text = latin1(bytes);
	const blocks = text.includes("-----BEGIN ") ? pemBlocks(text, /^X509 CRL$/) : [bytes];
	const list = blocks && blocks.map((block) => RevocationList.parse(block));

	return list && list.length && !list.includes(null) ? list : null;
}
