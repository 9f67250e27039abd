/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

#define ERROR_LIMIT 4096
#define BAD_LIMIT_S 1800
#define REGION_LIMIT_S 60

#define SORT_EVERY 4096

void run_begin_phase(struct run *run, enum wipe_phase phase, uint32_t pass, uint64_t total_bytes)
{
	run->progress.phase = phase;
	run->progress.pass = pass;
	run->progress.phase_done_bytes = 0;
	run->progress.phase_total_bytes = total_bytes;
	run->phase_base_bytes = run->progress.job_done_bytes;
}

static bool tell(struct run *run)
{
	const struct wipe_job_options *options = run->options;

	run->progress.error_bytes = wipe_report_error_bytes(run->report);
	run->progress.mismatch_bytes = run->report->mismatch_bytes;
	if (run->hash_done_bytes)
		run->progress.hash_done_bytes =
			atomic_load_explicit(run->hash_done_bytes, memory_order_relaxed);
	return options->progress && options->progress(options->progress_arg, &run->progress) != 0;
}

int run_interrupted(struct run *run, struct wipe_error *err)
{
	run->report->interrupted = true;
	return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("interrupted on request"));
}

int run_advance(struct run *run, uint64_t done_bytes, struct wipe_error *err)
{
	run->progress.phase_done_bytes = done_bytes;
	run->progress.job_done_bytes = run->phase_base_bytes + done_bytes;
	return tell(run) ? run_interrupted(run, err) : 0;
}

bool run_tick(struct run *run, uint64_t done_bytes)
{
	run->progress.phase_done_bytes = done_bytes;
	return tell(run);
}

static bool extends(const struct wipe_bad_range *last, const struct wipe_bad_range *next)
{
	return last->offset_bytes + last->length_bytes == next->offset_bytes &&
	       last->phase == next->phase && last->pass == next->pass &&
	       last->sys_errno == next->sys_errno;
}

void run_list_bad(struct run *run, uint64_t offset, uint64_t length, int sys_errno,
		  const uint8_t *expected, const uint8_t *found)
{
	struct wipe_report *report = run->report;
	struct wipe_bad_range range = {
		.offset_bytes = offset,
		.length_bytes = length,
		.phase = run->progress.phase,
		.pass = run->progress.pass,
		.sys_errno = sys_errno,
	};

	if (report->bad_range_count &&
	    extends(&report->bad_ranges[report->bad_range_count - 1], &range)) {
		report->bad_ranges[report->bad_range_count - 1].length_bytes += length;
		return;
	}
	/* They come out of order: now and then room is had by joining what touches. */
	if (report->bad_range_count == WIPE_BAD_RANGES_MAX &&
	    report->bad_ranges_not_listed % SORT_EVERY == 0)
		run_sort_bad(run);
	if (report->bad_range_count == WIPE_BAD_RANGES_MAX) {
		report->bad_ranges_not_listed++;
		return;
	}
	if (expected && found) {
		memcpy(range.expected, expected, sizeof(range.expected));
		memcpy(range.found, found, sizeof(range.found));
	}
	report->bad_ranges[report->bad_range_count++] = range;
}

static int by_place(const void *a, const void *b)
{
	const struct wipe_bad_range *one = a, *other = b;

	if (one->phase != other->phase)
		return one->phase < other->phase ? -1 : 1;
	if (one->pass != other->pass)
		return one->pass < other->pass ? -1 : 1;
	return one->offset_bytes < other->offset_bytes ? -1 :
	       one->offset_bytes > other->offset_bytes ? 1 :
							 0;
}

void run_sort_bad(struct run *run)
{
	struct wipe_report *report = run->report;
	uint32_t kept = 0;

	qsort(report->bad_ranges, report->bad_range_count, sizeof(report->bad_ranges[0]), by_place);
	for (uint32_t i = 0; i < report->bad_range_count; i++) {
		const struct wipe_bad_range *range = &report->bad_ranges[i];

		if (kept && extends(&report->bad_ranges[kept - 1], range))
			report->bad_ranges[kept - 1].length_bytes += range->length_bytes;
		else
			report->bad_ranges[kept++] = *range;
	}
	report->bad_range_count = kept;
}

uint64_t run_now_ns(const struct run *run)
{
	return run->env->ops->monotonic_ns(run->env);
}

uint32_t run_error_limit(const struct run *run)
{
	return run->options->error_limit ? run->options->error_limit : ERROR_LIMIT;
}

uint32_t run_bad_limit_s(const struct run *run)
{
	return run->options->bad_limit_s ? run->options->bad_limit_s : BAD_LIMIT_S;
}

uint32_t run_region_limit_s(const struct run *run)
{
	return run->options->region_limit_s ? run->options->region_limit_s : REGION_LIMIT_S;
}
