// SPDX-License-Identifier: GPL-3.0-or-later
/** What is known of file systems by their kind, after certs/record/files_kinds.c. */

/** Where an overwrite can go; F1 is reached on the first five. Others may write anywhere. */
const EXT_WITH_JOURNAL = ["in-place", "in-place-journaled", "unknown"];
const WRITES = new Map(Object.entries({
	ext2: ["in-place"], ext3: EXT_WITH_JOURNAL, ext4: EXT_WITH_JOURNAL, xfs: ["in-place", "copy-on-write", "unknown"],
	/* Also where single files are written in place. */
	btrfs: ["copy-on-write"],
	tmpfs: ["in-memory"], ramfs: ["in-memory"], devtmpfs: ["in-memory"], overlay: ["elsewhere"],
}));

export const isExt = ({ type }) => ["ext2", "ext3", "ext4"].includes(type);
export const reachesF1 = ({ type }) => ["ext2", "ext3", "ext4", "xfs", "btrfs"].includes(type);

/** Does it write as its kind does? */
export const kindFits = ({ type, writes }) => WRITES.get(type)?.includes(writes) ?? true;
