// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Strict JSON, after certs/schema/strict.c: what one reader takes and another refuses is
 * refused. JSON.parse() keeps the last of equal keys and rounds large numbers without a word.
 */
import { fromUtf8, hidesText } from "./bytes.js";

export const JSON_MAX_BYTES = 4 << 20;
const MAX_DEPTH = 32;

export class Malformed extends Error {}

const ESCAPES = new Map(Object.entries({
	'"': '"', "\\": "\\", "/": "/", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t",
}));

class Parser {
	constructor(text) {
		this.text = text;
		this.at = 0;
	}

	fail(why) {
		throw new Malformed(why ?? `no JSON at character ${this.at + 1}`);
	}

	skipBlanks() {
		while (" \t\n\r".includes(this.text[this.at] ?? "x"))
			this.at++;
	}

	skip(character) {
		this.skipBlanks();
		if (this.text[this.at] !== character)
			return false;
		this.at++;
		return true;
	}

	expect(character) {
		if (!this.skip(character))
			this.fail();
	}

	word(word, value) {
		if (!this.text.startsWith(word, this.at))
			this.fail();
		this.at += word.length;
		return value;
	}

	number() {
		const [text] = /^-?(0|[1-9]\d*)/.exec(this.text.slice(this.at, this.at + 40)) ?? this.fail();
		const value = Number(text);

		this.at += text.length;
		if (/[.eE0-9]/.test(this.text[this.at] ?? ""))
			this.fail("a number is not an integer");
		if (!Number.isSafeInteger(value))
			this.fail("a number is beyond what every reader can hold");
		if (text.startsWith("-0"))
			this.fail("a number is not written in the shortest way");
		return value;
	}

	escape() {
		const letter = this.text[this.at++];

		if (letter !== "u")
			return ESCAPES.get(letter) ?? this.fail();
		const digits = this.text.slice(this.at, this.at + 4);
		if (!/^[0-9a-fA-F]{4}$/.test(digits))
			this.fail();
		this.at += 4;
		return String.fromCharCode(parseInt(digits, 16));
	}

	string() {
		let out = "";

		this.expect('"');
		for (;;) {
			const character = this.text[this.at++];

			if (character === undefined || character < " ")
				this.fail();
			if (character === '"')
				break;
			out += character === "\\" ? this.escape() : character;
		}
		if (hidesText(out))
			this.fail("a text contains a control character or another that hides or reorders text");
		return out;
	}

	array(depth) {
		const out = [];

		this.expect("[");
		if (this.skip("]"))
			return out;
		do
			out.push(this.value(depth + 1));
		while (this.skip(","));
		this.expect("]");
		return out;
	}

	/** Without a prototype: "__proto__" is a key like any other. */
	object(depth) {
		const out = Object.create(null);

		this.expect("{");
		if (this.skip("}"))
			return out;
		do {
			const key = this.string();
			if (key in out)
				this.fail("a key occurs twice");
			this.expect(":");
			out[key] = this.value(depth + 1);
		} while (this.skip(","));
		this.expect("}");
		return out;
	}

	value(depth) {
		this.skipBlanks();
		const first = this.text[this.at];

		if (depth > MAX_DEPTH && (first === "{" || first === "["))
			this.fail("it is nested too deeply");
		switch (first) {
		case "{": return this.object(depth);
		case "[": return this.array(depth);
		case '"': return this.string();
		case "t": return this.word("true", true);
		case "f": return this.word("false", false);
		case "n": return this.word("null", null);
		default: return this.number();
		}
	}
}

/** @param {Uint8Array} bytes throws Malformed */
export function parse(bytes) {
	if (bytes.length > JSON_MAX_BYTES)
		throw new Malformed("it is too large");
	const text = fromUtf8(bytes);
	if (text === null)
		throw new Malformed("it is not UTF-8");
	const parser = new Parser(text);
	const value = parser.value(1);
	parser.skipBlanks();
	if (parser.at !== text.length)
		parser.fail();
	return value;
}
