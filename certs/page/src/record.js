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
}

/** Throws Malformed. */
export function parse(bytes) {
	const root = parseJson(bytes);

	RECORDS.validate(root);
	for (const time of timesOf(root))
		if (typeof time === "string" && instant(time) === null)
			throw new Malformed("a time is no date of the calendar");
	return root;
}

/** "accepted", "rejected", the same "-on-paper", or "none". */
export function decision(root) {
	if (root?.type !== "confirmation")
		return "none";
	return (root.decision === "accept" ? "accepted" : "rejected") + (root.means.kind === "paper" ? "-on-paper" : "");
}
