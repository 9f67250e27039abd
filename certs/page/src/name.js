// SPDX-License-Identifier: GPL-3.0-or-later
/** Distinguished names, after certs/x509/name.c and as libcrypto compares them. */
import { fromUtf8, hidesText, latin1, toHex, utf8 } from "./bytes.js";
import * as der from "./der.js";

const DEMO_MARKER = "massho DEMO";
const CANONICAL_TAGS = [0x0c, 0x13, 0x14, 0x16, 0x1a, 0x1c, 0x1e];
const SHORT = new Map([
	["2.5.4.3", "CN"], ["2.5.4.6", "C"], ["2.5.4.7", "L"], ["2.5.4.8", "ST"], ["2.5.4.10", "O"],
	["2.5.4.11", "OU"], ["2.5.4.5", "serialNumber"], ["2.5.4.4", "SN"], ["2.5.4.42", "GN"],
	["2.5.4.12", "title"], ["0.9.2342.19200300.100.1.25", "DC"], ["0.9.2342.19200300.100.1.1", "UID"],
	["1.2.840.113549.1.9.1", "emailAddress"],
]);

function wide(body, octets) {
	let text = "";

	if (body.length % octets)
		return null;
	for (let at = 0; at < body.length; at += octets) {
		const value = body.subarray(at, at + octets).reduce((sum, byte) => sum * 256 + byte, 0);
		if (value > 0x10ffff)
			return null;
		text += String.fromCodePoint(value);
	}
	return text;
}

/** null: of another type, or malformed. */
function textOf(value) {
	switch (value.tag) {
	case 0x0c: return fromUtf8(value.body);
	case 0x1e: return wide(value.body, 2);
	case 0x1c: return wide(value.body, 4);
	case 0x12: case 0x13: case 0x14: case 0x16: case 0x1a: return latin1(value.body);
	default: return null;
	}
}

const lower = (text) => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** @typedef {{oid: string, value: der.Element, text: string|null}} Entry */

/** RDNSequence as the list of its sets; null: malformed. @returns {Entry[][]|null} */
export function parse(whole) {
	const outer = der.only(whole, der.SEQUENCE);
	const sets = outer && der.list(outer.body, der.SET);

	if (!sets)
		return null;
	const out = [];
	for (const set of sets) {
		const entries = der.list(set.body, der.SEQUENCE);
		if (!entries || !entries.length)
			return null;
		const rdn = entries.map((entry) => {
			const parts = der.list(entry.body);
			return parts && parts.length === 2 && parts[0].tag === der.OID ?
				{ oid: der.oidText(parts[0].body), value: parts[1], text: textOf(parts[1]) } : null;
		});
		if (rdn.includes(null))
			return null;
		out.push(rdn);
	}
	return out;
}

/** Equal for names that differ in letter case, blanks and string type only. */
export function canonical(name) {
	return JSON.stringify(name.map((rdn) => rdn.map(({ oid, value, text }) =>
		CANONICAL_TAGS.includes(value.tag) && text !== null ?
			[oid, lower(text.replace(/^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g, "").replace(/[ \t\n\v\f\r]+/g, " "))] :
			[oid, toHex(value.whole)])));
}

/** By which two signers are held to be one person: without case and runs of blanks. */
export function folded(name) {
	return JSON.stringify(name.flat().map(({ oid, value, text }) =>
		[oid, text === null ? toHex(value.whole) : lower(text.replace(/ +/g, " ").replace(/^ | $/g, ""))]));
}

export function isDemo(name) {
	return name.flat().some(({ text }) => text !== null && text.includes(DEMO_MARKER));
}

function escaped(text) {
	const special = text.replace(/[,+"\\<>;]/g, "\\$&").replace(/^[# ]/, "\\$&").replace(/ $/, "\\ ");

	return Array.from(special, (one) => hidesText(one) ?
		Array.from(utf8(one), (byte) => "\\" + byte.toString(16).padStart(2, "0").toUpperCase()).join("") :
		one).join("");
}

/** RFC 4514, for people. */
export function render(name) {
	return name.map((rdn) => rdn.map(({ oid, value, text }) =>
		`${SHORT.get(oid) ?? oid}=${text === null ? "#" + toHex(value.whole) : escaped(text)}`).join("+"))
		.reverse().join(",");
}

/** The common name alone, or all of it. */
export function shortly(name) {
	const entry = name.flat().find(({ oid, text }) => oid === "2.5.4.3" && text);

	return entry ? escaped(entry.text) : render(name);
}
