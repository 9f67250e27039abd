/* SPDX-License-Identifier: GPL-3.0-or-later */
/* btrfs. */
#ifndef FS_BTRFS_H
#define FS_BTRFS_H

#include "chunks.h"
#include "describe.h"

int btrfs_describe(struct wipe_filesystem *fs, const struct describing *how);

/*
 * Reads the whole chunk tree (root only). WIPE_E_REFUSED, WIPE_E_UNSUPPORTED if the file
 * system has features with which addresses mean something else, WIPE_E_FORMAT,
 * WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int btrfs_read_chunks(int fd, struct chunks *chunks, struct wipe_error *err);

#endif
