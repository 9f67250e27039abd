/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was filled is known. Whatever else is free, or in the lists of the groups, was in a tree
 * and has been written so, or was never written: the medium tells.
 */
#include <stdlib.h>

#include "checked.h"
#include "cleanup.h"
#include "groups.h"
#include "left.h"
#include "medium.h"
#include "text.h"
#include "xfs_blocks.h"

struct check {
	struct task *task;
	const struct xfs_groups *groups;
	struct fs_medium *medium;
	struct fs_runs never;
};

static int add_list(struct check *check, uint32_t group, unsigned char *sectors, uint32_t *blocks,
		    struct wipe_error *err)
{
	size_t sector = check->groups->sector_bytes, count;
	uint64_t begin = group * check->groups->group_bytes;
	int rc = fs_medium_read(check->medium, 0, sectors, 4 * sector, begin, err);

	if (!rc && !xfs_list_read(sectors + XFS_GROUP_HEAD_SECTOR * sector,
				  sectors + XFS_GROUP_LIST_SECTOR * sector, sector, blocks, &count))
		rc = wipe_error_set(err, WIPE_E_FORMAT, 0,
				    _("the head of an allocation group makes no sense"));
	for (size_t i = 0; !rc && i < count; i++) {
		uint64_t at = begin + (uint64_t)blocks[i] * check->groups->block_bytes;

		rc = fs_runs_add(&check->task->never, at, at + check->groups->block_bytes, err);
	}
	return rc;
}

static int add_lists(struct check *check, struct wipe_error *err)
{
	size_t sector = check->groups->sector_bytes;
	CLEANUP_FREE unsigned char *sectors = malloc(4 * sector);
	CLEANUP_FREE uint32_t *blocks = malloc(sector);
	const struct fs_runs none = { .items = NULL };
	int rc = 0;

	if (!sectors || !blocks)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (uint32_t group = 0; group < check->groups->count && !rc; group++)
		rc = add_list(check, group, sectors, blocks, err);
	return rc ? rc : fs_runs_unite(&check->task->never, &none, err);
}

static int look_at(struct check *check, uint64_t at, size_t length, struct wipe_error *err)
{
	size_t block = check->groups->block_bytes;
	int rc = fs_medium_read(check->medium, 0, check->task->buffer, length, at, err);

	for (size_t i = 0; i < length && !rc; i += block)
		if (!xfs_block_is_tree(check->task->buffer + i, at + i))
			rc = fs_runs_append(&check->never, at + i, at + i + block, err);
	return rc;
}

static int look_at_all(struct check *check, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < check->task->never.count && !rc; i++) {
		const struct fs_run *run = &check->task->never.items[i];
		size_t length;

		for (uint64_t at = run->begin; at < run->end && !rc; at += length) {
			length = (size_t)checked_min_u64(run->end - at, TASK_BUFFER_BYTES);
			rc = look_at(check, at, length, err);
		}
	}
	return rc;
}

uint64_t groups_check(struct task *task, const struct xfs_groups *groups)
{
	struct check check = { .task = task, .groups = groups };
	struct fs_runs before = task->never; /* by now it may be in a list or tree in memory only */
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	task->never = (struct fs_runs){ .items = NULL };
	rc = left_unfilled(task) == UINT64_MAX ? WIPE_E_SYSTEM :
						 fs_runs_unite(&task->never, &before, &err);
	fs_runs_clear(&before);
	if (rc || fs_medium_open(task->fs, &check.medium, &err))
		return UINT64_MAX;
	rc = add_lists(&check, &err);
	if (!rc)
		rc = fs_runs_remove(&task->never, &task->held, &err);
	if (!rc)
		rc = look_at_all(&check, &err);
	fs_medium_close(check.medium);
	fs_runs_clear(&task->never);
	task->never = check.never;
	return rc ? UINT64_MAX : fs_runs_bytes(&task->never);
}
