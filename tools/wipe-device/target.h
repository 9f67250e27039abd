/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The media that were named, each with its plan. */
#ifndef WIPE_DEVICE_TARGET_H
#define WIPE_DEVICE_TARGET_H

#include <wipecert/register.h>

#include "config.h"
#include "erasing.h"
#include "journal.h"

struct target {
	struct wipe_device *device;
	struct wipe_device *header; /* on which the header of its volume lies; NULL: on it */
	struct wipe_plan plan;
	struct journal journal; /* that is gone on from, if it has a file */
	/* Of the case, if there is one. */
	struct erasing erasing;
	enum wipe_level level_required;
};

struct targets {
	struct target *items;
	size_t count;
};

/*
 * Finds and plans every medium, touching none. All problems are said; the exit
 * code is the one that decides. EXIT_DONE: every one can be planned. opened NULL: in no case.
 */
int targets_find(const struct config *config, struct wipe_source *source,
		 const struct wipecert_case *opened, struct targets *targets);
void targets_free(struct targets *targets);

/* What an attempt tells of it; report is all zero before. */
void target_fill_report(const struct target *target, struct wipe_report *report);

/* Says what will be gone on with, for people. */
void targets_tell_resumed(const struct targets *targets);

/* Refuses what is in use, with the way out. EXIT_DONE or EXIT_REFUSED. */
int targets_refuse_used(const struct targets *targets);

/* 実行前の照合 of each, before any is touched. EXIT_DONE or EXIT_REFUSED. */
int targets_confirm(const struct config *config, const struct targets *targets);

#endif
