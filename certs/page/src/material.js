// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What a record brings along for later, after certs/cms/material.c: candidates only. The issuers'
 * signatures count, not that they lie here.
 */
import { Certificate } from "./certificate.js";
import * as der from "./der.js";
import { RevocationList } from "./revocation.js";

const MAX = 32;

/** Each of a SEQUENCE, parsed; null: malformed, or too many. */
function parseEach(bytes, parse) {
	const outer = der.only(bytes, der.SEQUENCE);
	const all = outer && der.list(outer.body, der.SEQUENCE);
	const parsed = all && all.length <= MAX ? all.map((one) => parse(one.whole)) : null;

	return parsed && !parsed.includes(null) ? parsed : null;
}

/** RevocationValues ::= SEQUENCE { crlVals [0], ... }: lists, and nothing but lists. */
function parseLists(value) {
	const outer = der.only(value, der.SEQUENCE);
	const wrapper = outer && der.only(outer.body, der.CONTEXT);

	return wrapper && parseEach(wrapper.body, RevocationList.parse);
}

/** @returns {{certificates: Certificate[], lists: RevocationList[]}|null} null: finding says why */
export function open(attributes, finding) {
	const certificates = attributes.certificateValues ? parseEach(attributes.certificateValues, Certificate.parse) : [];
	const lists = attributes.revocationValues ? parseLists(attributes.revocationValues) : [];

	if (certificates && lists)
		return { certificates, lists };
	finding.note("attributes", "the certificates or lists that it brings along are malformed");
	return null;
}
