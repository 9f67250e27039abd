// SPDX-License-Identifier: GPL-3.0-or-later
/** Which rule a record breaks, as things stand when its turn comes, after certs/register/rules.c. One function a type. */
import { includedIsOpen } from "./case_include.js";
import { isCopy, isOfParts, lacksOf } from "./case_lacks.js";
import { findEntry, findIds } from "./case_order.js";
import { isConfirmed, isOfficersWord } from "./case_standing.js";
import { answered, challengesOf, copyingsTo, erasuresAreConfirmed, hasEnded, hasSerial, incidentOfId, isBack, isDone, isErased, itemOfEntry,
	itemOfId, itemsOn, itemsWith, leftOf, openAttempts, takesFiles, wasErased } from "./case_state.js";
import { isOnPaper } from "./record.js";
import { rolesPermit } from "./trust.js";
import { fault as answerFault } from "./weigh.js";

const NOT_MADE_UP = ["demo", "expired", "crl-stale", "exception-over"];

/** What keeps it from being valid is nothing that somebody could have made up. */
export const countsAsAuthentic = ({ result: { isSigned, authentic, reason } }) => isSigned &&
	(authentic === "valid" || (authentic === "undetermined" && NOT_MADE_UP.includes(reason)));

/** Only a clock stands in its way: the signer's was ahead, or this one is behind. */
const isEarly = ({ isKnown, result: { isSigned, authentic, reason } }) => isKnown && isSigned && authentic === "undetermined" &&
	["issued-in-the-future", "not-yet-valid"].includes(reason);

const itemOf = (opened, entry) => itemOfId(opened, entry.place.item);

function labelIsTaken(opened, label) {
	return (opened.fold.labels.get(label) ?? []).map(itemOfEntry).some((item) => item && item.outcome !== "withdrawn");
}

/** Erased, and not confirmed since: whatever it was called then. */
function isHeld(opened, serial) {
	const works = (opened.rules.holds && serial && opened.fold.works.get(serial) || []).filter((work) =>
		work.index < opened.fold.at && work.counts && work.result.held === "yes" && !work.isRefuted);
	const last = works.findLastIndex((work) => isConfirmed(opened, work));

	return works.slice(last + 1).some(({ item }) => !item || lacksOf(opened, item).size > 0);
}

/** Is it on the device, and on none of the media in it? Those are erased one by one. */
const isOfChassis = ({ thing, media }, serial) => media.length > 0 && thing.serial === serial &&
	!media.some((medium) => medium.serial === serial);

/** May a copy go there? It has to be on what is erased for it one day. */
function mayBeCopiedTo(opened, { thing, media }, serial) {
	const isNamed = media.length ? media.some((medium) => medium.serial === serial) : !thing.serial || thing.serial === serial;

	return isNamed && !itemsWith(opened, serial).some((item) => isOfChassis(item, serial));
}

/** Is a medium with this serial held, or an item that is still open? */
function judgeSerial(opened, thing, serial) {
	if (isHeld(opened, serial))
		return "held";
	/* That is what a device is brought in for. */
	const mayBeOn = (item) => thing.origin === "copied-inside" && item.thing.origin === "brought-in";
	return itemsWith(opened, serial).some((item) => !mayBeOn(item) && lacksOf(opened, item).size) ? "serial-used" : "none";
}

function judgeThing(opened, { told }) {
	if (told.parent && !itemOfId(opened, told.parent))
		return "unknown-item";
	const fault = [told, ...told.media].map(({ serial }) => judgeSerial(opened, told, serial)).find((one) => one !== "none");
	return fault ?? (labelIsTaken(opened, told.label) ? "label" : "none");
}

const judgeApproval = (opened, entry) => (entry.place.item && !itemOf(opened, entry) ? "unknown-item" : "none");

function judgeChallenge(opened, entry) {
	const item = itemOf(opened, entry), { serial } = entry.told;

	if (!item)
		return "unknown-item";
	if (isDone(opened, item))
		return "done";
	/* One for each medium. */
	if (!serial && item.media.length > 1)
		return "serial-other";
	return serial && !hasSerial(item, serial) ? "serial-other" : "none";
}

