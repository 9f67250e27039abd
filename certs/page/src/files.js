// SPDX-License-Identifier: GPL-3.0-or-later
/** Records of kind "file": what follows from what they tell, after certs/record/files_*.c, rule by rule. */
import { heldByVerdict } from "./conclude.js";
import { deny } from "./contradiction.js";
import { checkCopied } from "./copied.js";
import { checkKeys, countKeys } from "./files_keys.js";
import { checkLevels, levelOf } from "./files_levels.js";
import { kindFits } from "./files_kinds.js";
import { areasOfRest, checkRest, restDid, verdictOfRest } from "./files_rest.js";

const MEDIUM_KEYS = ["model", "serial", "media"];
const FROM_F1 = ["F1", "F2", "F3"];

/** No medium was erased. */
export const isOfFiles = (root) => root.kind === "file" && Boolean(root.files);

const sum = (counts) => Object.values(counts).reduce((total, count) => total + count, 0);
const sumOf = (counts, names) => names.reduce((total, name) => total + counts[name], 0);

/** The one medium at the bottom of all file systems; null: there are several, or none is known. */
function mediumOf(systems) {
	const media = systems.flatMap((one) => one.media);
	const [first] = media;

	if (!first || systems.some((one) => !one.media.length) ||
	    media.some((one) => MEDIUM_KEYS.some((key) => one[key] !== first[key])))
		return null;
	return first;
}

const goneOf = ({ by_state: states }) => states.erased + states.removed;
/** Told of a manifest, and no file that was to be erased. */
const onlyTold = ({ by_state: states }) => states ? states.changed + states.missing + states.equal : 0;
const allOf = ({ count, folders, others }) => count + folders + others;

/** If not, it is about free space or swap areas alone. */
export const namesFiles = (files) => allOf(files) > 0 || Boolean(files.manifest);

const isAllErased = ({ files, execution }) => execution.error === null && levelOf(files) !== "F0" && !files.attributes_left &&
	goneOf(files) === allOf(files) && files.verified_bytes === files.overwritten_bytes;

/** Of every file that was to be erased, whatever became of names and attributes. */
const areContentsErased = ({ count, by_level: levels, by_state: states, verified_bytes: verified, overwritten_bytes: overwritten }) =>
	count > 0 && !levels.F0 && levels.F1 + levels.F2 + levels.F3 === count && verified === overwritten && !states.changed && !states.missing && !states.equal;

function verdictOf(root) {
	if (!namesFiles(root.files))
		return verdictOfRest(root);
	if (isAllErased(root))
		return root.files.by_level.F3 ? "key-destroyed" : "erased-verified";
	if (root.execution.interruptions.length)
		return "interrupted";
	return goneOf(root.files) || root.files.by_state.overwritten ? "partial" : "failed";
}

/** What came of it, for words: the verdict, or that names were removed and nothing was overwritten, which the format calls "partial". */
export function outcomeOf({ verdict, files }) {
	const isOnlyNames = verdict === "partial" && files && goneOf(files) > 0 && !sumOf(files.by_level, FROM_F1) && files.overwritten_bytes === "0" &&
		!files.by_state.overwritten && !restDid(files);

	return isOnlyNames ? "names-only" : verdict;
}

/** Down to disks or flash through nothing that may keep a copy. */
const liesOnHardware = ({ beneath }) => beneath.some((one) => ["hdd", "flash"].includes(one)) &&
	beneath.every((one) => ["hdd", "flash", "crypt", "raid", "lvm"].includes(one));

/** Only contents and free blocks are read back. */
function areasOf(root) {
	const { verified_bytes: verified, file_systems: systems, by_level: levels, count } = root.files, isErased = areContentsErased(root.files);
	const area = (name, state, bytes = null) => ({ area: name, state, bytes });
	const freed = root.files.free_space?.verified_bytes ?? "0", bytes = verified === "0" ? null : verified, ofFiles = allOf(root.files) ? "unknown" : "absent";

	return [
		...((isErased && levels.F3 !== count) || bytes ? [area("file-contents", "erased-verified", bytes)] : []),
		...(isErased && levels.F3 ? [area("file-contents", "key-destroyed")] : []),
		...(isErased ? [] : [area("file-contents", ofFiles)]),
		area("file-names", ofFiles),
		area("journal", systems.length && systems.every(({ journal }) => journal === "no") ? "absent" : "unknown"),
		...(freed === "0" ? [] : [area("free-space", "erased-verified", freed)]),
		area("free-space", "unknown"),
		area("backing-storage", systems.length && systems.every(liesOnHardware) ? "not-reachable" : "unknown"),
		...areasOfRest(root.files, area),
	];
}

