/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Wiping swap areas: --swap. */
#ifndef WIPE_FILE_SWAPS_H
#define WIPE_FILE_SWAPS_H

#include <wipe/space.h>
#include <wipe/swap.h>

#include "config.h"
#include "progress.h"

#define SWAPS_MAX 32

struct swap_one {
	char path[4096];
	struct wipe_swap_result result;
	struct wipe_error error;
};

struct swaps {
	bool is_asked; /* --swap was given */
	struct wipe_source *source;
	struct swap_one items[SWAPS_MAX];
	size_t count;
};

/*
 * What was named, "all" by what is there, and what each is, without touching it. *swaps is
 * the caller's: free(). EXIT_DONE, or an exit code after a message.
 */
int swaps_look(const struct config *config, struct wipe_source *source, struct swaps **swaps);

/* Wipes those that can be, one after the other; once it was asked to stop, none. */
void swaps_run(struct swaps *swaps, struct progress *progress);

/* Is one of them still to be wiped, after looking? */
bool swaps_can(const struct swaps *swaps);
/* Was something written to one? */
bool swaps_touched(const struct swaps *swaps);
/* Is what is called so one of them? */
bool swaps_have(const struct swaps *swaps, const char *path);

/* What they are worth to a script: an exit code; EXIT_DONE if it was not asked for. */
int swaps_code(const struct swaps *swaps);
int swaps_code_of(const struct swap_one *one);

void swaps_show(const struct config *config, const struct swaps *swaps);

#endif
