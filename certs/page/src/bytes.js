// SPDX-License-Identifier: GPL-3.0-or-later
/** Byte strings: Uint8Array throughout, never changed once they are made. */

/** @param {Uint8Array} a @param {Uint8Array} b */
export function equal(a, b) {
	return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** memcmp() of what both have, then the shorter first. */
export function compare(a, b) {
	const common = Math.min(a.length, b.length);

	for (let i = 0; i < common; i++)
		if (a[i] !== b[i])
			return a[i] - b[i];
	return a.length - b.length;
}

export function concat(...parts) {
	const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
	let at = 0;

	for (const part of parts) {
		out.set(part, at);
		at += part.length;
	}
	return out;
}

export function toHex(bytes) {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Of lower-case digits that the schema has seen; null: none. */
export function fromHex(text) {
	if (typeof text !== "string" || text.length % 2 || !/^[0-9a-f]*$/.test(text))
		return null;
	return Uint8Array.from({ length: text.length / 2 }, (_, i) =>
		parseInt(text.slice(2 * i, 2 * i + 2), 16));
}

export function utf8(text) {
	return new TextEncoder().encode(text);
}

/** The text, or null where the bytes are no UTF-8: nothing is replaced, no mark is dropped. */
export function fromUtf8(bytes) {
	try {
		return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
	} catch {
		return null;
	}
}

export function latin1(bytes) {
	let text = "";

	for (let i = 0; i < bytes.length; i += 4096)
		text += String.fromCharCode(...bytes.subarray(i, i + 4096));
	return text;
}

/** @param {string} digest a name of WebCrypto, such as "SHA-256" */
export async function hash(digest, bytes) {
	return new Uint8Array(await crypto.subtle.digest(digest, bytes));
}

export const sha256 = (bytes) => hash("SHA-256", bytes);

// Like certs/common/utf8.c: what hides or reorders text.
const DECEPTIVE = [
	[0x0000, 0x001f], [0x007f, 0x009f], [0x00ad, 0x00ad], [0x034f, 0x034f],
	[0x061c, 0x061c], [0x115f, 0x1160], [0x17b4, 0x17b5], [0x180b, 0x180f],
	[0x200b, 0x200f], [0x2028, 0x202e], [0x2060, 0x206f], [0x3164, 0x3164],
	[0xffa0, 0xffa0], [0xfdd0, 0xfdef], [0xfeff, 0xfeff], [0xfff9, 0xfffb],
	[0x1d173, 0x1d17a], [0xe0000, 0xe00ff],
];

export function isDeceptive(codePoint) {
	return DECEPTIVE.some(([first, last]) => codePoint >= first && codePoint <= last) ||
		(codePoint & 0xfffe) === 0xfffe;
}

/** Also lone surrogates, which no UTF-8 has. */
export function hidesText(text) {
	return Array.from(text).some((one) => {
		const codePoint = one.codePointAt(0);

		return isDeceptive(codePoint) || (codePoint >= 0xd800 && codePoint <= 0xdfff);
	});
}
