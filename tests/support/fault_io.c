/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fault_io.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define STARTED_S 1764000000
#define BURST_CALLS 4

static struct fault_clock *clock_of(const struct wipe_env *env)
{
	return (struct fault_clock *)(uintptr_t)env;
}

static uint64_t clock_monotonic_ns(const struct wipe_env *env)
{
	return atomic_fetch_add(&clock_of(env)->now_ns, 100000);
}

static int64_t clock_realtime_s(const struct wipe_env *env)
{
	return STARTED_S + (int64_t)(clock_monotonic_ns(env) / UINT64_C(1000000000));
}

static void clock_sleep_ms(const struct wipe_env *env, uint32_t ms)
{
	atomic_fetch_add(&clock_of(env)->now_ns, ms * UINT64_C(1000000));
}

uint64_t fault_random(uint64_t *state)
{
	uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static int clock_random(const struct wipe_env *env, void *buf, size_t len)
{
	unsigned char *out = buf;

	for (size_t i = 0; i < len; i++)
		out[i] = (unsigned char)(fault_random(&clock_of(env)->state) >> 56);
	return 0;
}

static const struct wipe_env_ops clock_ops = {
	.realtime_s = clock_realtime_s,
	.monotonic_ns = clock_monotonic_ns,
	.sleep_ms = clock_sleep_ms,
	.random = clock_random,
};

void fault_clock_init(struct fault_clock *clock, uint64_t seed)
{
	*clock = (struct fault_clock){ .env.ops = &clock_ops, .state = seed };
	atomic_init(&clock->now_ns, 0);
}

static struct fault_io *fault_of(struct wipe_io *io)
{
	return (struct fault_io *)(void *)io;
}

static bool touches_bad(const struct fault_io *self, size_t len, uint64_t offset)
{
	return self->bad_from < self->bad_to && offset < self->bad_to &&
	       offset + len > self->bad_from;
}

/* From the call on that was told. True: this one fails. */
static bool fails(struct fault_io *self, enum fault_call kind)
{
	bool is_size = kind == FAULT_SIZE;
	uint64_t call = ++self->calls;

	if (self->kind == FAULT_NONE || !self->at_call || call < self->at_call)
		return false;
	if (!self->has_fired)
		self->fired_call = kind;
	self->has_fired = true;
	switch (self->kind) {
	case FAULT_GONE:
		return true;
	case FAULT_MUTE:
		return !is_size;
	case FAULT_BURST:
		return !is_size && call < self->at_call + BURST_CALLS;
	case FAULT_SLOW:
	case FAULT_LATE:
		if (call == self->at_call)
			atomic_fetch_add(&self->clock->now_ns, self->delay_ns);
		return call == self->at_call && self->kind == FAULT_LATE;
	case FAULT_ONCE:
	case FAULT_TORN:
		return call == self->at_call;
	default:
		return false;
	}
}

static bool is_the_call(const struct fault_io *self, enum fault_kind kind)
{
	return self->kind == kind && self->calls == self->at_call;
}

static int begin_transfer(struct fault_io *self, enum fault_call call, size_t len, uint64_t offset)
{
	bool failed = fails(self, call);

	if (offset + len > self->size_bytes)
		return -ENOSPC;
	if (is_the_call(self, FAULT_RANGE)) {
		self->bad_from = offset + self->skip_bytes;
		self->bad_to = self->bad_from + self->io.block_bytes;
	}
	return failed || touches_bad(self, len, offset) ? -self->sys_errno : 0;
}

static int fault_read_at(struct wipe_io *io, void *buf, size_t len, uint64_t offset)
{
	struct fault_io *self = fault_of(io);
	unsigned char *out = buf;
	int rc;

	pthread_mutex_lock(&self->lock);
	rc = begin_transfer(self, FAULT_READ, len, offset);
	if (!rc)
		memcpy(buf, self->bytes + offset, len);
	if (!rc && is_the_call(self, FAULT_GARBLED))
		out[len / 2] ^= 1;
	pthread_mutex_unlock(&self->lock);
	return rc;
}

static int fault_write_at(struct wipe_io *io, const void *buf, size_t len, uint64_t offset)
{
	struct fault_io *self = fault_of(io);
	int rc;

	pthread_mutex_lock(&self->lock);
	self->writes++;
	rc = begin_transfer(self, FAULT_WRITE, len, offset);
	if (!rc && !is_the_call(self, FAULT_LOST))
		memcpy(self->bytes + offset, buf, len);
	if (!rc && is_the_call(self, FAULT_GARBLED))
		self->bytes[offset + len / 2] ^= 1;
	if (rc && is_the_call(self, FAULT_TORN))
		memcpy(self->bytes + offset, buf, len / 2);
	pthread_mutex_unlock(&self->lock);
	return rc;
}

static int other_call(struct fault_io *self, enum fault_call call)
{
	int rc;

	pthread_mutex_lock(&self->lock);
	rc = fails(self, call) ? -self->sys_errno : 0;
	pthread_mutex_unlock(&self->lock);
	return rc;
}

static int fault_sync(struct wipe_io *io)
{
	struct fault_io *self = fault_of(io);
	int rc = other_call(self, FAULT_SYNC);

	pthread_mutex_lock(&self->lock);
	self->syncs++;
	pthread_mutex_unlock(&self->lock);
	return rc;
}

static int fault_drop_cache(struct wipe_io *io)
{
	return other_call(fault_of(io), FAULT_DROP);
}

static int fault_discard(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	(void)io;
	(void)offset;
	(void)len;
	return -EOPNOTSUPP;
}

static int fault_size(struct wipe_io *io, uint64_t *size_bytes)
{
	int rc = other_call(fault_of(io), FAULT_SIZE);

	*size_bytes = rc ? 0 : fault_of(io)->size_bytes;
	return rc;
}

static int fault_close(struct wipe_io *io)
{
	fault_of(io)->is_closed = true;
	return 0;
}

static const struct wipe_io_ops fault_ops = {
	.read_at = fault_read_at,
	.write_at = fault_write_at,
	.sync = fault_sync,
	.drop_cache = fault_drop_cache,
	.discard = fault_discard,
	.size = fault_size,
	.close = fault_close,
};

/* Of the medium before: with a sanitizer new pages cost more than the job. */
static struct {
	unsigned char *bytes;
	uint64_t size_bytes;
} kept;

static unsigned char *take_bytes(uint64_t size_bytes)
{
	unsigned char *bytes = kept.bytes;

	if (bytes && kept.size_bytes == size_bytes) {
		kept.bytes = NULL;
		return bytes;
	}
	return malloc((size_t)size_bytes);
}

static void keep_bytes(unsigned char *bytes, uint64_t size_bytes)
{
	free(kept.bytes);
	kept.bytes = bytes;
	kept.size_bytes = size_bytes;
}

struct fault_io *fault_io_new(struct fault_clock *clock, uint64_t size_bytes, uint32_t block_bytes,
			      bool concurrent)
{
	struct fault_io *self = calloc(1, sizeof(*self));

	if (!self)
		abort();
	self->io = (struct wipe_io){ .ops = &fault_ops,
				     .block_bytes = block_bytes,
				     .concurrent = concurrent };
	self->clock = clock;
	self->size_bytes = size_bytes;
	self->sys_errno = EIO;
	self->bytes = take_bytes(size_bytes);
	if (!self->bytes)
		abort();
	memset(self->bytes, 0xd6, (size_t)size_bytes);
	pthread_mutex_init(&self->lock, NULL);
	return self;
}

void fault_io_free(struct fault_io *self)
{
	pthread_mutex_destroy(&self->lock);
	keep_bytes(self->bytes, self->size_bytes);
	free(self);
}

const char *fault_kind_name(enum fault_kind kind)
{
	static const char *const names[FAULT_KINDS] = {
		[FAULT_NONE] = "none", [FAULT_ONCE] = "once",	    [FAULT_BURST] = "burst",
		[FAULT_GONE] = "gone", [FAULT_MUTE] = "mute",	    [FAULT_RANGE] = "range",
		[FAULT_TORN] = "torn", [FAULT_SLOW] = "slow",	    [FAULT_LATE] = "late",
		[FAULT_LOST] = "lost", [FAULT_GARBLED] = "garbled",
	};

	return names[kind];
}
