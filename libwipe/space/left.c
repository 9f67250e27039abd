/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "left.h"

#include <sys/statvfs.h>
#include <unistd.h>

#include "held.h"

static int look_now(const struct task *task, struct fs_runs *runs)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	return fs_free_runs(task->fs, task->top, runs, &err);
}

/* What was freed shows only after a commit. */
static int look(const struct task *task, struct fs_runs *runs)
{
	syncfs(task->top);
	return look_now(task, runs);
}

uint64_t left_unfilled(struct task *task)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	fs_runs_clear(&task->never);
	if (look(task, &task->never) || fs_runs_remove(&task->never, &task->held, &err))
		return UINT64_MAX;
	return fs_runs_bytes(&task->never);
}

uint64_t left_kept_back(const struct task *task)
{
	struct statvfs st;

	return fstatvfs(task->top, &st) ? 0 : (uint64_t)st.f_bfree * st.f_frsize;
}

/* Of the blocks that are free in the map and those that are counted. */
static uint64_t hidden(const struct task *task, const struct fs_runs *map)
{
	uint64_t counted = left_kept_back(task), told = fs_runs_bytes(map);

	return counted > told ? counted - told : 0;
}

uint64_t left_hidden(const struct task *task)
{
	struct fs_runs map;
	uint64_t bytes = look_now(task, &map) ? 0 : hidden(task, &map);

	fs_runs_clear(&map);
	return bytes;
}

uint64_t left_never(struct task *task)
{
	struct wipe_error err;
	uint64_t bytes, gone;

	wipe_error_clear(&err);
	fs_runs_clear(&task->never);
	if (look(task, &task->never))
		return UINT64_MAX;
	bytes = hidden(task, &task->never);
	gone = bytes ? held_gone(task, &task->never) : 0;
	bytes -= gone < bytes ? gone : bytes;
	if (fs_runs_remove(&task->never, &task->held, &err))
		return UINT64_MAX;
	return bytes + fs_runs_bytes(&task->never);
}

void left_note(struct task *task, uint64_t bytes)
{
	if (bytes && !task->is_late)
		task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_DATA, 0, bytes, 0);
}
