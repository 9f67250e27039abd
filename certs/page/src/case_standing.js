// SPDX-License-Identifier: GPL-3.0-or-later
/**
 * What officers answered: brought together here, decided by weigh(); after certs/register/standing.c.
 *
 * An answer bears on its record from its turn on, not before: what was allowed or refused while it was not there
 * stays so. Of the answers of one signer only the newest yes and the newest no bear on the outcome.
 */
import { decision } from "./record.js";
import { fault, weigh } from "./weigh.js";

/** Confirmed, by signature or, where the case takes that, on paper. */
export function isConfirmed({ rules }, { weight }) {
	return weight.standing === "confirmed" || (rules.acceptsPaper && weight.standing !== "rejected" && weight.onPaper !== null);
}

/** An officer has said something, by signature or, where the case takes that, on paper. */
export const isAnswered = (opened, entry) => entry.weight.standing === "rejected" || isConfirmed(opened, entry);

/**
 * What takes duties away has to be the officer's own word: of an act from paper, in a case that does not take paper
 * for that, only once he has signed an answer to it; and nothing that he rejected.
 */
export const isOfficersWord = ({ rules }, { isFromPaper, weight }) => weight.standing !== "rejected" &&
	(!isFromPaper || rules.acceptsPaper || weight.standing === "confirmed");

function isOfOneMouth(a, b) {
	const said = decision(a.result.record);

	return said === decision(b.result.record) && (said.endsWith("-on-paper") || a.signer === b.signer);
}

/** The answer's turn has come, and it counts: weighs what the record was answered so far. */
export function hear(answer, record) {
	if (fault(record.result, answer.result) !== "none")
		return;
	const at = record.answers.findIndex((kept) => isOfOneMouth(kept, answer));
	if (at < 0)
		record.answers.push(answer);
	else if (answer.time > record.answers[at].time)
		record.answers[at] = answer;
	record.weight = weigh(null, record.result, record.answers.map(({ result }) => result));
}
