/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the phases of one job share: the report they fill, progress, failed blocks. */
#ifndef CORE_RUN_H
#define CORE_RUN_H

#include <wipe/erase.h>
#include <wipe/report.h>

#include "extents.h"

/* Where the passes begin: at the first one's begin, or where a journal says. */
struct run_start {
	uint32_t pass; /* from 1; one more than there are: only the verification is left */
	uint64_t from_bytes;
	struct extents postponed; /* before it */
};

struct run {
	const struct wipe_env *env;
	const struct wipe_job_options *options;
	struct wipe_report *report;
	struct wipe_progress progress;
	struct run_start start;
	/* So far, by the thread of the content hash; NULL: there is none. */
	const _Atomic uint64_t *hash_done_bytes;
	uint64_t phase_base_bytes; /* job_done_bytes when the phase began */
	/* Not written in the last pass: they are neither verified nor differing. */
	struct extents unwritten;
};

/* Limits as the options say, or the usual ones. */
uint32_t run_error_limit(const struct run *run);
uint32_t run_bad_limit_s(const struct run *run);
uint32_t run_region_limit_s(const struct run *run);

void run_begin_phase(struct run *run, enum wipe_phase phase, uint32_t pass, uint64_t total_bytes);

/* Notes that the caller asked to stop. WIPE_E_INTERRUPTED, with err filled. */
int run_interrupted(struct run *run, struct wipe_error *err);

/* Tells the caller; WIPE_E_INTERRUPTED if it asks to stop, with err filled. */
int run_advance(struct run *run, uint64_t done_bytes, struct wipe_error *err);

/* The same while nothing is done that could be interrupted: true if it asks to stop. */
bool run_tick(struct run *run, uint64_t done_bytes);

/* CLOCK_MONOTONIC. */
uint64_t run_now_ns(const struct run *run);

/*
 * Lists blocks that failed (sys_errno) or differed (sys_errno 0; expected and
 * found are the first differing bytes). Runs of alike blocks become one range.
 */
void run_list_bad(struct run *run, uint64_t offset, uint64_t length, int sys_errno,
		  const uint8_t *expected, const uint8_t *found);

/* Ascending by phase, pass and offset, and touching ones of a kind made one. */
void run_sort_bad(struct run *run);

#endif
