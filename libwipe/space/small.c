/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <unistd.h>

#include "checked.h"
#include "cleanup.h"
#include "fill_others.h"
#include "left.h"

#define A_FILE 16      /* blocks: what is larger is not small */
#define A_CPU_MAX 8192 /* blocks: 16 times what is set aside at a time */

/* Block by block: the last ones, too, are had only so. *blocks: how many. */
static int fill_one(struct fill *fill, int fd, uint64_t *blocks, struct wipe_error *err)
{
	struct task *task = fill->task;
	size_t block = task->fs->block_bytes;
	int rc;

	for (*blocks = 0; *blocks < A_FILE; ++*blocks)
		if (fallocate(fd, 0, (off_t)(*blocks * block), (off_t)block))
			break;
	task->stream_at = fill->base;
	rc = task_fill_buffer(task, *blocks * block, err);
	if (rc || !*blocks)
		return rc;
	if (pwrite(fd, task->buffer, *blocks * block, 0) == (ssize_t)(*blocks * block) &&
	    fsync(fd) == 0)
		rc = fill_note(fill, fd, *blocks * block, *blocks * block, err);
	return rc ? rc : task_advance(task, *blocks * block, 0, err);
}

static int take_here(struct fill *fill, uint64_t blocks, struct wipe_error *err)
{
	uint64_t had = A_FILE;

	for (uint64_t at = 0; at < blocks && had && !fill->task->is_late; at += had) {
		char name[24];
		CLEANUP_FD int fd = -1;
		int rc;

		snprintf(name, sizeof(name), "small%u", fill->next_small++);
		fd = openat(fill->task->own, name,
			    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
		if (fd < 0)
			return 0;
		rc = fill_one(fill, fd, &had, err);
		if (rc)
			return rc;
	}
	return 0;
}

static uint64_t blocks_of(const struct task *task)
{
	return checked_min_u64(left_hidden(task) / task->fs->block_bytes, A_CPU_MAX);
}

int small_take(struct fill *fill, struct wipe_error *err)
{
	struct task *task = fill->task;
	cpu_set_t all;
	int rc = 0;

	if (sched_getaffinity(0, sizeof(all), &all))
		return 0;
	for (size_t cpu = 0; cpu < CPU_SETSIZE && !rc && !task->is_late; cpu++) {
		uint64_t blocks = blocks_of(task);
		cpu_set_t one;

		if (!CPU_ISSET(cpu, &all) || !blocks)
			continue;
		CPU_ZERO(&one);
		CPU_SET(cpu, &one);
		fill_free_ends(task, 2 * blocks * task->fs->block_bytes);
		if (sched_setaffinity(0, sizeof(one), &one) == 0)
			rc = take_here(fill, blocks, err);
	}
	sched_setaffinity(0, sizeof(all), &all);
	return rc;
}
