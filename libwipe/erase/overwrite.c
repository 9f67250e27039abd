/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing by writing: every scheme of core/scheme.c is data for this one engine. */
#include <stdlib.h>
#include <string.h>

#include "checkpoints.h"
#include "eraser.h"
#include "pattern.h"
#include "sweep.h"
#include "target.h"
#include "text.h"

#define FLUSH_TICK_MS 100

struct overwrite {
	struct run *run;
	struct pattern *patterns[SWEEP_LANES_MAX];
	struct checkpoints *checkpoints;
	/* The part of the medium that this run of the pass goes through, and what is left of it. */
	uint64_t from_bytes;
	uint32_t given;		       /* spans of the plan, or 1: all of it */
	uint64_t done_before_bytes;    /* of the pass, in the runs before */
	uint64_t written_before_bytes; /* in the passes and runs before */
};

static int next_extent(void *arg, struct wipe_extent *extent)
{
	struct overwrite *overwrite = arg;
	const struct wipe_plan *plan = &overwrite->run->report->plan;
	uint64_t capacity = plan->capacity_bytes;

	/* A job that is so limited always begins at its begin. */
	if (plan->is_limited) {
		if (overwrite->given == plan->span_count)
			return 0;
		*extent = plan->spans[overwrite->given++];
		return 1;
	}
	if (overwrite->given || overwrite->from_bytes == capacity)
		return 0;
	overwrite->given = 1;
	*extent = (struct wipe_extent){ .offset_bytes = overwrite->from_bytes,
					.length_bytes = capacity - overwrite->from_bytes };
	return 1;
}

static int generate(void *arg, unsigned int lane, unsigned char *buffer, size_t len,
		    uint64_t offset)
{
	struct overwrite *overwrite = arg;

	return pattern_generate(overwrite->patterns[lane], buffer, len, offset);
}

static int list_unwritten(void *arg, uint64_t len, uint64_t offset, int sys_errno,
			  struct wipe_error *err)
{
	struct run *run = ((struct overwrite *)arg)->run;

	run->report->write_error_bytes += len;
	run_list_bad(run, offset, len, sys_errno, NULL, NULL);
	if (extents_add(&run->unwritten, offset, len) != 0)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	return 0;
}

static void count_written(struct overwrite *overwrite, const struct sweep_state *state)
{
	struct wipe_report *report = overwrite->run->report;

	/* What is given up counts as done, and as an error. */
	report->bytes_written =
		overwrite->written_before_bytes + state->done_bytes - report->write_error_bytes;
}

/* A flush that is slower than the interval of checkpoints stops the writing. */
static int wait_for_flush(struct overwrite *overwrite, struct sweep *sweep, uint64_t done_bytes,
			  struct wipe_error *err)
{
	int rc = 0;

	if (!checkpoints_are_late(overwrite->checkpoints, done_bytes))
		return 0;
	sweep_pause(sweep, true);
	while (!rc && !checkpoints_wait(overwrite->checkpoints, FLUSH_TICK_MS))
		rc = run_advance(overwrite->run, overwrite->done_before_bytes + done_bytes, err);
	sweep_pause(sweep, false);
	return rc;
}

static int advance(void *arg, struct sweep *sweep, const struct sweep_state *state,
		   struct wipe_error *err)
{
	struct overwrite *overwrite = arg;
	struct run *run = overwrite->run;
	int rc = -checkpoints_tick(overwrite->checkpoints, sweep, state->done_bytes);

	count_written(overwrite, state);
	run->progress.postponed_bytes = state->postponed_bytes;
	run->progress.silent_ms = state->silent_ms;
	if (rc)
		return eraser_flush_failed(run, checkpoints_io(overwrite->checkpoints), rc, err);
	rc = run_advance(run, overwrite->done_before_bytes + state->done_bytes, err);
	return rc ? rc : wait_for_flush(overwrite, sweep, state->done_bytes, err);
}

static void ended(void *arg, struct sweep *sweep, const struct sweep_state *state)
{
	struct overwrite *overwrite = arg;

	count_written(overwrite, state);
	overwrite->run->progress.job_done_bytes =
		overwrite->run->phase_base_bytes + overwrite->done_before_bytes + state->done_bytes;
	checkpoints_note(overwrite->checkpoints, sweep);
}

/* Also what was written before an interruption is to reach the medium. */
static int flush(struct overwrite *overwrite, struct wipe_error *err)
{
	struct run *run = overwrite->run;
	struct wipe_error stop;
	int rc = 0, failure;

	wipe_error_clear(&stop);
	run_begin_phase(run, WIPE_PHASE_FLUSH, run->progress.pass, 0);
	checkpoints_flush(overwrite->checkpoints);
	/* It is waited for in any case; the caller hears of it all the same. */
	while (!checkpoints_wait(overwrite->checkpoints, FLUSH_TICK_MS))
		rc = rc ? rc : run_advance(run, 0, &stop);
	failure = -checkpoints_result(overwrite->checkpoints);
	if (failure)
		return eraser_flush_failed(run, checkpoints_io(overwrite->checkpoints), failure,
					   err);
	return rc ? wipe_error_set(err, rc, 0, "%s", stop.message) : 0;
}

