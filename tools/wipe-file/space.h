/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wiped besides files: free space (--free-space) and swap areas (--swap). */
#ifndef WIPE_FILE_SPACE_H
#define WIPE_FILE_SPACE_H

#include <wipe/space.h>

#include "config.h"
#include "swaps.h"

struct space {
	bool is_asked;	 /* --free-space was given, and no dry run */
	bool is_planned; /* or that was: plan tells what would be done */
	struct wipe_space_plan plan;
	bool is_run;
	int rc; /* of wipe_space_run() */
	struct wipe_space_result result;
	struct wipe_error error;
	struct wipe_space_swap swaps[SWAPS_MAX]; /* that there are, and are not to be wiped */
	size_t swap_count;
	struct swaps *wiped; /* never NULL */
};

/*
 * What is to be done, and looks at the swap areas. A device that was named is replaced by where it
 * is mounted. space_clear() in any case. EXIT_DONE, or an exit code after a message.
 */
int space_look(struct config *config, struct wipe_source *source, struct space *space);
void space_clear(struct space *space);

/* Wipes free space, if it was asked for. */
void space_run(const struct config *config, struct progress *progress, struct space *space);
/* Notes the swap areas that are not wiped. */
void space_list_swaps(struct space *space);

/* Was anything written, or can anything be? */
bool space_touched(const struct space *space);
bool space_can(const struct space *space);

/* What all of it is worth to a script: an exit code; EXIT_DONE if nothing was asked for. */
int space_code(const struct space *space);

/* In the language of the user. */
const char *space_part_text(enum wipe_space_part part);

void space_show(const struct config *config, const struct space *space);

#endif
