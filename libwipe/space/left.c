/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "left.h"

#include <unistd.h>

/* What was freed shows only after a commit. */
static int look(const struct task *task, struct fs_runs *runs)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	syncfs(task->top);
	return fs_free_runs(task->fs, task->top, runs, &err);
}

uint64_t left_first(struct task *task)
{
	fs_runs_clear(&task->never);
	return look(task, &task->never) ? UINT64_MAX : fs_runs_bytes(&task->never);
}

uint64_t left_still(struct task *task)
{
	struct fs_runs now;
	struct wipe_error err;
	int rc = look(task, &now);

	wipe_error_clear(&err);
	if (!rc)
		rc = fs_runs_keep_common(&task->never, &now, &err);
	fs_runs_clear(&now);
	return rc ? UINT64_MAX : fs_runs_bytes(&task->never);
}

void left_note(struct task *task, uint64_t bytes)
{
	if (bytes)
		task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_DATA, 0, bytes, 0);
}
