// SPDX-License-Identifier: GPL-3.0-or-later
/** Levels of a record of kind "file", after certs/record/files_levels.c, rule by rule. */
import { deny } from "./contradiction.js";
import { isExt, reachesF1 } from "./files_kinds.js";

const FROM_F1 = ["F1", "F2", "F3"];
/** No file system has smaller blocks. */
const SECTOR_BYTES = 512n;

const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);
const sumOf = (counts, names) => names.reduce((total, name) => total + counts[name], 0);
const beyond = (count, others) => BigInt(Math.max(count - others, 0));

/** The lowest level of all files; F0 if there is none, or anything is still there, missing or left. */
export function levelOf({ count, folders, others, by_level: levels, by_state: states }) {
	if (states.changed || states.missing || states.equal || states.erased + states.removed !== count + folders + others ||
	    !count || sum(levels) !== count)
		return "F0";
	return Object.keys(levels).sort().find((level) => levels[level]) ?? "F0";
}

/** The reasons with which F1 is reached: through the journal only if that is wiped, or there is none. */
function reasonsOfF1({ file_systems: systems, journal }) {
	const isWiped = journal === "wiped", hasExt = systems.some(isExt);
	const hasNone = journal === "none" && systems.some((one) => isExt(one) && one.journal === "no");

	if (!systems.some(reachesF1))
		return [];
	return ["in-place", "empty", ...(hasExt && isWiped ? ["journaled"] : []), ...(hasExt && (isWiped || hasNone) ? ["inline"] : [])];
}

/** Below what was required a file is gone only if its journal could not be wiped, or its key removed, after all. */
function checkBelow({ level_requested: required, by_level: levels, by_reason: reasons, file_systems: systems, journal }) {
	deny(required !== "F0" && levels.F0 > (journal === "left" ? reasons["journal-stays"] : 0) + reasons["key-removed"] + reasons["key-stays"],
		"files are gone below the level that was required");
	deny(!systems.length && sum(levels) > reasons["file-system-unknown"], "files are gone, and no file system is told of");
}

/**
 * A file without blocks is "empty", and whatever else is gone at F1 has one that was read back: a sector of it
 * at least, but of what lies in an inode. Only blocks are overwritten.
 */
function checkBlocks({ by_level: levels, by_reason: reasons, verified_bytes: verified, overwritten_bytes: written }) {
	const hasBlocks = beyond(sumOf(levels, FROM_F1), reasons.empty + levels.F3), sectors = beyond(Number(hasBlocks), reasons.inline);

	deny(BigInt(verified) < sectors * SECTOR_BYTES + hasBlocks - sectors, "files are called erased of which nothing was overwritten");
	deny(written !== "0" && !sumOf(reasons, ["in-place", "journaled", "inline"]), "bytes were overwritten of files that have none");
}

export function checkLevels(files) {
	const { by_level: levels, by_reason: reasons } = files;

	deny(levels.F1 + levels.F2 > sumOf(reasons, reasonsOfF1(files)), "a level that its reason does not allow");
	/* F3 its keys measure. */
	deny(levels.F2 || levels.F3 > reasons["key-destroyed"], "a level is claimed that nothing in the record measures");
	deny(files.level_achieved !== levelOf(files), "a level is claimed that what was measured does not give");
	checkBelow(files);
	checkBlocks(files);
}
