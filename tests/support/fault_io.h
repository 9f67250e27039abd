/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A medium in memory of which one call fails, in any of the ways in which calls
 * fail, and a clock that several threads may ask. What is on it can be looked at
 * after the job closed it.
 */
#ifndef SUPPORT_FAULT_IO_H
#define SUPPORT_FAULT_IO_H

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include <wipe/sys/env.h>
#include <wipe/sys/io.h>

/* Begins at 1764000000 s; both clocks are one, a tenth of a millisecond more a question. */
struct fault_clock {
	struct wipe_env env;
	_Atomic uint64_t now_ns;
	uint64_t state; /* of the random numbers */
};

void fault_clock_init(struct fault_clock *clock, uint64_t seed);

/* splitmix64: the next number of state. */
uint64_t fault_random(uint64_t *state);

enum fault_kind {
	FAULT_NONE,
	FAULT_ONCE,    /* the call fails */
	FAULT_BURST,   /* it and those that follow, 4 in all, but the size is told */
	FAULT_GONE,    /* it and all that follow */
	FAULT_MUTE,    /* the same, but the size is told */
	FAULT_RANGE,   /* the block that it begins with can be neither read nor written any more */
	FAULT_TORN,    /* of a write a part is done, then it fails; others as FAULT_ONCE */
	FAULT_SLOW,    /* it succeeds, after the delay */
	FAULT_LATE,    /* it fails, after the delay */
	FAULT_LOST,    /* a write is acknowledged and dropped */
	FAULT_GARBLED, /* one bit of what is written or read is another one */
	FAULT_KINDS
};

enum fault_call { FAULT_READ, FAULT_WRITE, FAULT_SYNC, FAULT_DROP, FAULT_SIZE };

struct fault_io {
	struct wipe_io io; /* first: the seam */
	struct fault_clock *clock;
	pthread_mutex_t lock;
	unsigned char *bytes;
	uint64_t size_bytes;
	enum fault_kind kind;
	uint64_t at_call;    /* from 1 */
	uint64_t skip_bytes; /* FAULT_RANGE: it is a block behind the one that the call begins with */
	int sys_errno;
	uint64_t delay_ns;
	/* What happened. */
	uint64_t calls, writes, syncs;
	bool has_fired, is_closed;
	enum fault_call fired_call; /* the first one that failed, or was to */
	uint64_t bad_from, bad_to;
};

/* Filled with 0xd6. Outlives wipe_io_close(): fault_io_free() frees it. */
struct fault_io *fault_io_new(struct fault_clock *clock, uint64_t size_bytes, uint32_t block_bytes,
			      bool concurrent);
void fault_io_free(struct fault_io *self);

const char *fault_kind_name(enum fault_kind kind);

#endif
