// SPDX-License-Identifier: GPL-3.0-or-later
/** Questions to the state as it stands: by the rules while folding, and afterwards; after certs/register/state.c. */
import { findIds } from "./case_order.js";
import { lacksOf } from "./case_lacks.js";
import { isConfirmed, lacksWord } from "./case_standing.js";
import { countsAsAuthentic } from "./case_rules.js";

/** The item that entry brought and that counts; null: none. */
export const itemOfEntry = (entry) => (entry.type === "receive" || entry.type === "permit" ? entry.item : null);

/** A record that does not count may have taken the id. */
export const itemOfId = (opened, id) => (id ? findIds(opened, id).find(itemOfEntry)?.item : null) ?? null;

/** The record before the one whose turn it is that opened the incident; null: none. */
export const incidentOfId = (opened, id) => findIds(opened, id).find(({ index, type, told, fault }) => index < opened.fold.at &&
	type === "incident" && !told.isResolution && fault === "none") ?? null;

/** Is serial that of the thing, of a medium in it, or of what was copied to? "": is something of it where no serial is known? */
export function hasSerial(item, serial) {
	if (item.copyings.some(({ told }) => told.serial === serial))
		return true;
	if (!serial)
		return !knowsSerial(item);
	return item.thing.serial === serial || item.media.some((medium) => medium.serial === serial);
}

export const knowsSerial = (item) => item.thing.serial !== "" || item.media.length > 0 ||
	item.copyings.some(({ told }) => told.serial !== "");

/** Items that are on the medium: are it, have it, or were copied to it before this position and not erased since. */
export function itemsOn(opened, serial, before) {
	if (!serial)
		return [];
	const copied = (opened.fold.copies.get(serial) ?? []).filter(({ index, fault, isSpent, item }) => index < before &&
		fault === "none" && !isSpent && item);
	return [...(opened.fold.serials.get(serial) ?? []).map(itemOfEntry).filter(Boolean), ...copied.map(({ item }) => item)];
}

/** All media of it, or itself, and all that it was copied to, erased so that it counts. */
export const isErased = ({ copyings, media, erasure }) => copyings.every(({ isSpent }) => isSpent) &&
	(media.length ? media.every((one) => one.erasure) : erasure !== null);

/** The same, and confirmed each. */
export function erasuresAreConfirmed(opened, { media, erasure }) {
	return (media.length ? media.map((one) => one.erasure) : [erasure]).every((entry) => entry && isConfirmed(opened, entry));
}

/** Was what it became confirmed? */
export const isDone = (opened, item) => item.outcome !== "none" && isConfirmed(opened, item.outcomeEntry) && !lacksOf(opened, item).size;

export const levelFor = (opened, kind) => opened.fold.levels.get(kind) ?? opened.rules.level;

/** No erasure is waited for any more: the medium is destroyed, lost, or the contractor's word stands for it. */
export const endedOtherwise = ({ outcome }) => ["disposed", "attested", "missing"].includes(outcome);

/** Erasures of which nothing tells how they ended, and for which nothing else stands. */
export const openAttempts = ({ fold: { attempts, items } }) => items.filter(endedOtherwise).reduce((left, item) => left - item.attempts, attempts);

/** The drawn challenge that this work answers. It may have been drawn in another copy: its place in the order does not matter. */
export function answered(opened, work, item) {
	const { challenge, serial, started } = work.told;

	return (challenge && opened.fold.challenges.get(challenge) || []).find((drawn) => !drawn.isSpent &&
		itemOfId(opened, drawn.place.item) === item && (!drawn.told.serial || drawn.told.serial === serial) &&
		started < drawn.told.expires && countsAsAuthentic(drawn) && !lacksWord(opened, drawn)) ?? null;
}
