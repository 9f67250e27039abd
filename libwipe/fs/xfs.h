/* SPDX-License-Identifier: GPL-3.0-or-later */
/* XFS. */
#ifndef FS_XFS_H
#define FS_XFS_H

#include "describe.h"

/* Of the kernel's struct xfs_fsop_geom (fs/xfs/libxfs/xfs_fs.h), which no header here has. */
struct xfs_geometry {
	uint32_t blocksize, rtextsize, agblocks, agcount;
	uint32_t logblocks, sectsize, inodesize, imaxpct;
	uint64_t datablocks, rtblocks, rtextents, logstart;
	uint8_t uuid[16];
	uint32_t sunit, swidth, version, flags;
	uint32_t logsectsize, rtsectsize, dirblocksize, logsunit;
	uint32_t sick, checked, rgextents, rgcount;
	uint64_t rtstart, rtreserved, reserved[14];
};

/* Pure. */
void xfs_take_geometry(struct wipe_filesystem *fs, const struct xfs_geometry *geometry);

int xfs_describe(struct wipe_filesystem *fs, const struct describing *how);

#endif
