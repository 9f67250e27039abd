/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Going on with a job from its journal. What a journal says makes nothing better:
 * it decides where writing begins, and it may add bad ranges; every block is read
 * and compared in the end.
 */
#include "resume.h"

#include <stdlib.h>
#include <string.h>

#include "compare.h"
#include "endian.h"
#include "text.h"

#define SAMPLES 64

static bool is_sane(const struct wipe_plan *plan, const struct wipe_checkpoint *at)
{
	uint64_t end = 0;

	if (!at->pass || at->pass > plan->pass_count || at->covered_bytes > plan->capacity_bytes ||
	    at->postponed_count > WIPE_POSTPONED_MAX || at->bad_range_count > WIPE_BAD_RANGES_MAX)
		return false;
	for (uint32_t i = 0; i < at->postponed_count; i++) {
		const struct wipe_extent *extent = &at->postponed[i];

		if (extent->offset_bytes < end || extent->offset_bytes > at->covered_bytes ||
		    !extent->length_bytes ||
		    extent->length_bytes > at->covered_bytes - extent->offset_bytes)
			return false;
		end = extent->offset_bytes + extent->length_bytes;
	}
	for (uint32_t i = 0; i < at->bad_range_count; i++) {
		const struct wipe_bad_range *range = &at->bad_ranges[i];

		if (range->phase != WIPE_PHASE_WRITE || !range->sys_errno || !range->pass ||
		    range->pass > at->pass || range->offset_bytes > plan->capacity_bytes ||
		    range->length_bytes > plan->capacity_bytes - range->offset_bytes)
			return false;
	}
	return true;
}

static bool pass_is_complete(const struct wipe_plan *plan, const struct wipe_checkpoint *at)
{
	return at->covered_bytes == plan->capacity_bytes && !at->postponed_count;
}

/* Those of a pass that is not complete are tried again. */
static uint64_t take_bad_ranges(struct wipe_report *report, const struct wipe_checkpoint *at,
				uint32_t complete)
{
	uint64_t bytes = 0;

	report->bad_ranges_not_listed = at->bad_ranges_not_listed;
	for (uint32_t i = 0; i < at->bad_range_count; i++) {
		if (at->bad_ranges[i].pass > complete)
			continue;
		report->bad_ranges[report->bad_range_count++] = at->bad_ranges[i];
		bytes += at->bad_ranges[i].length_bytes;
	}
	return bytes;
}

/* What the last complete pass could not write, if no pass comes after it. */
static int take_unwritten(struct run *run, uint32_t complete)
{
	struct wipe_report *report = run->report;
	int rc = 0;

	for (uint32_t i = 0; i < report->bad_range_count && !rc; i++) {
		const struct wipe_bad_range *range = &report->bad_ranges[i];

		if (complete != report->plan.pass_count || range->pass != complete)
			continue;
		report->write_error_bytes += range->length_bytes;
		rc = extents_add(&run->unwritten, range->offset_bytes, range->length_bytes);
	}
	return rc;
}

static int take_start(struct run *run, const struct wipe_checkpoint *at, bool is_complete)
{
	int rc = 0;

	run->start.pass = is_complete ? at->pass + 1 : at->pass;
	if (is_complete)
		return 0;
	run->start.from_bytes = at->covered_bytes;
	for (uint32_t i = 0; i < at->postponed_count && !rc; i++)
		rc = extents_add(&run->start.postponed, at->postponed[i].offset_bytes,
				 at->postponed[i].length_bytes);
	return rc;
}

