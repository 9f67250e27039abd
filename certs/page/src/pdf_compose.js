// SPDX-License-Identifier: GPL-3.0-or-later
/** The one form of a PDF certificate, after certs/pdf/compose.c and compose_read.c. */
import { sha256, toHex } from "./bytes.js";
import { formatInstant, instant } from "./moment.js";
import { Scan, parseBase } from "./pdf_scan.js";

export const PDF_MAX_BYTES = 15 << 20, CMS_MAX_BYTES = 16384;
const RECORDS_MAX = 500, LANGUAGE_BYTES = 16, WORKS_BYTES = 256, WORD_BYTES = 32;

/** "20261122030506Z" as seconds; null: no date. */
function parseDate(text) {
	const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/.exec(text ?? "");
	const time = parts && instant(`${parts.slice(1, 4).join("-")}T${parts.slice(4).join(":")}Z`);

	return time !== null && time >= 0 ? time : null;
}

const formatDate = (time) => formatInstant(time).replace(/[-:T]/g, "");

function readDate(scan) {
	const time = scan.text("(D:") ? parseDate(scan.word(")", 20)) : null;

	return time !== null && scan.text(")\n") ? time : null;
}

/** Names of what was drawn: what they mean is judged later. */
function readDrawn(scan) {
	const words = [" ", " ", " ", ")"].map((end) => {
		const word = scan.word(end, WORD_BYTES);
		return word !== null && scan.skip(1) ? word : null;
	});

	return words.includes(null) ? null :
		{ authentic: words[0], reason: words[1], stampAuthentic: words[2], stampReason: words[3] };
}

function readRecords(scan, count) {
	const records = [];

	for (let i = 0; i < count; i++) {
		const length = scan.text("<< /Length ") ? scan.number(PDF_MAX_BYTES) : null;
		const drawn = length !== null && scan.text(" /Drawn (") ? readDrawn(scan) : null;
		if (!drawn || !scan.text(" >>\n"))
			return null;
		records.push({ length, ...drawn });
	}
	return scan.text("]\n>>\nendobj\n") ? records : null;
}

/** Where the bytes of the records lie follows from their lengths. */
function findBytes(scan, records) {
	for (const record of records) {
		if (!scan.past("\n>>\nstream\n"))
			return false;
		record.at = scan.at;
		if (!scan.skip(record.length))
			return false;
		record.text = scan.source.slice(record.at, scan.at);
	}
	return true;
}

/** The first object behind the drawing. It is read loosely: what is composed from it must be the file again. */
export function readSeal(scan) {
	const out = { sealedAt: null };

	if (scan.number(PDF_MAX_BYTES) === null || !scan.text(" 0 obj\n<< /Type /MasshoSeal /V 1\n/Language ("))
		return null;
	out.language = scan.word(")", LANGUAGE_BYTES);
	if (out.language === null || !scan.text(")\n/Works ("))
		return null;
	out.works = scan.word(")", WORKS_BYTES);
	if (out.works === null || !scan.text(")\n/Dated "))
		return null;
	out.datedAt = readDate(scan);
	if (out.datedAt === null)
		return null;
	if (scan.text("/Sealed ")) {
		out.sealedAt = readDate(scan);
		if (out.sealedAt === null)
			return null;
	}
	const count = scan.text("/Count ") ? scan.number(RECORDS_MAX) : null;
	if (!count || !scan.text("\n/Records [\n"))
		return null;
	out.records = readRecords(scan, count);
	return out.records && findBytes(scan, out.records) ? out : null;
}

// Composing

/** Objects one behind the other, and where those that are new stand. */
class Update {
	constructor(drawing, base) {
		this.parts = [drawing];
		this.used = drawing.length;
		this.base = base;
		this.at = new Map();
	}

	put(text) {
		this.parts.push(text);
		this.used += text.length;
	}

	object(number, text) {
		this.at.set(number, this.used);
		this.put(`${number} 0 obj\n<<${text}`);
	}
}

const END = "\n>>\nendobj\n";

function putFile(update, number, name, text, dated) {
	const type = name.endsWith(".p7m") ? "pkcs7-mime" : "json";

	update.object(number, ` /Type /EmbeddedFile /Subtype /application#2F${type}\n   /Length ${text.length}\n` +
		`   /Params << /Size ${text.length} /ModDate (D:${dated}) >>\n>>\nstream\n`);
	update.put(text);
	update.put("\nendstream\nendobj\n");
	update.object(number + 1, ` /Type /Filespec /F (${name}) /UF (${name})\n   /AFRelationship /Source\n` +
		`   /Desc (massho record)\n   /EF << /F ${number} 0 R /UF ${number} 0 R >>${END}`);
}

