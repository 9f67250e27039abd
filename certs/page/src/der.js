// SPDX-License-Identifier: GPL-3.0-or-later
/** Strict DER (X.690), after certs/x509/der.c; and the little that writing needs. */
import { compare, concat } from "./bytes.js";

export const BOOLEAN = 0x01, INTEGER = 0x02, BIT_STRING = 0x03, OCTET_STRING = 0x04, NULL = 0x05,
	OID = 0x06, ENUMERATED = 0x0a, UTF8 = 0x0c, UTC_TIME = 0x17, GENERALIZED_TIME = 0x18,
	SEQUENCE = 0x30, SET = 0x31, CONTEXT = 0xa0, CONTEXT_PRIMITIVE = 0x80;
const CONSTRUCTED = 0x20, CLASS_MASK = 0xc0, HIGH_TAG = 0x1f, MAX_DEPTH = 40;

/**
 * @typedef {{tag: number, body: Uint8Array, whole: Uint8Array}} Element
 * @typedef {"ok"|"short"|"bad"} Status
 */

/** X.690, 10.1: definite, in the fewest octets. @returns {{status: Status, length?: number, used?: number}} */
function readLength(bytes) {
	let length = 0;

	if (!bytes.length)
		return { status: "short" };
	if (bytes[0] < 0x80)
		return { status: "ok", length: bytes[0], used: 1 };
	const octets = bytes[0] & 0x7f;
	if (octets === 0 || octets > 4)
		return { status: "bad" };
	if (octets > bytes.length - 1)
		return { status: "short" };
	for (let i = 1; i <= octets; i++)
		length = length * 256 + bytes[i];
	return length < 0x80 || bytes[1] === 0 ? { status: "bad" } :
						 { status: "ok", length, used: 1 + octets };
}

/** Reads elements one after the other. */
export class Reader {
	/** @param {Uint8Array} bytes */
	constructor(bytes) {
		this.rest = bytes;
		/** @type {Status} */
		this.status = "ok";
	}

	get isEmpty() {
		return this.rest.length === 0;
	}

	/** @returns {Element|null} null: see status */
	next() {
		const bytes = this.rest;

		this.status = "short";
		if (!bytes.length)
			return null;
		if ((bytes[0] & HIGH_TAG) === HIGH_TAG) {
			this.status = "bad";
			return null;
		}
		const read = readLength(bytes.subarray(1));
		this.status = read.status;
		if (read.status !== "ok")
			return null;
		const begin = 1 + read.used;
		if (read.length > bytes.length - begin) {
			this.status = "short";
			return null;
		}
		const end = begin + read.length;
		this.rest = bytes.subarray(end);
		return { tag: bytes[0], body: bytes.subarray(begin, end), whole: bytes.subarray(0, end) };
	}

	/** The next element if it has this tag; else null, and nothing is taken. */
	take(tag) {
		const before = this.rest;
		const element = this.next();

		if (element && element.tag === tag)
			return element;
		this.rest = before;
		return null;
	}

	/** As take(), but opened. */
	open(tag) {
		const element = this.take(tag);

		return element && new Reader(element.body);
	}
}

/** Each of the elements in bytes; null if they are not well-formed, or one has another tag. */
export function list(bytes, tag) {
	const reader = new Reader(bytes), out = [];

	while (!reader.isEmpty) {
		const element = reader.next();

		if (!element || (tag !== undefined && element.tag !== tag))
			return null;
		out.push(element);
	}
	return out;
}

/** The only element in bytes, with this tag; else null. */
export function only(bytes, tag) {
	const all = list(bytes, tag);

	return all && all.length === 1 ? all[0] : null;
}

function integerIsDer(body) {
	if (body.length < 2)
		return body.length === 1;
	return !(body[0] === 0 && body[1] < 0x80) && !(body[0] === 0xff && body[1] >= 0x80);
}

function bitStringIsDer(body) {
	if (!body.length || body[0] > 7)
		return false;
	if (body.length === 1)
		return body[0] === 0;
	return (body[body.length - 1] & ((1 << body[0]) - 1)) === 0;
}

function oidIsDer(body) {
	let beginsArc = true;

	for (const byte of body) {
		if (beginsArc && byte === 0x80)
			return false;
		beginsArc = byte < 0x80;
	}
	return body.length > 0 && beginsArc;
}

const isDigit = (byte) => byte >= 0x30 && byte <= 0x39;

function hasDigits(body, digits) {
	return body.length === digits + 1 && body[digits] === 0x5a && body.subarray(0, digits).every(isDigit);
}

