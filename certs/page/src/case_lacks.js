// SPDX-License-Identifier: GPL-3.0-or-later
/** What is still open, and what awaits an officer, after certs/register/lacks.c. */
import { isConfirmed, lacksWord } from "./case_standing.js";
import { endedOtherwise, incidentOfId, isErased } from "./case_state.js";

/** As they are told, in this order. */
export const LACKS = ["outcome", "return", "media", "exit-check", "confirmation", "rejected", "incident", "attempt"];

function addAnswer(lacks, opened, entry) {
	if (entry.weight.standing === "rejected")
		lacks.add("rejected");
	else if (!isConfirmed(opened, entry))
		lacks.add("confirmation");
}

/** Each erasure of a device that was brought in is the officer's to look at. */
function addErasures(lacks, opened, { media, erasure }) {
	for (const entry of media.length ? media.map((one) => one.erasure) : [erasure])
		if (entry)
			addAnswer(lacks, opened, entry);
}

function addWithoutOutcome(lacks, opened, item) {
	lacks.add("outcome");
	if (item.thing.mustReturn)
		lacks.add("return");
	if (item.media.some(({ erasure }) => erasure) && !isErased(item))
		lacks.add("media");
	if (item.thing.origin === "brought-in")
		lacks.add("exit-check");
	addErasures(lacks, opened, item);
}

const mustLeave = ({ thing, outcome }) => thing.origin === "brought-in" && outcome !== "disposed" && outcome !== "missing";

function addOutcome(lacks, opened, item) {
	addAnswer(lacks, opened, item.outcomeEntry);
	if (item.outcome === "erased")
		addErasures(lacks, opened, item);
	if (item.thing.mustReturn && item.outcome !== "returned" && item.outcome !== "missing")
		lacks.add("return");
	if (!mustLeave(item))
		return;
	if (item.leaving)
		addAnswer(lacks, opened, item.leaving);
	else
		lacks.add("exit-check");
}

/** A set of LACKS; empty: it is closed. */
export function lacksOf(opened, item) {
	const lacks = new Set();

	if (item.incidents)
		lacks.add("incident");
	if (item.attempts && !endedOtherwise(item))
		lacks.add("attempt");
	if (item.outcome === "none")
		addWithoutOutcome(lacks, opened, item);
	else
		addOutcome(lacks, opened, item);
	return lacks;
}

function expect(opened, entry) {
	if (entry && entry.weight.standing !== "rejected" && !isConfirmed(opened, entry))
		entry.awaits = true;
}

function awaitItem(opened, item) {
	expect(opened, item.outcomeEntry);
	expect(opened, item.leaving);
	if (item.outcome !== "none" && item.outcome !== "erased")
		return;
	expect(opened, item.erasure);
	item.media.forEach(({ erasure }) => expect(opened, erasure));
}

function endsIncident(opened, { type, told, fault }) {
	if (type !== "incident" || !told.isResolution || fault !== "none")
		return false;
	const begun = incidentOfId(opened, told.about);
	return begun !== null && !begun.isSpent;
}

/** Sets what all items lack, and what awaits confirmation. */
export function findLacks(opened) {
	for (const item of opened.fold.items) {
		item.lacks = lacksOf(opened, item);
		if (item.lacks.size)
			awaitItem(opened, item);
	}
	for (const entry of opened.entries)
		if (entry.isKnown && (endsIncident(opened, entry) || (entry.fault === "none" && !entry.isSpent && lacksWord(opened, entry))))
			expect(opened, entry);
	expect(opened, opened.fold.closing);
}
