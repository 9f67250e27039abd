/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "space.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "stop.h"

static int show_progress(void *arg, const struct wipe_space_progress *progress)
{
	progress_part(arg, wipe_space_part_name(progress->part),
		      progress->is_cleaning ? NULL : space_part_text(progress->part));
	progress_bytes(arg, progress->is_cleaning ? WIPE_PHASE_FLUSH : WIPE_PHASE_WRITE,
		       progress->bytes_done, progress->bytes_total);
	return stop_requested();
}

static int take_swap(void *arg, const struct wipe_space_swap *swap)
{
	struct space *space = arg;

	if (space->swap_count < SWAPS_MAX && !swaps_have(space->wiped, swap->path))
		space->swaps[space->swap_count++] = *swap;
	return 0;
}

static int see_device(const char *path, dev_t *device)
{
	struct stat st;

	if (lstat(path, &st))
		return -1;
	*device = st.st_dev;
	return 0;
}

/* What is told of free space is told of the files' file system. */
static int check_belongs(const struct config *config)
{
	dev_t device, other;

	if (!config->options.argument_count || see_device(config->free_space, &device))
		return EXIT_DONE;
	for (size_t i = 0; i < config->options.argument_count; i++)
		if (see_device(config->options.arguments[i], &other) == 0 && other == device)
			return EXIT_DONE;
	output_error(TOOL, config->free_space, "%s",
		     _("none of the files lies on that file system: nothing was touched"));
	return EXIT_USAGE;
}

static int check_free_space(struct config *config, struct wipe_space_plan *plan)
{
	const struct wipe_space_job job = {
		.path = config->free_space,
		.allow_system = config->live_root,
	};
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipe_space_check(&job, plan, &err)) {
		output_wipe_error(TOOL, config->free_space, &err);
		return exit_from_error(&err);
	}
	snprintf(config->mount_point, sizeof(config->mount_point), "%s", plan->mount_point);
	config->free_space = config->mount_point;
	/* Its subvolumes have numbers of their own. */
	return plan->kind == WIPE_FS_BTRFS ? EXIT_DONE : check_belongs(config);
}

int space_look(struct config *config, struct wipe_source *source, struct space *space)
{
	int code = swaps_look(config, source, &space->wiped);

	space->is_asked = config->free_space && !config->dry_run;
	space->is_planned = config->free_space && config->dry_run;
	return code == EXIT_DONE && config->free_space ? check_free_space(config, &space->plan) :
							 code;
}

void space_clear(struct space *space)
{
	free(space->wiped);
}

void space_list_swaps(struct space *space)
{
	(void)wipe_space_swaps(take_swap, space, NULL);
}

void space_run(const struct config *config, struct progress *progress, struct space *space)
{
	const struct wipe_space_job job = {
		.path = config->free_space,
		.allow_system = config->live_root,
		.time_limit_s = (uint32_t)config->time_limit_s,
		.progress = show_progress,
		.arg = progress,
	};

	if (!space->is_asked)
		return;
	wipe_error_clear(&space->error);
	if (progress)
		progress_name(progress, 0, config->free_space);
	space->rc = wipe_space_run(&job, &space->result, &space->error);
	space->is_run = true;
	progress_part(progress, NULL, NULL);
	if (progress)
		progress_hide(progress);
}

bool space_touched(const struct space *space)
{
	/* These come before anything is written. */
	bool is_refused = space->rc == WIPE_E_REFUSED || space->rc == WIPE_E_UNSUPPORTED ||
			  space->rc == WIPE_E_NOTFOUND || space->rc == WIPE_E_NOMEM;

	if (space->is_run && !is_refused)
		return true;
	return swaps_touched(space->wiped);
}

bool space_can(const struct space *space)
{
	return space->is_asked || swaps_can(space->wiped);
}

static int free_space_code(const struct space *space)
{
	int code;

	if (space->is_planned)
		return space->plan.unreached_count ? EXIT_PARTIAL : EXIT_DONE;
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

int space_code(const struct space *space)
{
	return exit_combine(free_space_code(space), swaps_code(space->wiped));
}
