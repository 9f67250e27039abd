/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Going on with a job from its journal. What a journal says makes nothing better:
 * it decides where writing begins, and it may add bad ranges; every block is read
 * and compared in the end.
 */
#include "resume.h"

#include <stdlib.h>
#include <string.h>

#include "buffer.h"
#include "checked.h"
#include "endian.h"
#include "pattern.h"
#include "text.h"

#define SAMPLES 64

/* Each may take a dying disk half a minute. */
#define UNREADABLE_MAX 3

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

/* Where not all that failed is listed, nobody knows what is left of the pass. */
static bool pass_is_complete(const struct wipe_plan *plan, const struct wipe_checkpoint *at)
{
	return at->covered_bytes == plan->capacity_bytes && !at->postponed_count &&
	       !at->bad_ranges_not_listed;
}

/* Those of a pass that is not complete are tried again. */
static uint64_t take_bad_ranges(struct wipe_report *report, const struct wipe_checkpoint *at,
				uint32_t complete)
{
	uint64_t bytes = 0;

	/* Of which pass they are is not known; those of the first are all tried again. */
	report->bad_ranges_not_listed = complete ? at->bad_ranges_not_listed : 0;
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

/* What is known to be bad is tried again: nothing else would tell of it. */
static int postpone_bad(struct run *run, const struct wipe_checkpoint *at)
{
	int rc = 0;

	for (uint32_t i = 0; i < at->bad_range_count && !rc; i++) {
		const struct wipe_bad_range *range = &at->bad_ranges[i];
		uint64_t left;

		if (range->pass != at->pass || range->offset_bytes >= at->covered_bytes)
			continue;
		left = at->covered_bytes - range->offset_bytes;
		rc = extents_add(&run->start.postponed, range->offset_bytes,
				 checked_min_u64(range->length_bytes, left));
	}
	return rc;
}

static int take_start(struct run *run, const struct wipe_checkpoint *at, bool is_complete)
{
	int rc = 0;

	run->start.pass = is_complete ? at->pass + 1 : at->pass;
	if (is_complete || at->bad_ranges_not_listed)
		return 0;
	run->start.from_bytes = at->covered_bytes;
	for (uint32_t i = 0; i < at->postponed_count && !rc; i++)
		rc = extents_add(&run->start.postponed, at->postponed[i].offset_bytes,
				 at->postponed[i].length_bytes);
	return rc ? rc : postpone_bad(run, at);
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

void resume_forget(struct run *run)
{
	struct wipe_report *report = run->report;

	report->interruption_count = report->passes_completed = report->bad_range_count = 0;
	report->bad_ranges_not_listed = report->bytes_written = report->write_error_bytes = 0;
}

/*
 * What a part of the medium holds: the pattern of one pass everywhere; or it or
 * that of the one before, but for what a power cut left half written: then most
 * blocks will do.
 */
struct expectation {
	uint64_t from_bytes, to_bytes;
	uint32_t pass;
	bool or_before;
};

struct probe {
	struct run *run;
	struct wipe_io *io;
	unsigned char *block;
	unsigned char *expected;
	uint32_t right, wrong, unreadable; /* blocks, in the present part */
};

/* Blocks of which it is known that they are not as they should be tell nothing. */
static bool is_excused(const struct run *run, uint64_t offset, uint64_t length)
{
	const struct wipe_report *report = run->report;

	for (uint32_t i = 0; i < report->bad_range_count; i++) {
		const struct wipe_bad_range *range = &report->bad_ranges[i];

		if (range->offset_bytes < offset + length &&
		    offset < range->offset_bytes + range->length_bytes)
			return true;
	}
	return extents_touch(&run->start.postponed, offset, length);
}

/* 1: it does, 0: it does not, or a code. */
static int holds(const struct probe *probe, uint32_t pass, uint64_t offset)
{
	const struct wipe_plan *plan = &probe->run->report->plan;
	struct pattern *pattern;
	int rc = pattern_new(&plan->passes[pass - 1], &pattern, NULL);

	if (!rc)
		rc = pattern_generate(pattern, probe->expected, plan->block_bytes, offset);
	pattern_free(pattern);
	if (rc)
		return rc;
	return memcmp(probe->block, probe->expected, plan->block_bytes) == 0;
}

static int check_block(struct probe *probe, const struct expectation *expectation, uint64_t offset,
		       struct wipe_error *err)
{
	const struct wipe_plan *plan = &probe->run->report->plan;
	uint64_t size_bytes = 0;
	int rc;

	if (is_excused(probe->run, offset, plan->block_bytes))
		return 0;
	if (wipe_io_read_at(probe->io, probe->block, plan->block_bytes, offset) != 0) {
		/* One that cannot be read is found again by the reading back. */
		probe->unreadable++;
		if (wipe_io_size(probe->io, &size_bytes) == 0 && size_bytes)
			return 0;
		return wipe_error_set(err, WIPE_E_GONE, 0, _("the medium went away while reading"));
	}
	rc = holds(probe, expectation->pass, offset);
	if (rc == 0 && expectation->or_before)
		rc = holds(probe, expectation->pass - 1, offset);
	if (rc < 0)
		return wipe_error_set(err, rc, 0, _("the pattern cannot be computed"));
	probe->right += rc == 1;
	probe->wrong += rc == 0;
	if (rc || (expectation->or_before && probe->wrong <= SAMPLES / 2))
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("the medium does not hold what the journal says was written "
				"(byte %llu): it is another one, or was written to since"),
			      (unsigned long long)offset);
}

/* The first block of it, the last one, and some between them. */
static int check_part(struct probe *probe, const struct expectation *expectation,
		      struct wipe_error *err)
{
	struct run *run = probe->run;
	uint64_t block_bytes = run->report->plan.block_bytes;
	uint64_t first = (expectation->from_bytes + block_bytes - 1) / block_bytes;
	uint64_t end = expectation->to_bytes / block_bytes;
	int rc = 0;

	probe->right = probe->wrong = probe->unreadable = 0;
	for (uint32_t i = 0;
	     i < SAMPLES && first < end && !rc && probe->unreadable < UNREADABLE_MAX; i++) {
		uint64_t index = i ? end - 1 : first;
		uint8_t drawn[8];

		if (i > 1) {
			if (run->env->ops->random(run->env, drawn, sizeof(drawn)) != 0)
				return wipe_error_set(err, WIPE_E_SYSTEM, 0,
						      _("the system's random number generator "
							"failed"));
			index = first + endian_get_u64be(drawn) % (end - first);
		}
		rc = check_block(probe, expectation, index * block_bytes, err);
		/* Whoever asks to stop is heard meanwhile. */
		if (!rc)
			rc = run_advance(run, run->progress.job_done_bytes, err);
	}
	/* What cannot be read shows nothing, and least that this is the medium. */
	if (!rc && probe->unreadable && !probe->right)
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0,
				    _("the medium cannot be read where the journal says it was "
				      "written: nothing shows that it is the medium of the "
				      "journal"));
	return rc;
}

