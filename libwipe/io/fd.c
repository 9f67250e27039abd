/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fd.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "presence.h"

struct fd_io {
	struct wipe_io io; /* first: the seam */
	int fd;
	bool is_block, is_direct, writable;
};

static struct fd_io *fd_of(struct wipe_io *io)
{
	return (struct fd_io *)(void *)io;
}

static const struct fd_io *fd_of_const(const struct wipe_io *io)
{
	return (const struct fd_io *)(const void *)io;
}

static bool set_direct(int fd, bool on)
{
	int flags = fcntl(fd, F_GETFL);

	return flags >= 0 && fcntl(fd, F_SETFL, on ? flags | O_DIRECT : flags & ~O_DIRECT) == 0;
}

static int read_all(int fd, unsigned char *at, size_t len, uint64_t offset)
{
	while (len) {
		ssize_t got = pread(fd, at, len, (off_t)offset);

		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return -errno;
		if (got == 0)
			return -ENODATA;
		at += got;
		len -= (size_t)got;
		offset += (uint64_t)got;
	}
	return 0;
}

static int write_all(int fd, const unsigned char *at, size_t len, uint64_t offset)
{
	while (len) {
		ssize_t put = pwrite(fd, at, len, (off_t)offset);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -errno;
		if (put == 0)
			return -ENOSPC;
		at += put;
		len -= (size_t)put;
		offset += (uint64_t)put;
	}
	return 0;
}

/* Direct I/O takes whole blocks at block addresses; what that leaves over is the tail. */
static size_t direct_part(const struct fd_io *self, size_t len, uint64_t offset)
{
	size_t mask = self->io.block_bytes - 1;

	if (!self->is_direct)
		return len;
	return offset & mask ? 0 : len & ~mask;
}

static int read_cached(struct fd_io *self, unsigned char *at, size_t len, uint64_t offset)
{
	int rc;

	if (!set_direct(self->fd, false))
		return -errno;
	posix_fadvise(self->fd, (off_t)offset, (off_t)len, POSIX_FADV_DONTNEED);
	rc = read_all(self->fd, at, len, offset);
	set_direct(self->fd, true);
	return rc;
}

static int write_cached(struct fd_io *self, const unsigned char *at, size_t len, uint64_t offset)
{
	int rc;

	if (!set_direct(self->fd, false))
		return -errno;
	rc = write_all(self->fd, at, len, offset);
	if (!rc && fsync(self->fd) != 0)
		rc = -errno;
	posix_fadvise(self->fd, (off_t)offset, (off_t)len, POSIX_FADV_DONTNEED);
	set_direct(self->fd, true);
	return rc;
}

static int fd_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	struct fd_io *self = fd_of(io);
	size_t direct = direct_part(self, len, offset);
	int rc = direct ? read_all(self->fd, buf, direct, offset) : 0;

	if (rc || direct == len)
		return rc;
	return read_cached(self, (unsigned char *)buf + direct, len - direct, offset + direct);
}

static int fd_write_at(struct wipe_io *io, const void *buf, size_t len, uint64_t offset)
{
	struct fd_io *self = fd_of(io);
	size_t direct = direct_part(self, len, offset);
	int rc = direct ? write_all(self->fd, buf, direct, offset) : 0;

	if (rc || direct == len)
		return rc;
	return write_cached(self, (const unsigned char *)buf + direct, len - direct,
			    offset + direct);
}

static int fd_sync(struct wipe_io *io)
{
	/* On a block device this also flushes the drive's volatile cache. */
	return fsync(fd_of(io)->fd) == 0 ? 0 : -errno;
}

static int fd_drop_cache(struct wipe_io *io)
{
	struct fd_io *self = fd_of(io);
	int rc;

	if (self->is_block && self->writable)
		return ioctl(self->fd, BLKFLSBUF, 0) == 0 ? 0 : -errno;
	/* Dirty pages, also those of others, would stay. */
	if (self->writable && fsync(self->fd) != 0)
		return -errno;
	rc = posix_fadvise(self->fd, 0, 0, POSIX_FADV_DONTNEED);
	return -rc;
}

static int fd_discard(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	struct fd_io *self = fd_of(io);
	uint64_t range[2] = { offset, len };

	if (!self->is_block)
		return -EOPNOTSUPP;
	return ioctl(self->fd, BLKDISCARD, range) == 0 ? 0 : -errno;
}

/* The kernel writes the zeros itself where the drive has no command for them. */
static int fd_zero(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	struct fd_io *self = fd_of(io);
	uint64_t range[2] = { offset, len };

	if (!self->is_block)
		return -EOPNOTSUPP;
	return ioctl(self->fd, BLKZEROOUT, range) == 0 ? 0 : -errno;
}

static int fd_size(struct wipe_io *io, uint64_t *size_bytes)
{
	struct fd_io *self = fd_of(io);
	struct stat st;

	if (fstat(self->fd, &st) != 0)
		return -errno;
	*size_bytes = (uint64_t)st.st_size;
	if (!self->is_block)
		return 0;
	/* A disk that was pulled may keep its size for as long as it is open. */
	if (!presence_of(st.st_rdev))
		return -ENODEV;
	return ioctl(self->fd, BLKGETSIZE64, size_bytes) == 0 ? 0 : -errno;
}

static int fd_descriptor(const struct wipe_io *io)
{
	return fd_of_const(io)->fd;
}

static int fd_close(struct wipe_io *io)
{
	struct fd_io *self = fd_of(io);
	int rc = close(self->fd) == 0 ? 0 : -errno;

	free(self);
	return rc;
}

static const struct wipe_io_ops fd_ops = {
	.read_at = fd_read_at,
	.write_at = fd_write_at,
	.sync = fd_sync,
	.drop_cache = fd_drop_cache,
	.discard = fd_discard,
	.zero = fd_zero,
	.size = fd_size,
	.descriptor = fd_descriptor,
	.close = fd_close,
};

struct wipe_io *fd_io_new(int fd, uint32_t block_bytes, bool writable)
{
	struct fd_io *self = calloc(1, sizeof(*self));
	struct stat st;

	if (!self) {
		close(fd);
		return NULL;
	}
	self->io =
		(struct wipe_io){ .ops = &fd_ops, .block_bytes = block_bytes, .concurrent = true };
	self->fd = fd;
	self->writable = writable;
	self->is_block = fstat(fd, &st) == 0 && S_ISBLK(st.st_mode);
	self->is_direct = set_direct(fd, true);
	return &self->io;
}

bool fd_io_is_direct(const struct wipe_io *io)
{
	return fd_of_const(io)->is_direct;
}
