/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef TRUST_TRUST_FOLDER_H
#define TRUST_TRUST_FOLDER_H

#include <stdbool.h>

#include "trust.h"

#define TRUST_FOLDER_ROSTER "roster.p7m"

enum trust_folder_kind {
	TRUST_FOLDER_NONE,   /* no folder, or one of anchors only */
	TRUST_FOLDER_POLICY, /* it has a policy.json */
	TRUST_FOLDER_BROKEN, /* it has folders of roles and no policy.json */
};

enum trust_folder_kind trust_folder_kind_of(const char *path);

/*
 * Reads policy, anchors and lists of the trust folder at path into a trust that
 * holds nothing yet, and the bytes of its roster (*roster NULL: it has none),
 * which are the caller's (free()). Symbolic links in it are refused, and so is
 * whatever is no regular file.
 */
int trust_folder_read(struct wipecert_trust *trust, const char *path, unsigned char **roster,
		      size_t *roster_bytes, struct wipe_error *err);

#endif
