/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xfs: free inodes, and folders that lie in theirs, keep what they held. So they are
 * filled first and stay so until the log has gone around once: then they are written.
 */
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "attributes.h"
#include "cleanup.h"
#include "fill.h"
#include "fs_journal.h"
#include "groups.h"
#include "own.h"
#include "recipe.h"
#include "slack.h"
#include "xfs_groups.h"

#define FILES_MAX 4096
#define ROOM "room"
#define ROOM_BYTES ((uint64_t)4 * TASK_BUFFER_BYTES)

/*
 * The log needs some to go around, in one piece, for inodes: what is scattered is too
 * small. It is filled like the rest and given back before that.
 */
static int make_room(struct task *task, struct wipe_error *err)
{
	CLEANUP_FD int fd = openat(task->own, ROOM, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int rc = 0;

	for (uint64_t at = 0; fd >= 0 && at < ROOM_BYTES && !rc; at += TASK_BUFFER_BYTES) {
		rc = task_fill_buffer(task, TASK_BUFFER_BYTES, err);
		if (!rc && pwrite(fd, task->buffer, TASK_BUFFER_BYTES, (off_t)at) < 0)
			break;
		if (!rc)
			rc = task_advance(task, TASK_BUFFER_BYTES, 0, err);
	}
	if (fd >= 0)
		fsync(fd);
	return rc;
}

/* Cut short, for what is only unlinked is freed when xfs finds the time. */
static void free_file(const struct task *task, const char *name)
{
	CLEANUP_FD int fd = openat(task->own, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);

	if (fd >= 0 && ftruncate(fd, 0) == 0)
		unlinkat(task->own, name, 0);
}

static void free_data(const struct task *task)
{
	for (unsigned int i = 0; i < FILES_MAX; i++) {
		char name[16];

		fill_name(i, name);
		free_file(task, name);
	}
}

static int write_trees(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	struct fs_journal_result journal;
	struct wipe_error why;
	int rc = groups_scatter(task, groups, err);

	if (rc || task->is_late)
		return rc;
	free_file(task, ROOM);
	task_begin_part(task, WIPE_SPACE_JOURNAL, 0);
	wipe_error_clear(&why);
	rc = fs_journal_wipe(task->fs, task->own, task_journal_progress, task, &journal, &why);
	if (rc && why.sys_errno == ENOSPC) {
		/* Then what was filled is not written before it is given back. */
		task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_NAMES, UINT64_MAX, 0, ENOSPC);
		task_unreached(task, WIPE_SPACE_ATTRIBUTES, WIPE_SPACE_INODES, UINT64_MAX, 0, 0);
		rc = 0;
	} else if (rc && err) {
		*err = why;
	}
	if (!rc && !why.code && !task->is_late)
		rc = attributes_check(task, groups, err);
	free_data(task);
	return rc;
}

/* Where there is no room for another one, the inodes of the first keep what they held. */
static int renew(struct task *task, int *old, struct wipe_error *err)
{
	struct wipe_error why;
	int rc;

	wipe_error_clear(&why);
	rc = own_renew(task, old, &why);
	if (rc && why.sys_errno == ENOSPC) {
		task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_INODES, UINT64_MAX, 0, ENOSPC);
		return 0;
	}
	if (rc && err)
		*err = why;
	return rc;
}

/* The folders of the groups, too, before the first ones are free again. */
static int make_again(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	int old, rc = renew(task, &old, err), dropped;

	if (!rc)
		rc = groups_make(task, groups, err);
	dropped = own_drop(task, old, rc ? NULL : err);
	return rc ? rc : dropped;
}

/*
 * Our own folders and files have inodes, too, which keep what those held before. So they
 * are made while all free ones are taken, and the first ones are free when it matters.
 */
static int take_all_inodes(struct task *task, const struct xfs_groups *groups,
			   struct wipe_error *err)
{
	int rc;

	xfs_free_pending(task->top);
	rc = groups_make(task, groups, err);
	if (!rc)
		rc = groups_take_inodes(task, groups, err);
	if (!rc && !task->is_late)
		rc = make_again(task, groups, err);
	xfs_free_pending(task->top);
	if (!rc && !task->is_late)
		rc = groups_take_inodes(task, groups, err);
	return rc || task->is_late ? rc : groups_make_hints(task, groups, err);
}

int recipe_xfs(struct task *task, struct wipe_error *err)
{
	struct xfs_groups groups;
	int rc = xfs_groups_read(task->top, &groups, err);

	if (!rc)
		rc = take_all_inodes(task, &groups, err);
	if (!rc)
		rc = slack_fill(task, SLACK_UNTIL_IT_GROWS, err);
	if (!rc)
		rc = attributes_fill(task, &groups, err);
	if (!rc)
		rc = make_room(task, err);
	if (!rc)
		rc = fill_blocks(task, err);
	if (!rc)
		rc = groups_take_rest(task, &groups, err);
	return rc ? rc : write_trees(task, &groups, err);
}
