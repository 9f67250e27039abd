// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What the lists of files beside the records give of a copy, held against what an erasure says of it; after
 * tools/common/copied.c and copied_match.c.
 */
import { fromHex, fromUtf8, latin1, utf8 } from "./bytes.js";
import { findEntry } from "./case_order.js";
import { namesSerial } from "./case_state.js";
import { attachmentOf } from "./case_wanted.js";
import { isOfFiles } from "./files.js";

/** A character for each byte, so that paths are compared as bytes; null: the list has no names. */
const pathOf = ({ path, path_hex: hex }) => (path !== undefined ? latin1(utf8(path)) : hex !== undefined ? latin1(fromHex(hex)) : null);

/** @returns {object[]|null} null: it is gone, or another one */
async function read(attachments, { sha256, public_sha256: bare }) {
	const bytes = await attachmentOf(attachments, sha256) ?? await attachmentOf(attachments, bare);

	if (!bytes)
		return null;
	const [, ...lines] = fromUtf8(bytes).trimEnd().split("\n").map((line) => JSON.parse(line));
	return lines.map((one) => ({ ...one, path: pathOf(one) }));
}

const isRejected = ({ weight }) => weight.standing === "rejected";

/** Of this item, and it counts. */
const isOf = (item, type) => (entry) => entry.isKnown && entry.type === type && entry.counts && entry.item === item;

/** What was copied for the item, or came as it, before this erasure, and none before stands for. */
function sourcesOf(opened, item, by) {
	const copied = opened.entries.filter(isOf(item, "copy-out")).filter(({ index, told, erasedBy }) => index < by.index && !told.isBegun &&
		!(erasedBy && erasedBy.index < by.index && !isRejected(erasedBy)));
	const came = item.thing.origin === "received" ? [{ index: item.entry.index, last: -Infinity, serial: "", destination: "", root: item.entry.result.record }] : [];

	return [...came, ...copied.map(({ index, told, result }) => ({ index, last: told.last, serial: told.serial, destination: told.destination,
		root: result.record }))].filter(({ root }) => root.manifest);
}

/** Erasures of its files by then, and attempts of which nothing told how they ended. */
function worksOf(opened, item, by) {
	const stands = new Set(opened.entries.filter(isOf(item, "copy-out")).map(({ erasedBy }) => erasedBy));
	const erasures = opened.entries.filter(isOf(item, "erasure")).filter(({ index }) => index <= by.index);
	const ended = new Set(erasures.filter(({ told }) => told.closes).map(({ told }) => findEntry(opened, told.closes)));
	const hasList = ({ result }) => isOfFiles(result.record) && result.record.files.list;

	return { works: erasures.filter((one) => hasList(one) && (one === by || (!isRejected(one) && !stands.has(one)))),
		attempts: opened.entries.filter(isOf(item, "attempt")).filter((one) => one.index < by.index && !ended.has(one) && hasList(one)) };
}

const order = (a, b) => (a > b) - (a < b);

/** What a later list of the same place names again is the same file. */
function join(wanted) {
	const keyOf = ({ path, sha256, name_sha256: name, source }) => JSON.stringify([path ?? "", sha256, path === null ? name : "", source.destination]);
	const kept = new Map();

	for (const one of wanted)
		if (!kept.has(keyOf(one)) || kept.get(keyOf(one)).source.index < one.source.index)
			kept.set(keyOf(one), one);
	return [...kept.values()].sort((a, b) => order(a.path ?? "", b.path ?? "") || order(a.sha256, b.sha256) || b.source.index - a.source.index);
}

const wasThere = ({ source }, { index, started }) => source.index < index && source.last <= started;
const isSame = (wanted, gone) => gone.sha256 === wanted.sha256 && gone.size === wanted.size;

function grouped(list, keyOf) {
	const out = new Map();

	for (const one of list) {
		if (!out.has(keyOf(one)))
			out.set(keyOf(one), []);
		out.get(keyOf(one)).push(one);
	}
	return out;
}

/** As large; or it ends with a block, as a run that was cut off leaves it: tools/common/copied_there.c. */
function mayBe(size, copied) {
	const [now, then] = [BigInt(size), BigInt(copied)];

	return now === then || (then > 0n && now > then && [9n, 10n, 11n, 12n, 13n, 14n, 15n, 16n].some((bits) => {
		const block = 1n << bits;

		return now % block === 0n && now - then < block;
	}));
}

function take(wanted, gone, fate) {
	gone.isTaken = true;
	wanted.fate = gone.isErased ? fate : "only_name";
}

/** The file that was copied to where this one lay: by the longest end of its path. */
function findPlace(byPath, gone, isIt) {
	for (let at = 0; ; at = gone.path.indexOf("/", at) + 1) {
		const found = (byPath.get(gone.path.slice(at)) ?? []).find((one) => !one.fate && wasThere(one, gone) && isIt(one));

		if (found || !gone.path.includes("/", at))
			return found ?? null;
	}
}

