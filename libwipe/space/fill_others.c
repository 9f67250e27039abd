/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file system keeps blocks back, by their number: which ones is by chance. Others need
 * them for what they have written, so that they stay kept back; but they change with
 * some of ours.
 */
#include "fill_others.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ballast.h"
#include "checked.h"
#include "cleanup.h"
#include "fill.h"
#include "left.h"
#include "small.h"

#define ROUNDS 12
#define ROUND_MORE (64 * 1024) /* bytes that are freed besides, twice as many each time */

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

/*
 * Blocks that are freed are not given away before the next commit: as many as are kept
 * back, so that just those are had, and what is set aside for files that are open, too.
 */
static int round_pending(struct fill *fill, uint64_t more, struct wipe_error *err)
{
	int rc;

	if (!fill_free_ends(fill->task, left_kept_back(fill->task) + more))
		return 0;
	fill->allocate = left_kept_back(fill->task);
	rc = fill_files(fill, err);
	fill->allocate = 0;
	return rc;
}

/*
 * Where they are given away at once (without a journal, or with data=writeback): what is freed
 * is set aside, so that the others are had.
 */
static int round_ballast(struct fill *fill, uint64_t more, struct wipe_error *err)
{
	struct ballast ballast;
	int rc = small_take(fill, err);

	if (!rc)
		rc = ballast_make(&ballast, fill, more, err);
	if (rc)
		return rc;
	rc = ballast_note(&ballast, err);
	fill->allocate = left_kept_back(fill->task);
	if (!rc)
		rc = fill_files(fill, err);
	fill->allocate = 0;
	ballast_drop(&ballast);
	return rc ? rc : fill_files(fill, err);
}

int fill_others(struct fill *fill, struct wipe_error *err)
{
	struct task *task = fill->task;
	uint64_t bytes = left_never(task);
	unsigned int rounds = bytes == UINT64_MAX ? 1 : ROUNDS; /* without a map blindly */
	int rc = 0;

	for (unsigned int i = 0; i < rounds && bytes && !rc && !task->is_late; i++) {
		uint64_t more = (uint64_t)ROUND_MORE << i / 2;

		rc = i % 2 == 0 ? round_pending(fill, more, err) : round_ballast(fill, more, err);
		if (!rc)
			bytes = left_never(task);
	}
	left_note(task, bytes);
	return rc;
}
