/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "test_io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct test_io *test_of(struct wipe_io *io)
{
	return (struct test_io *)(void *)io;
}

/* Counts a call and says how it fails, if it does. */
static int call(struct test_io *self)
{
	self->calls++;
	if (self->gone_at_call && self->calls >= self->gone_at_call)
		return -ENXIO;
	return self->calls == self->fail_call ? -EIO : 0;
}

static bool touches(uint64_t from, uint64_t to, size_t len, uint64_t offset)
{
	return from < to && offset < to && offset + len > from;
}

/* Byte by byte in blocks, so that aliasing is exact whatever the length. */
static int transfer(struct test_io *self, unsigned char *in, const unsigned char *out, size_t len,
		    uint64_t offset)
{
	unsigned char *bytes = wipe_io_memory_bytes(self->memory);

	if (offset + len > self->size_bytes)
		return -ENOSPC;
	if (!self->alias_bytes && !(out && touches(self->lost_from, self->lost_to, len, offset))) {
		if (out)
			memcpy(bytes + offset, out, len);
		else
			memcpy(in, bytes + offset, len);
		return 0;
	}
	for (size_t i = 0; i < len; i++) {
		uint64_t at = offset + i;

		if (out && touches(self->lost_from, self->lost_to, 1, at))
			continue;
		if (self->alias_bytes)
			at %= self->alias_bytes;
		if (out)
			bytes[at] = out[i];
		else
			in[i] = bytes[at];
	}
	return 0;
}

static int test_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	struct test_io *self = test_of(io);
	int rc = call(self);

	self->reads++;
	if (!rc && touches(self->bad_read_from, self->bad_read_to, len, offset))
		rc = -self->bad_errno;
	return rc ? rc : transfer(self, buf, NULL, len, offset);
}

static int test_write_at(struct wipe_io *io, const void *buf, size_t len, uint64_t offset)
{
	struct test_io *self = test_of(io);
	int rc = call(self);

	self->writes++;
	if (!rc && touches(self->bad_write_from, self->bad_write_to, len, offset))
		rc = -self->bad_errno;
	if (rc && self->bad_write_lands)
		(void)transfer(self, NULL, buf, len, offset);
	return rc ? rc : transfer(self, NULL, buf, len, offset);
}

static int test_sync(struct wipe_io *io)
{
	struct test_io *self = test_of(io);
	int rc = call(self);

	self->syncs++;
	if (self->sync_errno && self->gone_after && !self->gone_at_call)
		self->gone_at_call = self->calls + self->gone_after;
	return rc ? rc : -self->sync_errno;
}

static int test_drop_cache(struct wipe_io *io)
{
	test_of(io)->drops++;
	return call(test_of(io));
}

static int test_discard(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	(void)offset;
	(void)len;
	call(test_of(io));
	return -EOPNOTSUPP;
}

static int test_zero(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	struct test_io *self = test_of(io);
	int rc = call(self);
	void *zeros;

	if (self->no_zero)
		return -EOPNOTSUPP;
	self->zeros++;
	if (!rc && touches(self->bad_write_from, self->bad_write_to, (size_t)len, offset))
		rc = -self->bad_errno;
	if (rc)
		return rc;
	zeros = calloc(1, (size_t)len);
	if (!zeros)
		abort();
	rc = transfer(self, NULL, zeros, (size_t)len, offset);
	free(zeros);
	return rc;
}

static int test_size(struct wipe_io *io, uint64_t *size_bytes)
{
	struct test_io *self = test_of(io);
	int rc = call(self);

	*size_bytes = rc ? 0 : self->size_bytes;
	return rc;
}

static int test_close(struct wipe_io *io)
{
	struct test_io *self = test_of(io);
	int rc = call(self);

	wipe_io_close(self->memory);
	free(self);
	return rc;
}

static const struct wipe_io_ops test_ops = {
	.read_at = test_read_at,
	.write_at = test_write_at,
	.sync = test_sync,
	.drop_cache = test_drop_cache,
	.discard = test_discard,
	.zero = test_zero,
	.size = test_size,
	.close = test_close,
};

struct test_io *test_io_new(uint64_t size_bytes, uint64_t backing_bytes, uint32_t block_bytes)
{
	struct test_io *self = calloc(1, sizeof(*self));

	if (!self)
		abort();
	self->io = (struct wipe_io){ .ops = &test_ops, .block_bytes = block_bytes };
	self->memory = wipe_io_memory_new(backing_bytes, block_bytes);
	if (!self->memory)
		abort();
	/* What was on it: nothing that a pattern would write. */
	memset(wipe_io_memory_bytes(self->memory), 0xd6, (size_t)backing_bytes);
	self->size_bytes = size_bytes;
	self->bad_errno = EIO;
	return self;
}
