/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Blocks that a mounted file system keeps back from everyone, so that it does not
 * fail half way: ext4 reserved_clusters (/sys/fs/ext4/DEV, in clusters), xfs
 * XFS_IOC_SET_RESBLKS (in blocks). Both last until it is unmounted.
 */
#ifndef FS_RESERVE_H
#define FS_RESERVE_H

#include <wipe/filesystem.h>

/* fd: open on it. WIPE_E_UNSUPPORTED: this kind has none, or not so; WIPE_E_SYSTEM. */
int fs_reserve_get(const struct wipe_filesystem *fs, int fd, uint64_t *units,
		   struct wipe_error *err);
int fs_reserve_set(const struct wipe_filesystem *fs, int fd, uint64_t units,
		   struct wipe_error *err);

#endif
