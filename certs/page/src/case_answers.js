// SPDX-License-Identifier: GPL-3.0-or-later
/** What officers decide, and what follows from it: approvals, incidents, answers; after certs/register/fold_answers.c. */
import { conclude, withdraw } from "./case_items.js";
import { findEntry } from "./case_order.js";
import { hear, isConfirmed, isOfficersWord } from "./case_standing.js";
import { incidentOfId, isDone, itemOfId } from "./case_state.js";
import { KINDS } from "./case_told.js";

/** Of those that are the officer's word the newest holds, by where they stand, not by when he gave it. */
function newestApproval(opened, test) {
	return opened.fold.approvals.find((entry) => test(entry) && isOfficersWord(opened, entry)) ?? null;
}

function weighLevels(opened) {
	for (const kind of KINDS) {
		const entry = newestApproval(opened, ({ told: { subject, level, kinds } }) => subject === "method" && level !== null &&
			(!kinds.length || kinds.includes(kind)));
		if (entry)
			opened.fold.levels.set(kind, entry.told.level);
		else
			opened.fold.levels.delete(kind);
	}
}

function weighApproval(opened, { item, told }) {
	if (told.subject !== "instruction")
		weighLevels(opened);
	else if (item)
		item.instruction = newestApproval(opened, (entry) => entry.told.subject === "instruction" && entry.item === item);
}

export function applyApproval(opened, entry) {
	opened.fold.approvals.unshift(entry);
	weighApproval(opened, entry);
}

/** What the incident is about; those that are not in the case are left out. */
const thingsOf = (opened, { told: { things } }) => things.map((id) => itemOfId(opened, id)).filter(Boolean);

function countIncident(opened, entry, by) {
	opened.fold.incidents += by;
	for (const item of thingsOf(opened, entry))
		item.incidents += by;
}

function openIncident(opened, entry) {
	countIncident(opened, entry, 1);
	for (const item of thingsOf(opened, entry))
		item.incident = entry;
}

/** What the resolution names is given up for lost, unless something else became of it meanwhile. */
function giveUp(opened, entry) {
	for (const item of entry.told.missing ? thingsOf(opened, entry) : [])
		if (!isDone(opened, item))
			conclude(item, "missing", entry);
}

/** The officer took his word back. */
function takeBack(opened, entry) {
	for (const item of thingsOf(opened, entry))
		if (item.outcome === "missing" && item.outcomeEntry === entry)
			conclude(item, "none", null);
}

function endIncident(opened, begun, entry) {
	begun.isEnded = true;
	begun.resolution = entry;
	countIncident(opened, begun, -1);
	giveUp(opened, entry);
}

function reopenIncident(opened, begun, entry) {
	begun.isEnded = false;
	countIncident(opened, begun, 1);
	takeBack(opened, entry);
}

/** What came of an incident ends it with the officer's word, and as long as he stands by it. */
function settleIncident(opened, entry) {
	const begun = incidentOfId(opened, entry.told.about), isSaid = isConfirmed(opened, entry);

	if (begun && isSaid && !begun.isEnded)
		endIncident(opened, begun, entry);
	else if (begun && !isSaid && begun.isEnded && begun.resolution === entry)
		reopenIncident(opened, begun, entry);
}

export const applyIncident = (opened, entry) => (entry.told.isResolution ? settleIncident : openIncident)(opened, entry);

/** An answer has been heard: what follows from it. */
function follow(opened, about) {
	/* Whatever was rejected: with that in it nothing is closed. */
	if (about.weight.standing === "rejected")
		opened.fold.closing = null;
	if (!about.counts)
		return;
	if (["receive", "permit", "return", "dispose", "attest"].includes(about.type))
		withdraw(opened, about.item);
	else if (about.type === "approve")
		weighApproval(opened, about);
	else if (about.type === "incident" && about.told.isResolution)
		settleIncident(opened, about);
}

export function applyAnswer(opened, answer) {
	const about = findEntry(opened, answer.result.record.about);

	if (!about)
		return;
	if (about.index > answer.index) {
		about.early.unshift(answer);
		return;
	}
	hear(answer, about);
	follow(opened, about);
}

/** Answers whose turn came before that of what they are about. */
export function hearEarly(opened, entry) {
	for (const answer of entry.early) {
		hear(answer, entry);
		follow(opened, entry);
	}
}
