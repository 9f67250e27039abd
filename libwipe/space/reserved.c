/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reserved.h"

#include <inttypes.h>
#include <stdio.h>
#include <sys/ioctl.h>

#include "cleanup.h"
#include "sysname.h"

/* struct xfs_fsop_resblks of fs/xfs/libxfs/xfs_fs.h: all that is kept back, and what of it is left. */
struct xfs_reserved {
	uint64_t all, available;
};
#define XFS_GET_RESERVED _IOR('X', 115, struct xfs_reserved)

/* Clusters; ext2 that its own driver has mounted, and ext3, have none to tell of. */
static uint64_t of_ext(const struct wipe_filesystem *fs)
{
	char name[64], path[128];
	CLEANUP_FILE FILE *file = NULL;
	uint64_t clusters;

	sysname_of_device(fs->major_no, fs->minor_no, name);
	snprintf(path, sizeof(path), "/sys/fs/ext4/%s/reserved_clusters", name);
	file = *name ? fopen(path, "re") : NULL;
	if (!file || fscanf(file, "%" SCNu64, &clusters) != 1 || clusters > UINT32_MAX)
		return UINT64_MAX;
	return clusters * fs->unit_bytes;
}

static uint64_t of_xfs(const struct wipe_filesystem *fs, int top)
{
	struct xfs_reserved blocks = { 0 };

	if (ioctl(top, XFS_GET_RESERVED, &blocks) || blocks.available > UINT64_MAX / UINT32_MAX)
		return UINT64_MAX;
	return blocks.available * fs->block_bytes;
}

uint64_t reserved_bytes(const struct wipe_filesystem *fs, int top)
{
	switch (fs->kind) {
	case WIPE_FS_EXT2:
	case WIPE_FS_EXT3:
	case WIPE_FS_EXT4:
		return of_ext(fs);
	case WIPE_FS_XFS:
		return of_xfs(fs, top);
	default:
		return UINT64_MAX;
	}
}
