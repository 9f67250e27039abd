/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * btrfs: blocks for data, then blocks for trees. Which of those are free is not told, so
 * that nothing shows whether all were reached; and what is no longer used of an extent
 * stays as long as another part of it, or another subvolume, uses it.
 */
#include <fcntl.h>
#include <unistd.h>

#include "checked.h"
#include "cleanup.h"
#include "fill.h"
#include "recipe.h"
#include "trees.h"

#define ROOM "room"
#define ROOM_MAX ((uint64_t)32 << 20)
#define ROOM_PART 8 /* of what is free */

/* With mixed groups nothing would be left for trees: so room is kept, and what is left of it filled. */
static void keep_room(const struct task *task)
{
	CLEANUP_FD int fd = openat(task->own, ROOM, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

	if (fd >= 0)
		(void)!fallocate(fd, 0, 0,
				 (off_t)checked_min_u64(ROOM_MAX,
							task->result->free_bytes / ROOM_PART));
}

int recipe_btrfs(struct task *task, struct wipe_error *err)
{
	int rc;

	if (task->fs->mixed_groups)
		keep_room(task);
	rc = fill_blocks(task, err);
	if (!rc && task->fs->mixed_groups) {
		unlinkat(task->own, ROOM, 0);
		syncfs(task->own);
	}
	if (!rc)
		rc = trees_fill(task, err);
	return rc || task->is_late || !task->fs->mixed_groups ? rc : fill_again(task, err);
}
