/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "swaps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "stop.h"

static bool is_same(const struct stat *a, const struct stat *b)
{
	if (S_ISBLK(a->st_mode) && S_ISBLK(b->st_mode))
		return a->st_rdev == b->st_rdev;
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* By what it is; what cannot be looked at is none of them. */
bool swaps_have(const struct swaps *swaps, const char *path)
{
	struct stat st, other;

	if (stat(path, &st))
		return false;
	for (size_t i = 0; i < swaps->count; i++)
		if (stat(swaps->items[i].path, &other) == 0 && is_same(&st, &other))
			return true;
	return false;
}

static int add(struct swaps *swaps, const char *path)
{
	struct swap_one *one = &swaps->items[swaps->count];

	if (swaps_have(swaps, path))
		return EXIT_DONE;
	if (swaps->count == SWAPS_MAX ||
	    snprintf(one->path, sizeof(one->path), "%s", path) >= (int)sizeof(one->path)) {
		output_error(TOOL, path, "%s", _("more swap areas than can be wiped at once"));
		return EXIT_USAGE;
	}
	swaps->count++;
	return EXIT_DONE;
}

/* Of an image in a file only its file system's device is told; the file is in the list before. */
static bool is_told_before(const struct swaps *swaps, const struct wipe_space_swap *swap)
{
	struct stat device, file;

	if (swap->is_active || !swap->is_file || stat(swap->path, &device))
		return false;
	for (size_t i = 0; i < swaps->count; i++)
		if (stat(swaps->items[i].path, &file) == 0 && S_ISREG(file.st_mode) &&
		    file.st_dev == device.st_rdev)
			return true;
	return false;
}

static int take(void *arg, const struct wipe_space_swap *swap)
{
	return is_told_before(arg, swap) ? 0 : add(arg, swap->path);
}

static int add_all(struct swaps *swaps)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (!wipe_space_swaps(take, swaps, &err))
		return EXIT_DONE;
	output_wipe_error(TOOL, NULL, &err);
	return EXIT_FAILED;
}

static void look_at(struct swap_one *one, struct wipe_source *source)
{
	const struct wipe_swap_job job = { .path = one->path, .dry_run = true, .source = source };

	wipe_error_clear(&one->error);
	wipe_swap_wipe(&job, &one->result, &one->error);
}

/* One that was named and cannot be wiped: nothing is erased before that is told. */
static int check_named(const struct config *config, const struct swap_one *one)
{
	bool is_named = false, is_alone = !config->options.argument_count && !config->free_space;

	for (size_t i = 0; i < config->swaps.count; i++)
		is_named |= strcmp(config->swaps.items[i], one->path) == 0;
	if (config->dry_run || is_alone || !is_named || one->result.state != WIPE_SWAP_REFUSED)
		return EXIT_DONE;
	output_wipe_error(TOOL, one->path, &one->error);
	return swaps_code_of(one);
}

int swaps_look(const struct config *config, struct wipe_source *source, struct swaps **swaps)
{
	int code = EXIT_DONE;

	*swaps = calloc(1, sizeof(**swaps));
	if (!*swaps)
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	(*swaps)->is_asked = config->swaps.count > 0;
	(*swaps)->source = source;
	for (size_t i = 0; i < config->swaps.count && code == EXIT_DONE; i++)
		code = strcmp(config->swaps.items[i], "all") == 0 ?
			       add_all(*swaps) :
			       add(*swaps, config->swaps.items[i]);
	for (size_t i = 0; i < (*swaps)->count && code == EXIT_DONE; i++) {
		look_at(&(*swaps)->items[i], source);
		code = check_named(config, &(*swaps)->items[i]);
	}
	return code;
}

static int show_progress(void *arg, enum wipe_phase phase, uint64_t done_bytes,
			 uint64_t total_bytes)
{
	progress_bytes(arg, phase, done_bytes, total_bytes);
	return stop_requested();
}

static void run_one(struct swap_one *one, struct wipe_source *source, struct progress *progress)
{
	const struct wipe_swap_job job = {
		.path = one->path, .source = source, .progress = show_progress, .arg = progress
	};

	if (stop_requested()) {
		one->result.state = WIPE_SWAP_INTERRUPTED;
		wipe_error_set(&one->error, WIPE_E_INTERRUPTED, 0, "%s", _("stopped"));
		return;
	}
	if (progress)
		progress_name(progress, 0, one->path);
	wipe_swap_wipe(&job, &one->result, &one->error);
}

void swaps_run(struct swaps *swaps, struct progress *progress)
{
	for (size_t i = 0; i < swaps->count; i++)
		if (swaps->items[i].result.state == WIPE_SWAP_PLANNED)
			run_one(&swaps->items[i], swaps->source, progress);
	if (progress)
		progress_hide(progress);
}

bool swaps_can(const struct swaps *swaps)
{
	for (size_t i = 0; i < swaps->count; i++)
		if (swaps->items[i].result.state == WIPE_SWAP_PLANNED)
			return true;
	return false;
}

bool swaps_touched(const struct swaps *swaps)
{
	for (size_t i = 0; i < swaps->count; i++)
		if (swaps->items[i].result.touched)
			return true;
	return false;
}

int swaps_code_of(const struct swap_one *one)
{
	switch (one->result.state) {
	case WIPE_SWAP_PLANNED:
	case WIPE_SWAP_IN_MEMORY:
		return EXIT_DONE;
	case WIPE_SWAP_VERIFIED:
		return one->error.code ? EXIT_FAILED : EXIT_DONE;
	case WIPE_SWAP_PARTLY:
		return one->error.code ? EXIT_FAILED : EXIT_PARTIAL;
	case WIPE_SWAP_INTERRUPTED:
		return EXIT_INTERRUPTED;
	case WIPE_SWAP_REFUSED:
		return one->error.code ? exit_from_error(&one->error) : EXIT_REFUSED;
	default:
		return EXIT_FAILED;
	}
}

int swaps_code(const struct swaps *swaps)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < swaps->count; i++)
		code = exit_combine(code, swaps_code_of(&swaps->items[i]));
	return code;
}
