// SPDX-License-Identifier: GPL-3.0-or-later
/** Does an act contradict itself, or stand where it cannot? After certs/record/act_check.c, rule by rule. */
import { deny } from "./contradiction.js";
import { instant } from "./moment.js";

/** Dates are compared as they are written. */
const isBefore = (day, other) => day !== null && other !== null && day < other;

/**
 * 国税庁告示第18号: the first digit is 9 less the remainder by 9 of the sum of the others,
 * those at even places from the right counted twice.
 */
function isCorporateNumber(text) {
	const [check, ...digits] = Array.from(text, Number);
	const sum = digits.reverse().reduce((all, digit, index) => all + digit * (index % 2 ? 2 : 1), 0);

	return check === 9 - sum % 9;
}

function checkInit({ contractor: { corporate_number: number } }) {
	deny(number !== null && !isCorporateNumber(number), "the corporate number is mistyped: its check digit is another");
}

function checkApprove({ subject, level, method, serial, case: { item } }) {
	deny(subject === "method" && level === null && method === null, "neither a level nor a method is accepted");
	deny(subject !== "method" && (level !== null || method !== null),
		"a level or a method is told, which only goes with the subject method");
	deny(subject === "instruction" && (item !== null) === (serial !== null), "an instruction names an item or a serial");
}

function checkStaff({ persons }) {
	const numbers = new Map();

	deny(persons.some(({ from, until }) => isBefore(until, from)), "somebody's time ends before it begins");
	for (const { certificate_sha256: hash, number } of persons) {
		deny(hash !== null && numbers.has(hash) && numbers.get(hash) !== number, "one certificate stands for two persons");
		numbers.set(hash, number);
	}
}

function checkThing({ thing: { kind, quantity, media } }) {
	deny((kind === "medium" || kind === "device") && quantity !== 1,
		"each medium and each device is an item of its own: its quantity is 1");
	deny(new Set(media.map(({ serial }) => serial)).size !== media.length, "two media in it have one serial");
}

function checkPermit(root) {
	const { purpose, parent, from, until, thing: { kind } } = root;
	const bringsIn = purpose === "bring-in";

	deny(isBefore(until, from), "the permit ends before it begins");
	deny(bringsIn === (parent !== null), "a copy has an item that it is of, and nothing else has one");
	deny(bringsIn && kind !== "medium" && kind !== "device", "only a device or a medium is brought in");
	checkThing(root);
}

function checkChallenge({ expires_at: expires, issued_at: issued }) {
	deny(instant(expires) <= instant(issued), "the challenge expires before it is drawn");
}

/** What is only about to be copied has no end, no files, and nothing that failed. */
function checkBegun({ ended_at: ended, manifest, begun, read_back: readBack }, fellShort) {
	deny([ended, manifest, begun, readBack].some((told) => told !== null) || fellShort,
		"the copying has only begun, and more is told of it");
}

function checkCopyOut(root) {
	const { started_at: started, ended_at: ended, result, manifest, read_back: readBack } = root;
	const fellShort = root.failed + root.passed_over + root.not_reached > 0;

	if (result === "begun")
		return checkBegun(root, fellShort);
	deny(ended === null || manifest === null, "the copying ended, and neither its end nor its files are told");
	deny(instant(ended) < instant(started), "the copying ends before it begins");
	deny((result === "complete") === fellShort,
		"it is complete if nothing failed, was passed over or not reached, and only then");
	deny((manifest.files !== 0) !== (readBack !== null), "how files were read back is told if there are some, and only then");
}

/** What goes back is the same, changed or new; what came is the same, changed or missing. */
function checkReturn({ compared, manifest }) {
	if (compared === null)
		return;
	const kept = compared.same + compared.changed;

	deny(manifest === null, "files were compared with what was received, and none are told");
	deny(kept + compared.additional !== manifest.files, "not as many files were compared as went back");
	deny(kept + compared.missing === 0, "what went back was compared with nothing");
}

function checkIncident({ stage, about, cause, measures, missing, things }) {
	const isResolved = stage === "resolved";

	deny(isResolved !== (about !== null), "what came of an incident names the record that opened it");
	deny(isResolved && (cause === null || measures === null),
		"an incident is resolved once its cause and the measures taken are told");
	deny(missing && !things.length, "something is given up for lost, and nothing is named");
}

function checkDeclare({ clauses }) {
	deny(new Set(clauses.map(({ clause }) => clause)).size !== clauses.length, "a clause is declared twice");
}

function checkMerge({ previous, included }) {
	deny(previous.length < 2 && !included.length, "nothing comes together");
}

const CHECKS = new Map(Object.entries({ init: checkInit, approve: checkApprove, staff: checkStaff,
	receive: checkThing, permit: checkPermit,
	challenge: checkChallenge, "copy-out": checkCopyOut, return: checkReturn,
	incident: checkIncident, declare: checkDeclare, merge: checkMerge }));
const ABOUT_AN_ITEM = new Set(["challenge", "copy-out", "exit-check", "return", "dispose", "attest"]);

/** The record that begins a case is the first, names no case and follows nothing. */
function checkPlace({ type, case: place, previous }) {
	const begins = type === "init";

	deny(begins === (place.init_sha256 !== null), "the record that begins a case names none, and every other names it");
	deny(begins !== (previous.length === 0) || begins !== (place.number === 1),
		"the record that begins a case is the first, and nothing else is");
	deny((place.writer_previous !== null) !== (place.writer_number > 1),
		"the first record of a signer follows none of his, and every other one does");
}

/** What items are told apart by: two that look alike must be one. All of Unicode's space separators. */
const hasEdges = (text) => typeof text === "string" && /^\p{Zs}|\p{Zs}$/u.test(text);

function checkEdges({ serial, thing }) {
	deny([serial, thing?.label, thing?.serial, ...(thing?.media ?? []).map((one) => one.serial)].some(hasEdges),
		"a label or a serial begins or ends with a blank");
}

/** Of an act that the schema has accepted; throws Contradiction. */
export function checkAct(root) {
	checkPlace(root);
	deny(ABOUT_AN_ITEM.has(root.type) && root.case.item === null, "it does not say which item it is about");
	deny(root.means?.kind === "paper" && root.means.scan_bytes === "0", "the scan of the paper is empty");
	checkEdges(root);
	CHECKS.get(root.type)?.(root);
}