function judgeCopy(opened, entry) {
	const item = itemOf(opened, entry), { serial, first } = entry.told;

	if (!item)
		return "unknown-item";
	const { from, until } = item.thing;
	if (!isCopy(item) || item.entry.weight.standing === "rejected" || first < from || first >= until)
		return "not-permitted";
	if (!mayBeCopiedTo(opened, item, serial))
		return "serial-other";
	if (hasEnded(item))
		return isDone(opened, item) ? "done" : "order";
	return isHeld(opened, serial) ? "held" : "none";
}

/** Evidence is left alone, unless the officer said otherwise since. */
const isEvidence = ({ incidents, instruction, incident }) => incidents > 0 && (!instruction || instruction.index < incident.index);

/** What was received, that this is a copy of; itself if it is none. */
function rootOf(opened, item) {
	for (let steps = opened.fold.items.length; item.parent && steps; steps--)
		item = item.parent;
	return item;
}

/** Also itself, if it has to go back; until the officer has countersigned, or that is all over. */
function mustBeReturnedFirst(opened, item) {
	const root = rootOf(opened, item);

	if (!opened.rules.returnsFirst || root.thing.origin !== "received" || (root === item && !item.thing.mustReturn) || item.instruction)
		return false;
	return !isDone(opened, root) && !isBack(opened, root);
}

/** Without an item: only by an instruction that names the serial. */
const isOrdered = (opened, serial) => (serial && opened.fold.orders.get(serial) || []).some((order) =>
	order.index < opened.fold.at && order.counts && isOfficersWord(opened, order) && order.told.subject === "instruction");

/** An attempt may answer a challenge that this copy has not heard of yet; what it led to may not. */
function lacksAnswer(opened, entry, item) {
	if (!opened.rules.asksChallenge || answered(opened, entry, item))
		return false;
	return entry.type !== "attempt" || !entry.told.challenge || challengesOf(opened, entry).length > 0;
}

function judgeTouched(opened, item) {
	if (isEvidence(item))
		return "incident";
	return mustBeReturnedFirst(opened, item) ? "return-first" : "none";
}

/** Evidence stands before what only has to wait. */
const gravest = (faults) => (faults.includes("incident") ? "incident" : faults.find((fault) => fault !== "none") ?? "none");

/** Whatever else is on the medium goes with it, whichever item is named. */
const judgeAllOn = (opened, serial) => gravest(itemsOn(opened, serial, opened.fold.at).filter((item) => !isDone(opened, item))
	.map((item) => judgeTouched(opened, item)));

/** What is said of a thing is said of what was copied to it. */
const judgeAllOf = (opened, item) => gravest([judgeTouched(opened, item),
	...[item.thing, ...item.media].map(({ serial }) => judgeAllOn(opened, serial))]);

/** A job that was begun for one item does not end as that of another one. */
const goesOnForAnother = (opened, { told: { resumes, closes }, place }) => [...resumes, closes].some((link) => {
	const attempt = link && findEntry(opened, link);

	return attempt?.place && (attempt.place.item ?? "") !== (place.item ?? "");
});

function judgeWork(opened, entry) {
	const item = itemOf(opened, entry), { serial } = entry.told;

	if (!item)
		return !entry.place.item && !entry.told.isOfFiles && isOrdered(opened, serial) ? judgeAllOn(opened, serial) : "unknown-item";
	if (goesOnForAnother(opened, entry))
		return "other-item";
	if (entry.told.isOfRest)
		return "content";
	if (entry.told.isOfFiles && !takesFiles(opened, item))
		return "files";
	if (!hasSerial(item, entry.told.isOfFiles ? entry.told.beneath : serial))
		return "serial-other";
	const fault = gravest([judgeTouched(opened, item), judgeAllOn(opened, serial)]);
	if (fault !== "none")
		return fault;
	return lacksAnswer(opened, entry, item) ? "challenge" : "none";
}

