// SPDX-License-Identifier: GPL-3.0-or-later
/** What is still open, and what awaits an officer, after certs/register/lacks.c. */
import { isAnswered, isConfirmed, isOfficersWord } from "./case_standing.js";
import { endedOtherwise, hasCopies, incidentOfId, isErased, leftOf } from "./case_state.js";

/** As they are told, in this order. */
export const LACKS = ["outcome", "return", "media", "exit-check", "confirmation", "rejected", "incident", "attempt", "part"];

const isRejected = ({ weight }) => weight.standing === "rejected";

function addAnswer(lacks, opened, entry) {
	if (isRejected(entry))
		lacks.add("rejected");
	else if (!isConfirmed(opened, entry))
		lacks.add("confirmation");
}

/** Each erasure of something of it is the officer's to look at. */
function addErasures(lacks, opened, { copyings, media, erasure }) {
	const own = media.length || copyings.length ? [] : [erasure];

	for (const entry of [...copyings.map(({ erasedBy }) => erasedBy), ...media.map((one) => one.erasure), ...own])
		if (entry)
			addAnswer(lacks, opened, entry);
}

/**
 * An officer has to know what was recorded against a rule, whatever he says of it; not where only a clock is in doubt,
 * which will show by itself.
 */
export const isUnheardOf = (opened, entry) => entry.counts && !["none", "label", "not-authentic"].includes(entry.fault) &&
	!isAnswered(opened, entry);

/** Of what was returned or disposed of, piece by piece. */
function addParts(lacks, opened, item) {
	const left = leftOf(item);

	for (const part of item.parts) {
		const counts = !isRejected(part);
		if (counts || left)
			addAnswer(lacks, opened, part);
		if (counts && left)
			lacks.add("part");
		if (counts && item.thing.mustReturn && part.type !== "return")
			lacks.add("return");
	}
}

export const isOfParts = ({ outcome }) => ["none", "returned", "disposed"].includes(outcome);

function addWithoutOutcome(lacks, opened, item) {
	const isBroughtIn = item.thing.origin === "brought-in";

	/* What was brought in ends when it leaves, however early it was erased. */
	if (!isBroughtIn || !isErased(item))
		lacks.add("outcome");
	if (item.thing.mustReturn)
		lacks.add("return");
	/* A medium in it, or one of those that it was copied to. */
	if (!isErased(item) && (item.media.some(({ erasure }) => erasure) || item.copyings.some(({ erasedBy }) => erasedBy)))
		lacks.add("media");
	if (isBroughtIn)
		lacks.add("exit-check");
	if (isRejected(item.entry))
		lacks.add("rejected");
	addErasures(lacks, opened, item);
	addParts(lacks, opened, item);
}

const mustLeave = ({ thing, outcome }) => thing.origin === "brought-in" && outcome !== "disposed" && outcome !== "missing";

export const isCopy = ({ thing: { origin } }) => origin === "copied-inside" || origin === "copied-outside";

function addLeaving(lacks, opened, { leaving }) {
	if (leaving)
		addAnswer(lacks, opened, leaving);
	else
		lacks.add("exit-check");
}

function addOutcome(lacks, opened, item) {
	const { outcome } = item;

	if (isOfParts(item))
		addParts(lacks, opened, item);
	else
		addAnswer(lacks, opened, item.outcomeEntry);
	if (outcome === "erased")
		addErasures(lacks, opened, item);
	if (item.thing.mustReturn && outcome !== "returned" && outcome !== "missing")
		lacks.add("return");
	if (mustLeave(item))
		addLeaving(lacks, opened, item);
}

/** A set of LACKS; empty: it is closed. */
export function lacksOf(opened, item) {
	const lacks = new Set();

	if ([item.entry, ...item.copyings].some((entry) => isUnheardOf(opened, entry)))
		lacks.add("confirmation");
	if (item.incidents)
		lacks.add("incident");
	if (item.attempts.length && !endedOtherwise(item))
		lacks.add("attempt");
	/* What was copied to something that is no copy has to go by itself. */
	if (hasCopies(item) && !isCopy(item))
		lacks.add("media");
	if (item.outcome === "none")
		addWithoutOutcome(lacks, opened, item);
	else if (item.outcome !== "withdrawn")
		addOutcome(lacks, opened, item);
	return lacks;
}

function expect(opened, entry) {
	if (entry && !isAnswered(opened, entry))
		entry.awaits = true;
}

function awaitItem(opened, item) {
	const parts = isOfParts(item) ? item.parts : [item.outcomeEntry];
	const erasures = item.outcome === "none" || item.outcome === "erased" ?
		[...item.copyings.map(({ erasedBy }) => erasedBy), ...item.media.map(({ erasure }) => erasure), item.erasure] : [];

	for (const entry of [...parts, item.leaving, ...erasures])
		expect(opened, entry);
}

function endsIncident(opened, { type, told, counts }) {
	if (type !== "incident" || !told.isResolution || !counts)
		return false;
	const begun = incidentOfId(opened, told.about);
	return begun !== null && !begun.isEnded;
}

export const lacksWord = (opened, entry) => entry.counts && !entry.isSpent && !isOfficersWord(opened, entry);

/** Sets what all items lack, and what awaits confirmation. */
export function findLacks(opened) {
	for (const item of opened.fold.items) {
		item.lacks = lacksOf(opened, item);
		if (item.lacks.size)
			awaitItem(opened, item);
	}
	for (const entry of opened.entries)
		if (entry.isKnown && (endsIncident(opened, entry) || lacksWord(opened, entry) || isUnheardOf(opened, entry)))
			expect(opened, entry);
	expect(opened, opened.fold.closing);
}