/** There is none only where nothing was named; of both, bytes are the sizes of the files. */
function checkList(files) {
	const entries = allOf(files) + onlyTold(files);

	deny((files.list?.entries ?? 0) !== entries || Boolean(files.list) !== (entries > 0), "the list has another number of files");
	deny(files.list && files.list.bytes !== files.bytes, "the list has files of other sizes");
}

/** What is equal to one of a manifest is left, or goes, too; and then one of it is there. */
const fitsEqual = ({ found, moved, changed, unread, equal, equal_taken: taken }) => !(equal && taken) &&
	(!(equal || taken) || Boolean(found || moved || changed || unread));

/** An attempt counts what is to be erased, no more. */
const fitsCount = ({ found, moved, unread, equal_taken: taken }, { count, by_state: states }) =>
	!states || (taken <= count && Boolean(count || !(found || moved || unread)));

/** Each file of a manifest is one of these, and of each that is not there, or more than that, the list has a line. */
function checkManifest(files) {
	const { by_state: states } = files;
	const is = files.manifest ?? { found: 0, moved: 0, changed: 0, missing: 0, unread: 0, equal: 0, equal_taken: 0, files: 0 };
	const { found, moved, changed, missing, unread } = is;

	deny(found + moved + changed + missing + unread !== is.files || !fitsEqual(is) || !fitsCount(is, files),
		"what was found does not add up to the manifest");
	deny(states && (changed !== states.changed || missing !== states.missing || is.equal !== states.equal),
		"what is missing of the manifest is not what is listed");
}

function checkCounts(files) {
	const { by_state: states, by_level: levels, by_reason: reasons, count } = files;
	const others = files.folders + files.others, gone = goneOf(files), leveled = sum(levels);

	deny(sum(states) - onlyTold(files) !== count + others || sum(reasons) !== count, "the states or reasons do not add up to the files");
	deny(leveled > count || leveled > gone || gone > leveled + others || sumOf(levels, FROM_F1) > states.erased ||
		levels.F0 > states.removed, "the levels do not fit what became of the files");
	deny(!count && (files.bytes !== "0" || files.overwritten_bytes !== "0"), "there are bytes, and no files");
	deny(BigInt(files.verified_bytes) > BigInt(files.overwritten_bytes), "more was verified than was overwritten");
}

function checkWork({ files, execution }) {
	const did = files.overwritten_bytes !== "0" || files.attributes || goneOf(files) || files.by_state.overwritten;

	deny((did || restDid(files)) && !execution.media_touched, "bytes were written to a medium that was not touched");
	deny(did && files.journal === "none" && files.file_systems.some(({ journal }) => journal === "yes"),
		"a file system has a journal, and nothing is told of it");
	checkRest(files, !namesFiles(files));
	deny(files.deleted_open?.count === 0 && files.deleted_open.bytes !== "0", "there are bytes, and no files");
}

function checkConclusions(root) {
	const areas = areasOf(root);

	deny(root.verdict !== verdictOf(root), "the verdict is not what was measured");
	deny(root.areas.length !== areas.length || areas.some(({ area, state, bytes }, index) =>
		root.areas[index].area !== area || root.areas[index].state !== state || root.areas[index].bytes !== bytes),
	"verdict, result, level and areas contradict each other");
}

/** Throws Contradiction. checkTimes: of the record's execution. Gives what the record says came of it. */
export function heldOfFiles(root, checkTimes) {
	const { files, medium } = root, one = mediumOf(files.file_systems);

	deny(MEDIUM_KEYS.some((key) => medium[key] !== (one ? one[key] : null)), "the medium is not that of the file systems");
	checkList(files);
	deny(!files.file_systems.every(kindFits), "a file system is told to write as its kind does not");
	/* Only by keys more than F1 is reached: where that was required, nothing was begun with. */
	deny(files.count && files.level_requested > "F1" && !countKeys(files), "a level was required that no file reaches");
	checkManifest(files);
	checkCopied(root);
	if (root.type === "attempt")
		return "open";
	checkCounts(files);
	checkKeys(files, root.execution);
	checkLevels(files);
	checkWork(root);
	if (!root.flags.includes("clock-stepped"))
		checkTimes();
	checkConclusions(root);
	return heldByVerdict(root);
}
