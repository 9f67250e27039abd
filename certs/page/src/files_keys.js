// SPDX-License-Identifier: GPL-3.0-or-later
/** Keys of the file system that were removed: after libwipe/file/key_judge.c and certs/record/files_keys.c, rule by rule. */
import { deny } from "./contradiction.js";

const ID_DIGITS = { 1: 16, 2: 32 };

function lackOf(key, answers) {
	if (key.lacks === "interrupted")
		return "interrupted";
	if (!key.unused)
		return "in-use";
	if (!key.removed || key.after !== "absent")
		return "not-removed";
	if (key.elsewhere !== false)
		return key.elsewhere ? "held-elsewhere" : "elsewhere-unknown";
	if (key.policy_version !== 2)
		return "old-policy";
	if (key.contents === "unknown" || key.names === "unknown")
		return "cipher-does-not-count";
	if (key.wrapped !== "none" && key.wrapped !== "erased")
		return "wrapped-key";
	return Object.values(answers).every((answer) => answer === "yes") ? null : "conditions-not-met";
}

/** Nothing is removed that was not there, or that something uses, or that nobody tried. */
const makesSense = (key, execution) => (key.lacks !== "interrupted" || (!key.unused && !key.removed && execution.interruptions.length > 0)) &&
	key.identifier.length === ID_DIGITS[key.policy_version] && key.files + key.folders > 0 &&
	(!key.removed || (key.unused && key.before === "present" && key.after === "absent"));

/** Keys that were to be removed: of an attempt that are. */
export const countKeys = (files) => files.keys_planned ?? files.keys?.list.length ?? 0;

export function checkKeys({ keys, by_reason: reasons }, execution) {
	const sums = { F0: 0, F3: 0 };

	for (const key of keys?.list ?? []) {
		const lack = lackOf(key, keys.answers);

		deny(!makesSense(key, execution) || key.lacks !== lack || key.level !== (lack ? "F0" : "F3"), "what is told of a key does not give its level");
		sums[key.level] += key.files;
	}
	deny(reasons["key-destroyed"] > sums.F3 || reasons["key-removed"] + reasons["key-stays"] > sums.F0,
		"more files had a key than the keys are told to encrypt");
}
