// SPDX-License-Identifier: GPL-3.0-or-later
/** Copying, erasing, and reading again: what is on which medium, and until when; after certs/register/fold_work.c. */
import { conclude } from "./case_items.js";
import { isCopy } from "./case_lacks.js";
import { findEntry, findIds } from "./case_order.js";
import { hasComeOff } from "./copied.js";
import { answered, copyingsTo, isDone, isErased, itemsWith, levelFor, namesSerial, takesFiles } from "./case_state.js";

/** Attempts of one item, or of none. */
const holderOf = ({ fold }, { item }) => item ?? fold;

export function applyAttempt(opened, entry) {
	holderOf(opened, entry).attempts.push(entry);
}

function endAttempt(opened, attempt) {
	const holder = holderOf(opened, attempt);

	attempt.isEnded = true;
	holder.attempts = holder.attempts.filter((one) => one !== attempt);
}

/** Of one medium, or partition; where files were erased, another kind of work was done. */
const isSameWork = (one, other) => Boolean(one.isOfFiles) === Boolean(other.isOfFiles) && one.part === other.part && one.serial === other.serial;

/** What was begun on a medium is over once it has been erased as a whole; also on what lay there. */
function isOverWith(begun, work) {
	if (isSameWork(begun, work))
		return true;
	if (!work.serial || work.part !== null)
		return false;
	return begun.isOfFiles ? begun.beneath === work.serial : begun.part !== null && begun.serial === work.serial;
}

function endNamed(opened, link, work) {
	const attempt = findEntry(opened, link);

	if (attempt?.type === "attempt" && attempt.index < opened.fold.at && isSameWork(attempt.told, work))
		endAttempt(opened, attempt);
}

/** It looked at all that was copied, and tells what is left: also of what was begun before. */
const tellsOfAll = (work) => Boolean(work.copied) && !work.isInterrupted;

function endEarlier(opened, entry) {
	for (const attempt of entry.counts ? holderOf(opened, entry).attempts : [])
		if (isOverWith(attempt.told, entry.told))
			endAttempt(opened, attempt);
}

/**
 * The result of a run tells how its attempt ended, whatever the rules say of it. A run that was cut off could not tell;
 * one that brought its job, or another one, to a good end does, and so does one that tells what became of the copy by then.
 */
export function endAttempts(opened, entry) {
	const { told: work } = entry;

	if (work.closes)
		endNamed(opened, work.closes, work);
	if (tellsOfAll(work))
		endEarlier(opened, entry);
	if (!hasComeOff(entry.result))
		return;
	for (const link of work.resumes)
		endNamed(opened, link, work);
	endEarlier(opened, entry);
}

/**
 * Is the erasure one of what was copied? By where it stands and by the clocks: what was copied while or after it was
 * erased is still there. Another one stands for it already, unless an officer rejected that.
 */
const covers = (erasure, copying) => copying.index < erasure.index && copying.counts &&
	(!copying.erasedBy || copying.erasedBy.weight.standing === "rejected") && copying.told.last <= erasure.told.started;

/** One medium is erased. */
function markErased(item, serial, entry) {
	for (const medium of item.media)
		if (medium.serial === serial)
			medium.erasure = entry;
	if (item.thing.serial === serial || (!item.thing.serial && !item.media.length))
		item.erasure = entry;
	item.failure = null;
	if (isErased(item) && item.thing.origin !== "brought-in")
		conclude(item, "erased", entry);
}

/** What is enough for one item may be too little for another one on the same medium. */
const isEnough = (opened, { thing }, { told }) => told.level >= levelFor(opened, thing.kind);

function markItem(opened, item, entry) {
	if (isDone(opened, item))
		return;
	if (isEnough(opened, item, entry))
		markErased(item, entry.told.serial, entry);
	else
		item.failure = entry;
}

/** Of every item that is on the medium. */
function markAllOn(opened, entry) {
	const { serial } = entry.told;

	for (const copying of copyingsTo(opened, serial)) {
		if (!covers(entry, copying))
			continue;
		if (isEnough(opened, copying.item, entry))
			copying.erasedBy = entry;
		markItem(opened, copying.item, entry);
	}
	for (const item of itemsWith(opened, serial))
		markItem(opened, item, entry);
}

/** Where no serial is known, one erasure is taken for that of one place: the first one. */
function coverUnnamed(item, entry) {
	const unnamed = item.copyings.filter((copying) => !copying.told.serial && covers(entry, copying));

	for (const copying of unnamed)
		if (copying.told.destination === unnamed[0].told.destination)
			copying.erasedBy = entry;
	markErased(item, "", entry);
}

/** The same medium may hold two items; somebody should look whether it does. */
function noteSameMedium(opened, entry) {
	const other = opened.fold.works.get(entry.told.serial).find(({ index, counts, result, item }) => index < entry.index && counts &&
		result.held === "yes" && item && item !== entry.item);

	if (other)
		opened.note("same-medium", entry, other);
}

/**
 * What is listed only an erasure stands for that tells of it; what is not, one that held, as of a medium. That copying
 * began is told by the list of how it ended.
 */
