/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FILE_LISTING_SOURCE_H
#define FILE_LISTING_SOURCE_H

#include "listing.h"

/*
 * Looks at one source of a job. *kind is what it is: only for a regular file and
 * a folder is made->root there. The caller frees the strings of made, also after
 * an error: WIPE_E_USAGE, WIPE_E_NOTFOUND, WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int listing_source_look(const struct wipe_copy_source *source, struct listing_source *made,
			enum wipe_copy_kind *kind, struct wipe_error *err);

enum wipe_copy_kind listing_kind_of(mode_t mode);

#endif
