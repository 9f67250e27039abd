// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * In which order records count, and what is wrong with how they follow one another, after
 * certs/register/order.c.
 */
import { compare, utf8 } from "./bytes.js";
import { checkFiles, dropDoubles } from "./case_names.js";
import { isOfCase } from "./case_rules.js";

const HEADS_MAX = 64;
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const keyOf = ({ econtent_sha256: content, signature_sha256: signature }) => `${content}:${signature ?? ""}`;

function compareEntries(a, b) {
	if (a.position !== b.position)
		return a.position < b.position ? -1 : 1;
	/* What a merge took in comes before it. */
	if ((a.place === null) !== (b.place === null))
		return a.place ? 1 : -1;
	return a.time - b.time || byText(a.link.econtent_sha256, b.link.econtent_sha256) ||
		byText(a.link.signature_sha256 ?? "", b.link.signature_sha256 ?? "") || compare(utf8(a.file), utf8(b.file));
}

/** The first of those with equal keys is found. */
function indexEntries(opened) {
	opened.byLink = new Map();
	opened.byId = new Map();
	opened.entries.forEach((entry, index) => {
		entry.index = index;
		if (!entry.isKnown)
			return;
		if (!opened.byLink.has(keyOf(entry.link)))
			opened.byLink.set(keyOf(entry.link), entry);
		opened.byId.set(entry.id, [...opened.byId.get(entry.id) ?? [], entry]);
	});
}

/** null: there is none. */
export const findEntry = (opened, link) => opened.byLink.get(keyOf(link)) ?? null;
export const findIds = (opened, id) => opened.byId.get(id) ?? [];

/** Each by its own number, what is outside by its merge. */
function findPositions(opened) {
	for (const entry of opened.entries)
		entry.position = entry.place?.number ?? Infinity;
	for (const merge of opened.entries) {
		for (const link of merge.place ? merge.previous : []) {
			const taken = findEntry(opened, link);
			if (taken && !taken.place && taken.position > merge.place.number)
				taken.position = merge.place.number;
		}
	}
}

/** Only what begins a case follows nothing. */
const beginsRightly = ({ previous, type }) => previous.length > 0 || type === "init";

function checkPrevious(opened, entry) {
	let largest = 0, isWhole = true;

	for (const link of entry.previous) {
		const before = findEntry(opened, link);
		if (!before) {
			isWhole = false;
			opened.note("missing", entry, null, link.econtent_sha256);
			continue;
		}
		largest = Math.max(largest, before.place?.number ?? 0);
		if (before.time > entry.time)
			opened.note("backdated", entry, before);
	}
	if (isWhole && (entry.place.number !== largest + 1 || !beginsRightly(entry)))
		opened.note("number", entry);
}

function checkWriter(opened, entry) {
	const { writer_previous: link, writer_number: number } = entry.place;
	const before = link && findEntry(opened, link);

	if ((!link && number === 1) || (before?.place && before.place.writer_number + 1 === number && before.signer === entry.signer))
		return;
	opened.note("writer-gap", entry, before, link?.econtent_sha256 ?? null);
}

function checkAbout(opened, entry) {
	const { record } = entry.result;

	if (entry.type === "confirmation" && !findEntry(opened, record.about))
		opened.note("missing-about", entry, null, record.about.econtent_sha256);
}

function checkSameId(opened) {
	for (const id of [...opened.byId.keys()].sort(byText)) {
		const list = opened.byId.get(id);
		list.slice(1).forEach((entry, index) => opened.note("same-id", entry, list[index]));
	}
}

/** What nobody signed, or for another case, is followed by nothing. */
const canBeFollowed = (opened, entry) => entry.isKnown && entry.result.isSigned && entry.result.authentic !== "invalid" &&
	isOfCase(opened, entry);

/** Records that nothing follows, those of the highest numbers first. */
function findHeads(opened) {
	const all = opened.entries.filter((entry) => canBeFollowed(opened, entry));
	const followed = new Set(all.filter(({ place }) => place).flatMap(({ previous }) => previous.map((link) => findEntry(opened, link))));

	return all.filter((entry) => !followed.has(entry)).reverse();
}

function checkForks(opened, heads) {
	const list = opened.entries.filter((entry) => entry.place && canBeFollowed(opened, entry)).sort((a, b) =>
		byText(a.signer, b.signer) || a.place.writer_number - b.place.writer_number || a.index - b.index);

	list.slice(1).forEach((entry, index) => {
		const before = list[index];
		if (before.signer === entry.signer && before.place.writer_number === entry.place.writer_number)
			opened.note(heads.length === 1 ? "fork-merged" : "fork", entry, before);
	});
}

/** Once it is known where it begins. */
export function checkOrder(opened) {
	for (const entry of opened.entries.filter(({ isKnown }) => isKnown)) {
		if (entry.place) {
			checkPrevious(opened, entry);
			checkWriter(opened, entry);
		}
		checkAbout(opened, entry);
	}
	checkSameId(opened);
	const heads = findHeads(opened);
	if (heads.length > 1)
		opened.note("heads");
	checkForks(opened, heads);
}

export function order(opened) {
	checkFiles(opened);
	dropDoubles(opened);
	indexEntries(opened);
	findPositions(opened);
	opened.entries.sort(compareEntries);
	indexEntries(opened);
}

/** The ends of all lines that one merge would join. */
export function headsOf(opened) {
	const heads = findHeads(opened);

	return { count: Math.min(heads.length, HEADS_MAX), heads: heads.slice(0, HEADS_MAX) };
}
