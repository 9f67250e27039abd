/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * ext2, ext3, ext4: inodes first, while folders can grow: what those take is filled with
 * the other blocks. Names last, when no block is left.
 */
#include "fill.h"
#include "inodes.h"
#include "recipe.h"
#include "slack.h"

int recipe_ext(struct task *task, struct wipe_error *err)
{
	int rc = inodes_take(task, err);

	if (!rc)
		rc = fill_blocks(task, err);
	return rc ? rc : slack_fill(task, SLACK_WHEN_FULL, err);
}
