/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "known.h"

#include <string.h>
#include <sys/stat.h>

#include "beneath.h"
#include "deleted.h"
#include "mount_table.h"

void known_note(struct task *task)
{
	const struct wipe_filesystem *fs = task->fs;

	if (strcmp(fs->root, "/") != 0)
		task_unreached(task, WIPE_SPACE_PART_MOUNTED, WIPE_SPACE_NAMES, 0, 0, 0);
	if (fs->beneath & (BENEATH_KEEPS_COPIES | BENEATH_MAY_KEEP_COPIES))
		task_unreached(task, WIPE_SPACE_BENEATH_COPIES, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	if (fs->has_realtime)
		task_unreached(task, WIPE_SPACE_REALTIME, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	if (fs->bigalloc == WIPE_FS_YES)
		task_unreached(task, WIPE_SPACE_CLUSTERS, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	if (fs->kind != WIPE_FS_BTRFS)
		return;
	/* What is no longer used of an extent stays; which blocks of trees are free is not told. */
	task_unreached(task, WIPE_SPACE_SNAPSHOTS, WIPE_SPACE_DATA, UINT64_MAX, UINT64_MAX, 0);
	if (fs->mixed_groups)
		task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_TREES, 0, UINT64_MAX, 0);
}

struct covered {
	const struct wipe_filesystem *fs;
	bool any, folder;
};

static bool look_at_mount(void *arg, const struct mountinfo *entry)
{
	struct covered *covered = arg;
	struct stat st;

	if (entry->parent_id != covered->fs->mount_id ||
	    !strcmp(entry->target, covered->fs->mount_point))
		return true;
	covered->any = true;
	covered->folder = covered->folder || stat(entry->target, &st) || S_ISDIR(st.st_mode);
	return true;
}

void known_note_covered(struct task *task)
{
	struct covered covered = { .fs = task->fs };

	if (task->fs->kind == WIPE_FS_BTRFS)
		return;
	(void)mount_table_each(look_at_mount, &covered, NULL);
	if (covered.folder)
		task_unreached(task, WIPE_SPACE_FOLDERS, WIPE_SPACE_NAMES, UINT64_MAX, 0, 0);
	if (covered.any && task->fs->kind == WIPE_FS_XFS)
		task_unreached(task, WIPE_SPACE_ATTRIBUTES, WIPE_SPACE_INODES, UINT64_MAX, 0, 0);
}

void known_note_deleted(struct task *task)
{
	struct fs_deleted deleted;
	struct stat top;

	if (fstat(task->top, &top))
		return;
	fs_deleted_find(&top.st_dev, 1, &deleted);
	task->result->deleted_known = deleted.is_known;
	task->result->deleted_count = deleted.count;
	task->result->deleted_bytes = deleted.bytes;
	task->result->all_processes = deleted.sees_all;
	if (!deleted.is_known)
		task_unreached(task, WIPE_SPACE_OPEN_DELETED, WIPE_SPACE_DATA, UINT64_MAX,
			       UINT64_MAX, 0);
	else if (deleted.count)
		task_unreached(task, WIPE_SPACE_OPEN_DELETED, WIPE_SPACE_DATA, deleted.count,
			       deleted.bytes, 0);
}