int resume_take(struct run *run, struct wipe_error *err)
{
	const struct wipe_resume *resume = run->options->resume;
	struct wipe_report *report = run->report;
	struct wipe_plan *plan = &report->plan;
	const struct wipe_checkpoint *at;
	uint64_t bad_bytes;
	uint32_t complete;

	if (!resume) {
		run->start.pass = 1;
		return 0;
	}
	at = &resume->at;
	if (!is_sane(plan, at) || !resume->interruption_count ||
	    resume->interruption_count > WIPE_INTERRUPTIONS_MAX)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the place to go on from does not fit the plan"));
	complete = pass_is_complete(plan, at) ? at->pass : at->pass - 1;
	plan->verify = WIPE_VERIFY_FULL;
	report->started_at_s = resume->started_at_s;
	report->interruption_count = resume->interruption_count;
	memcpy(report->interruptions, resume->interruptions, sizeof(report->interruptions));
	report->passes_completed = complete;
	bad_bytes = take_bad_ranges(report, at, complete);
	run->progress.job_done_bytes = complete * plan->capacity_bytes;
	report->bytes_written = complete * plan->capacity_bytes - bad_bytes;
	if (take_start(run, at, complete == at->pass) != 0 || take_unwritten(run, complete) != 0)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	report->bytes_written += run->start.from_bytes - extents_total(&run->start.postponed);
	return 0;
}

struct samples {
	struct wipe_extent blocks[SAMPLES];
	uint32_t count, index;
};

static int next_sample(void *arg, struct wipe_extent *extent)
{
	struct samples *samples = arg;

	if (samples->index == samples->count)
		return 0;
	*extent = samples->blocks[samples->index++];
	return 1;
}

/* The first block, the last one before the place to go on, and some between them. */
static int draw_samples(const struct run *run, uint64_t covered_bytes, struct samples *samples)
{
	const struct wipe_plan *plan = &run->report->plan;
	uint64_t blocks = covered_bytes / plan->block_bytes;

	for (uint32_t i = 0; i < SAMPLES && blocks; i++) {
		uint64_t index = i ? blocks - 1 : 0, offset;
		uint8_t drawn[8];

		if (i > 1) {
			if (run->env->ops->random(run->env, drawn, sizeof(drawn)) != 0)
				return WIPE_E_SYSTEM;
			index = endian_get_u64be(drawn) % blocks;
		}
		offset = index * plan->block_bytes;
		if (extents_touch(&run->start.postponed, offset, plan->block_bytes))
			continue;
		samples->blocks[samples->count++] =
			(struct wipe_extent){ .offset_bytes = offset,
					      .length_bytes = plan->block_bytes };
	}
	return 0;
}

static int compare_samples(const struct run *run, struct wipe_io *io, const struct wipe_pass *pass,
			   struct samples *samples, struct wipe_error *err)
{
	const struct wipe_job_options options = { .ring = run->options->ring,
						  .error_limit = SAMPLES };
	struct wipe_report *scratch = malloc(sizeof(*scratch));
	struct run probe = *run;
	int rc;

	if (!scratch)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	*scratch = *run->report;
	scratch->bad_range_count = 0;
	scratch->mismatch_bytes = 0;
	probe.report = scratch;
	probe.options = &options;
	rc = compare_extents(&probe, io, pass, next_sample, samples, err);
	if (!rc && scratch->mismatch_bytes)
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0,
				    _("the medium does not hold what the journal says was written "
				      "(byte %llu): it is another one, or was written to since"),
				    (unsigned long long)scratch->bad_ranges[0].offset_bytes);
	free(scratch);
	return rc;
}

int resume_check(const struct run *run, struct wipe_io *io, struct wipe_error *err)
{
	const struct wipe_plan *plan = &run->report->plan;
	uint32_t number = run->report->passes_completed;
	struct samples samples = { .count = 0 };
	uint64_t covered_bytes = plan->capacity_bytes;

	if (!run->options->resume)
		return 0;
	/* Behind the place to go on there may be both: this pass's bytes and the one's before. */
	if (run->start.pass <= plan->pass_count && run->start.from_bytes) {
		number = run->start.pass;
		covered_bytes = run->start.from_bytes;
	} else if (run->start.pass <= plan->pass_count) {
		return 0;
	}
	if (draw_samples(run, covered_bytes, &samples) != 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, 0,
				      _("the system's random number generator failed"));
	return compare_samples(run, io, &plan->passes[number - 1], &samples, err);
}