const standsFor = (erasure, copying) => (copying.told.isListed ? erasure.told.isWhole : copying.isEnded || erasure.result.held === "yes");

/** Something that is listed, of which the erasure does not tell. */
const isSilentOf = (entry, item, meant) => !entry.told.copied && (item.thing.isListed || meant.some(({ told }) => told.isListed));

/** Files are erased for one item of files alone, whatever else is on the medium. */
function applyFiles(opened, entry) {
	const { item, told: { beneath, copied } } = entry;

	if (!item || isDone(opened, item))
		return;
	const serial = beneath && namesSerial(item, beneath) ? beneath : "";
	const meant = item.copyings.filter((copying) => copying.told.serial === serial && covers(entry, copying));
	if (!hasComeOff(entry.result) || !takesFiles(opened, item) || isSilentOf(entry, item, meant)) {
		item.failure = entry;
		return;
	}
	if (!serial && !copied) {
		coverUnnamed(item, entry);
		return;
	}
	/* What it tells is of every place that it can be of, so that it counts for all of them. */
	for (const copying of meant)
		if (standsFor(entry, copying))
			copying.erasedBy = entry;
	markErased(item, serial, entry);
}

/** A partition that was erased is no item, whatever level was asked for. */
const isErasedWhole = ({ result, told: { part } }) => result.held === "yes" && part === null;

export function applyErasure(opened, entry) {
	if (entry.told.isOfFiles) {
		applyFiles(opened, entry);
		return;
	}
	const { item, told: { serial, level } } = entry, drawn = answered(opened, entry, item);
	const wanted = levelFor(opened, item?.thing.kind ?? "medium"), isNamed = item && serial && namesSerial(item, serial);

	if (isErasedWhole(entry) && serial)
		markAllOn(opened, entry);
	if (!isErasedWhole(entry) || level < wanted) {
		if (item)
			item.failure = entry;
		return;
	}
	/* Not by what failed or broke off: the job that goes on from it answers the same. */
	if (drawn)
		drawn.isSpent = true;
	if (!item || isNamed || isDone(opened, item))
		return;
	coverUnnamed(item, entry);
	if (serial)
		noteSameMedium(opened, entry);
}

/** It is open again. */
function reopen(item) {
	if (item.outcome === "none")
		return;
	conclude(item, "none", null);
	item.leaving = null;
}

/** Also a device, of which nobody knows on which of its media. */
function spoil(item, serial) {
	for (const medium of item.media)
		if (item.thing.serial === serial || medium.serial === serial)
			medium.erasure = null;
	if (!item.media.length)
		item.erasure = null;
	if (item.outcome === "disposed")
		item.parts = [];
	/* Whatever was said of it, there is something on it now; what went back or is lost is not here. */
	if (["erased", "nothing-copied", "attested", "disposed"].includes(item.outcome))
		reopen(item);
}

/** What was erased and is written to again has to be erased again, also if it had left. */
function spoilErasures(opened, serial) {
	for (const item of itemsWith(opened, serial))
		if (item.thing.origin === "brought-in" || item.thing.origin === "received")
			spoil(item, serial);
}

const isSamePlace = (one, other) => one.serial === other.serial && (one.serial || one.destination === other.destination);

/**
 * A later run to the same place tells how one ended that was cut off. Those before the last one that ended there have
 * ended with that.
 */
function endBegunThere(entry) {
	const { item, told } = entry;
	const there = item.copyings.filter((one) => one !== entry && isSamePlace(one.told, told));

	for (const one of there.slice(there.findLastIndex((each) => !each.told.isBegun) + 1))
		one.isEnded = true;
}

/** Another record told that it began. */
function endBegun(opened, entry) {
	for (const begun of findIds(opened, entry.told.begun ?? ""))
		if (begun.index < opened.fold.at && begun.counts && begun.type === "copy-out" && begun.told.isBegun && begun.item === entry.item)
			begun.isEnded = true;
}

/** Whatever had become of the copy before: there is one now. */
export function applyCopying(opened, entry) {
	const { item } = entry;

	item.copyings.push(entry);
	endBegun(opened, entry);
	if (!entry.told.isBegun)
		endBegunThere(entry);
	if (isCopy(item))
		reopen(item);
	spoilErasures(opened, entry.told.serial);
}

function refute(item, erasure, check) {
	const media = item.media.filter((medium) => medium.erasure === erasure), isIts = item.erasure === erasure || media.length > 0;

	for (const copying of item.copyings)
		if (copying.erasedBy === erasure)
			copying.erasedBy = null;
	for (const medium of media)
		medium.erasure = null;
	if (!isIts)
		return;
	if (item.erasure === erasure)
		item.erasure = null;
	item.failure = check;
	if (item.outcome === "erased")
		reopen(item);
}

/** A medium that was read again and does not hold what it must is not erased, whoever confirmed it. */
export function applyCheck(opened, entry) {
	const erasure = findEntry(opened, entry.result.record.about);

	if (entry.result.held !== "no" || erasure?.type !== "erasure" || erasure.index >= entry.index)
		return;
	erasure.isRefuted = true;
	for (const item of opened.fold.items)
		refute(item, erasure, entry);
}
