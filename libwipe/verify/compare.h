/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a range back and comparing it with what a pass puts there. */
#ifndef VERIFY_COMPARE_H
#define VERIFY_COMPARE_H

#include <wipe/sys/io.h>

#include "hash.h"
#include "pattern.h"
#include "run.h"

/* One transfer. */
#define COMPARE_CHUNK_BYTES ((size_t)4 << 20)

struct compare {
	struct run *run;
	struct wipe_io *io;
	struct pattern *pattern;
	uint32_t block_bytes;	 /* unit in which errors and differences are told */
	unsigned char *buffer;	 /* COMPARE_CHUNK_BYTES, from buffer_new() */
	unsigned char *expected; /* one piece of a transfer */
	struct hash *hash;	 /* may be NULL; complete only if every byte was equal */
};

/* Fills a zeroed compare; compare_close() frees what it took, on failure too. */
int compare_open(struct compare *compare, struct run *run, struct wipe_io *io,
		 const struct wipe_pass *pass, uint32_t block_bytes, struct wipe_error *err);
void compare_close(struct compare *compare);

/*
 * Compares len bytes at offset and adds to the report: bytes_verified,
 * unreadable_bytes, mismatch_bytes, bad ranges. Calls run_advance() with done +
 * what it has read. Only the end of a job returns non-zero: interrupted, gone,
 * too many failures, no cipher.
 */
int compare_range(struct compare *compare, uint64_t offset, uint64_t len, uint64_t done_bytes,
		  struct wipe_error *err);

#endif
