/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading extents back and comparing them with what a pass puts there. */
#ifndef VERIFY_COMPARE_H
#define VERIFY_COMPARE_H

#include <wipe/sys/io.h>

#include "run.h"

/* The next extent to read, ascending: 1, 0 at the end, or a wipe_code. */
typedef int (*compare_next)(void *arg, struct wipe_extent *extent);

/*
 * Compares all that next gives and adds to run->report: bytes_verified,
 * unreadable_bytes, mismatch_bytes, bad ranges. Blocks that the last pass could not
 * write (run->unwritten) count as neither. Only the end of a job returns non-zero:
 * interrupted, gone, no cipher, no memory.
 */
int compare_extents(struct run *run, struct wipe_io *io, const struct wipe_pass *pass,
		    compare_next next, void *arg, struct wipe_error *err);

#endif
