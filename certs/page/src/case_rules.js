// SPDX-License-Identifier: GPL-3.0-or-later
/** Which records count, as things stand when their turn comes, after certs/register/rules.c. One function a type. */
import { includedIsOpen } from "./case_include.js";
import { lacksOf } from "./case_lacks.js";
import { findEntry } from "./case_order.js";
import { lacksWord } from "./case_standing.js";
import { answered, erasuresAreConfirmed, hasSerial, incidentOfId, isDone, isErased, itemOfEntry, itemOfId, itemsOn,
	knowsSerial, openAttempts } from "./case_state.js";
import { fault as answerFault } from "./weigh.js";

const NOT_MADE_UP = ["demo", "expired", "crl-stale", "exception-over"];

/** What keeps it from being valid is nothing that somebody could have made up. */
export const countsAsAuthentic = ({ result: { isSigned, authentic, reason } }) => isSigned &&
	(authentic === "valid" || (authentic === "undetermined" && NOT_MADE_UP.includes(reason)));

const itemOf = (opened, entry) => itemOfId(opened, entry.place.item);

/** Items of the things that have this serial. */
const itemsWith = (opened, serial) => (serial && opened.fold.serials.get(serial) || []).map(itemOfEntry).filter(Boolean);

function labelIsTaken(opened, label) {
	return (opened.fold.labels.get(label) ?? []).some((entry) => itemOfEntry(entry) !== null);
}

/** Is a medium with this serial held, or an item that is still open? */
function judgeSerial(opened, serial) {
	const item = itemsWith(opened, serial).find((one) => lacksOf(opened, one).size);

	if (!item)
		return "none";
	return opened.rules.holds && isErased(item) ? "held" : "serial-used";
}

function judgeThing(opened, { told }) {
	if (labelIsTaken(opened, told.label))
		return "label";
	if (told.parent && !itemOfId(opened, told.parent))
		return "unknown-item";
	return [told, ...told.media].map(({ serial }) => judgeSerial(opened, serial)).find((fault) => fault !== "none") ?? "none";
}

const judgeApproval = (opened, entry) => (entry.place.item && !itemOf(opened, entry) ? "unknown-item" : "none");

function judgeChallenge(opened, entry) {
	const item = itemOf(opened, entry), { serial } = entry.told;

	if (!item)
		return "unknown-item";
	if (isDone(opened, item))
		return "done";
	return serial && !hasSerial(item, serial) ? "serial-other" : "none";
}

/** A medium that was erased and not confirmed is not copied to. */
const isHeld = (opened, serial) => opened.rules.holds &&
	itemsWith(opened, serial).some((item) => isErased(item) && lacksOf(opened, item).size);

