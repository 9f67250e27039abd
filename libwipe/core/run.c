/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "run.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

#define FAILED_BLOCKS_DEFAULT 4096

void run_begin_phase(struct run *run, enum wipe_phase phase, uint32_t pass, uint64_t total_bytes)
{
	run->progress.phase = phase;
	run->progress.pass = pass;
	run->progress.phase_done_bytes = 0;
	run->progress.phase_total_bytes = total_bytes;
	run->phase_base_bytes = run->progress.job_done_bytes;
}

int run_advance(struct run *run, uint64_t done_bytes, struct wipe_error *err)
{
	const struct wipe_job_options *options = run->options;

	run->progress.phase_done_bytes = done_bytes;
	run->progress.job_done_bytes = run->phase_base_bytes + done_bytes;
	run->progress.error_bytes = run->report->write_error_bytes + run->report->unreadable_bytes;
	run->progress.mismatch_bytes = run->report->mismatch_bytes;
	if (!options->progress || options->progress(options->progress_arg, &run->progress) == 0)
		return 0;
	run->report->interrupted = true;
	return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("interrupted on request"));
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

int run_count_failed(struct run *run, uint64_t offset, int sys_errno, struct wipe_error *err)
{
	uint32_t limit = run->options->error_limit ? run->options->error_limit :
						     FAILED_BLOCKS_DEFAULT;

	if (++run->failed_blocks <= limit)
		return 0;
	wipe_error_set(err, WIPE_E_IO, sys_errno, _("given up after %u failing blocks"), limit);
	if (err)
		err->offset_bytes = offset;
	return WIPE_E_IO;
}

int run_add_unwritten(struct run *run, uint64_t offset, uint64_t length)
{
	struct run_range *last = run->unwritten_count ? &run->unwritten[run->unwritten_count - 1] :
							NULL;
	struct run_range *grown;

	if (last && last->offset_bytes + last->length_bytes == offset) {
		last->length_bytes += length;
		return 0;
	}
	grown = reallocarray(run->unwritten, run->unwritten_count + 1, sizeof(*grown));
	if (!grown)
		return WIPE_E_NOMEM;
	run->unwritten = grown;
	grown[run->unwritten_count++] =
		(struct run_range){ .offset_bytes = offset, .length_bytes = length };
	return 0;
}

void run_clear_unwritten(struct run *run)
{
	free(run->unwritten);
	run->unwritten = NULL;
	run->unwritten_count = 0;
}

bool run_is_unwritten(const struct run *run, uint64_t offset)
{
	for (size_t i = 0; i < run->unwritten_count; i++)
		if (offset >= run->unwritten[i].offset_bytes &&
		    offset - run->unwritten[i].offset_bytes < run->unwritten[i].length_bytes)
			return true;
	return false;
}
