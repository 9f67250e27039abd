// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What of a record of files is told, as lines: after certs/render/file_level.c, file_lines.c, file_limits.c and rest_lines.c.
 * Each is the name of a word, and a text of one line or more.
 */
import { copiedText } from "./copied_view.js";
import { namesFiles, outcomeOf } from "./files.js";
import { bytesOf, group, lines, listed } from "./lines.js";
import { termWord, valueWord, word } from "./words.js";

const filesOf = (n, text) => word(n === 1 ? "countOfFile" : "countOfFiles", { n: group(n), text });

/** Those that were to be erased, and those that a manifest tells of besides: none of these is gone. */
const wantedOf = ({ count, by_state: states }) => count + states.changed + states.missing + states.equal;
const goneAt = ({ by_level: levels }) => Object.values(levels).reduce((sum, count) => sum + count, 0);
const isAtOne = (files, level) => files.by_level[level] > 0 && files.by_level[level] === wantedOf(files);

/** A level is one of files that are gone: what is left where it was has none. */
function levelText(files) {
	const all = wantedOf(files), levels = Object.keys(files.by_level).sort().reverse().filter((level) => files.by_level[level]);

	if (!levels.length)
		return word(all ? "levelOfNone" : "levelWithout");
	return lines(levels.map((level) => isAtOne(files, level) ? termWord("level", level) :
		word("levelOfSome", { n: group(files.by_level[level]), all: group(all), level: termWord("level", level) })));
}

function meaningOfFiles(files, verdict) {
	const all = wantedOf(files), gone = goneAt(files);

	if (verdict === "erased-verified" || verdict === "failed")
		return verdict === "failed" ? "failed" : "verified";
	if (verdict === "key-destroyed")
		return verdict;
	if (verdict === "interrupted")
		return gone ? gone < all ? "interrupted" : "interrupted-gone" : "interrupted-none";
	if (!all)
		return "only-names";
	if (isAtOne(files, "F0"))
		return "all-f0";
	return files.by_level.F0 || gone < all ? "some" : files.by_level.F3 ? "rest-left-key" : "rest-left";
}

const meaningOf = ({ files, verdict }) => verdict && word(namesFiles(files) ? `meaning-${meaningOfFiles(files, verdict)}` : `rest-${verdict}`);

/* The sum of sizes ends there. */
const BYTES_MOST = "9223372036854775807";

function countText(files) {
	const { count, bytes, folders, others } = files;

	if (!namesFiles(files))
		return word("restCount");
	return lines([word(bytes === BYTES_MOST ? "filesCountMore" : "filesCount", { n: group(count), bytes: group(bytes) }),
		folders || others ? word("foldersToo", { folders: group(folders), others: group(others) }) : ""]);
}

function systemText({ type, uuid, writes, discards, beneath, media }) {
	return lines([listed(type, termWord("writes", writes), discards && word("discards"), uuid && `UUID ${uuid}`),
		word("beneath", { text: listed(...beneath.map((one) => termWord("beneath", one))) || word("unknown") }),
		...media.map(({ model, serial, media: kind }) => word("onMedium", { model: model ?? word("unknown"), media: termWord("media", kind),
			serial: serial ?? word("none") }))]);
}

/** Of a file it is little that its name is removed, of folders and links all there is. */
function goneText({ by_state: { erased, removed }, by_level: { F0: named, F3: keyed } }) {
	return lines(Object.entries({ erased: erased - keyed, keyed, named, others: removed - named }).filter(([, count]) => count)
		.map(([name, count]) => `${termWord("gone", name)}: ${group(count)}`));
}

/** Of what is still there each state, and how many. */
const notErased = ({ by_state: states }) => lines(Object.entries(states ?? {}).filter(([name, count]) => count && !["erased", "removed"].includes(name))
	.map(([name, count]) => `${group(count)}: ${termWord("state", name)}`));

/** Of those that are still there, too: this is about where they lie. The reasons of F1 have no word. */
const reasonText = ({ by_reason: reasons }) => lines(Object.entries(reasons ?? {}).filter(([name, count]) => count && termWord("reason", name) !== name)
	.map(([name, count]) => filesOf(count, termWord("reason", name))));

// Keys, after certs/render/key_lines.c

const keyText = ({ identifier, policy_version: version, contents, names, removed, lacks }) => lines([
	word("keyIs", { text: identifier }), word("keyCiphers", { text: `fscrypt v${version}, ${contents}, ${names}` }),
	word(removed ? "keyRemoved" : "keyNotRemoved"), lacks && word("keyLacks", { text: termWord("keyLack", lacks) })]);

const keysText = ({ list, answers }) => lines([...list.map(keyText),
	...Object.entries(answers).map(([name, answer]) => `${termWord("keyAnswer", answer)}: ${termWord("keyCondition", name)}`), word("keyUndone")]);

// Free space and swap areas

function partText(space, key) {
	const { state, bytes } = space.parts[key], isWritten = state === "wiped" || state === "partly";
	const read = key === "data" ? word("partRead", { bytes: bytesOf(space.verified_bytes) }) : word("partNotRead");

	return `${termWord("part", key)}: ${listed(termWord("partState", state), bytes !== "0" && bytesOf(bytes), isWritten && read)}`;
}

