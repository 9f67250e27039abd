/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A medium in memory with a volatile write cache: what was written is durable
 * after a sync. When the power is cut, each block that was written since is kept,
 * dropped, takes what an earlier write had put there, or is garbled.
 */
#ifndef SUPPORT_CRASH_IO_H
#define SUPPORT_CRASH_IO_H

#include <pthread.h>
#include <stdbool.h>

#include <wipe/sys/io.h>

struct crash_write {
	uint64_t offset;
	size_t length;
	unsigned char *bytes;
};

struct crash_range {
	uint64_t from, to;
};

struct crash_io {
	struct wipe_io io; /* first: the seam */
	pthread_mutex_t lock;
	uint64_t size_bytes;
	unsigned char *bytes;	 /* what a read gives */
	unsigned char *durable;	 /* what is left without power */
	struct crash_write *log; /* since the last sync, in order */
	size_t log_count, log_room;
	uint64_t state; /* of the random numbers */
	/* When the power goes: at this write, sync or read (from 1; 0: never). */
	uint64_t cut_at_write, cut_at_sync, cut_at_read;
	bool sync_takes_effect;	   /* of the sync at which it goes */
	uint64_t fail_sync;	   /* this one fails, and loses what it was to keep */
	struct crash_range bad[2]; /* cannot be written */
	/* What happened since it was switched on. */
	bool is_off, is_closed;
	uint64_t writes, syncs, reads, written_bytes;
};

/* Filled with 0xd6. Outlives wipe_io_close(): crash_io_free() frees it. */
struct crash_io *crash_io_new(uint64_t size_bytes, uint32_t block_bytes, bool concurrent,
			      uint64_t seed);
void crash_io_free(struct crash_io *self);

/* Loses what a cache loses, forgets what happened, and can be opened again. */
void crash_io_switch_on(struct crash_io *self);

#endif
