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
#include "held.h"
#include "left.h"
#include "own.h"
#include "recipe.h"
#include "slack.h"
#include "xfs_groups.h"

#define FILES_MAX 4096
#define TRIES 4
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
	if (fd >= 0 && fsync(fd) == 0)
		held_note(task, fd, ROOM_BYTES);
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

/* Changes of trees and inodes are written when the log has gone around. *written: it has. */
static int go_around(struct task *task, bool *written, struct wipe_error *err)
{
	struct fs_journal_result journal;
	struct wipe_error why;
	int rc;

	free_file(task, ROOM);
	task_begin_part(task, WIPE_SPACE_JOURNAL, 0);
	wipe_error_clear(&why);
	rc = fs_journal_wipe(task->fs, task->own, task_journal_progress, task, &journal, &why);
	*written = !rc && journal.state == FS_JOURNAL_WIPED;
	if (rc && why.sys_errno == ENOSPC)
		return 0;
	if (rc && err)
		*err = why;
	return rc;
}

/* Then what was filled is not written before it is given back. */
static void note_unwritten(struct task *task)
{
	task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_NAMES, UINT64_MAX, 0, 0);
	task_unreached(task, WIPE_SPACE_ATTRIBUTES, WIPE_SPACE_INODES, UINT64_MAX, 0, 0);
}

/* What was given back is filled again, and room for the log made. */
static int take_again(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	int rc = make_room(task, err);

	if (!rc)
		rc = fill_again(task, err);
	return rc ? rc : groups_take_rest(task, groups, err);
}

/*
 * A block that a tree took and gave back while the log went around was not written: then all is
 * done once more.
 */
static int write_trees(struct task *task, const struct xfs_groups *groups, bool *written,
		       struct wipe_error *err)
{
	uint64_t left = UINT64_MAX;
	int rc = 0;

	*written = true;
	for (unsigned int i = 0; i < TRIES && left && *written && !rc && !task->is_late; i++) {
		task_expect(task, task->fs->journal_bytes);
		if (i)
			rc = take_again(task, groups, err);
		if (!rc)
			rc = groups_scatter(task, groups, err);
		if (!rc && !task->is_late)
			rc = go_around(task, written, err);
		if (!rc && *written && !task->is_late)
			left = groups_check(task, groups);
	}
	if (!rc && *written)
		left_note(task, left);
	return rc;
}

static int write_all(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	bool written;
	int rc = write_trees(task, groups, &written, err);

	if (!rc && !written)
		note_unwritten(task);
	if (!rc && written && !task->is_late)
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
	return rc ? rc : write_all(task, &groups, err);
}