function judgeCopy(opened, entry) {
	const item = itemOf(opened, entry), { serial } = entry.told;

	if (!item)
		return "unknown-item";
	const { origin, from, until } = item.thing;
	if ((origin !== "copied-inside" && origin !== "copied-outside") || entry.time < from || entry.time >= until)
		return "not-permitted";
	if (item.thing.serial && item.thing.serial !== serial)
		return "serial-other";
	if (item.outcome !== "none")
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

function mustBeReturnedFirst(opened, item) {
	const root = rootOf(opened, item);

	return opened.rules.returnsFirst && root !== item && root.thing.origin === "received" &&
		(!root.back || root.back.weight.standing === "rejected");
}

/** Without an item: only by an instruction that names the serial. */
const isOrdered = (opened, serial) => (serial && opened.fold.orders.get(serial) || []).some((order) =>
	order.index < opened.fold.at && order.fault === "none" && countsAsAuthentic(order) && order.told.subject === "instruction" &&
	!lacksWord(opened, order));

/** An attempt may answer a challenge that this copy has not heard of yet; what it led to may not. */
function lacksAnswer(opened, entry, item) {
	if (!opened.rules.asksChallenge)
		return false;
	return entry.type === "attempt" ? !entry.told.challenge : !answered(opened, entry, item);
}

function judgeTouched(opened, item) {
	if (isEvidence(item))
		return "incident";
	return mustBeReturnedFirst(opened, item) ? "return-first" : "none";
}

/** Whatever else is on the medium goes with it, whichever item is named. */
const judgeAllOn = (opened, serial) => itemsOn(opened, serial, opened.fold.at).filter((item) => !isDone(opened, item))
	.map((item) => judgeTouched(opened, item)).find((fault) => fault !== "none") ?? "none";

function judgeWork(opened, entry) {
	const item = itemOf(opened, entry), { serial } = entry.told;

	if (!item)
		return !entry.place.item && isOrdered(opened, serial) ? judgeAllOn(opened, serial) : "unknown-item";
	if (knowsSerial(item) && !hasSerial(item, serial))
		return "serial-other";
	const touched = judgeTouched(opened, item), fault = touched === "none" ? judgeAllOn(opened, serial) : touched;
	if (fault !== "none")
		return fault;
	return lacksAnswer(opened, entry, item) ? "challenge" : "none";
}

function wasCopiedTo(opened, item) {
	return item.copyings.length > 0 || [item.thing, ...item.media].some(({ serial }) =>
		(serial && opened.fold.copies.get(serial) || []).some((copying) => copying.item && copying.fault === "none"));
}

function judgeLeaving(opened, entry) {
	const item = itemOf(opened, entry);

	if (!item)
		return "unknown-item";
	if (item.thing.origin === "received")
		return "not-permitted";
	if (isDone(opened, item))
		return "done";
	if (entry.told.nothingCopied)
		return wasCopiedTo(opened, item) ? "order" : "none";
	if (item.outcome === "attested")
		return "none";
	if (!isErased(item))
		return "order";
	return opened.rules.holds && !erasuresAreConfirmed(opened, item) ? "held" : "none";
}

function judgeReturn(opened, entry) {
	const item = itemOf(opened, entry);

	if (!item)
		return "unknown-item";
	if (item.thing.origin === "brought-in")
		return "not-permitted";
	return isDone(opened, item) ? "done" : "none";
}

/** Of something that was destroyed, or for which the contractor gives his word. */
function judgeEnding(opened, entry) {
	const item = itemOf(opened, entry);

	if (!item)
		return "unknown-item";
	return isDone(opened, item) ? "done" : judgeTouched(opened, item);
}

function judgeIncident(opened, { told }) {
	if (told.things.some((id) => !itemOfId(opened, id)))
		return "unknown-item";
	if (!told.isResolution)
		return "none";
	const begun = incidentOfId(opened, told.about);
	if (!begun)
		return "unknown-record";
	return begun.isSpent ? "done" : "none";
}

function judgeConfirmation(opened, { result, place, position }) {
	const about = findEntry(opened, result.record.about);

	if (!about)
		return "unknown-record";
	/* Made outside: a merge has to say when it came. */
	if (!place && position === Infinity)
		return "order";
	return answerFault(about.result, result) === "self-confirmed" ? "answer" : "none";
}

function judgeClose(opened) {
	const { items, incidents } = opened.fold;

	return items.some((item) => lacksOf(opened, item).size) || openAttempts(opened) || incidents || includedIsOpen(opened) ? "open" : "none";
}

const judgeInit = (opened, entry) => (entry === opened.init ? "none" : "second-init");

/** afterClose: still said when the case is closed. outside: may be of no case. */
const RULES = new Map(Object.entries({
	attempt: { judge: judgeWork }, erasure: { judge: judgeWork },
	confirmation: { afterClose: true, outside: true, judge: judgeConfirmation },
	roster: { afterClose: true, outside: true }, check: { afterClose: true, outside: true },
	init: { judge: judgeInit }, approve: { judge: judgeApproval }, receive: { judge: judgeThing }, permit: { judge: judgeThing },
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

/** Officers are nobody's staff; a list of staff may put right the one before it. */
function isOnStaff({ fold: { staff } }, { type, result, time, signer }) {
	const roles = result.signatory?.roles ?? [];

	if (!staff || type === "staff" || roles.includes("officer"))
		return true;
	return staff.told.some((person) => person.certificate === signer && roles.includes(person.role) && time >= person.from &&
		time < person.until);
}

/** May this record count, as the fold stands? "none", or why not. */
export function judge(opened, entry) {
	const rule = RULES.get(entry.type);

	if (!countsAsAuthentic(entry))
		return "not-authentic";
	if (!isOfCase(opened, entry))
		return "other-case";
	if (opened.fold.closing && !rule.afterClose)
		return "after-close";
	if (!isOnStaff(opened, entry))
		return "staff";
	return rule.judge ? rule.judge(opened, entry) : "none";
}
