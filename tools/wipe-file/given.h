/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where what was given really lies: records tell that, for whoever reads them knows neither the
 * folder that wipe-file was started in nor who started it there.
 */
#ifndef WIPE_FILE_GIVEN_H
#define WIPE_FILE_GIVEN_H

#include "config.h"

struct given {
	const char *const *paths; /* as they were given */
	/* Absolute, without links, "." and ".."; as given where that is not known. */
	const char **real;
	char **resolved;
	size_t count;
};

/* While they are there. EXIT_DONE, or EXIT_FAILED after a message. */
int given_find(const struct config *config, struct given *given);
void given_clear(struct given *given);

/*
 * A path that begins with one that was given, as that really lies: *real is the caller's. What is
 * longer than a list can hold stays as it is. False: no memory.
 */
bool given_path(const struct given *given, const char *path, char **real);

#endif