static int sweep_pass(struct overwrite *overwrite, struct wipe_io *io,
		      const struct extents *postponed, struct wipe_error *err)
{
	struct run *run = overwrite->run;
	struct sweep_plan plan = { .io = io,
				   .ring = run->options->ring,
				   .is_hashing = run->hash_done_bytes != NULL,
				   .env = run->env,
				   .is_write = true,
				   .capacity_bytes = run->report->plan.capacity_bytes,
				   .block_bytes = run->report->plan.block_bytes,
				   .error_limit = run_error_limit(run),
				   .bad_limit_s = run_bad_limit_s(run),
				   .region_limit_s = run_region_limit_s(run),
				   .postponed = postponed,
				   .arg = overwrite,
				   .next = next_extent,
				   .work = generate,
				   .advance = advance,
				   .ended = ended,
				   .failed = list_unwritten };
	int rc = sweep_run(&plan, err);

	if (rc == WIPE_E_GONE)
		run->report->device_gone = true;
	/* There is no use in reading back what took nothing. */
	if (!rc && run->report->write_error_bytes &&
	    run->report->write_error_bytes == wipe_plan_pass_bytes(&run->report->plan))
		rc = wipe_error_set(err, WIPE_E_IO, run->report->bad_ranges[0].sys_errno,
				    _("nothing could be written"));
	run->progress.postponed_bytes = run->progress.silent_ms = 0;
	run_sort_bad(run);
	return rc;
}

static int make_patterns(struct overwrite *overwrite, const struct wipe_pass *pass,
			 struct wipe_error *err)
{
	int rc = 0;

	for (unsigned int i = 0; i < SWEEP_LANES_MAX && !rc; i++)
		rc = pattern_new(pass, &overwrite->patterns[i], err);
	return rc;
}

/*
 * One pass over the medium from where it stands, flushed. Blocks that cannot be
 * written are listed, remembered in run and passed over.
 */
static int write_pass(struct run *run, struct wipe_target *target, uint32_t number,
		      const struct run_start *start, struct wipe_error *err)
{
	const struct wipe_plan *plan = &run->report->plan;
	struct overwrite overwrite = { .run = run,
				       .from_bytes = start->from_bytes,
				       .done_before_bytes =
					       start->from_bytes - extents_total(&start->postponed),
				       .written_before_bytes = run->report->bytes_written };
	uint64_t began_ns;
	int rc = make_patterns(&overwrite, &plan->passes[number - 1], err);

	if (!rc)
		rc = checkpoints_new(run, target_io(target), number, start->from_bytes,
				     &overwrite.checkpoints, err);
	if (rc)
		goto out;
	extents_clear(&run->unwritten);
	run->report->write_error_bytes = 0;
	run_begin_phase(run, WIPE_PHASE_WRITE, number, wipe_plan_pass_bytes(plan));
	run->report->media_touched = true;
	target_mark_written(target);
	began_ns = run_now_ns(run);
	rc = sweep_pass(&overwrite, target_io(target), &start->postponed, err);
	if (rc == 0 || rc == WIPE_E_INTERRUPTED) {
		int flushed = flush(&overwrite, err);

		rc = rc ? rc : flushed;
	}
	run->report->write_ns += run_now_ns(run) - began_ns;
out:
	checkpoints_free(overwrite.checkpoints);
	for (unsigned int i = 0; i < SWEEP_LANES_MAX; i++)
		pattern_free(overwrite.patterns[i]);
	return rc;
}

static bool serves(const struct wipe_plan *plan)
{
	for (uint32_t i = 0; i < plan->pass_count; i++)
		if (plan->passes[i].spec.kind == WIPE_PASS_FIRMWARE ||
		    plan->passes[i].spec.kind == WIPE_PASS_ZEROOUT)
			return false;
	return plan->pass_count > 0;
}

static int overwrite(struct run *run, struct wipe_target *target, struct wipe_error *err)
{
	static const struct run_start from_the_start;

	for (uint32_t number = run->start.pass; number <= run->report->plan.pass_count; number++) {
		int rc = write_pass(run, target, number,
				    number == run->start.pass ? &run->start : &from_the_start, err);

		if (rc)
			return rc;
		run->report->passes_completed = number;
	}
	return 0;
}

const struct eraser eraser_overwrite = {
	.name = "overwrite",
	.serves = serves,
	.run = overwrite,
};
