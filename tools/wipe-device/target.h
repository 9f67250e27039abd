/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The media that were named, each with its plan. */
#ifndef WIPE_DEVICE_TARGET_H
#define WIPE_DEVICE_TARGET_H

#include "config.h"
#include "journal.h"

struct target {
	struct wipe_device *device;
	struct wipe_plan plan;
	struct journal journal; /* that is gone on from, if it has a file */
};

struct targets {
	struct target *items;
	size_t count;
};

/*
 * Finds and plans every medium, touching none. All problems are said; the exit
 * code is the one that decides. EXIT_DONE: every one can be planned.
 */
int targets_find(const struct config *config, struct wipe_source *source, struct targets *targets);
void targets_free(struct targets *targets);

/* Says what will be gone on with, for people. */
void targets_tell_resumed(const struct targets *targets);

/* Refuses what is in use, with the way out. EXIT_DONE or EXIT_REFUSED. */
int targets_refuse_used(const struct targets *targets);

/* 実行前の照合 of each, before any is touched. EXIT_DONE or EXIT_REFUSED. */
int targets_confirm(const struct config *config, const struct targets *targets);

#endif
