/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "left.h"

#include <unistd.h>

#include "freemap.h"

void left_note(struct task *task)
{
	struct fs_runs runs;
	struct wipe_error err;
	uint64_t bytes;

	wipe_error_clear(&err);
	if (task->is_late)
		return;
	syncfs(task->top);
	if (fs_free_runs(task->fs, task->top, &runs, &err))
		return;
	bytes = fs_runs_bytes(&runs);
	fs_runs_clear(&runs);
	if (bytes)
		task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_DATA, 0, bytes, 0);
}
