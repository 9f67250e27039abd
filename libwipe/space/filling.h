/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Filling, between those that take part in it. */
#ifndef SPACE_FILLING_H
#define SPACE_FILLING_H

#include "task.h"

struct fs_medium;

struct fill {
	struct task *task;
	struct fs_medium *medium; /* NULL: it cannot be read */
	uint64_t base;		  /* where in the stream the file that is written begins */
	uint64_t files, bytes, verified;
	uint64_t allocate;	   /* so many bytes at a time before they are written; 0: not */
	unsigned int barren, next; /* next: index of a file */
	unsigned int next_small;   /* see small_take() */
	bool quota;
	int failed;  /* errno of a write that failed for another reason than space */
	int differs; /* WIPE_E_MISMATCH */
};

/* Files until no block is to be had. WIPE_E_INTERRUPTED, WIPE_E_CRYPTO. */
int fill_files(struct fill *fill, struct wipe_error *err);

/*
 * Counts a file that was written, from where the stream was at fill->base, and flushed:
 * bytes of it, of which the last one is before end. It is read back. The same.
 */
int fill_note(struct fill *fill, int fd, uint64_t end, uint64_t bytes, struct wipe_error *err);

#endif
