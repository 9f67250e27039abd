/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fill.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "cleanup.h"
#include "fill_others.h"
#include "filling.h"
#include "held.h"
#include "medium.h"
#include "readback.h"
#include "text.h"

#define BARREN_MAX 4 /* files in a row that got nothing: a last block may be had by another one */
#define LEAST_WRITE 512
#define STREAM_STEP 16 /* the stream begins at multiples of it */

enum outcome { GOES_ON, NEXT_FILE, NO_MORE };

void fill_name(unsigned int index, char name[16])
{
	snprintf(name, 16, "data%u", index);
}

static int open_file(const struct task *task, unsigned int index)
{
	const int flags = O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC;
	char name[16];
	int fd;

	fill_name(index, name);
	fd = openat(task->own, name, flags | O_DIRECT, 0600);
	return fd < 0 && errno == EINVAL ? openat(task->own, name, flags, 0600) : fd;
}

static size_t least_write(const struct task *task)
{
	return task->fs->block_bytes >= LEAST_WRITE && task->fs->block_bytes < TASK_BUFFER_BYTES ?
		       task->fs->block_bytes :
		       LEAST_WRITE;
}

/* Direct I/O takes whole sectors of the medium, which can be larger than blocks. */
static bool leave_direct(int fd)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && flags & O_DIRECT && fcntl(fd, F_SETFL, flags & ~O_DIRECT) == 0;
}

static enum outcome after_failure(struct fill *fill, int fd, size_t *bytes)
{
	fill->quota = fill->quota || errno == EDQUOT;
	switch (errno) {
	case EDQUOT:
	case ENOSPC:
		*bytes /= 2;
		return *bytes < least_write(fill->task) ? NEXT_FILE : GOES_ON;
	case EINVAL:
		if (leave_direct(fd))
			return GOES_ON;
		break;
	case EFBIG:
		return NEXT_FILE;
	case EINTR:
		return GOES_ON;
	default:
		break;
	}
	fill->failed = errno;
	return NEXT_FILE;
}

static int write_some(struct fill *fill, int fd, uint64_t *at, size_t *bytes, enum outcome *outcome,
		      struct wipe_error *err)
{
	ssize_t written;
	int rc;

	fill->task->stream_at = fill->base + *at;
	rc = task_fill_buffer(fill->task, *bytes, err);
	if (rc)
		return rc;
	written = pwrite(fd, fill->task->buffer, *bytes, (off_t)*at);
	if (written < STREAM_STEP) {
		errno = written < 0 ? errno : written ? ENOSPC : EIO;
		*outcome = after_failure(fill, fd, bytes);
		return task_advance(fill->task, 0, 0, err);
	}
	written -= written % STREAM_STEP;
	*at += (uint64_t)written;
	return task_advance(fill->task, (uint64_t)written, 0, err);
}

static void flush(struct fill *fill, int fd)
{
	if (fsync(fd) && errno != ENOSPC && errno != EDQUOT)
		fill->failed = errno;
}

static int read_back(struct fill *fill, int fd, uint64_t bytes, struct wipe_error *err)
{
	uint64_t verified;
	int rc;

	if (!fill->medium || fill->task->is_late)
		return 0;
	rc = readback(fill->task, fill->medium, fd, fill->base, bytes, &verified, err);
	fill->verified += verified;
	if (rc != WIPE_E_MISMATCH)
		return rc;
	fill->differs = rc;
	return 0;
}

/* Without writing: takes blocks faster than a commit gives away what was freed before. */
static void allocate(const struct fill *fill, int fd)
{
	uint64_t least = least_write(fill->task), at = 0;

	for (uint64_t step = fill->allocate; step >= least; step /= 2)
		while (fallocate(fd, 0, (off_t)at, (off_t)step) == 0)
			at += step;
}

int fill_note(struct fill *fill, int fd, uint64_t end, uint64_t bytes, struct wipe_error *err)
{
	int rc;

	held_note(fill->task, fd, end);
	rc = read_back(fill, fd, end, err);
	fill->base += end;
	fill->bytes += bytes;
	fill->files += bytes > 0;
	return rc;
}

