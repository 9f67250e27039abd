/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All files of one run, verified, in the order in which they were found. */
#ifndef MASSHO_WIPE_VERIFY_COLLECTION_H
#define MASSHO_WIPE_VERIFY_COLLECTION_H

#include "verdict.h"

#define COLLECTION_FILES_MAX 1000000

struct collection {
	struct verdict *items;
	size_t count, room;
	char **ignored; /* .json files that are no records */
	size_t ignored_count;
	size_t other_count; /* files that were not opened: nothing in their names says record */
};

/*
 * Verifies path, or every record below it if it is a folder, at time_s. 0, or a
 * code for lack of memory: whatever a file holds is a verdict, not a failure.
 */
int collection_add(struct collection *collection, const struct wipecert_trust *trust,
		   const char *path, int64_t time_s, struct wipe_error *err);

void collection_clear(struct collection *collection);

#endif
