/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include <wipe/verify.h>

#include "content.h"
#include "readback.h"
#include "target.h"
#include "text.h"

/* All that there is to read. */
static bool is_whole(const struct wipe_check_request *request)
{
	return request->full || request->span_count;
}

static int open_windows(const struct wipe_check_request *request, const struct wipe_env *env,
			struct wipe_plan *plan, struct windows *windows, struct wipe_error *err)
{
	if (env->ops->random(env, plan->sample_seed, sizeof(plan->sample_seed)) != 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, 0,
				      _("the system's random number generator failed"));
	return windows_open_random(windows, plan->capacity_bytes, plan->block_bytes,
				   request->samples, plan->sample_seed, err);
}

static int check_medium(struct wipe_target *target, const struct wipe_check_request *request,
			struct run *run, struct wipe_error *err)
{
	struct wipe_plan *plan = &run->report->plan;
	struct windows windows = { .count = 0 };
	struct digest *digest = NULL;
	int rc = is_whole(request) ? 0 : open_windows(request, run->env, plan, &windows, err);

	if (rc)
		goto out;
	digest = content_begin(run, &request->pass);
	if (wipe_io_drop_cache(target_io(target)) != 0)
		run->report->direct_io = false;
	run->progress.pass_count = 1;
	run->progress.job_total_bytes = is_whole(request) ? wipe_plan_pass_bytes(plan) :
							    request->samples * plan->block_bytes;
	rc = readback_run(run, target_io(target), &request->pass,
			  is_whole(request) ? NULL : &windows, err);
	if (!rc)
		content_end(run, digest), digest = NULL;
out:
	content_drop(run, digest);
	windows_close(&windows);
	return rc;
}

int wipe_check_run(struct wipe_target *target, const struct wipe_check_request *request,
		   const struct wipe_env *env, const struct wipe_job_options *options,
		   struct wipe_report *report, struct wipe_error *err)
{
	static const struct wipe_job_options no_options;
	struct run run = { .env = env,
			   .options = options ? options : &no_options,
			   .report = report };
	uint64_t began_ns = env->ops->monotonic_ns(env);
	int rc;

	memset(report, 0, sizeof(*report));
	report->device = *target_device(target);
	report->device.contents = NULL;
	report->device.uses = NULL;
	report->device.content_count = report->device.use_count = 0;
	report->plan.pass_count = 1;
	report->plan.passes[0] = request->pass;
	report->plan.verify = is_whole(request) ? WIPE_VERIFY_FULL : WIPE_VERIFY_SAMPLE;
	report->plan.is_limited = request->span_count != 0;
	report->plan.span_count = request->span_count;
	for (uint32_t i = 0; i < request->span_count; i++)
		report->plan.spans[i] = request->spans[i];
	report->plan.capacity_bytes = report->device.capacity_bytes;
	report->plan.block_bytes = report->device.logical_block_bytes;
	report->passes_completed = 1; /* by whoever wrote it: only the reading counts here */
	report->direct_io = target_is_direct(target);
	report->started_at_s = env->ops->realtime_s(env);
	rc = is_whole(request) || request->samples ?
		     check_medium(target, request, &run, &report->error) :
		     wipe_error_set(&report->error, WIPE_E_USAGE, 0,
				    _("at least one sample must be read"));
	report->ended_at_s = env->ops->realtime_s(env);
	report->duration_ns = env->ops->monotonic_ns(env) - began_ns;
	wipe_report_conclude(report);
	if (rc && err && err->code == WIPE_OK)
		*err = report->error;
	return rc;
}

double wipe_check_undetected_share(uint64_t samples)
{
	return samples ? 1.0 - pow(0.01, 1.0 / (double)samples) : 1.0;
}
