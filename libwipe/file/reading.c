/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reading.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "checked.h"
#include "cleanup.h"
#include "resolve.h"
#include "text.h"

/* O_NONBLOCK: a FIFO in the place of a file must not hang us. */
#define FLAGS (O_RDONLY | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW)

static int changed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_SYSTEM, 0, _("it changed while it was being read"));
}

int reading_open(int folder, const char *path, bool direct, struct reading *reading,
		 struct wipe_error *err)
{
	*reading = (struct reading){ .fd = -1, .direct = direct };
	if (direct)
		reading->fd = resolve_open(folder, path, FLAGS | O_DIRECT);
	if (!direct || (reading->fd < 0 && errno == EINVAL)) {
		reading->direct = false;
		reading->fd = resolve_open(folder, path, FLAGS);
	}
	if (reading->fd < 0 || fstat(reading->fd, &reading->before))
		return resolve_error(errno, err);
	if (!S_ISREG(reading->before.st_mode))
		return wipe_error_set(err, WIPE_E_REFUSED, 0, _("not a regular file"));
	posix_fadvise(reading->fd, 0, 0, direct ? POSIX_FADV_DONTNEED : POSIX_FADV_SEQUENTIAL);
	return 0;
}

void reading_close(struct reading *reading)
{
	if (reading->fd >= 0)
		close(reading->fd);
	reading->fd = -1;
}

/* Some file systems take O_DIRECT and then do not; others only for whole blocks. */
static bool give_up_direct(struct reading *reading)
{
	int flags = fcntl(reading->fd, F_GETFL);

	if (!reading->direct || flags < 0 || fcntl(reading->fd, F_SETFL, flags & ~O_DIRECT))
		return false;
	reading->direct = false;
	posix_fadvise(reading->fd, 0, 0, POSIX_FADV_DONTNEED);
	return true;
}

/* Up to a buffer from offset; 0 at the end of the file, else -1 with errno. */
static ssize_t read_piece(struct work *work, struct reading *reading, uint64_t offset)
{
	for (;;) {
		ssize_t got = pread(reading->fd, work->buffer, WORK_BUFFER_BYTES, (off_t)offset);

		if (got >= 0)
			return got;
		if (errno != EINTR && (errno != EINVAL || !give_up_direct(reading)))
			return -1;
	}
}

int reading_run(struct work *work, struct reading *reading, reading_sink_fn *sink, void *arg,
		uint8_t sha256[WIPE_SHA256_BYTES], struct wipe_error *err)
{
	uint64_t size = (uint64_t)reading->before.st_size;

	sha256_begin(work->sha);
	for (uint64_t offset = 0; offset < size;) {
		ssize_t got = read_piece(work, reading, offset);
		size_t length;
		int rc = 0;

		if (got < 0)
			return resolve_error(errno, err);
		if (got == 0)
			return changed(err);
		length = (size_t)checked_min_u64((uint64_t)got, size - offset);
		sha256_update(work->sha, work->buffer, length);
		if (sink)
			rc = sink(arg, work->buffer, length, offset, err);
		if (!rc)
			rc = work_advance(work, length, err);
		if (rc)
			return rc;
		offset += length;
	}
	sha256_finish(work->sha, sha256);
	return 0;
}

static bool same_time(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec == b->tv_sec && a->tv_nsec == b->tv_nsec;
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino && a->st_size == b->st_size &&
	       same_time(&a->st_mtim, &b->st_mtim) && same_time(&a->st_ctim, &b->st_ctim);
}

int reading_check_unchanged(const struct reading *reading, int folder, const char *path,
			    struct wipe_error *err)
{
	CLEANUP_FD int fd = resolve_open(folder, path, O_PATH | O_NOFOLLOW);
	struct stat open_one, named;

	if (fstat(reading->fd, &open_one) || !same_file(&reading->before, &open_one) || fd < 0 ||
	    fstat(fd, &named) || !same_file(&reading->before, &named))
		return changed(err);
	return 0;
}
