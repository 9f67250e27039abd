// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * The state of a case: records, one after the other, each judged by the rules as things stand and
 * then applied, after certs/register/fold.c.
 *
 * What takes a duty away counts only as the rules want it; what brings one (something was received, permitted,
 * copied, lost) counts in any case.
 */
import { applyAnswer, applyApproval, applyIncident, hearEarly } from "./case_answers.js";
import { applyLeaving, applyOutcome, applyThing } from "./case_items.js";
import { findLacks } from "./case_lacks.js";
import { counts, judge } from "./case_rules.js";
import { isAnswered } from "./case_standing.js";
import { itemOfId } from "./case_state.js";
import { applyAttempt, applyCheck, applyCopying, applyErasure, endAttempts } from "./case_work.js";

const append = (map, key, entry) => map.set(key, [...map.get(key) ?? [], entry]);

const keepInFold = (name) => (opened, entry) => {
	opened.fold[name] = entry;
};

/** What a record does. */
const APPLY = new Map(Object.entries({ receive: applyThing, permit: applyThing, approve: applyApproval, confirmation: applyAnswer,
	staff: keepInFold("staff"), "copy-out": applyCopying, attempt: applyAttempt, erasure: applyErasure, check: applyCheck,
	"exit-check": applyLeaving, return: applyOutcome, dispose: applyOutcome, attest: applyOutcome, incident: applyIncident,
	close: keepInFold("closing"), challenge: (opened, entry) => {
		entry.item.challenge = entry;
	} }));

/** What comes to light after a closing takes it back for good: another one has to follow. */
function opensAgain({ type, told, result }) {
	if (type === "check")
		return result.held === "no";
	if (type === "incident")
		return !told.isResolution;
	return ["receive", "permit", "copy-out"].includes(type) || (type === "merge" && told.length > 0);
}

function foldEntry(opened, entry) {
	const { type, place } = entry;

	opened.fold.at = entry.index;
	if (place && type !== "receive" && type !== "permit")
		entry.item = itemOfId(opened, place.item);
	entry.fault = entry.isKnown ? judge(opened, entry) : "not-authentic";
	entry.counts = counts(opened, entry, entry.fault);
	if (entry.isKnown && type === "erasure" && entry.fault !== "not-authentic")
		endAttempts(opened, entry);
	if (entry.counts) {
		if (opensAgain(entry))
			opened.fold.closing = null;
		APPLY.get(type)?.(opened, entry);
	}
	hearEarly(opened, entry);
}

/** What a broken rule is told as, once all answers have been heard. */
export function problemOf(opened, entry) {
	if (entry.fault === "not-authentic")
		return entry.result.authentic === "invalid" ? "invalid" : "undecided";
	if (entry.fault === "label")
		return "namesake";
	/* A yes to what has no effect may be older than whatever took it away. */
	if (entry.counts ? isAnswered(opened, entry) : entry.weight.standing === "rejected")
		return "settled";
	return entry.counts ? "against-rules" : "void";
}

function noteFault(opened, entry) {
	const { fault, result: { authentic, reason } } = entry;

	if (fault !== "none")
		opened.note(problemOf(opened, entry), entry);
	else if (authentic === "undetermined" && reason !== "demo")
		opened.note("undecided", entry);
}

function indexEntry(fold, entry) {
	const { type, told } = entry;
	const tables = { "copy-out": fold.copies, erasure: fold.works, approve: fold.orders };

	if (type === "receive" || type === "permit") {
		append(fold.labels, told.label, entry);
		for (const serial of new Set([told.serial, ...told.media.map((one) => one.serial)]))
			if (serial)
				append(fold.serials, serial, entry);
	} else if (type === "staff") {
		fold.lists.push(entry);
	} else if (type === "challenge") {
		append(fold.challenges, told.bytes, entry);
	} else if (Object.hasOwn(tables, type) && told.serial) {
		append(tables[type], told.serial, entry);
	}
}

export function fold(opened) {
	/* labels and what comes behind them are of all entries, whether they count or not; copies, works: by the serial of the medium */
	opened.fold = { items: [], at: 0, staff: null, closing: null, approvals: [], attempts: [], incidents: 0, levels: new Map(), lists: [],
		labels: new Map(), serials: new Map(), copies: new Map(), challenges: new Map(), orders: new Map(), works: new Map() };
	for (const entry of opened.entries.filter(({ isKnown }) => isKnown))
		indexEntry(opened.fold, entry);
	for (const entry of opened.entries)
		foldEntry(opened, entry);
	opened.fold.at = opened.entries.length;
	for (const entry of opened.entries)
		noteFault(opened, entry);
	findLacks(opened);
}
