/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was filled in, read from the medium. */
#ifndef SPACE_READBACK_H
#define SPACE_READBACK_H

#include "task.h"

struct fs_medium;

/*
 * Reads the first bytes (a multiple of 16) of a file that was written and flushed, at the
 * addresses that the file system tells, and compares them with the stream from that place on.
 * *verified: how many are the same; those of which no address is told, or that cannot be
 * read, are not among them. WIPE_E_MISMATCH: some differ, the rest was looked at, too;
 * WIPE_E_INTERRUPTED, WIPE_E_CRYPTO. Ends early, with 0, when the time limit passes.
 */
int readback(struct task *task, const struct fs_medium *medium, int fd, uint64_t stream,
	     uint64_t bytes, uint64_t *verified, struct wipe_error *err);

#endif
