// SPDX-License-Identifier: GPL-3.0-or-later
/** Questions to the state as it stands: by the rules while folding, and afterwards; after certs/register/state.c. */
import { findIds } from "./case_order.js";
import { lacksOf } from "./case_lacks.js";
import { countsAsAuthentic, isOfCase } from "./case_rules.js";
import { isConfirmed, isOfficersWord } from "./case_standing.js";

/** The item that entry brought and that counts; null: none. */
export const itemOfEntry = (entry) => (entry.type === "receive" || entry.type === "permit" ? entry.item : null);

/** A record that does not count may have taken the id. */
export const itemOfId = (opened, id) => (id ? findIds(opened, id).find(itemOfEntry)?.item : null) ?? null;

/** The record before the one whose turn it is that opened the incident; null: none. */
export const incidentOfId = (opened, id) => findIds(opened, id).find(({ index, type, told, counts }) => index < opened.fold.at &&
	type === "incident" && !told.isResolution && counts) ?? null;

/** Is it that of the thing, of a medium in it, or of what was copied to? */
export const namesSerial = ({ thing, media, copyings }, serial) => thing.serial === serial ||
	media.some((medium) => medium.serial === serial) || copyings.some(({ told }) => told.serial === serial);

/** It, or something that it was copied to, may have any serial. */
const hasUnnamed = ({ thing, media, copyings }) => (copyings.length ? copyings.some(({ told }) => !told.serial) :
	!thing.serial && !media.length);

/** May a medium with this serial be one of the item's? "": one whose serial is not known. */
export const hasSerial = (item, serial) => (serial !== "" && namesSerial(item, serial)) || hasUnnamed(item);

const withSerial = (map, serial) => (serial && map.get(serial)) || [];

/** Items of the things that have this serial, or have a medium with it. */
export const itemsWith = ({ fold }, serial) => withSerial(fold.serials, serial).map(itemOfEntry).filter(Boolean);

/** Records of copying to it that count, or do not. */
export const copyingsTo = ({ fold }, serial) => withSerial(fold.copies, serial);

/** Items that are on the medium: are it, have it, or were copied to it before this position and not erased since. */
export const itemsOn = (opened, serial, before) => [...itemsWith(opened, serial), ...copyingsTo(opened, serial)
	.filter(({ index, counts, erasedBy }) => index < before && counts && !erasedBy).map(({ item }) => item)];

/** Was something copied that nothing erased? */
export const hasCopies = ({ copyings }) => copyings.some(({ erasedBy }) => !erasedBy);

/** All media of it, or itself, and all that it was copied to, erased so that it counts. */
export const isErased = (item) => !hasCopies(item) &&
	(item.media.length ? item.media.every(({ erasure }) => erasure) : item.erasure !== null);

/** Has something of it been? */
export const wasErased = ({ media, erasure }) => erasure !== null || media.some((medium) => medium.erasure);

/** All that erased something of it confirmed each. */
export function erasuresAreConfirmed(opened, { copyings, media, erasure }) {
	const isSaid = (entry) => entry !== null && isConfirmed(opened, entry);

	return copyings.every(({ erasedBy }) => isSaid(erasedBy)) && media.every((medium) => isSaid(medium.erasure)) &&
		(media.length > 0 || isSaid(erasure));
}

/** Is what it became confirmed, and nothing open? */
export function isDone(opened, item) {
	if (item.outcome === "none" || lacksOf(opened, item).size)
		return false;
	return item.outcome === "withdrawn" || isConfirmed(opened, item.outcomeEntry);
}

/** Has something become of it that no officer rejected? */
export const hasEnded = ({ outcome, outcomeEntry }) => outcome !== "none" && outcomeEntry.weight.standing !== "rejected";

/** Was each piece of it returned, and did the officer countersign that? */
export const isBack = (opened, item) => item.back !== null && leftOf(item) === 0 &&
	item.parts.every((part) => part.weight.standing === "rejected" || isConfirmed(opened, part));

/** Pieces that were neither returned nor disposed of, so far as no officer rejected that. */
export const leftOf = ({ parts, thing }) => parts.filter(({ weight }) => weight.standing !== "rejected").reduce((left, { told }) =>
	Math.max(left - told.quantity, 0), thing.quantity);

/** May files be erased for it? Of files, and no level of a medium was agreed upon for those. */
export const takesFiles = ({ fold }, { thing, media }) => thing.kind === "files" && !media.length && !fold.levels.get("files");

export const levelFor = (opened, kind) => opened.fold.levels.get(kind) ?? opened.rules.level;

/** No erasure is waited for any more: the medium is destroyed, lost, gone back, or the contractor's word stands for it. */
export const endedOtherwise = ({ outcome }) => ["returned", "disposed", "attested", "missing"].includes(outcome);

/** Erasures of which nothing tells how they ended, and for which nothing else stands. */
export const openAttempts = ({ fold: { attempts, items } }) => items.filter((item) => !endedOtherwise(item))
	.reduce((open, item) => open + item.attempts.length, attempts.length);

/** What was copied later is none that the officer drew it for: of the item, or to the medium. */
function isFor(opened, drawn, item, serial) {
	const there = copyingsTo(opened, serial).filter(({ index, counts }) => index < opened.fold.at && counts);

	return itemOfId(opened, drawn.place.item) === item &&
		[...item?.copyings ?? [], ...there].every(({ told }) => drawn.time >= told.last);
}

/** Challenges of these bytes that were drawn in this case, whatever for. */
export const challengesOf = ({ fold }, { told: { challenge } }) => (challenge && fold.challenges.get(challenge)) || [];

/** The drawn challenge that this work answers. It may have been drawn in another copy: its place in the order does not matter. */
export function answered(opened, work, item) {
	const { serial, started } = work.told;

	return challengesOf(opened, work).find((drawn) => !drawn.isSpent && countsAsAuthentic(drawn) && isOfCase(opened, drawn) &&
		isOfficersWord(opened, drawn) && isFor(opened, drawn, item, serial) && started < drawn.told.expires &&
		(!drawn.told.serial || drawn.told.serial === serial)) ?? null;
}
