// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The state of a case: records, one after the other, each judged by the rules as things stand and
 * then applied, after certs/register/fold.c.
 */
import { findLacks } from "./case_lacks.js";
import { findEntry } from "./case_order.js";
import { judge } from "./case_rules.js";
import { hear, isConfirmed, lacksWord } from "./case_standing.js";
import { answered, incidentOfId, isDone, isErased, itemOfEntry, itemOfId, knowsSerial, levelFor } from "./case_state.js";
import { KINDS } from "./case_told.js";

const append = (map, key, entry) => map.set(key, [...map.get(key) ?? [], entry]);

/** Brings an item into being. The record's own media stay as they were read. */
function applyThing(opened, entry) {
	const thing = entry.told;

	entry.item = { entry, thing, id: entry.id, parent: itemOfId(opened, thing.parent),
		media: thing.media.map((one) => ({ ...one, erasure: null })), erasure: null, failure: null, leaving: null, back: null,
		copyings: [], challenge: null, instruction: null, incident: null, outcomeEntry: null, outcome: "none", incidents: 0,
		attempts: 0, lacks: new Set() };
	opened.fold.items.push(entry.item);
}

function conclude(item, outcome, entry) {
	item.outcome = outcome;
	item.outcomeEntry = entry;
}

/** Of a paper: once the officer has confirmed it. */
function applyApproval(opened, entry) {
	const { subject, kinds, level } = entry.told;

	// Once: a second answer does not bring an old approval back over a newer one.
	if (entry.isSpent || lacksWord(opened, entry))
		return;
	entry.isSpent = true;
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

function closeAttempt(opened, link, { serial }) {
	const attempt = findEntry(opened, link);

	if (attempt?.type !== "attempt" || attempt.isSpent || attempt.index >= opened.fold.at || attempt.told.serial !== serial)
		return;
	attempt.isSpent = true;
	if (attempt.fault !== "none")
		return;
	opened.fold.attempts--;
	if (attempt.item)
		attempt.item.attempts--;
}

/**
 * Whatever the rules say of the result: it tells how the attempt ended. A run that was cut off could not tell;
 * the one that brought its job to a good end does.
 */
function closeAttempts(opened, { told: work, result }) {
	if (work.closes)
		closeAttempt(opened, work.closes, work);
	for (const link of result.held === "yes" ? work.resumes : [])
		closeAttempt(opened, link, work);
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

/** What is enough for one item may be too little for another one on the same medium. */
function markItem(opened, item, entry) {
	if (isDone(opened, item))
		return;
	if (entry.told.level < levelFor(opened, item.thing.kind))
		item.failure = entry;
	else
		markErased(opened, item, entry.told.serial, entry);
}

function markAllOn(opened, entry) {
	const { serial, level } = entry.told;

	for (const bringing of opened.fold.serials.get(serial) ?? [])
		if (itemOfEntry(bringing))
			markItem(opened, bringing.item, entry);
	for (const copying of opened.fold.copies.get(serial) ?? []) {
		if (copying.index >= entry.index || copying.fault !== "none" || !copying.item)
			continue;
		copying.isSpent ||= level >= levelFor(opened, copying.item.thing.kind);
		markItem(opened, copying.item, entry);
	}
}

/** Where no serial is known there is nothing to tell one place from another. */
function markUnnamed(opened, item, entry) {
	for (const copying of item.copyings)
		copying.isSpent ||= !copying.told.serial;
	markErased(opened, item, "", entry);
}

function applyErasure(opened, entry) {
	const { item, told: { serial, level } } = entry, drawn = answered(opened, entry, item);
	const wanted = levelFor(opened, item?.thing.kind ?? "medium");

	if (entry.result.held === "yes" && serial)
		markAllOn(opened, entry);
	if (entry.result.held !== "yes" || level < wanted) {
		if (item)
			item.failure = entry;
		return;
	}
	/* Not by what failed or broke off: the job that goes on from it answers the same. */
	if (drawn)
		drawn.isSpent = true;
	if (item && !(serial && knowsSerial(item)))
		markUnnamed(opened, item, entry);
}

/** What was erased and is written to again has to be erased again before it leaves. */
function spoilErasures(opened, serial) {
	for (const item of (serial && opened.fold.serials.get(serial) || []).map(itemOfEntry)) {
		if (item?.thing.origin !== "brought-in" || isDone(opened, item))
			continue;
		for (const medium of item.media)
			if (medium.serial === serial)
				medium.erasure = null;
		if (!item.media.length)
			item.erasure = null;
		if (item.outcome !== "erased" && item.outcome !== "nothing-copied")
			continue;
		conclude(item, "none", null);
		item.leaving = null;
	}
}

function applyCopying(opened, entry) {
	entry.item.copyings.push(entry);
	spoilErasures(opened, entry.told.serial);
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

function endIncident(opened, begun, entry) {
	begun.isSpent = true;
	begun.resolution = entry;
	opened.fold.incidents--;
	for (const item of thingsOf(opened, begun.told)) {
		item.incidents--;
		if (entry.told.missing || begun.told.missing)
			conclude(item, "missing", entry);
	}
}

/** The officer took his word back. */
function reopenIncident(opened, begun) {
	begun.isSpent = false;
	opened.fold.incidents++;
	for (const item of thingsOf(opened, begun.told))
		item.incidents++;
}

/** What came of an incident ends it with the officer's word, and as long as he stands by it. */
function settleIncident(opened, entry) {
	const begun = incidentOfId(opened, entry.told.about), isSaid = isConfirmed(opened, entry);

	if (begun && isSaid && !begun.isSpent)
		endIncident(opened, begun, entry);
	else if (begun && !isSaid && begun.isSpent && begun.resolution === entry)
		reopenIncident(opened, begun);
}

const isResolution = ({ type, told }) => type === "incident" && told.isResolution;

/** An answer changes what it is about; before its turn that had none. */
function applyAnswer(opened, answer) {
	const about = hear(opened, answer);

	if (about.index >= answer.index || about.fault !== "none")
		return;
	if (isResolution(about))
		settleIncident(opened, about);
	else if (about.type === "approve" && about.told.isOnPaper)
		applyApproval(opened, about);
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
	confirmation: applyAnswer, staff: keepInFold("staff"), challenge: keep("challenge"), "copy-out": applyCopying, attempt: applyAttempt,
	erasure: applyErasure, "exit-check": applyLeaving, return: applyOutcome, dispose: applyOutcome, attest: applyOutcome,
	incident: (opened, entry) => (entry.told.isResolution ? settleIncident : openIncident)(opened, entry),
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

	opened.fold.at = entry.index;
	if (place && type !== "receive" && type !== "permit")
		entry.item = itemOfId(opened, place.item);
	entry.fault = entry.isKnown ? judge(opened, entry) : "not-authentic";
	if (entry.isKnown && type === "erasure" && entry.fault !== "not-authentic")
		closeAttempts(opened, entry);
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
	opened.fold = { items: [], at: 0, staff: null, closing: null, attempts: 0, incidents: 0, levels: new Map(), labels: new Map(),
		serials: new Map(), copies: new Map(), challenges: new Map(), orders: new Map() };
	for (const entry of opened.entries.filter(({ isKnown }) => isKnown))
		indexEntry(opened.fold, entry);
	for (const entry of opened.entries)
		foldEntry(opened, entry);
	opened.fold.at = opened.entries.length;
	findLacks(opened);
}
