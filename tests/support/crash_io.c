/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "crash_io.h"

#include <errno.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>

#include "fault_io.h"

static struct crash_io *crash_of(struct wipe_io *io)
{
	return (struct crash_io *)(void *)io;
}

static void forget_log(struct crash_io *self, size_t count)
{
	for (size_t i = 0; i < count; i++)
		free(self->log[i].bytes);
	self->log_count -= count;
	if (self->log_count)
		memmove(self->log, self->log + count, self->log_count * sizeof(*self->log));
}

static void append_log(struct crash_io *self, const void *buf, size_t len, uint64_t offset)
{
	struct crash_write one = { .offset = offset, .length = len, .bytes = malloc(len) };

	if (self->log_count == self->log_room) {
		self->log_room = self->log_room ? 2 * self->log_room : 32;
		self->log = reallocarray(self->log, self->log_room, sizeof(*self->log));
	}
	if (!one.bytes || !self->log)
		abort();
	memcpy(one.bytes, buf, len);
	self->log[self->log_count++] = one;
}

static bool is_bad(const struct crash_io *self, size_t len, uint64_t offset)
{
	for (size_t i = 0; i < sizeof(self->bad) / sizeof(self->bad[0]); i++)
		if (offset < self->bad[i].to && offset + len > self->bad[i].from)
			return true;
	return false;
}

static int crash_write_at(struct wipe_io *io, const void *buf, size_t len, uint64_t offset)
{
	struct crash_io *self = crash_of(io);
	int rc = 0;

	pthread_mutex_lock(&self->lock);
	if (self->is_off) {
		rc = -ENXIO;
	} else if (offset + len > self->size_bytes) {
		rc = -ENOSPC;
	} else if (is_bad(self, len, offset)) {
		rc = -EIO;
	} else {
		memcpy(self->bytes + offset, buf, len);
		append_log(self, buf, len, offset);
		/* The one during which it goes reached the cache, in part perhaps. */
		self->is_off = ++self->writes == self->cut_at_write;
		rc = self->is_off ? -ENXIO : 0;
		self->written_bytes += rc ? 0 : len;
	}
	pthread_mutex_unlock(&self->lock);
	return rc;
}

static int crash_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	struct crash_io *self = crash_of(io);
	int rc = 0;

	pthread_mutex_lock(&self->lock);
	if (++self->reads == self->cut_at_read)
		self->is_off = true;
	if (self->is_off)
		rc = -ENXIO;
	else
		memcpy(buf, self->bytes + offset, len);
	pthread_mutex_unlock(&self->lock);
	return rc;
}

static void make_durable(struct crash_io *self, size_t count)
{
	for (size_t i = 0; i < count; i++)
		memcpy(self->durable + self->log[i].offset, self->log[i].bytes,
		       self->log[i].length);
	forget_log(self, count);
}

/* Covers what was complete when it began, and nothing that came meanwhile. */
static int crash_sync(struct wipe_io *io)
{
	struct crash_io *self = crash_of(io);
	size_t count;
	int rc = 0;

	pthread_mutex_lock(&self->lock);
	count = self->log_count;
	if (io->concurrent) {
		pthread_mutex_unlock(&self->lock);
		sched_yield();
		pthread_mutex_lock(&self->lock);
	}
	if (self->is_off) {
		rc = -ENXIO;
	} else if (++self->syncs == self->fail_sync) {
		/* As Linux does it: it is told once, and the next flush knows nothing of it. */
		forget_log(self, count);
		rc = -EIO;
	} else {
		self->is_off = self->syncs == self->cut_at_sync;
		rc = self->is_off ? -ENXIO : 0;
		if (!self->is_off || self->sync_takes_effect)
			make_durable(self, count);
	}
	pthread_mutex_unlock(&self->lock);
	return rc;
}

static int crash_drop_cache(struct wipe_io *io)
{
	return crash_of(io)->is_off ? -ENXIO : 0;
}

static int crash_discard(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	(void)io;
	(void)offset;
	(void)len;
	return -EOPNOTSUPP;
}

static int crash_size(struct wipe_io *io, uint64_t *size_bytes)
{
	struct crash_io *self = crash_of(io);
	int rc;

	pthread_mutex_lock(&self->lock);
	rc = self->is_off ? -ENXIO : 0;
	pthread_mutex_unlock(&self->lock);
	*size_bytes = rc ? 0 : self->size_bytes;
	return rc;
}

static int crash_close(struct wipe_io *io)
{
	crash_of(io)->is_closed = true;
	return 0;
}

static const struct wipe_io_ops crash_ops = {
	.read_at = crash_read_at,
	.write_at = crash_write_at,
	.sync = crash_sync,
	.drop_cache = crash_drop_cache,
	.discard = crash_discard,
	.size = crash_size,
	.close = crash_close,
};

struct crash_io *crash_io_new(uint64_t size_bytes, uint32_t block_bytes, bool concurrent,
			      uint64_t seed)
{
	struct crash_io *self = calloc(1, sizeof(*self));

	if (!self)
		abort();
	self->io = (struct wipe_io){ .ops = &crash_ops,
				     .block_bytes = block_bytes,
				     .concurrent = concurrent };
	self->size_bytes = size_bytes;
	self->state = seed;
	self->bytes = malloc((size_t)size_bytes);
	self->durable = malloc((size_t)size_bytes);
	if (!self->bytes || !self->durable)
		abort();
	memset(self->bytes, 0xd6, (size_t)size_bytes);
	memset(self->durable, 0xd6, (size_t)size_bytes);
	pthread_mutex_init(&self->lock, NULL);
	return self;
}

void crash_io_free(struct crash_io *self)
{
	forget_log(self, self->log_count);
	pthread_mutex_destroy(&self->lock);
	free(self->log);
	free(self->bytes);
	free(self->durable);
	free(self);
}

static void lose_sector(struct crash_io *self, const struct crash_write *one, size_t at)
{
	uint64_t fate = fault_random(&self->state);
	size_t length = one->length - at < self->io.block_bytes ? one->length - at :
								  self->io.block_bytes;
	unsigned char *sector = self->durable + one->offset + at;

	if (fate % 4 == 0)
		return;
	if (fate % 4 == 1) {
		memset(sector, (int)(fate >> 56), length);
		return;
	}
	memcpy(sector, one->bytes + at, length);
}

void crash_io_switch_on(struct crash_io *self)
{
	/* In any order: of two writes to one sector either may be the last one. */
	for (size_t i = self->log_count; i > 1; i--) {
		size_t other = (size_t)(fault_random(&self->state) % i);
		struct crash_write swap = self->log[i - 1];

		self->log[i - 1] = self->log[other];
		self->log[other] = swap;
	}
	for (size_t i = 0; i < self->log_count; i++)
		for (size_t at = 0; at < self->log[i].length; at += self->io.block_bytes)
			lose_sector(self, &self->log[i], at);
	forget_log(self, self->log_count);
	memcpy(self->bytes, self->durable, (size_t)self->size_bytes);
	self->is_off = self->is_closed = false;
	self->writes = self->syncs = self->reads = self->written_bytes = 0;
	self->cut_at_write = self->cut_at_sync = self->cut_at_read = self->fail_sync = 0;
}
