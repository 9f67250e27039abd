/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A medium that misbehaves as told: a wrapper around wipe_io_memory_new(). */
#ifndef SUPPORT_TEST_IO_H
#define SUPPORT_TEST_IO_H

#include <stdbool.h>

#include <wipe/sys/io.h>

struct test_io {
	struct wipe_io io; /* first: the seam */
	struct wipe_io *memory;
	uint64_t size_bytes;	     /* what it says of itself */
	uint64_t alias_bytes;	     /* not 0: addresses wrap around at this one */
	uint64_t lost_from, lost_to; /* writes and zeros here are acknowledged and dropped */
	uint64_t bad_read_from, bad_read_to; /* reads that touch this fail */
	uint64_t bad_write_from, bad_write_to;
	bool bad_write_lands; /* what fails there is on the medium all the same */
	int bad_errno;
	uint64_t calls;	       /* of any kind, so far */
	uint64_t fail_call;    /* this call fails once (from 1; 0: none) */
	uint64_t gone_at_call; /* from this call on nothing answers (0: never) */
	int sync_errno;	       /* sync fails with it */
	uint64_t gone_after; /* so many calls after a sync that failed nothing answers (0: never) */
	bool no_zero;	     /* it cannot be asked for zeros */
	uint64_t writes, reads, syncs, drops, zeros;
};

/* Closed by wipe_io_close(); the struct is freed then. */
struct test_io *test_io_new(uint64_t size_bytes, uint64_t backing_bytes, uint32_t block_bytes);

#endif
