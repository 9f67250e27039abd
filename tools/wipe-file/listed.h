/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The manifest by which files are chosen: --manifest. */
#ifndef WIPE_FILE_LISTED_H
#define WIPE_FILE_LISTED_H

#include <wipecert/files.h>

#include "config.h"

struct listed {
	struct wipecert_manifest *manifest; /* NULL: none was given */
	struct wipe_file_wanted *wanted;    /* what it lists; NULL: all that is named */
	size_t count;
	struct wipecert_files_manifest told; /* for the record; without findings */
};

/* An exit code, after a message if it is not EXIT_DONE. The caller always calls listed_free(). */
int listed_load(const struct config *config, struct listed *listed);
void listed_free(struct listed *listed);

#endif
