/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbered pieces of work, done by as many threads as there are CPUs to use. */
#ifndef MASSHO_WIPE_VERIFY_CREW_H
#define MASSHO_WIPE_VERIFY_CREW_H

#include <stddef.h>

#include <wipe/error.h>

#define CREW_HANDS_MAX 64

/* How many can work at once on so many portions: CPUs that this process may use. */
size_t crew_hands(size_t portions);

struct crew_task {
	size_t count; /* pieces, from 0 */
	/* Does one, in any thread. 0, or a code with err filled, which ends the whole. */
	int (*work)(void *arg, size_t index, struct wipe_error *err);
	/* Told by the calling thread, ten times a second, how many are done; NULL: nobody asks. */
	void (*tick)(void *arg, size_t done);
	void *arg;
};

/* 0 when all are done, or the first code. */
int crew_run(const struct crew_task *task, struct wipe_error *err);

#endif
