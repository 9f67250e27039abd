// SPDX-License-Identifier: GPL-3.0-or-later
/** In one line what came of it: of a re-read, of destroyed keys, or of a medium or files that were erased. */
import { word } from "./words.js";

const OF_KEYS = ["key-destroyed", "key-destroyed-open"];

/** Of a record that does not contradict itself. */
export function outcomeWord({ record, held }) {
	if (record.type === "check" && ["yes", "no"].includes(held))
		return word(`reread-${held}`);
	if (!OF_KEYS.includes(record.verdict) || !["yes", "unverified"].includes(held))
		return word(`held-${held}`);
	const { scope } = record.method.crypto;
	return word(`keys-${held}`) + (scope ? ` — ${word("partOnly", { n: scope.partition })}` : "");
}
