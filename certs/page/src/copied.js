// SPDX-License-Identifier: GPL-3.0-or-later
/** What an erasure of files for an item states of the copy; after certs/record/files_copied.c. */
import { deny } from "./contradiction.js";

/** null: it states nothing. */
export const copiedOf = ({ type, files }) => (type === "erasure" && files?.copied) || null;

export function checkCopied(root) {
	const { copied } = root.files;

	if (!copied)
		return;
	deny(!root.case?.item, "it tells of a copy, and is about no item of a case");
	deny(!copied.files || copied.erased + copied.changed + copied.only_name + copied.left !== copied.files || copied.begun > copied.left ||
		copied.resumed > copied.erased,
		"what became of the copy does not add up to its files");
}

const sum = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);

/** Is all of it erased, at least half of it found by its contents, and every file gone that the run found, attributes, too? */
export function isWhole(root) {
	const copied = copiedOf(root);

	return copied !== null && !copied.left && !copied.only_name && copied.changed <= copied.erased && sum(root.files.by_level) === root.files.count &&
		!root.files.by_state.equal && !root.files.attributes_left;
}

/** Of an erasure: it held; of files that were erased for an item, all of the copy is gone by then. */
export const hasComeOff = ({ record, held }) => (copiedOf(record) ? isWhole(record) : held === "yes");

/** All that it found is gone, and the rest of the copy is still to be erased. */
const foundIsGone = (root) => copiedOf(root) !== null && sum(root.files.by_level) - root.files.by_level.F0 === root.files.count;

/** Nothing failed. */
export const fellShort = (root) => foundIsGone(root) && !root.files.copied.begun;

/** A run before was cut off, of which nothing tells how far it came. */
export const wasCutOffBefore = (root) => foundIsGone(root) && root.files.copied.begun > 0;