/** Also against the rules. */
const wasCopiedTo = (opened, item) => item.copyings.length > 0 || [item.thing, ...item.media].some(({ serial }) =>
	copyingsTo(opened, serial).some(({ counts }) => counts));

function judgeLeaving(opened, entry) {
	const item = itemOf(opened, entry);

	if (!item)
		return "unknown-item";
	if (item.thing.origin === "received")
		return "not-permitted";
	if (isDone(opened, item))
		return "done";
	/* Evidence stays where it is. */
	if (judgeAllOf(opened, item) === "incident")
		return "incident";
	if (entry.told.nothingCopied)
		return wasCopiedTo(opened, item) || wasErased(item) ? "order" : "none";
	if (item.outcome === "attested")
		return "none";
	if (!isErased(item))
		return "order";
	return opened.rules.holds && !erasuresAreConfirmed(opened, item) ? "held" : "none";
}

/** All pieces at once stand for what was said of some before, as long as no officer confirmed that. */
function judgePart(opened, item, { told: { quantity } }) {
	const isAll = quantity === item.thing.quantity;

	/* What was said of all of it leaves no piece. */
	if (hasEnded(item) && !isOfParts(item) && quantity < leftOf(item))
		return "quantity";
	if (isAll && item.parts.some((part) => isConfirmed(opened, part)))
		return "quantity";
	return quantity > leftOf(item) && !isAll ? "quantity" : "none";
}

/** What can be touched goes back itself; a copy is on something until that is erased, or goes. */
function leavesIt(item, { form }) {
	if (item.thing.kind === "paper")
		return form !== "paper";
	return (["medium", "device"].includes(item.thing.kind) || isCopy(item)) && form !== "medium";
}

function judgeReturn(opened, entry) {
	const item = itemOf(opened, entry);

	if (!item)
		return "unknown-item";
	if (item.thing.origin === "brought-in")
		return "not-permitted";
	if (isDone(opened, item))
		return "done";
	if (opened.rules.holds && isErased(item) && !erasuresAreConfirmed(opened, item))
		return "held";
	if (leavesIt(item, entry.told))
		return "form";
	return judgePart(opened, item, entry);
}

/** Of something that was destroyed, or for which the contractor gives his word. */
function judgeEnding(opened, entry) {
	const item = itemOf(opened, entry);

	if (!item)
		return "unknown-item";
	if (isDone(opened, item))
		return "done";
	if (entry.type === "dispose" && item.thing.kind === "mail")
		return "form";
	const fault = judgeAllOf(opened, item);
	return fault === "none" && entry.type === "dispose" ? judgePart(opened, item, entry) : fault;
}

function judgeResolution(opened, { about, things }) {
	const begun = incidentOfId(opened, about);

	if (!begun)
		return "unknown-record";
	if (things.some((id) => !begun.told.things.includes(id)))
		return "other-item";
	return begun.isEnded ? "done" : "none";
}

function judgeIncident(opened, { told }) {
	if (told.things.some((id) => !itemOfId(opened, id)))
		return "unknown-item";
	return told.isResolution ? judgeResolution(opened, told) : "none";
}

function judgeConfirmation(opened, { result, place, isTaken }) {
	const about = findEntry(opened, result.record.about);

	if (!about)
		return "unknown-record";
	/* Made outside: a merge has to say when it came. */
	if (!place && !isTaken)
		return "order";
	return answerFault(about.result, result) === "self-confirmed" ? "answer" : "none";
}

const isOpen = (opened) => opened.fold.items.some((item) => lacksOf(opened, item).size) || openAttempts(opened) > 0 ||
	opened.fold.incidents > 0 || includedIsOpen(opened);

/** It names each item once, with what became of it. */
function saysWhatIs(opened, ended) {
	const named = new Set(ended.map(({ item }) => itemOfId(opened, item)));

	return named.size === ended.length && ended.every(({ item, outcome }) => itemOfId(opened, item)?.outcome === outcome) &&
		named.size === opened.fold.items.filter(({ outcome }) => outcome !== "withdrawn").length;
}

