// SPDX-License-Identifier: GPL-3.0-or-later
/** Questions to the state as it stands: by the rules while folding, and afterwards; after certs/register/state.c. */
import { findId } from "./case_order.js";
import { lacksOf } from "./case_lacks.js";
import { isConfirmed } from "./case_standing.js";
import { countsAsAuthentic } from "./case_rules.js";

/** The item that entry brought and that counts; null: none. */
export const itemOfEntry = (entry) => (entry.type === "receive" || entry.type === "permit" ? entry.item : null);

export function itemOfId(opened, id) {
	const entry = id ? findId(opened, id) : null;

	return entry && itemOfEntry(entry);
}

const copiedTo = ({ copying }) => copying?.told.serial ?? "";

/** Is serial that of the thing, of a medium in it, or of what was copied to? */
export const hasSerial = (item, serial) => item.thing.serial === serial || copiedTo(item) === serial ||
	item.media.some((medium) => medium.serial === serial);

export const knowsSerial = (item) => item.thing.serial !== "" || item.media.length > 0 || copiedTo(item) !== "";

/** All media of it, or itself, erased so that it counts. */
export const isErased = ({ media, erasure }) => (media.length ? media.every((one) => one.erasure) : erasure !== null);

/** The same, and confirmed each. */
export function erasuresAreConfirmed(opened, { media, erasure }) {
	return (media.length ? media.map((one) => one.erasure) : [erasure]).every((entry) => entry && isConfirmed(opened, entry));
}

/** Was what it became confirmed? */
export const isDone = (opened, item) => item.outcome !== "none" && isConfirmed(opened, item.outcomeEntry) && !lacksOf(opened, item).size;

export const levelFor = (opened, kind) => opened.fold.levels.get(kind) ?? opened.rules.level;

/** The drawn challenge that this work answers. It may have been drawn in another copy: its place in the order does not matter. */
export function answered(opened, work, item) {
	const { challenge, serial, started } = work.told;

	return (challenge && opened.fold.challenges.get(challenge) || []).find((drawn) => !drawn.isSpent &&
		itemOfId(opened, drawn.place.item) === item && (!drawn.told.serial || drawn.told.serial === serial) &&
		started < drawn.told.expires && countsAsAuthentic(drawn)) ?? null;
}
