/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which blocks of a mounted file system are free: FS_IOC_GETFSMAP (ext4, xfs; root). */
#ifndef FS_FREEMAP_H
#define FS_FREEMAP_H

#include <wipe/filesystem.h>

#include <linux/fsmap.h>

#include "runs.h"

/*
 * What is free now; what was freed a moment ago may not show before a commit.
 * WIPE_E_UNSUPPORTED: the file system does not tell; WIPE_E_FORMAT: it tells nonsense;
 * WIPE_E_NOMEM. runs is empty then.
 */
int fs_free_runs(const struct wipe_filesystem *fs, int fd, struct fs_runs *runs,
		 struct wipe_error *err);

/*
 * Pure: takes the free ones of a reply for the device numbered so (as the kernel
 * encodes it). *more: it goes on, with head->fmh_keys[0] set for that.
 */
int freemap_take(struct fs_runs *runs, struct fsmap_head *head, uint32_t device, bool *more,
		 struct wipe_error *err);

#endif
