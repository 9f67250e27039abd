/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIPE_FILE_PLACE_H
#define WIPE_FILE_PLACE_H

#include <sys/types.h>

#include "config.h"

/*
 * Records that lie in what is erased would be erased with it, or keep it from being
 * removed; and so would a case. EXIT_DONE, or EXIT_REFUSED after a message.
 */
int place_check(const struct config *config);
/* The same of the log, before it is opened. */
int place_check_log(const struct config *config);

/*
 * A mount may lead from elsewhere into what is erased. So these are all folders above
 * records and log, and the log itself, to be compared with what was listed.
 */
struct place {
	dev_t dev;
	ino_t ino;
};
struct places {
	struct place *items;
	size_t count;
	bool is_short; /* not all of them */
};

/* EXIT_DONE, or EXIT_FAILED after a message. places_clear() in either case. */
int places_find(const struct config *config, struct places *places);
bool places_meet(const struct places *places, const char *path);
void places_clear(struct places *places);

#endif
