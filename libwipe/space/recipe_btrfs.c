/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * btrfs: blocks for data, then blocks for trees. Which of those are free is not told, so
 * that nothing shows whether all were reached; and what is no longer used of an extent
 * stays as long as another part of it, or another subvolume, uses it.
 */
#include "fill.h"
#include "recipe.h"
#include "trees.h"

int recipe_btrfs(struct task *task, struct wipe_error *err)
{
	int rc = fill_blocks(task, err);

	return rc ? rc : trees_fill(task, err);
}
