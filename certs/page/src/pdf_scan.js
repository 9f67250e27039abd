// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Reading a PDF after certs/pdf/scan.c and base.c: as text of one character a byte. Only the way
 * to catalog and first page of the drawing is followed.
 */
const ENTRY_BYTES = 20;
export const OBJECTS_MAX = 1000000;

export class Scan {
	constructor(text, at = 0, end = text.length) {
		this.source = text;
		this.at = at;
		this.end = end;
	}

	get isEmpty() {
		return this.at === this.end;
	}

	get rest() {
		return this.source.slice(this.at, this.end);
	}

	copy() {
		return new Scan(this.source, this.at, this.end);
	}

	skip(count) {
		if (count > this.end - this.at)
			return false;
		this.at += count;
		return true;
	}

	text(wanted) {
		return wanted.length <= this.end - this.at && this.source.startsWith(wanted, this.at) && this.skip(wanted.length);
	}

	/** Up to most, without zeros in front; null: none. */
	number(most) {
		const digits = /^(0|[1-9][0-9]{0,9})(?![0-9])/.exec(this.source.slice(this.at, Math.min(this.end, this.at + 12)));
		const value = digits ? Number(digits[0]) : null;

		if (value === null || value > most)
			return null;
		this.skip(digits[0].length);
		return value;
	}

	/** What stands before end, shorter than size; null: nothing ends so. */
	word(end, size) {
		const found = this.source.indexOf(end, this.at);
		const word = found >= 0 && found < this.end && found - this.at < size ? this.source.slice(this.at, found) : null;

		if (word === null || word.includes("\0"))
			return null;
		this.skip(word.length);
		return word;
	}

	/** Behind the next one of these. */
	past(wanted) {
		const found = this.source.indexOf(wanted, this.at);

		return found >= 0 && found + wanted.length <= this.end && this.skip(found + wanted.length - this.at);
	}
}

/** The number behind the last "startxref", which has to be the end; null: it is not. */
export function findTable(text) {
	const scan = new Scan(text, Math.max(0, text.length - 32));

	if (!scan.past("startxref\n"))
		return null;
	const at = scan.number(text.length);
	return at !== null && scan.text("\n%%EOF\n") && scan.isEmpty ? at : null;
}

/** The dictionary of the object of this number, by the table, without its brackets. */
function findObject(drawing, entriesAt, number) {
	const entry = drawing.slice(entriesAt + number * ENTRY_BYTES, entriesAt + number * ENTRY_BYTES + 10);
	const scan = new Scan(drawing, /^[0-9]{10}$/.test(entry) ? Math.min(Number(entry), drawing.length) : drawing.length);

	if (scan.number(OBJECTS_MAX) !== number || !scan.text(" 0 obj\n<<"))
		return null;
	const end = scan.copy();
	return end.past("\n>>\nendobj\n") ? { number, inside: drawing.slice(scan.at, end.at - 11) } : null;
}

function findReference(object, key, most) {
	const scan = new Scan(object?.inside ?? "");
	const number = scan.past(key) ? scan.number(most) : null;

	return number !== null && scan.text(" 0 R") ? number : null;
}

function parseTrailer(scan, size) {
	if (!scan.text("trailer\n<< /Size ") || scan.number(OBJECTS_MAX) !== size || !scan.text("\n   /Root "))
		return null;
	const root = scan.number(size - 1);
	if (root === null || !scan.text(" 0 R\n   /Info "))
		return null;
	const info = scan.number(size - 1);
	return info !== null && scan.text(" 0 R\n>>\nstartxref\n") ? { root, info } : null;
}

/** What an update has to know of the drawing; null: it is none as wipe-cert makes it. */
export function parseBase(drawing) {
	const xrefAt = findTable(drawing), scan = new Scan(drawing, xrefAt ?? drawing.length);

	if (xrefAt === null || !scan.text("xref\n0 "))
		return null;
	const size = scan.number(OBJECTS_MAX);
	if (!size || !scan.text("\n"))
		return null;
	const entriesAt = scan.at, trailer = scan.skip(size * ENTRY_BYTES) ? parseTrailer(scan, size) : null;
	const find = (number) => (number === null ? null : findObject(drawing, entriesAt, number));
	const info = trailer && find(trailer.info), catalog = trailer && find(trailer.root);
	const pages = catalog && find(findReference(catalog, "/Pages ", size - 1));
	const page = pages && find(findReference(pages, "/Kids [ ", size - 1));
	return info && page ? { xrefAt, size, info, catalog, page } : null;
}
