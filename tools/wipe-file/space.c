/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "space.h"

#include <time.h>

#include "exit.h"
#include "i18n.h"
#include "stop.h"

struct shown {
	struct progress *progress;
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

static int show_progress(void *arg, const struct wipe_space_progress *progress)
{
	const struct shown *shown = arg;
	const struct wipe_progress now = {
		.phase = progress->is_cleaning ? WIPE_PHASE_FLUSH : WIPE_PHASE_WRITE,
		.pass = 1,
		.pass_count = 1,
		.phase_done_bytes = progress->bytes_done,
		.phase_total_bytes = progress->bytes_total,
		.job_done_bytes = progress->bytes_done,
		.job_total_bytes = progress->bytes_total,
	};

	if (shown->progress)
		progress_update(shown->progress, 0, &now, now_ns());
	return stop_requested();
}

static int take_swap(void *arg, const struct wipe_space_swap *swap)
{
	struct space *space = arg;

	if (space->swap_count < SPACE_SWAPS_MAX)
		space->swaps[space->swap_count++] = *swap;
	return 0;
}

void space_run(const struct config *config, struct progress *progress, struct space *space)
{
	struct shown shown = { progress };
	const struct wipe_space_job job = {
		.path = config->free_space,
		.allow_system = config->live_root,
		.time_limit_s = (uint32_t)config->time_limit_s,
		.progress = show_progress,
		.arg = &shown,
	};

	space->is_asked = config->free_space != NULL;
	if (!space->is_asked)
		return;
	wipe_error_clear(&space->error);
	if (progress)
		progress_name(progress, 0, config->free_space);
	space->rc = wipe_space_run(&job, &space->result, &space->error);
	space->is_run = true;
	(void)wipe_space_swaps(take_swap, space, NULL);
	if (progress)
		progress_hide(progress);
}

int space_code(const struct space *space)
{
	int code;

	if (!space->is_run)
		return space->is_asked ? EXIT_INTERRUPTED : EXIT_DONE;
	if (space->rc)
		return exit_from_error(&space->error);
	code = space->result.unreached_count ? EXIT_PARTIAL : EXIT_DONE;
	for (size_t i = 0; i < WIPE_SPACE_PARTS; i++)
		if (space->result.parts[i].state == WIPE_SPACE_PARTLY ||
		    space->result.parts[i].state == WIPE_SPACE_NOT_DONE)
			code = EXIT_PARTIAL;
	return space->result.removed ? code : exit_combine(code, EXIT_FAILED);
}