/** Fractions of a second: allowed, without trailing zeros. */
function generalizedTimeIsDer(body) {
	const last = body.length - 1;

	if (body.length <= 15)
		return hasDigits(body, 14);
	return body.length >= 17 && body[14] === 0x2e && body[last] === 0x5a && body[last - 1] !== 0x30 &&
		body.subarray(0, last).every((byte, at) => at === 14 || isDigit(byte));
}

const PRIMITIVES = new Map([
	[BOOLEAN, (body) => body.length === 1 && (body[0] === 0 || body[0] === 0xff)],
	[INTEGER, integerIsDer],
	[BIT_STRING, bitStringIsDer],
	[NULL, (body) => body.length === 0],
	[OID, oidIsDer],
	[ENUMERATED, integerIsDer],
	[UTC_TIME, (body) => hasDigits(body, 12)],
	[GENERALIZED_TIME, generalizedTimeIsDer],
]);

/** Universal types: SEQUENCE and SET are constructed, all others must not be. */
function formIsDer(element) {
	const number = element.tag & HIGH_TAG;
	const isConstructed = (element.tag & CONSTRUCTED) !== 0;

	if (element.tag & CLASS_MASK)
		return true;
	if (number === 0 || isConstructed !== [0x10, 0x11, 0x08, 0x0b].includes(number))
		return false;
	const check = PRIMITIVES.get(element.tag);
	return check ? check(element.body) : true;
}

/** X.690, 11.6. */
export function isSorted(bytes) {
	const elements = list(bytes);

	return elements !== null && elements.every((element, index) =>
		index === 0 || compare(elements[index - 1].whole, element.whole) <= 0);
}

/** All of it, to the last leaf. @returns {Status} */
export function check(bytes, depth = 0) {
	const reader = new Reader(bytes);

	if (depth > MAX_DEPTH)
		return "bad";
	while (!reader.isEmpty) {
		const element = reader.next();

		if (!element)
			return depth ? "bad" : reader.status;
		if (!formIsDer(element) || (element.tag === SET && !isSorted(element.body)))
			return "bad";
		if (!(element.tag & CONSTRUCTED))
			continue;
		const status = check(element.body, depth + 1);
		if (status !== "ok")
			return status;
	}
	return "ok";
}

/** "1.2.840…" */
export function oidText(body) {
	const arcs = [];
	let arc = 0n;

	for (const byte of body) {
		arc = arc << 7n | BigInt(byte & 0x7f);
		if (byte < 0x80) {
			arcs.push(arc);
			arc = 0n;
		}
	}
	if (!arcs.length)
		return "";
	const first = arcs[0] < 80n ? arcs[0] / 40n : 2n;
	return [first, arcs[0] - 40n * first, ...arcs.slice(1)].join(".");
}

/** Of a non-negative INTEGER that is small; else null. */
export function smallInteger(body) {
	if (!body.length || body.length > 4 || body[0] >= 0x80)
		return null;
	return body.reduce((value, byte) => value * 256 + byte, 0);
}

/** Of an INTEGER of any size; negative ones are null. */
export function bigInteger(body) {
	if (!body.length || body[0] >= 0x80)
		return null;
	return body.reduce((value, byte) => value << 8n | BigInt(byte), 0n);
}

// Writing

function encodeLength(length) {
	const octets = [];

	if (length < 0x80)
		return [length];
	for (let rest = length; rest; rest = Math.floor(rest / 256))
		octets.unshift(rest % 256);
	return [0x80 | octets.length, ...octets];
}

export function encode(tag, ...parts) {
	const body = concat(...parts);

	return concat(Uint8Array.from([tag, ...encodeLength(body.length)]), body);
}

export function encodeSet(...parts) {
	return encode(SET, ...parts.sort(compare));
}

/** @param {bigint} value not negative */
export function encodeInteger(value) {
	let text = value.toString(16);

	if (text.length % 2)
		text = "0" + text;
	if (parseInt(text[0], 16) >= 8)
		text = "00" + text;
	return encode(INTEGER, Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16)));
}

export function encodeOid(text) {
	const arcs = text.split(".").map(BigInt);
	const bytes = [];

	for (const arc of [arcs[0] * 40n + arcs[1], ...arcs.slice(2)]) {
		const septets = [Number(arc & 0x7fn)];

		for (let rest = arc >> 7n; rest; rest >>= 7n)
			septets.unshift(Number(rest & 0x7fn) | 0x80);
		bytes.push(...septets);
	}
	return encode(OID, Uint8Array.from(bytes));
}
