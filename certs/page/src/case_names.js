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

/** Of several files of one record the best one is kept: what verifies, then what is called rightly. */
const RANKS = { valid: 0, undetermined: 1, invalid: 2 };
const compareKept = (a, b) => RANKS[a.result.authentic] - RANKS[b.result.authentic] || hasOwnName(b) - hasOwnName(a) ||
	compare(utf8(a.file), utf8(b.file));

/** One record counts once, however many files it is in; the others are told by checkNames(). */
export function dropDoubles(opened) {
	const groups = new Map();

	for (const entry of opened.entries) {
		const key = entry.isKnown ? `${entry.link.econtent_sha256}:${entry.link.signature_sha256 ?? ""}` : entry;
		if (!groups.has(key))
			groups.set(key, []);
		groups.get(key).push(entry);
	}
	for (const group of groups.values()) {
		const [kept, ...others] = group.sort(compareKept);
		kept.doubles = others.map(({ file }) => file).reverse();
	}
	const kept = new Set([...groups.values()].map(([first]) => first));
	opened.entries = opened.entries.filter((entry) => kept.has(entry));
}

/** "000012-": so begin the names of records that have a number. */
const NUMBERED = /^[0-9]{6,}-/;

/** What was signed outside of the case may be called as it was when it came. */
export function checkNames(opened) {
	for (const entry of opened.entries) {
		const isWrong = entry.isKnown && !hasOwnName(entry) && (entry.place || NUMBERED.test(entry.file));
		for (const file of [...isWrong ? [entry.file] : [], ...entry.doubles])
			opened.note("name", entry, null, null, file);
	}
}
