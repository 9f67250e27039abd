/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fill.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/falloc.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "checked.h"
#include "cleanup.h"
#include "left.h"
#include "medium.h"
#include "readback.h"
#include "text.h"

#define BARREN_MAX 4 /* files in a row that got nothing: a last block may be had by another one */
#define LEAST_WRITE 512
#define ROUNDS 8
#define ROUNDS_XFS 4	       /* groups_take_rest() goes on */
#define ROUND_MORE (64 * 1024) /* bytes that are freed besides, twice as many each time */
#define STREAM_STEP 16	       /* the stream begins at multiples of it */

struct fill {
	struct task *task;
	struct fs_medium *medium; /* NULL: it cannot be read */
	uint64_t base;		  /* where in the stream the file that is written begins */
	uint64_t files, bytes, verified;
	unsigned int barren, next; /* next: index of a file */
	bool quota;
	int failed;  /* errno of a write that failed for another reason than space */
	int differs; /* WIPE_E_MISMATCH */
};

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

static int fill_file(struct fill *fill, int fd, struct wipe_error *err)
{
	enum outcome outcome = GOES_ON;
	size_t bytes = TASK_BUFFER_BYTES;
	uint64_t at = 0;
	int rc = 0;

	while (!rc && outcome == GOES_ON && !fill->task->is_late)
		rc = write_some(fill, fd, &at, &bytes, &outcome, err);
	flush(fill, fd);
	if (!rc)
		rc = read_back(fill, fd, at, err);
	fill->base += at;
	fill->bytes += at;
	fill->files += at > 0;
	fill->barren = at ? 0 : fill->barren + 1;
	return rc;
}

static int fill_files(struct fill *fill, struct wipe_error *err)
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

static int open_filled(const struct task *task, unsigned int index, uint64_t *bytes)
{
	char name[16];
	struct stat st;
	int fd;

	fill_name(index, name);
	fd = openat(task->own, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	*bytes = fd >= 0 && fstat(fd, &st) == 0 ? (uint64_t)st.st_size : 0;
	return fd;
}

/* The first ones are the largest. */
uint64_t fill_free_ends(const struct task *task, uint64_t wanted)
{
	uint64_t freed = 0;

	for (unsigned int i = 0; freed < wanted; i++) {
		uint64_t size, cut;
		CLEANUP_FD int fd = open_filled(task, i, &size);

		if (fd < 0)
			break;
		cut = checked_min_u64(size, wanted - freed);
		if (cut && ftruncate(fd, (off_t)(size - cut)) == 0)
			freed += cut;
	}
	return freed;
}

/* Every other block. */
static uint64_t free_scattered(const struct fill *fill, uint64_t wanted)
{
	uint64_t block = fill->task->fs->block_bytes, freed = 0;

	for (unsigned int i = 0; i < fill->next; i++) {
		uint64_t size;
		CLEANUP_FD int fd = open_filled(fill->task, i, &size);

		for (uint64_t at = block; at + block < size && freed < wanted; at += 2 * block)
			if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE, (off_t)at,
				      (off_t)block) == 0)
				freed += block;
	}
	return freed;
}

/*
 * A file system keeps blocks back, by their number: which ones is by chance. Others need
 * them for what they have written, so that they stay kept back; but they change with
 * some of ours. On ext blocks that are freed are not given away before the next commit: as
 * many as are kept back, so that just those are had. xfs takes large pieces first: what
 * is freed is to be the smallest, but making holes needs some itself.
 */
static bool free_some(const struct fill *fill, uint64_t kept_back, uint64_t never, uint64_t more)
{
	if (fill->task->fs->kind != WIPE_FS_XFS)
		return fill_free_ends(fill->task, kept_back + more) > 0;
	return fill_free_ends(fill->task, more) + free_scattered(fill, never) > 0;
}

static int fill_others(struct fill *fill, struct wipe_error *err)
{
	const struct fs_runs *never = &fill->task->never;
	bool is_xfs = fill->task->fs->kind == WIPE_FS_XFS;
	uint64_t kept_back = left_first(fill->task), bytes = kept_back;
	unsigned int rounds = is_xfs ? ROUNDS_XFS : ROUNDS;
	int rc = 0;

	for (unsigned int i = 0; i < rounds && never->count && !rc && !fill->task->is_late; i++) {
		if (!free_some(fill, kept_back, bytes, (uint64_t)ROUND_MORE << i))
			break;
		rc = fill_files(fill, err);
		if (!rc)
			bytes = left_still(fill->task);
	}
	if (!is_xfs)
		left_note(fill->task, bytes);
	return rc;
}

int fill_blocks(struct task *task, struct wipe_error *err)
{
	struct fill fill = { .task = task, .base = task->stream_at };
	int rc;

	task_begin_part(task, WIPE_SPACE_DATA, 0);
	if (!fs_medium_open(task->fs, &fill.medium, NULL))
		task->progress.bytes_total += task->result->free_bytes;
	rc = fill_files(&fill, err);
	if (!rc && task->fs->kind != WIPE_FS_BTRFS)
		rc = fill_others(&fill, err);
	fs_medium_close(fill.medium);
	task->stream_at = fill.base;
	task->result->parts[WIPE_SPACE_DATA].verified_bytes = fill.verified;
	if (fill.differs)
		task_unreached(task, WIPE_SPACE_DIFFERS, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	else if (fill.verified < fill.bytes)
		task_unreached(task, WIPE_SPACE_UNREAD, WIPE_SPACE_DATA, 0,
			       fill.bytes - fill.verified, 0);
	if (fill.quota)
		task_unreached(task, WIPE_SPACE_QUOTA, WIPE_SPACE_DATA, 0, UINT64_MAX, EDQUOT);
	if (fill.failed)
		task_unreached(task, WIPE_SPACE_MEDIUM, WIPE_SPACE_DATA, 0, UINT64_MAX,
			       fill.failed);
	task_end_part(task, WIPE_SPACE_DATA, fill.files, fill.bytes);
	if (!rc && fill.differs)
		return fill.differs;
	if (!rc && fill.failed)
		rc = wipe_error_set(err, WIPE_E_IO, fill.failed,
				    _("free space could not be written"));
	return rc;
}
