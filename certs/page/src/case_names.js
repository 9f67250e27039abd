// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Files in the folder of records: which are none, which are there twice, how they are called; after
 * certs/register/files.c.
 */
import { compare, utf8 } from "./bytes.js";

const SIGNED = ".p7m", BARE = ".json", NUMBER_DIGITS = 6;

/** A record that was spoilt still has the name of one. */
const isForeign = ({ isKnown, file }) => !isKnown && !file.endsWith(SIGNED) && !file.endsWith(BARE);

/** Leaves out, as findings, files that are no records. */
export function checkFiles(opened) {
	for (const { file } of opened.entries.filter(isForeign))
		opened.note("foreign", null, null, null, file);
	opened.entries = opened.entries.filter((entry) => !isForeign(entry));
}

const hasOwnName = ({ place, type, id, result, file }) =>
	file === `${String(place?.number ?? 0).padStart(NUMBER_DIGITS, "0")}-${type}-${id}${result.isSigned ? SIGNED : BARE}`;

/** Of the files of one record the one that is called as it would be. */
const compareKept = (a, b) => hasOwnName(b) - hasOwnName(a) || compare(utf8(a.file), utf8(b.file));

/** One record counts once, however many files it is in. */
export function dropDoubles(opened) {
	const kept = new Map(), keyOf = ({ isKnown, link }) =>
		isKnown && `${link.econtent_sha256}:${link.signature_sha256 ?? ""}`;

	for (const entry of opened.entries) {
		const other = kept.get(keyOf(entry) || entry);
		if (!other || compareKept(entry, other) < 0)
			kept.set(keyOf(entry) || entry, entry);
	}
	const all = new Set(kept.values());
	for (const entry of opened.entries.filter((one) => !all.has(one)))
		opened.note("name", null, null, entry.link.econtent_sha256, entry.file);
	opened.entries = opened.entries.filter((entry) => all.has(entry));
}

/** "000012-": so begin the names of records that have a number. */
const NUMBERED = /^[0-9]{6,}-/;

/** What was signed outside of the case may be called as it was when it came. */
export function checkNames(opened) {
	for (const entry of opened.entries)
		if (entry.isKnown && !hasOwnName(entry) && (entry.place || NUMBERED.test(entry.file)))
			opened.note("name", entry, null, null, entry.file);
}
