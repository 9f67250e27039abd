/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wiping free space: --free-space. */
#ifndef WIPE_FILE_SPACE_H
#define WIPE_FILE_SPACE_H

#include <wipe/space.h>

#include "config.h"

#define SPACE_SWAPS_MAX 32

struct space {
	bool is_asked; /* --free-space was given */
	bool is_run;
	int rc; /* of wipe_space_run() */
	struct wipe_space_result result;
	struct wipe_error error;
	struct wipe_space_swap swaps[SPACE_SWAPS_MAX];
	size_t swap_count;
};

/* Runs it, if it was asked for. */
void space_run(const struct config *config, struct progress *progress, struct space *space);

/* What it is worth to a script: an exit code; EXIT_DONE if it was not asked for. */
int space_code(const struct space *space);

void space_show(const struct config *config, const struct space *space);

#endif