/** By place and contents, by contents alone, by place alone: of these those are resumed that an attempt names as large. */
function match(wanted, gone, named) {
	const byPath = grouped(wanted.filter(({ path }) => path !== null), ({ path }) => path), byContents = grouped(gone, ({ sha256 }) => sha256);
	const byName = grouped(named, ({ path }) => path);

	for (const one of gone.filter(({ path }) => path !== null)) {
		const found = findPlace(byPath, one, (wish) => isSame(wish, one));
		if (found)
			take(found, one, "erased");
	}
	for (const list of byContents.values())
		list.sort((a, b) => b.isErased - a.isErased);
	for (const wish of wanted.filter(({ fate }) => !fate).sort((a, b) => b.source.index - a.source.index)) {
		const list = byContents.get(wish.sha256) ?? [];
		/* There may be thousands of one content: those in front that are taken stay so. */
		while (list[0]?.isTaken)
			list.shift();
		const found = list.find((one) => !one.isTaken && isSame(wish, one) && wasThere(wish, one));
		if (found)
			take(wish, found, "erased");
	}
	for (const one of gone.filter(({ path, isTaken }) => path !== null && !isTaken)) {
		const found = findPlace(byPath, one, () => true);
		if (!found)
			continue;
		found.isResumed = one.isErased && mayBe(one.size, found.size) && (byName.get(one.path) ?? []).some((other) => other.index < one.index &&
			other.started <= one.started && wasThere(found, other) && other.size === found.size);
		take(found, one, found.isResumed ? "erased" : "changed");
	}
}

/**
 * Without names nothing is found by its place: less is told, and never more. With them the record may tell less: the run
 * saw files where they were copied to, whatever the lists tell of them.
 */
function agrees(told, found, hasNames) {
	if (!hasNames)
		return found.erased >= told.erased - told.resumed;
	return found.files === told.files && found.erased >= told.erased && found.erased + found.changed >= told.erased + told.changed &&
		found.resumed >= told.resumed && found.left <= told.left;
}

const isRegular = ({ kind }) => kind === "regular";

/** @returns {Promise<"agree"|"differ"|"unread"|null>} unread: a list is not here; null: there is nothing to compare */
export async function askLists(opened, attachments, by) {
	const { item, told, result } = by;

	if (by.type !== "erasure" || !by.counts || !item || !told.isOfFiles || item.thing.kind !== "files")
		return null;
	const sources = sourcesOf(opened, item, by), { works, attempts } = worksOf(opened, item, by);
	const placeOf = ({ beneath }) => (beneath && namesSerial(item, beneath) ? beneath : "");
	const lists = new Map();
	for (const [key, named] of [...sources.map((one) => [one, one.root.manifest]), ...[...works, ...attempts].map((one) => [one, one.result.record.files.list])])
		lists.set(key, await read(attachments, named));
	if ([...lists.values()].includes(null))
		return "unread";

	const meant = sources.filter(({ serial, index, last }) => serial === placeOf(told) && index < by.index && last <= told.started);
	const wanted = join(meant.flatMap((source) => lists.get(source).map((one) => ({ ...one, source, fate: null, isResumed: false }))));
	const linesOf = (entry) => lists.get(entry).filter(isRegular).map((one) => ({ ...one, index: entry.index, started: entry.told.started }));
	const gone = works.filter((one) => placeOf(one.told) === placeOf(told)).flatMap(linesOf)
		.filter(({ state }) => state === "erased" || state === "removed").map((one) => ({ ...one, isErased: one.state === "erased", isTaken: false }));
	match(wanted, gone, attempts.flatMap(linesOf).filter(({ path }) => path !== null));

	const count = (fate) => wanted.filter((one) => one.fate === fate).length, { copied } = result.record.files;
	const found = { files: wanted.length, erased: count("erased"), changed: count("changed"), only_name: count("only_name"), left: count(null),
		resumed: wanted.filter(({ isResumed }) => isResumed).length };
	if (!copied)
		return found.files ? "differ" : null;
	const hasNames = [...sources, ...works].every((one) => lists.get(one).every(({ path }) => path !== null));
	return found.files && agrees(copied, found, hasNames) ? "agree" : "differ";
}

/** Those that differ are findings. @param {Map<string, object>} attachments what lies there */
export async function checkLists(opened, attachments) {
	for (const entry of opened.entries) {
		try {
			entry.lists = await askLists(opened, attachments, entry);
		} catch {
			entry.lists = "unread";
		}
		if (entry.lists === "differ")
			opened.note("copied", entry);
	}
}