const spaceText = (space) => lines([listed(space.type, space.uuid && `UUID ${space.uuid}`),
	...["data", "inodes", "names", "trees", "journal"].filter((key) => space.parts[key].state !== "none")
		.map((key) => partText(space, key)),
	...space.not_reached.map((one) => word("unreached", { text: termWord("unreached", one) })),
	space.reason && word("endedBy", { text: termWord("code", space.reason) })]);

function swapText({ kind, state, uuid, reason, ...sums }) {
	const bytes = state === "verified" || state === "partly" ? sums.verified_bytes : sums.bytes;

	return `${termWord("swapKind", kind)}: ${listed(termWord("swap", state), bytes !== "0" && bytesOf(bytes), uuid && `UUID ${uuid}`)}` +
		(reason ? ` (${termWord("code", reason)})` : "");
}

/** Of an attempt: what is to be wiped. */
const restRows = ({ free_space_planned: isPlanned, swap_planned: planned, free_space: space, swap }) => [
	["freeSpace", isPlanned ? word("isPlanned") : space ? spaceText(space) : isPlanned === undefined && word("notAsked")],
	["swap", planned ? word("swapPlanned", { n: planned }) : lines((swap ?? []).map(swapText))]];

/** Of free space only blocks are read back: the rest is an area beside them. */
function areaText({ area, state, bytes }, areas) {
	const hasRead = areas.some((one) => one.area === "free-space" && one.state === "erased-verified");
	const isRest = area === "free-space" && hasRead && state !== "erased-verified";
	const isBlocks = area === "free-space" && state === "erased-verified";
	const name = isRest ? "free-rest" : isBlocks ? "free-blocks" : area;

	return `${termWord("area", name)}: ${listed(termWord("areaState", isRest ? "not-read-back" : isBlocks ? "blocks-verified" : state), bytes && bytesOf(bytes))}`;
}

// What is not claimed

const LAYERS = ["virtual", "network", "thin", "snapshot", "cache", "loop", "copy-on-write", "other", "unknown"];

function deletedLimits(deleted) {
	return [deleted?.count ? word("limit-deleted", { n: group(deleted.count), bytes: bytesOf(deleted.bytes) }) : "",
		deleted?.all_processes ? "" : word("limit-deleted-unknown")];
}

function spaceLimit(space) {
	if (!space || space.result === "failed")
		return word("limit-space-none");
	return word(`limit-space-${space.result}`, { bytes: bytesOf(space.bytes), verified: bytesOf(space.verified_bytes) });
}

function beneathLimits(systems) {
	const liesOn = (terms) => systems.some(({ beneath }) => beneath.some((one) => terms.includes(one)));

	return [liesOn(["flash"]) && word("limit-flash"), liesOn(["hdd"]) && word("limit-disks"),
		(liesOn(LAYERS) || !systems.length) && word("limit-layers")];
}

function limitsText(files) {
	const hasFiles = namesFiles(files), left = files.swap.filter(({ state }) => state !== "verified" && state !== "in-memory").length;

	return lines([files.journal !== "none" && word(`limit-journal-${files.journal}`),
		/* What programs hold open hides nothing in a swap area. */
		...(hasFiles || files.free_space ? deletedLimits(files.deleted_open) : []),
		spaceLimit(files.free_space), left && word("limit-swap", { n: left }), ...beneathLimits(files.file_systems),
		word(hasFiles ? "limit-copies" : "limit-copies-rest")]);
}

// All of it

const foundText = (found) => lines([word("foundCount", found), found.equal && word("equalLeft", found), found.equal_taken && word("equalTaken", found)]);

function levelRows(files, isDone) {
	if (!namesFiles(files))
		return [["mediumLevel", word("noMediumRest")]];
	return [["fileLevel", isDone && levelText(files)], ["fileLevelRequired", files.level_requested], ["mediumLevel", word("noMedium")],
		["blocks", isDone && word("blocksCount", { written: bytesOf(files.overwritten_bytes), verified: bytesOf(files.verified_bytes) })],
		["attributes", (files.attributes || files.attributes_left) && word("attributesCount", { n: group(files.attributes), left: group(files.attributes_left) })],
		["states", isDone && goneText(files)], ["notErased", notErased(files)], ["reasonsOfLevel", isDone && reasonText(files)],
		["keys", isDone && files.keys && keysText(files.keys)]];
}

/** Rows without a text are left out. */
export function fileRows(record) {
	const { files, areas } = record, isDone = record.type !== "attempt";

	return [["verdict", valueWord(outcomeOf(record))], ["fileMeaning", meaningOf(record)], ["files", countText(files)],
		...levelRows(files, isDone), ["fileSystems", lines(files.file_systems.map(systemText))],
		["journal", isDone && termWord("journal", files.journal)], ...restRows(files),
		["manifest", files.manifest?.sha256], ["foundOfManifest", files.manifest && foundText(files.manifest)],
		["ofTheCopy", copiedText(record)],
		["list", files.list ? files.list.sha256 : namesFiles(files) && word("listNone")], ["listPublic", files.list?.public_sha256],
		["areas", areas && lines(areas.map((one) => areaText(one, areas)))], ["limits", isDone && limitsText(files)]].filter(([, text]) => text);
}