static int fill_file(struct fill *fill, int fd, struct wipe_error *err)
{
	enum outcome outcome = GOES_ON;
	size_t bytes = TASK_BUFFER_BYTES;
	uint64_t at = 0;
	int rc = 0;

	if (fill->allocate)
		allocate(fill, fd);
	while (!rc && outcome == GOES_ON && !fill->task->is_late)
		rc = write_some(fill, fd, &at, &bytes, &outcome, err);
	flush(fill, fd);
	fill->barren = at ? 0 : fill->barren + 1;
	return rc ? rc : fill_note(fill, fd, at, at, err);
}

int fill_files(struct fill *fill, struct wipe_error *err)
{
	fill->barren = 0;
	while (fill->barren < BARREN_MAX && !fill->task->is_late) {
		CLEANUP_FD int fd = open_file(fill->task, fill->next++);
		int rc;

		if (fd < 0) {
			fill->quota |= errno == EDQUOT;
			return 0;
		}
		rc = fill_file(fill, fd, err);
		if (rc)
			return rc;
	}
	return 0;
}

/* A block that was filled twice is one block. */
static void end_part(struct fill *fill, int rc)
{
	struct task *task = fill->task;
	struct wipe_space_done *done = &task->result->parts[WIPE_SPACE_DATA];
	uint64_t held = fs_runs_bytes(&task->held), unread = fill->bytes - fill->verified;
	uint64_t bytes = held && held < fill->bytes ? held : fill->bytes;

	if (fill->differs)
		task_unreached(task, WIPE_SPACE_DIFFERS, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	else if (unread)
		task_unreached(task, WIPE_SPACE_UNREAD, WIPE_SPACE_DATA, 0,
			       checked_min_u64(unread, bytes), 0);
	if (fill->quota)
		task_unreached(task, WIPE_SPACE_QUOTA, WIPE_SPACE_DATA, 0, UINT64_MAX, EDQUOT);
	if (fill->failed)
		task_unreached(task, WIPE_SPACE_MEDIUM, WIPE_SPACE_DATA, 0, UINT64_MAX,
			       fill->failed);
	task_end_part(task, WIPE_SPACE_DATA, fill->files, bytes, rc);
	done->verified_bytes = bytes - checked_min_u64(unread, bytes);
}

int fill_blocks(struct task *task, struct wipe_error *err)
{
	struct fill fill = { .task = task, .base = task->stream_at };
	int rc;

	task_begin_part(task, WIPE_SPACE_DATA, 0);
	if (!fs_medium_open(task->fs, &fill.medium, NULL))
		task->progress.bytes_total += task->result->free_bytes;
	rc = fill_files(&fill, err);
	if (!rc && task->fs->kind != WIPE_FS_BTRFS && task->fs->kind != WIPE_FS_XFS)
		rc = fill_others(&fill, err);
	fs_medium_close(fill.medium);
	task->stream_at = fill.base;
	end_part(&fill, rc);
	if (!rc && fill.differs)
		return fill.differs;
	if (!rc && fill.failed)
		rc = wipe_error_set(err, WIPE_E_IO, fill.failed,
				    _("free space could not be written"));
	return rc;
}

static bool is_filled(const struct task *task, unsigned int index)
{
	char name[16];

	fill_name(index, name);
	return faccessat(task->own, name, F_OK, AT_SYMLINK_NOFOLLOW) == 0;
}

int fill_again(struct task *task, struct wipe_error *err)
{
	struct fill fill = { .task = task, .base = task->stream_at };
	int rc;

	while (is_filled(task, fill.next))
		fill.next++;
	fs_medium_open(task->fs, &fill.medium, NULL);
	rc = fill_files(&fill, err);
	fs_medium_close(fill.medium);
	task->stream_at = fill.base;
	if (!rc && fill.differs)
		task_unreached(task, WIPE_SPACE_DIFFERS, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	return rc ? rc : fill.differs;
}
