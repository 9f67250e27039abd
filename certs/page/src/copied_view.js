// SPDX-License-Identifier: GPL-3.0-or-later
/** What an erasure of files for an item states of the copy, in words. */
import { copiedOf, isWhole } from "./copied.js";
import { word } from "./words.js";

/** Why it is not to be taken as it is; "": it is. */
function whyNot(root) {
	const { left, begun, only_name: names, changed, erased } = root.files.copied;

	if (left && left === begun && !names)
		return word("copiedUnproved");
	if (left || names)
		return word("copiedLeft");
	if (changed > erased)
		return word("copiedMostlyChanged");
	if (!isWhole(root))
		return word("copiedBeside");
	return changed ? word("copiedChanged", { n: changed }) : "";
}

/** "": it states nothing. */
export function copiedText(root) {
	const copied = copiedOf(root);

	if (!copied)
		return "";
	return [word("copiedCounts", copied), copied.begun ? word("copiedBegun", { n: copied.begun }) : "",
		copied.resumed ? word("copiedResumed", { n: copied.resumed }) : "", whyNot(root)].filter(Boolean).join(" ");
}

/** Does whoever relies on it have to know more than that it is erased? */
export const isToBeKnown = (root) => copiedOf(root) !== null && (whyNot(root) !== "" || root.files.copied.resumed > 0);
