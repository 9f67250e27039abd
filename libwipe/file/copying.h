/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FILE_COPYING_H
#define FILE_COPYING_H

#include "work.h"

/*
 * Copies the file from (below root) to the path to (below destination), or
 * compares it with what is there. result gets state, size, hash and how it was
 * read; its other members stay.
 */
int copying_file(struct work *work, int root, const char *from, int destination, const char *to,
		 struct wipe_copy_result *result, struct wipe_error *err);

/* Only reads and hashes it. */
int copying_hash(struct work *work, int root, const char *from, struct wipe_copy_result *result,
		 struct wipe_error *err);

#endif
