// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * Files in the folder of records: which are none, which are there twice, how they are called; after
 * certs/register/files.c.
 */
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

const isSame = (a, b) => a.isKnown && b.isKnown && a.link.econtent_sha256 === b.link.econtent_sha256 &&
	a.link.signature_sha256 === b.link.signature_sha256;

/** One record counts once, however many files it is in. They are sorted already. */
export function dropDoubles(opened) {
	const kept = [];

	for (const entry of opened.entries) {
		const last = kept.at(-1);
		let other = entry.file;
		if (!last || !isSame(last, entry)) {
			kept.push(entry);
			continue;
		}
		if (hasOwnName(entry)) {
			other = last.file;
			last.file = entry.file;
		}
		opened.note("name", last, null, null, other);
	}
	opened.entries = kept;
}

/** "000012-": so begin the names of records that have a number. */
const NUMBERED = /^[0-9]{6,}-/;

/** What was signed outside of the case may be called as it was when it came. */
export function checkNames(opened) {
	for (const entry of opened.entries)
		if (entry.isKnown && !hasOwnName(entry) && (entry.place || NUMBERED.test(entry.file)))
			opened.note("name", entry, null, null, entry.file);
}
