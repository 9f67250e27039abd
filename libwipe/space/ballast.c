/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ballast.h"

#include <fcntl.h>
#include <unistd.h>

#include "fill_others.h"
#include "left.h"

#define NAME "ballast"
#define WINDOW ((uint64_t)2 << 20) /* of a file so large, what is set aside for one block */
#define WINDOWS 1024

static int open_it(const struct task *task)
{
	int fd = openat(task->own, NAME, O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);

	if (fd < 0 || ftruncate(fd, (off_t)(WINDOW * WINDOWS)) == 0)
		return fd;
	close(fd);
	return -1;
}

static int set_aside(struct ballast *ballast, uint64_t bytes, struct wipe_error *err)
{
	struct task *task = ballast->fill->task;
	size_t block = task->fs->block_bytes;
	int rc = 0;

	for (uint64_t i = 0; i < WINDOWS && left_hidden(task) < bytes && !rc; i++) {
		task->stream_at = ballast->fill->base + i * WINDOW;
		rc = task_fill_buffer(task, block, err);
		if (rc || pwrite(ballast->fd, task->buffer, block, (off_t)(i * WINDOW)) < 0 ||
		    fdatasync(ballast->fd))
			break;
		ballast->end = i * WINDOW + block;
		ballast->bytes += block;
	}
	return rc;
}

int ballast_make(struct ballast *ballast, struct fill *fill, uint64_t more, struct wipe_error *err)
{
	uint64_t kept_back = left_kept_back(fill->task);

	*ballast = (struct ballast){ .fill = fill, .fd = -1 };
	if (!fill_free_ends(fill->task, 2 * kept_back + more))
		return 0;
	syncfs(fill->task->top);
	ballast->fd = open_it(fill->task);
	if (ballast->fd < 0 || set_aside(ballast, kept_back + more, err) == 0)
		return 0;
	ballast_drop(ballast);
	return WIPE_E_CRYPTO;
}

int ballast_note(struct ballast *ballast, struct wipe_error *err)
{
	return ballast->fd < 0 ?
		       0 :
		       fill_note(ballast->fill, ballast->fd, ballast->end, ballast->bytes, err);
}

void ballast_drop(struct ballast *ballast)
{
	if (ballast->fd < 0)
		return;
	if (ftruncate(ballast->fd, 0) == 0)
		unlinkat(ballast->fill->task->own, NAME, 0);
	close(ballast->fd);
	ballast->fd = -1;
}
