// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What officers answered: brought together here, decided by weigh(); after certs/register/standing.c.
 *
 * An answer bears on its record from its turn on, not before: what was allowed or refused while it was not there
 * stays so. Of the answers of one signer only the newest yes and the newest no bear on the outcome.
 */
import { findEntry } from "./case_order.js";
import { decision } from "./record.js";
import { fault, weigh } from "./weigh.js";

/** Confirmed, by signature or, where the case takes that, on paper. */
export function isConfirmed({ rules }, { weight }) {
	return weight.standing === "confirmed" || (rules.acceptsPaper && weight.standing !== "rejected" && weight.onPaper !== null);
}

/** What the contractor entered of an officer's decision has to be confirmed by him, unless the case takes paper. */
export const lacksWord = ({ rules }, { told, weight }) => Boolean(told?.isOnPaper) && !rules.acceptsPaper &&
	weight.standing !== "confirmed";

function isOfOneMouth(a, b) {
	const said = decision(a.result.record);

	return said === decision(b.result.record) && (said.endsWith("-on-paper") || a.signer === b.signer);
}

/** The answer's turn has come, and it counts: weighs what the record was answered so far. Returns the record, or null. */
export function hear(opened, answer) {
	const record = findEntry(opened, answer.result.record.about);

	if (!record || fault(record.result, answer.result) !== "none")
		return record;
	const at = record.answers.findIndex((kept) => isOfOneMouth(kept, answer));
	if (at < 0)
		record.answers.push(answer);
	else if (answer.time > record.answers[at].time)
		record.answers[at] = answer;
	record.weight = weigh(null, record.result, record.answers.map(({ result }) => result));
	return record;
}