/*
 * Many media are full of zeros, but only one of this stream. Without a serial
 * number it is all that tells media of one size apart.
 */
static int refuse_unproven(const struct run *run, uint32_t pass, struct wipe_error *err)
{
	const struct wipe_device *dev = &run->report->device;
	enum wipe_pass_kind kind = run->report->plan.passes[pass - 1].spec.kind;

	if (dev->kind == WIPE_KIND_IMAGE || dev->serial[0] || dev->wwn[0] ||
	    kind == WIPE_PASS_STREAM || kind == WIPE_PASS_STREAM_COMPLEMENT)
		return 0;
	return wipe_error_set(
		err, WIPE_E_REFUSED, 0,
		_("%s has no serial number, and a fixed pattern does not tell that it "
		  "is the medium of the journal: begin anew"),
		dev->node);
}

/* Nothing was flushed yet that could be looked for: nothing is lost by beginning anew. */
static int refuse_unwritten(const struct run *run, struct wipe_error *err)
{
	const struct wipe_device *dev = &run->report->device;

	if (dev->kind == WIPE_KIND_IMAGE || dev->serial[0] || dev->wwn[0])
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("%s has no serial number, and the journal knows of nothing "
				"written that would tell that it is its medium: begin anew"),
			      dev->node);
}

static int check_parts(struct probe *probe, struct wipe_error *err)
{
	const struct run *run = probe->run;
	const struct wipe_plan *plan = &run->report->plan;
	const uint64_t capacity = plan->capacity_bytes;
	struct expectation whole = { .to_bytes = capacity, .pass = plan->pass_count };
	struct expectation done = { .to_bytes = run->start.from_bytes, .pass = run->start.pass };
	/* Behind the place to go on the pass may have come farther than its journal. */
	struct expectation rest = { .from_bytes = run->start.from_bytes,
				    .to_bytes = capacity,
				    .pass = run->start.pass,
				    .or_before = true };
	int rc = 0;

	if (run->start.pass > plan->pass_count)
		rc = refuse_unproven(run, plan->pass_count, err);
	else if (run->start.from_bytes)
		rc = refuse_unproven(run, run->start.pass, err);
	else if (run->start.pass > 1)
		rc = refuse_unproven(run, run->start.pass - 1, err);
	else
		rc = refuse_unwritten(run, err);
	if (rc)
		return rc;
	if (run->start.pass > plan->pass_count)
		return check_part(probe, &whole, err);
	rc = check_part(probe, &done, err);
	/* Of a small rest the power cut may have spoiled more than half. */
	if (!rc && run->start.pass > 1 &&
	    capacity - run->start.from_bytes >= SAMPLES * (uint64_t)plan->block_bytes)
		rc = check_part(probe, &rest, err);
	return rc;
}

int resume_check(struct run *run, struct wipe_io *io, struct wipe_error *err)
{
	struct probe probe = { .run = run, .io = io };
	int rc;

	if (!run->options->resume)
		return 0;
	probe.block = buffer_new(run->report->plan.block_bytes);
	probe.expected = malloc(run->report->plan.block_bytes);
	rc = probe.block && probe.expected ?
		     check_parts(&probe, err) :
		     wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	buffer_free(probe.block);
	free(probe.expected);
	return rc;
}
