/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FS_JOURNAL_WRAP_H
#define FS_JOURNAL_WRAP_H

#include "fs_journal.h"

/* fs_journal_wipe() of xfs. */
int journal_wrap(const struct wipe_filesystem *fs, int folder, fs_journal_progress_fn *progress,
		 void *arg, struct fs_journal_result *result, struct wipe_error *err);

/* Pure: cycle and block of "CYCLE:BLOCK\n", as log_head_lsn has them. */
bool journal_parse_lsn(const char *text, uint32_t *cycle, uint32_t *block);

/* Pure: bytes from one place of a log to a later one; *whole: once around, or more. */
uint64_t journal_distance(const uint32_t from[2], const uint32_t to[2], uint64_t log_bytes,
			  bool *whole);

#endif
