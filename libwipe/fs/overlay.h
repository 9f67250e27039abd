/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overlayfs. */
#ifndef FS_OVERLAY_H
#define FS_OVERLAY_H

#include <sys/stat.h>

#include "describe.h"

/* The folders that it is made of, and what lies beneath them. */
int overlay_describe(struct wipe_filesystem *fs, const struct describing *how);

/*
 * Tells take() of each folder that an overlay with these options (as struct mountinfo has them) is
 * made of, until it returns false; false if it did. What is there by no absolute path, or is not
 * seen from here, is passed over.
 */
bool overlay_each_layer(const char *options,
			bool (*take)(void *arg, const char *path, const struct statx *stx),
			void *arg);

#endif
