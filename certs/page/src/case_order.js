// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * In which order records count, and what is wrong with how they follow one another, after
 * certs/register/order.c, chain.c and heads.c.
 *
 * Each record comes behind those that it follows; a merge takes the longest of the lines that it joins first, whole,
 * then the next one, then itself. What stands behind a gap comes behind all that goes back to the first record. Numbers
 * and times are what signers say, and only break ties.
 */
import { compare, utf8 } from "./bytes.js";
import { checkFiles, dropDoubles } from "./case_names.js";
import { isOfCase } from "./case_rules.js";

const HEADS_MAX = 64;
const byText = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
const keyOf = ({ econtent_sha256: content, signature_sha256: signature }) => `${content}:${signature ?? ""}`;

const compareEntries = (a, b) => a.time - b.time || byText(a.link.econtent_sha256, b.link.econtent_sha256) ||
	byText(a.link.signature_sha256 ?? "", b.link.signature_sha256 ?? "") || compare(utf8(a.file), utf8(b.file));

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

/** Those that it follows and that are there. */
const edgesOf = (opened, { place, previous }) => (place ? previous.map((link) => findEntry(opened, link)).filter(Boolean) : []);

/** What can be said of a record before it is known where the case begins. */
const isWorthFollowing = ({ isKnown, result }) => isKnown && result.isSigned && result.authentic !== "invalid";

/** The history of entry, those that it follows in the order of their edges, then itself; what was seen before is left out. */
function* walk(edges, seen, entry) {
	const stack = [];
	const push = (node) => {
		if (seen.has(node))
			return;
		seen.add(node);
		stack.push({ node, left: edges.get(node).values() });
	};

	for (push(entry); stack.length;) {
		const { value: before, done } = stack.at(-1).left.next();
		if (done)
			yield stack.pop().node;
		else
			push(before);
	}
}

/**
 * depths: records in the longest line that ends there; 0 of what stands outside of the chain. rooted: those whose line
 * goes back to the first record, so that nothing of it is gone.
 */
function linesOf(entries, edges) {
	const depths = new Map(), rooted = new Set(), seen = new Set();

	for (const entry of entries)
		for (const node of walk(edges, seen, entry)) {
			const before = edges.get(node);
			depths.set(node, node.place ? 1 + Math.max(0, ...before.map((one) => depths.get(one) ?? 0)) : 0);
			if ((node.isKnown && node.type === "init") || before.some((one) => rooted.has(one)))
				rooted.add(node);
		}
	return { depths, rooted };
}

/** What was signed elsewhere has a time in the case once a merge says so. */
function markTaken(entries, edges) {
	for (const entry of entries.filter(isWorthFollowing))
		for (const before of edges.get(entry))
			before.isTaken = true;
}

function layOut(opened) {
	const { entries } = opened, edges = new Map(entries.map((entry) => [entry, edgesOf(opened, entry)]));
	const { depths, rooted } = linesOf(entries, edges), seen = new Set();
	/* Ends of lines: which one counts first. */
	const compareNodes = (a, b) => isWorthFollowing(b) - isWorthFollowing(a) ||
		rooted.has(b) - rooted.has(a) || depths.get(b) - depths.get(a) || compareEntries(a, b);

	markTaken(entries, edges);
	edges.forEach((list) => list.sort(compareNodes));
	/* A record that another one follows is less deep, and has been found by then. */
	opened.entries = [...entries].sort(compareNodes).flatMap((entry) => [...walk(edges, seen, entry)]);
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

/** Records that nothing follows, in order: the longest lines first. */
function findHeads(opened) {
	const all = opened.entries.filter((entry) => canBeFollowed(opened, entry));
	const followed = new Set(all.filter(({ place }) => place).flatMap(({ previous }) => previous.map((link) => findEntry(opened, link))));

	return all.filter((entry) => !followed.has(entry));
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
	layOut(opened);
	indexEntries(opened);
}

/** The ends of all lines that one merge would join. */
export function headsOf(opened) {
	const heads = findHeads(opened);

	return { count: Math.min(heads.length, HEADS_MAX), heads: heads.slice(0, HEADS_MAX) };
}
