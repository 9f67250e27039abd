/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All files of one run: first found, then verified, many at once, then kept in the
 * order in which they were found.
 */
#ifndef MASSHO_WIPE_VERIFY_COLLECTION_H
#define MASSHO_WIPE_VERIFY_COLLECTION_H

#include "pace.h"
#include "verdict.h"
#include "walk.h"

#define COLLECTION_FILES_MAX 1000000

/* A file, or what stands in the way to some. */
struct found {
	char *path;
	enum walk_kind kind;
	int error;	  /* an errno, with WALK_UNREADABLE */
	bool from_folder; /* found below a folder, not named by itself */
	bool is_too_many; /* this one and all behind it are left out */
};

struct collection {
	struct found *found;
	size_t found_count, found_room;

	struct verdict *items;
	size_t count, room;
	char **ignored; /* .json and .pdf files that are no records */
	size_t ignored_count;
	size_t other_count; /* files that were not opened: nothing in their names says record */
};

/* Adds path, or every record below it if it is a folder. 0, or WIPE_E_NOMEM. */
int collection_find(struct collection *collection, const char *path, struct wipe_error *err);

/*
 * Verifies what was found at time_s, and says on pace how far it is. 0, or a code for
 * lack of memory: whatever a file holds is a verdict, not a failure.
 */
int collection_verify(struct collection *collection, const struct wipecert_trust *trust,
		      int64_t time_s, enum progress_mode progress, struct wipe_error *err);

void collection_clear(struct collection *collection);

#endif
