/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of what was removed stay between the names of folders. So names are put into
 * all slots in which they find room, long ones first, and taken out again.
 */
#ifndef SPACE_SLACK_H
#define SPACE_SLACK_H

#include "task.h"

enum slack_way {
	/* No block is free: a name that needs one fails. ext2 to ext4, whose folders never shrink. */
	SLACK_WHEN_FULL,
	/*
	 * Until the folder grows, which taking the last name out undoes. xfs. Names stay
	 * in folders that lie in their inode until slack_end(): it is not written before.
	 */
	SLACK_UNTIL_IT_GROWS,
};

/* All folders. WIPE_E_INTERRUPTED, WIPE_E_IO. */
int slack_fill(struct task *task, enum slack_way way, struct wipe_error *err);

/* The longest name, in a file system's own way: one entry in a block. */
#define SLACK_NAME_MAX 252

#endif
