/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the phases of one job share: the report they fill, progress, failed blocks. */
#ifndef CORE_RUN_H
#define CORE_RUN_H

#include <wipe/erase.h>
#include <wipe/report.h>

struct run_range {
	uint64_t offset_bytes, length_bytes;
};

struct run {
	const struct wipe_env *env;
	const struct wipe_job_options *options;
	struct wipe_report *report;
	struct wipe_progress progress;
	uint64_t phase_base_bytes; /* job_done_bytes when the phase began */
	uint32_t failed_blocks;
	/* Not written in the last pass: they are neither verified nor differing. */
	struct run_range *unwritten;
	size_t unwritten_count;
};

void run_begin_phase(struct run *run, enum wipe_phase phase, uint32_t pass, uint64_t total_bytes);

/* Tells the caller; WIPE_E_INTERRUPTED if it asks to stop, with err filled. */
int run_advance(struct run *run, uint64_t done_bytes, struct wipe_error *err);

/*
 * Lists a block that failed (sys_errno) or differed (sys_errno 0; expected and
 * found are its first differing bytes). Runs of alike blocks become one range.
 */
void run_list_bad(struct run *run, uint64_t offset, uint64_t length, int sys_errno,
		  const uint8_t *expected, const uint8_t *found);

/* Counts a failed block: WIPE_E_IO when the limit is reached, WIPE_E_NOMEM. */
int run_count_failed(struct run *run, uint64_t offset, int sys_errno, struct wipe_error *err);

/* Remembers and forgets the blocks that the present pass could not write. */
int run_add_unwritten(struct run *run, uint64_t offset, uint64_t length);
void run_clear_unwritten(struct run *run);
bool run_is_unwritten(const struct run *run, uint64_t offset);

#endif
