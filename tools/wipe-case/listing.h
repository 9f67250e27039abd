/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that an act is about, as a manifest beside its record. */
#ifndef MASSHO_WIPE_CASE_LISTING_H
#define MASSHO_WIPE_CASE_LISTING_H

#include <wipe/copy.h>
#include <wipecert/manifest.h>

#include "field.h"

struct listing {
	struct session *session;
	struct wipecert_manifest *manifest;
	struct progress *progress;	     /* NULL: nothing is shown */
	size_t failed, skipped, not_reached; /* files that are not in it */
	size_t cached;			     /* files in it, perhaps not from the medium */
	bool no_memory;
};

/* An exit code. The caller always calls listing_end(). */
int listing_begin(struct listing *listing, struct session *session, const char *name);
void listing_end(struct listing *listing);

/* For a copy or a scan: arg is the listing. Tells of each file that failed or was passed over. */
int listing_take(void *arg, const struct wipe_copy_result *result);
int listing_show(void *arg, const struct wipe_copy_progress *progress);

/* The files below path, hashed; what cannot be read ends it. An exit code. */
int listing_scan(struct listing *listing, const char *path);

/* Seals the list, puts it into act at "manifest" and beside the record. An exit code. */
int listing_attach(struct listing *listing, struct wipecert_act *act, struct field_parts *parts);

#endif
