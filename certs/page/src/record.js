// SPDX-License-Identifier: GPL-3.0-or-later
/** A record: strict JSON that the published schema accepts, with dates of the calendar. */
import schema from "../../schema/massho-record-1.schema.json";
import { Malformed, parse as parseJson } from "./json.js";
import { instant } from "./moment.js";
import { Schema } from "./schema.js";

const RECORDS = new Schema(schema);

function* timesOf(root) {
	yield root.issued_at;
	yield root.execution?.started_at;
	yield root.execution?.ended_at;
	for (const one of root.execution?.interruptions ?? [])
		yield* [one.stopped_at, one.resumed_at];
	for (const one of root.members ?? [])
		yield* [one.from, one.until];
	for (const name of ["started_at", "ended_at", "expires_at"])
		yield root[name];
}

const DAYS = ["date", "from", "until", "received_on", "due_on", "left_on", "returned_on", "disposed_on", "done_on", "noticed_on",
	"closed_on"];

/** Of acts: "2026-11-22". */
function* daysOf(root) {
	yield root.contract?.date;
	for (const name of DAYS)
		yield root[name];
	for (const one of root.persons ?? [])
		yield* [one.from, one.until];
}

/** The begin of a day in UTC; null: no date of the calendar. */
export const dayOf = (text) => instant(`${text}T00:00:00Z`);

/** Throws Malformed. */
export function parse(bytes) {
	const root = parseJson(bytes);

	RECORDS.validate(root);
	for (const time of timesOf(root))
		if (typeof time === "string" && instant(time) === null)
			throw new Malformed("a time is no date of the calendar");
	for (const day of daysOf(root))
		if (typeof day === "string" && dayOf(day) === null)
			throw new Malformed(`${day} is no date of the calendar`);
	return root;
}

const MEASURED = ["attempt", "erasure", "check"], STATED = ["confirmation", "roster"];

/** What is said in a case; every other type can be of none. */
export const isAct = (type) => !MEASURED.includes(type) && !STATED.includes(type);

/** Whether it is about a medium, and not only somebody's word. */
export const isMeasured = (type) => MEASURED.includes(type);

/** Was it decided on paper, and entered by the signer? */
export const isOnPaper = (root) => root.means?.kind === "paper";

/** "accepted", "rejected", the same "-on-paper", or "none". */
export function decision(root) {
	if (root?.type !== "confirmation")
		return "none";
	return (root.decision === "accept" ? "accepted" : "rejected") + (isOnPaper(root) ? "-on-paper" : "");
}
