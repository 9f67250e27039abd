// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The state of a case: records, one after the other, each judged by the rules as things stand and
 * then applied, after certs/register/fold.c.
 */
import { findLacks } from "./case_lacks.js";
import { findEntry, findId } from "./case_order.js";
import { judge } from "./case_rules.js";
import { isConfirmed } from "./case_standing.js";
import { answered, isDone, isErased, itemOfEntry, itemOfId, knowsSerial, levelFor } from "./case_state.js";
import { KINDS } from "./case_told.js";

const append = (map, key, entry) => map.set(key, [...map.get(key) ?? [], entry]);

/** Brings an item into being. The record's own media stay as they were read. */
function applyThing(opened, entry) {
	const thing = entry.told;

	entry.item = { entry, thing, id: entry.id, parent: itemOfId(opened, thing.parent),
		media: thing.media.map((one) => ({ ...one, erasure: null })), erasure: null, failure: null, leaving: null, back: null,
		copying: null, challenge: null, instruction: null, incident: null, outcomeEntry: null, outcome: "none", incidents: 0,
		attempts: 0, lacks: new Set() };
	opened.fold.items.push(entry.item);
}

function conclude(item, outcome, entry) {
	item.outcome = outcome;
	item.outcomeEntry = entry;
}

function applyApproval(opened, entry) {
	const { subject, kinds, level } = entry.told;

	if (subject === "instruction") {
		if (entry.item)
			entry.item.instruction = entry;
		return;
	}
	for (const kind of level === null ? [] : kinds.length ? kinds : KINDS)
		opened.fold.levels.set(kind, level);
}

function applyAttempt({ fold }, { item }) {
	fold.attempts++;
	if (item)
		item.attempts++;
}

/** Whatever the rules say of the result: it tells how the attempt ended. */
function closeAttempt(opened, { told: { closes } }) {
	const attempt = closes && findEntry(opened, closes);

	if (attempt?.type !== "attempt" || attempt.isSpent)
		return;
	attempt.isSpent = true;
	if (attempt.fault !== "none")
		return;
	opened.fold.attempts--;
	if (attempt.item)
		attempt.item.attempts--;
}

/** One medium is erased: of every item that is on it. */
function markErased(opened, item, serial, entry) {
	if (isDone(opened, item))
		return;
	for (const medium of item.media)
		if (medium.serial === serial)
			medium.erasure = entry;
	if (item.thing.serial === serial || !item.media.length)
		item.erasure = entry;
	item.failure = null;
	if (isErased(item) && item.thing.origin !== "brought-in")
		conclude(item, "erased", entry);
}

function markAllOn(opened, serial, entry) {
	for (const bringing of opened.fold.serials.get(serial) ?? [])
		if (itemOfEntry(bringing))
			markErased(opened, bringing.item, serial, entry);
	for (const copying of opened.fold.copies.get(serial) ?? [])
		if (copying.index < entry.index && copying.fault === "none" && copying.item)
			markErased(opened, copying.item, serial, entry);
}

function applyErasure(opened, entry) {
	const { item, told: { serial, level } } = entry, drawn = answered(opened, entry, item);
	const wanted = item ? levelFor(opened, item.thing.kind) : opened.rules.level;

	if (drawn)
		drawn.isSpent = true;
	if (entry.result.held !== "yes" || level < wanted) {
		if (item)
			item.failure = entry;
		return;
	}
	if (serial)
		markAllOn(opened, serial, entry);
	if (item && !(serial && knowsSerial(item)))
		markErased(opened, item, "", entry);
}

function applyLeaving(opened, entry) {
	const { item, told: { nothingCopied } } = entry;

	item.leaving = entry;
	if (nothingCopied)
		conclude(item, "nothing-copied", entry);
	else if (item.outcome !== "attested")
		conclude(item, "erased", entry);
}

const thingsOf = (opened, { things }) => things.map((id) => itemOfId(opened, id));

function openIncident(opened, entry) {
	opened.fold.incidents++;
	for (const item of thingsOf(opened, entry.told)) {
		item.incidents++;
		item.incident = entry;
	}
}

/** It ends an incident only with the officer's word. */
function endIncident(opened, entry) {
	if (!isConfirmed(opened, entry))
		return;
	const begun = findId(opened, entry.told.about);
	begun.isSpent = true;
	opened.fold.incidents--;
	for (const item of thingsOf(opened, begun.told)) {
		item.incidents--;
		if (entry.told.missing || begun.told.missing)
			conclude(item, "missing", entry);
	}
}

const OUTCOMES = { return: "returned", dispose: "disposed", attest: "attested" };

function applyOutcome(opened, entry) {
	if (entry.type === "return")
		entry.item.back = entry;
	conclude(entry.item, OUTCOMES[entry.type], entry);
}

const keep = (name) => (opened, entry) => {
	entry.item[name] = entry;
};
const keepInFold = (name) => (opened, entry) => {
	opened.fold[name] = entry;
};

const APPLY = new Map(Object.entries({ receive: applyThing, permit: applyThing, approve: applyApproval,
	staff: keepInFold("staff"), challenge: keep("challenge"), "copy-out": keep("copying"), attempt: applyAttempt,
	erasure: applyErasure, "exit-check": applyLeaving, return: applyOutcome, dispose: applyOutcome, attest: applyOutcome,
	incident: (opened, entry) => (entry.told.isResolution ? endIncident : openIncident)(opened, entry),
	close: keepInFold("closing") }));

function noteFault(opened, entry) {
	const { fault, result: { authentic, reason } } = entry;

	if (fault === "not-authentic")
		opened.note(authentic === "invalid" ? "invalid" : "undecided", entry);
	else if (fault !== "none")
		opened.note("void", entry);
	else if (authentic === "undetermined" && reason !== "demo")
		opened.note("undecided", entry);
}

function foldEntry(opened, entry) {
	const { type, place } = entry;

	if (place && type !== "receive" && type !== "permit")
		entry.item = itemOfId(opened, place.item);
	entry.fault = entry.isKnown ? judge(opened, entry) : "not-authentic";
	if (entry.isKnown && type === "erasure" && entry.fault !== "not-authentic")
		closeAttempt(opened, entry);
	if (entry.fault === "none")
		APPLY.get(type)?.(opened, entry);
	noteFault(opened, entry);
}

function indexEntry(fold, entry) {
	const { type, told } = entry;

	if (type === "receive" || type === "permit") {
		append(fold.labels, told.label, entry);
		for (const serial of new Set([told.serial, ...told.media.map((one) => one.serial)]))
			if (serial)
				append(fold.serials, serial, entry);
	} else if (type === "copy-out" && told.serial) {
		append(fold.copies, told.serial, entry);
	} else if (type === "challenge") {
		append(fold.challenges, told.bytes, entry);
	} else if (type === "approve" && told.serial) {
		append(fold.orders, told.serial, entry);
	}
}

export function fold(opened) {
	/* labels to orders are of all entries, whether they count or not; copies by the serial that was copied to */
	opened.fold = { items: [], staff: null, closing: null, attempts: 0, incidents: 0, levels: new Map(), labels: new Map(),
		serials: new Map(), copies: new Map(), challenges: new Map(), orders: new Map() };
	for (const entry of opened.entries.filter(({ isKnown }) => isKnown))
		indexEntry(opened.fold, entry);
	for (const entry of opened.entries)
		foldEntry(opened, entry);
	findLacks(opened);
}
