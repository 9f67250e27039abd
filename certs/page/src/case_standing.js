// SPDX-License-Identifier: GPL-3.0-or-later
/** What officers answered: brought together here, decided by weigh(); after certs/register/standing.c. */
import { weigh } from "./weigh.js";

/** Confirmed, by signature or, where the case takes that, on paper. */
export function isConfirmed({ rules }, { weight }) {
	return weight.standing === "confirmed" || (rules.acceptsPaper && weight.standing !== "rejected" && weight.onPaper !== null);
}

export function weighAll(opened) {
	for (const entry of opened.entries) {
		if (!entry.isKnown || entry.type === "confirmation")
			continue;
		const answers = opened.byAbout.get(entry.link.econtent_sha256) ?? [];
		entry.weight = weigh(null, entry.result, answers.map(({ result }) => result));
	}
}
