/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include <wipe/erase.h>
#include <wipe/verify.h>

#include "content.h"
#include "eraser.h"
#include "readback.h"
#include "resume.h"
#include "target.h"
#include "text.h"

static void begin_report(struct wipe_report *report, const struct wipe_target *target,
			 const struct wipe_plan *plan, const struct wipe_env *env)
{
	memset(report, 0, sizeof(*report));
	report->device = *target_device(target);
	report->plan = *plan;
	report->direct_io = target_is_direct(target);
	report->started_at_s = env->ops->realtime_s(env);
}

/* Just before the first write: still this medium, still this size, still unused. */
static int check_before_write(struct wipe_target *target, const struct wipe_plan *plan,
			      struct wipe_error *err)
{
	uint64_t size_bytes;
	int rc = wipe_target_recheck(target, err);

	if (rc)
		return rc;
	if (wipe_io_size(target_io(target), &size_bytes) != 0)
		return wipe_error_set(err, WIPE_E_GONE, 0, _("%s is no longer there"),
				      target_device(target)->node);
	if (size_bytes != plan->capacity_bytes)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("the size of %s is not the one of the plan"),
				      target_device(target)->node);
	return 0;
}

static uint64_t sample_bytes(const struct wipe_plan *plan)
{
	uint64_t windows, bytes = 0;

	(void)wipe_sample_extent(plan->capacity_bytes, plan->block_bytes, plan->sample_percent,
				 plan->sample_seed, &windows, &bytes);
	return bytes;
}

static void begin_progress(struct run *run)
{
	const struct wipe_plan *plan = &run->report->plan;

	run->progress.pass_count = plan->pass_count;
	run->progress.job_total_bytes = wipe_plan_pass_bytes(plan) * plan->pass_count;
	if (plan->verify == WIPE_VERIFY_FULL)
		run->progress.job_total_bytes += wipe_plan_pass_bytes(plan);
	else if (plan->verify == WIPE_VERIFY_SAMPLE)
		run->progress.job_total_bytes += sample_bytes(plan);
}

static int erase_medium(struct run *run, struct wipe_target *target, struct wipe_error *err)
{
	const struct eraser *eraser = eraser_for(&run->report->plan);

	if (!eraser)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("nothing in this version carries out the plan"));
	return eraser->run(run, target, err);
}

/* One reading, from the medium and not from what the host remembers of it. */
static int read_medium(struct run *run, struct wipe_target *target, struct wipe_error *err)
{
	const struct wipe_plan *plan = &run->report->plan;
	bool sampled = plan->verify == WIPE_VERIFY_SAMPLE;
	struct windows windows = { .count = 0 };
	int rc = wipe_target_recheck(target, err);

	if (rc)
		return rc;
	rc = -wipe_io_drop_cache(target_io(target));
	if (rc)
		return wipe_error_set(err, WIPE_E_IO, rc,
				      _("the host's cache of the medium cannot be dropped"));
	if (sampled)
		rc = windows_open(&windows, plan->capacity_bytes, plan->block_bytes,
				  plan->sample_percent, plan->sample_seed, err);
	if (!rc)
		rc = readback_run(run, target_io(target), &plan->passes[plan->pass_count - 1],
				  sampled ? &windows : NULL, err);
	windows_close(&windows);
	return rc;
}

/* Forgets a reading, so that it can be done again. */
static void forget_reading(struct run *run, const struct run *before, uint32_t ranges,
			   uint64_t not_listed)
{
	struct wipe_report *report = run->report;

	run->progress = before->progress;
	report->verify_completed = false;
	report->bytes_verified = report->windows_verified = 0;
	report->unreadable_bytes = report->unreadable_unwritten_bytes = 0;
	report->mismatch_bytes = 0;
	report->bad_range_count = ranges;
	report->bad_ranges_not_listed = not_listed;
}

#define READINGS_MAX 3

/* Who opens an image while it is read may write behind the reading: then once more. */
static int verify_medium(struct run *run, struct wipe_target *target, struct wipe_error *err)
{
	const struct run before = *run;
	uint32_t ranges = run->report->bad_range_count;
	uint64_t not_listed = run->report->bad_ranges_not_listed;

	for (int i = 0; i < READINGS_MAX; i++) {
		int rc;

		forget_reading(run, &before, ranges, not_listed);
		rc = read_medium(run, target, err);
		if (rc)
			return rc;
		if (!target_was_disturbed(target))
			return wipe_target_recheck(target, err);
	}
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("%s was opened by others again and again while it was read"),
			      target_device(target)->node);
}

static int run_phases(struct run *run, struct wipe_target *target, struct wipe_error *err)
{
	const struct wipe_plan *plan = &run->report->plan;
	struct digest *digest = NULL;
	int rc = resume_take(run, err);

	/* It needs nothing of the medium, and is what a fast one waits for. */
	if (!rc) {
		digest = content_begin(run, &plan->passes[plan->pass_count - 1]);
		rc = check_before_write(target, plan, err);
	}
	if (!rc)
		rc = resume_check(run, target_io(target), err);
	if (!rc && run->options->begin)
		rc = run->options->begin(run->options->begin_arg, err);
	if (rc)
		resume_forget(run);
	if (!rc) {
		/* What the runs before this one wrote is the job's too. */
		run->report->media_touched = run->options->resume != NULL;
		begin_progress(run);
		rc = run_advance(run, run->progress.job_done_bytes, err);
	}
	if (!rc)
		rc = erase_medium(run, target, err);
	if (!rc)
		rc = plan->verify == WIPE_VERIFY_NONE ? wipe_target_recheck(target, err) :
							verify_medium(run, target, err);
	if (!rc)
		content_end(run, digest);
	else
		content_drop(run, digest);
	if (rc == WIPE_E_GONE)
		run->report->device_gone = true;
	return rc;
}

int wipe_job_run(struct wipe_target *target, const struct wipe_plan *plan,
		 const struct wipe_env *env, const struct wipe_job_options *options,
		 struct wipe_report *report, struct wipe_error *err)
{
	static const struct wipe_job_options no_options;
	struct run run = { .env = env,
			   .options = options ? options : &no_options,
			   .report = report };
	uint64_t began_ns = env->ops->monotonic_ns(env);
	int rc;

	begin_report(report, target, plan, env);
	wipe_error_clear(&report->error);
	rc = run_phases(&run, target, &report->error);
	run_begin_phase(&run, WIPE_PHASE_DONE, plan->pass_count, 0);
	(void)run_tick(&run, 0);
	extents_clear(&run.unwritten);
	extents_clear(&run.start.postponed);
	report->error.media_touched = report->media_touched;
	report->ended_at_s = env->ops->realtime_s(env);
	report->duration_ns = env->ops->monotonic_ns(env) - began_ns;
	if (run.options->resume)
		report->duration_ns += run.options->resume->duration_before_ns;
	wipe_report_conclude(report);
	if (err) {
		err->media_touched |= report->media_touched;
		if (rc && err->code == WIPE_OK)
			*err = report->error;
	}
	return rc;
}
