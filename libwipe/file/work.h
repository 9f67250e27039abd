/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What one job works with: memory, a hash, and how far it is. */
#ifndef FILE_WORK_H
#define FILE_WORK_H

#include <wipe/copy.h>

#include "sha256.h"

#define WORK_BUFFER_BYTES ((size_t)1 << 20)

struct work {
	const struct wipe_copy_job *job;
	unsigned int readings; /* of each file: 2 for a copy, 1 for a scan */
	unsigned char *buffer; /* WORK_BUFFER_BYTES, aligned for direct I/O */
	struct sha256 *sha;
	struct wipe_copy_progress progress;
	uint64_t file_end_bytes; /* bytes_done when the file at hand is over */
};

/* The caller calls work_clear() in any case. WIPE_E_NOMEM, WIPE_E_CRYPTO. */
int work_init(struct work *work, const struct wipe_copy_job *job, unsigned int readings,
	      struct wipe_error *err);
void work_clear(struct work *work);

/* A file begins; so many bytes of it were read; it is over, however it ended. */
void work_begin_file(struct work *work, const char *path, uint64_t size_bytes);
int work_advance(struct work *work, uint64_t bytes, struct wipe_error *err);
int work_end_file(struct work *work, struct wipe_error *err);

/* Tells the caller of the job. WIPE_E_INTERRUPTED. */
int work_report(const struct work *work, struct wipe_error *err);

#endif