function judgeClose(opened, { told }) {
	if (isOpen(opened))
		return "open";
	return saysWhatIs(opened, told) ? "none" : "content";
}

const judgeInit = (opened, entry) => (entry === opened.init ? "none" : "second-init");

/** afterClose: still said when the case is closed. outside: may be of no case. */
const RULES = new Map(Object.entries({
	attempt: { judge: judgeWork }, erasure: { judge: judgeWork },
	confirmation: { afterClose: true, outside: true, judge: judgeConfirmation },
	roster: { afterClose: true, outside: true }, check: { afterClose: true, outside: true },
	init: { afterClose: true, judge: judgeInit }, approve: { judge: judgeApproval }, receive: { judge: judgeThing }, permit: { judge: judgeThing },
	challenge: { judge: judgeChallenge }, "copy-out": { judge: judgeCopy }, "exit-check": { judge: judgeLeaving },
	return: { judge: judgeReturn }, dispose: { judge: judgeEnding }, attest: { judge: judgeEnding },
	incident: { afterClose: true, judge: judgeIncident }, merge: { afterClose: true }, close: { judge: judgeClose },
	staff: {}, declare: {},
}));

/** Of this case, or of a kind that may be of none. */
export function isOfCase({ init }, { place, type }) {
	if (!place)
		return Boolean(RULES.get(type)?.outside);
	return type === "init" || place.init_sha256 === init.link.econtent_sha256;
}

/**
 * The list that holds for a record: the one before it; or one that another copy of the case had by then, wherever it
 * stands in the order. null: none.
 */
function staffFor(opened, { time }) {
	const known = ({ index, time: listed }) => index > opened.fold.at && listed <= time;
	const others = opened.fold.lists.filter((list) => known(list) && countsAsAuthentic(list) && isOfCase(opened, list)).reverse();

	return others.reduce((list, other) => (list && other.time <= list.time ? list : other), opened.fold.staff);
}

/** Officers are nobody's staff, in what they sign as officers; a list of staff may put right the one before it. */
function isOnStaff(opened, entry) {
	const { type, result, time, signer } = entry, staff = staffFor(opened, entry);
	const roles = result.signatory?.roles ?? [], signs = (list) => rolesPermit(list, type, isOnPaper(result.record));

	if (!staff || type === "staff" || signs(roles.filter((role) => role === "officer")))
		return true;
	return staff.told.some((person) => person.certificate === signer && signs(roles.filter((role) => role === person.role)) &&
		time >= person.from && time < person.until);
}

/** Whatever comes second with an id is not what is meant by it. */
const hasOtherId = (opened, { id }) => findIds(opened, id).some(({ index, counts }) => index < opened.fold.at && counts);

/** Does it count, for all that? What brings a duty does not vanish by being recorded against the rules. */
export function counts(opened, entry, fault) {
	const { type, told, item } = entry;

	if (fault === "none" || fault === "other-case" || fault === "same-id")
		return fault === "none";
	if (fault === "not-authentic" && (!isEarly(entry) || !isOfCase(opened, entry) || hasOtherId(opened, entry)))
		return false;
	return type === "receive" || type === "permit" || (type === "copy-out" && item !== null) ||
		(type === "incident" && !told.isResolution);
}

/** Which rule does it break, as the fold stands? "none": none. */
export function judge(opened, entry) {
	const rule = RULES.get(entry.type);

	if (!countsAsAuthentic(entry))
		return "not-authentic";
	if (!isOfCase(opened, entry))
		return "other-case";
	if (hasOtherId(opened, entry))
		return "same-id";
	if (opened.fold.closing && !rule.afterClose)
		return "after-close";
	if (!isOnStaff(opened, entry))
		return "staff";
	return rule.judge ? rule.judge(opened, entry) : "none";
}
