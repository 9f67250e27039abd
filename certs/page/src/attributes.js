// SPDX-License-Identifier: GPL-3.0-or-later
/** Signed and unsigned attributes of a record, after certs/cms/attributes.c. */
import * as der from "./der.js";
import * as ess from "./ess.js";
import { signingTime } from "./moment.js";
import { DATA } from "./signed_data.js";

const MAX_ATTRIBUTES = 32;
export const CONTENT_TYPE = "1.2.840.113549.1.9.3", MESSAGE_DIGEST = "1.2.840.113549.1.9.4",
	SIGNING_TIME = "1.2.840.113549.1.9.5", SIGNING_CERT_V2 = "1.2.840.113549.1.9.16.2.47";
const SIGNING_CERT_V1 = "1.2.840.113549.1.9.16.2.12", TIMESTAMP = "1.2.840.113549.1.9.16.2.14";
const CERTIFICATE_VALUES = "1.2.840.113549.1.9.16.2.23", REVOCATION_VALUES = "1.2.840.113549.1.9.16.2.24",
	ARCHIVE = "1.2.840.113549.1.9.16.2.48", MAX_ARCHIVE = 8;
const UNSIGNED = [TIMESTAMP, CERTIFICATE_VALUES, REVOCATION_VALUES, ARCHIVE];
const SIGNED = [CONTENT_TYPE, MESSAGE_DIGEST, SIGNING_TIME, SIGNING_CERT_V2, SIGNING_CERT_V1];

/** Attribute ::= SEQUENCE { type, values SET } with one value; else a word about it. */
function takeAttribute(reader) {
	const attribute = reader.open(der.SEQUENCE);
	const type = attribute && attribute.take(der.OID), values = type && attribute.take(der.SET);

	if (!values || !attribute.isEmpty)
		return "an attribute is malformed";
	const value = der.only(values.body);
	return value ? { oid: der.oidText(type.body), value } : "an attribute has not exactly one value";
}

/** By OID, and the archive timestamps, with where they stand; or null. */
function listAttributes(set, finding) {
	const reader = new der.Reader(set), out = new Map();
	let count = 0;

	out.archive = [];
	for (; !reader.isEmpty; count++) {
		if (count === MAX_ATTRIBUTES)
			return finding.note("attributes", "more than 32 attributes") || null;
		const attribute = takeAttribute(reader);
		if (typeof attribute === "string")
			return finding.note("attributes", attribute) || null;
		if (attribute.oid === ARCHIVE)
			out.archive.push({ at: count, value: attribute.value.whole });
		else if (out.has(attribute.oid))
			return finding.note(attribute.oid === SIGNING_CERT_V2 ? "signing-cert" : "attributes",
				"an attribute occurs twice") || null;
		out.set(attribute.oid, attribute.value);
	}
	if (!der.isSorted(set))
		return finding.note("not-der", "the attributes are not sorted") || null;
	return out;
}

function checkSigningCert(list, out, finding) {
	const value = list.get(SIGNING_CERT_V2);

	if (list.has(SIGNING_CERT_V1))
		return finding.note("signing-cert", "signing-certificate of version 1 (SHA-1)");
	if (!value)
		return finding.note("signing-cert", "signing-certificate-v2 is missing");
	out.signingCert = ess.parse(value, { isToken: false });
	return out.signingCert !== null || finding.note("signing-cert", "signing-certificate-v2 is malformed");
}

function checkSigned(list, out, finding) {
	const type = list.get(CONTENT_TYPE), digest = list.get(MESSAGE_DIGEST), time = list.get(SIGNING_TIME);

	if (type?.tag !== der.OID || der.oidText(type.body) !== DATA)
		return finding.note("attributes", "the content-type attribute is missing or wrong");
	if (digest?.tag !== der.OCTET_STRING)
		return finding.note("attributes", "the message-digest attribute is missing or wrong");
	out.messageDigest = digest.body;
	if ([...list.keys()].some((oid) => !SIGNED.includes(oid)))
		return finding.note("attributes", "a signed attribute that a record does not have");
	out.signingTime = time ? signingTime(time) : undefined;
	if (out.signingTime === null)
		return finding.note("attributes", "the signing-time attribute is not a proper date");
	return checkSigningCert(list, out, finding);
}

/** @returns {object|null} */
export function check(signedData, finding) {
	const out = {};
	const signed = listAttributes(signedData.signedAttributes, finding);

	if (!signed || !checkSigned(signed, out, finding))
		return null;
	const unsigned = listAttributes(signedData.unsignedAttributes, finding);
	if (!unsigned)
		return null;
	out.timestamp = unsigned.get(TIMESTAMP)?.whole ?? null;
	out.certificateValues = unsigned.get(CERTIFICATE_VALUES)?.whole ?? null;
	out.revocationValues = unsigned.get(REVOCATION_VALUES)?.whole ?? null;
	out.archive = unsigned.archive;
	if (out.archive.length > MAX_ARCHIVE)
		return finding.note("attributes", "more than 8 archive timestamps") || null;
	if ([...unsigned.keys()].some((oid) => !UNSIGNED.includes(oid)))
		return finding.note("attributes", "an unsigned attribute that a record does not have") || null;
	if (unsigned.size && !out.timestamp)
		return finding.note("attributes", "there is no timestamp that the unsigned attributes are for") || null;
	return out;
}

/** As CMS_signed_get0_data_by_OBJ(-3): there once, with one value of this type; null: else. */
export function onlyValue(set, oid, tag) {
	const all = der.list(set, der.SEQUENCE);
	const found = [];

	for (const one of all ?? []) {
		const parts = der.list(one.body);
		if (!parts || parts.length !== 2 || parts[0].tag !== der.OID || parts[1].tag !== der.SET)
			return null;
		if (der.oidText(parts[0].body) === oid)
			found.push(der.only(parts[1].body));
	}
	return found.length === 1 && found[0] && found[0].tag === tag ? found[0] : null;
}

