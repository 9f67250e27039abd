/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overlayfs. */
#ifndef FS_OVERLAY_H
#define FS_OVERLAY_H

#include <sys/stat.h>

#include "describe.h"

/* The folders that it is made of, and what lies beneath them. */
int overlay_describe(struct wipe_filesystem *fs, const struct describing *how);

typedef bool take_layer_fn(void *arg, const char *path, const struct statx *stx);

/*
 * Tells take() of each folder that an overlay with these options (as struct mountinfo has them) is
 * made of, until it returns false; false if it did. root: through which their paths lead there, as
 * mount_tables_each() tells it. stx NULL: nobody can tell where it is, its path begins in a folder
 * that somebody worked in once. What such a path leads to now need not be what the overlay has, and
 * what leads nowhere is passed over.
 */
bool overlay_each_layer(const char *root, const char *options, take_layer_fn *take, void *arg);

#endif