/** @returns where the digits of the range and those of the signature stand */
function putSignature(update, number, sealed) {
	const before = ` /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached\n   /M (D:${sealed})\n` +
		"   /Reference [ << /Type /SigRef /TransformMethod /DocMDP\n      /TransformParams << /Type /TransformParams /P 1 /V /1.2 " +
		">> >> ]\n   /ByteRange [ 0 ";

	update.object(number, before);
	const rangePart = update.parts.push("") - 1;
	update.used += 33;
	update.put("]\n   /Contents <");
	const hexAt = update.used;
	update.put("0".repeat(2 * CMS_MAX_BYTES));
	update.put(`>${END}`);
	update.object(number + 1, ` /Type /Annot /Subtype /Widget /FT /Sig /T (Signature1)\n   /F 132 ` +
		`/Rect [ 0 0 0 0 ] /P ${update.base.page.number} 0 R\n   /V ${number} 0 R${END}`);
	return { rangePart, hexAt };
}

/** Dates begin with "D:", which cairo leaves out. */
const withDates = (inside) => inside.replace(/Date \((D:)?/g, "Date (D:");

function putCatalog(update, seal, names, sealNumber, signatureNumber) {
	const fileNumber = (index) => sealNumber + 2 + 2 * index;

	update.object(update.base.catalog.number, `${update.base.catalog.inside}\n   /Version /1.7\n   /Lang (${seal.language})\n` +
		`   /MasshoSeal ${sealNumber} 0 R\n   /AF [${names.map((_, index) => ` ${fileNumber(index)} 0 R`).join("")} ]\n` +
		`   /Names << /EmbeddedFiles << /Names [${names.map((name, index) => ` (${name}) ${fileNumber(index)} 0 R`).join("")} ] >> >>` +
		(signatureNumber === null ? "" : `\n   /AcroForm << /Fields [ ${signatureNumber + 1} 0 R ] /SigFlags 3 >>\n` +
			`   /Perms << /DocMDP ${signatureNumber} 0 R >>`) + END);
}

const entry = (at) => `${String(at).padStart(10, "0")} 00000 n \n`;

async function putEnd(update, seal, newCount, isSigned, bytesOfRecords) {
	const { base, at } = update, tableAt = update.used, id = toHex(await sha256(bytesOfRecords)).slice(0, 32);
	const changed = [base.info.number, base.catalog.number, ...isSigned ? [base.page.number] : []].sort((a, b) => a - b);

	update.put("xref\n" + changed.map((number) => `${number} 1\n${entry(at.get(number))}`).join("") + `${base.size} ${newCount}\n` +
		Array.from({ length: newCount }, (_, index) => entry(at.get(base.size + index))).join(""));
	update.put(`trailer\n<< /Size ${base.size + newCount}\n   /Root ${base.catalog.number} 0 R\n   /Info ${base.info.number} 0 R\n` +
		`   /Prev ${base.xrefAt}\n   /ID [ <${id}> <${id}> ]\n>>\nstartxref\n${tableAt}\n%%EOF\n`);
}

/** What may stand between the brackets of a string as it is. */
const isPlain = (text) => /^[ -~]*$/.test(text) && !/[()\\]/.test(text);

const nameOf = ({ text }, index) =>
	`massho-record-${String(index + 1).padStart(3, "0")}.${text.charCodeAt(0) === 0x30 ? "p7m" : "json"}`;

/**
 * The whole file again, the digits of its signature all 0.
 * @param {string} drawing @param {object} seal of readSeal()
 * @returns {Promise<{text: string, hexAt: number}|null>} null: the drawing is of another form
 */
export async function compose(drawing, seal, bytesOfRecords) {
	const base = parseBase(drawing), isSigned = seal.sealedAt !== null;

	if (!base || !isPlain(seal.language) || !isPlain(seal.works))
		return null;
	const update = new Update(drawing, base), dated = formatDate(seal.datedAt), names = seal.records.map(nameOf);
	const signatureNumber = isSigned ? base.size + 1 + 2 * names.length : null;
	update.object(base.size, ` /Type /MasshoSeal /V 1\n/Language (${seal.language})\n/Works (${seal.works})\n/Dated (D:${dated})\n` +
		(isSigned ? `/Sealed (D:${formatDate(seal.sealedAt)})\n` : "") + `/Count ${names.length}\n/Records [\n` +
		seal.records.map((one) => `<< /Length ${one.text.length} /Drawn (${one.authentic} ${one.reason} ${one.stampAuthentic} ` +
			`${one.stampReason}) >>\n`).join("") + `]${END}`);
	names.forEach((name, index) => putFile(update, base.size + 1 + 2 * index, name, seal.records[index].text, dated));
	const places = isSigned ? putSignature(update, signatureNumber, formatDate(seal.sealedAt)) : null;
	if (isSigned)
		update.object(base.page.number, `${base.page.inside}\n   /Annots [ ${signatureNumber + 1} 0 R ]${END}`);
	update.object(base.info.number, withDates(base.info.inside) + END);
	putCatalog(update, seal, names, base.size, signatureNumber);
	await putEnd(update, seal, 1 + 2 * names.length + (isSigned ? 2 : 0), isSigned, bytesOfRecords);
	if (places) {
		const first = places.hexAt - 1, second = places.hexAt + 2 * CMS_MAX_BYTES + 1;
		update.parts[places.rangePart] = `${first} ${second} ${update.used - second}`.padEnd(33);
	}
	return { text: update.parts.join(""), hexAt: places?.hexAt ?? 0 };
}
