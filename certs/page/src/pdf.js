// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * PDF certificates, after certs/pdf/open.c and judge.c: what the object behind the drawing tells is
 * composed again, and but for the digits of the signature it must be the same bytes. The drawing
 * is never interpreted, and here not drawn again: what it shows is never called the record's.
 */
import { DEFAULT_EDITION } from "./algorithm.js";
import { concat, equal, fromHex, latin1, toHex } from "./bytes.js";
import * as der from "./der.js";
import * as envelopes from "./envelope.js";
import { CMS_MAX_BYTES, PDF_MAX_BYTES, compose, readSeal } from "./pdf_compose.js";
import { Scan, findTable } from "./pdf_scan.js";
import { Finding, REASONS } from "./reason.js";
import * as signedDatas from "./signed_data.js";
import { nothing, verify } from "./verify.js";

const HEX = 2 * CMS_MAX_BYTES, AUTHENTIC = ["valid", "undetermined", "invalid"];
/** What wipe-cert can have drawn: its words, not the page's own. */
const DRAWN = REASONS.filter((reason) => reason !== "not-compared");

export const isPdf = (bytes) => latin1(bytes.subarray(0, 5)) === "%PDF-";

/** In a folder: one that is no certificate, by what each of them has. */
export const isOther = (bytes, path) => bytes.length <= PDF_MAX_BYTES && !/(^|\/)massho-[^/]*$/i.test(path) &&
	!latin1(bytes).includes("/MasshoSeal");

/** The last table names the one before it, and the drawing ends where that does. Leaves the scan there. */
function findSeal(text, finding) {
	const at = findTable(text), table = new Scan(text, at ?? text.length);

	if (at === null)
		return finding.note("pdf-form", "its end is not that of a certificate") || null;
	const before = table.text("xref\n") && table.past("\n   /Prev ") ? table.number(at) : null;
	if (before === null)
		return finding.note("pdf-form", "there is no record in it") || null;
	const scan = new Scan(text, before);
	if (!scan.text("xref\n") || !scan.past("%%EOF\n"))
		return finding.note("pdf-form", "its cross-reference tables are not as they must be") || null;
	return scan;
}

const areNames = (record) => AUTHENTIC.includes(record.authentic) && AUTHENTIC.includes(record.stampAuthentic) &&
	DRAWN.includes(record.reason) && DRAWN.includes(record.stampReason);

/** DER, and nothing but zeros behind it. The digits are those that we write. */
function readCms(digits, finding) {
	const all = fromHex(digits), reader = all && new der.Reader(all);
	const outer = reader && reader.next();

	if (outer && reader.rest.every((byte) => byte === 0))
		return outer.whole;
	finding.note("pdf-signature", "the signature is malformed");
	return null;
}

/** All but /Contents, its brackets included. */
const signedPart = (bytes, hexAt) => concat(bytes.subarray(0, hexAt - 1), bytes.subarray(hexAt + HEX + 1));

async function checkSignature(bytes, text, hexAt, pdf, finding) {
	const cms = readCms(text.slice(hexAt, hexAt + HEX), finding), inner = new Finding();

	if (!cms)
		return false;
	const envelope = await envelopes.open(cms, DEFAULT_EDITION, inner, signedPart(bytes, hexAt));
	if (envelope && envelope.attributes.signingTime !== undefined)
		inner.note("attributes", "a signed attribute that the signature of a PDF does not have");
	if (!envelope || inner.authentic === "invalid")
		return finding.note(inner.authentic === "invalid" ? "pdf-signature" : inner.reason, inner.detail);
	pdf.signerSha256 = toHex(await envelope.signer.sha256());
	pdf.certificates = envelope.signedData.certificates;
	return true;
}

/** @returns {Promise<object|null>} null: finding says why */
async function open(bytes, finding) {
	if (bytes.length > PDF_MAX_BYTES)
		return finding.note("too-large") || null;
	const text = latin1(bytes), scan = findSeal(text, finding);
	if (!scan)
		return null;
	const drawing = text.slice(0, scan.at), seal = readSeal(scan);
	if (!seal || !seal.records.every(areNames))
		return finding.note("pdf-form", "there is no record in it") || null;
	const records = seal.records.map((one) => ({ ...one, bytes: bytes.slice(one.at, one.at + one.length) }));
	const again = await compose(drawing, seal, concat(...records.map((one) => one.bytes)));
	if (!again)
		return finding.note("pdf-form", "the drawing is not of the expected form") || null;
	const { hexAt } = again, isSigned = seal.sealedAt !== null;
	const isSame = again.text.length === text.length && (!isSigned ? again.text === text :
		again.text.slice(0, hexAt) === text.slice(0, hexAt) && again.text.slice(hexAt + HEX) === text.slice(hexAt + HEX));
	if (!isSame)
		return finding.note("pdf-form", "something was changed or added") || null;
	const pdf = { isSigned, records, signerSha256: null, certificates: [] };
	return !isSigned || await checkSignature(bytes, text, hexAt, pdf, finding) ? pdf : null;
}

/** The same certificates as in the record, so that nobody can add some that no signature covers. */
function hasTheSameCertificates(pdf, record) {
	const theirs = signedDatas.parse(record.bytes, new Finding())?.certificates;

	return theirs?.length === pdf.certificates.length && theirs.every((one, index) => equal(one, pdf.certificates[index]));
}

/** What no verification can have found is not drawn, whoever draws. */
function isPossible(record, result) {
	if (record.authentic === "invalid" || (record.authentic === "valid") !== (record.reason === "none"))
		return false;
	return record.authentic !== "valid" || (result.isSigned && !result.signerIsDemo);
}

/** A verdict that only gets worse. */
function judge(pdf, record, result) {
	const finding = new Finding();

	if (result.reason !== "none")
		finding.note(result.reason, result.detail);
	if (pdf.isSigned && (!result.isSigned || pdf.signerSha256 !== result.signerSha256 || !hasTheSameCertificates(pdf, record)))
		finding.note("pdf-signature", "the PDF was signed by another than the record");
	if (!isPossible(record, result))
		finding.note("pdf-drawing");
	finding.note("pdf-not-compared", "read what the page shows of the record, not the drawing");
	const isGone = finding.authentic === "invalid" && finding.reason !== "inconsistent";
	return { ...result, record: isGone ? null : result.record, authentic: finding.authentic, reason: finding.reason,
		detail: finding.detail, inPdf: { authentic: result.authentic, reason: result.reason } };
}

/** Each record in a PDF, as verify() has it; of a PDF that is none of ours one result without a record. */
async function verifyPdf(trust, bytes, time) {
	const finding = new Finding(), pdf = await open(bytes, finding);

	if (!pdf)
		return [{ ...nothing(), authentic: finding.authentic, reason: finding.reason, detail: finding.detail }];
	const out = [];
	for (const record of pdf.records)
		out.push(judge(pdf, record, await verify(trust, record.bytes, time)));
	return out;
}

/** Whatever the file is: of each record in it what verify() says. */
export async function verifyFile(trust, bytes, time) {
	return isPdf(bytes) ? verifyPdf(trust, bytes, time) : [await verify(trust, bytes, time)];
}
