/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xfs_groups.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/ioctl.h>

#include "text.h"
#include "xfs.h"

/* struct xfs_ag_geometry of fs/xfs/libxfs/xfs_fs.h. */
struct group_geometry {
	uint32_t number, length, free_blocks, inodes, free_inodes, sick, checked, flags;
	uint64_t reserved[12];
};
#define XFS_GROUP_GEOMETRY _IOWR('X', 61, struct group_geometry)
/* struct xfs_fs_eofblocks, there; flags: wait for files that are in use. */
struct eof_blocks {
	uint32_t version, flags, uid, gid, project, pad;
	uint64_t min_file_bytes, reserved[12];
};
#define XFS_FREE_EOFBLOCKS _IOR('X', 58, struct eof_blocks)
#define EOF_BLOCKS_VERSION 1
#define EOF_BLOCKS_SYNC 1
#define XFS_GEOMETRY_NOW _IOR('X', 126, struct xfs_geometry)

#define BLOCK_MAX (64U << 10)
#define SECTOR_MIN 512
#define INODE_MIN 256
#define INODE_MAX 2048

static bool is_power(uint32_t value)
{
	return value && !(value & (value - 1));
}

/* log2, rounded up. */
static unsigned int bits_of(uint32_t value)
{
	unsigned int bits = 0;

	while (bits < 32 && (UINT64_C(1) << bits) < value)
		bits++;
	return bits;
}

static bool makes_sense(const struct xfs_geometry *geometry)
{
	return is_power(geometry->blocksize) && geometry->blocksize <= BLOCK_MAX &&
	       is_power(geometry->inodesize) && geometry->inodesize >= INODE_MIN &&
	       geometry->inodesize <= INODE_MAX && geometry->inodesize <= geometry->blocksize &&
	       is_power(geometry->sectsize) && geometry->sectsize >= SECTOR_MIN &&
	       geometry->sectsize <= BLOCK_MAX && geometry->agcount && geometry->agblocks;
}

int xfs_groups_read(int fd, struct xfs_groups *groups, struct wipe_error *err)
{
	struct xfs_geometry geometry = { .blocksize = 0 };

	if (ioctl(fd, XFS_GEOMETRY_NOW, &geometry))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno,
				      _("xfs does not tell its geometry"));
	if (!makes_sense(&geometry))
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("what xfs tells of its geometry makes no sense"));
	groups->count = geometry.agcount;
	groups->inode_bytes = geometry.inodesize;
	groups->block_bytes = geometry.blocksize;
	groups->sector_bytes = geometry.sectsize;
	groups->group_bytes = (uint64_t)geometry.agblocks * geometry.blocksize;
	groups->inode_bits =
		bits_of(geometry.agblocks) + bits_of(geometry.blocksize / geometry.inodesize);
	return 0;
}

int xfs_inodes_read(int fd, uint32_t group, uint32_t *placed, uint32_t *unused,
		    struct wipe_error *err)
{
	struct group_geometry geometry = { .number = group };

	if (ioctl(fd, XFS_GROUP_GEOMETRY, &geometry))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno,
				      _("xfs does not tell how many inodes it has"));
	*placed = geometry.inodes;
	*unused = geometry.free_inodes;
	return 0;
}

uint64_t xfs_inode_address(const struct xfs_groups *groups, uint64_t number)
{
	uint64_t within = number & ((UINT64_C(1) << groups->inode_bits) - 1);

	return (number >> groups->inode_bits) * groups->group_bytes + within * groups->inode_bytes;
}

void xfs_free_pending(int fd)
{
	struct eof_blocks what = { .version = EOF_BLOCKS_VERSION, .flags = EOF_BLOCKS_SYNC };

	(void)ioctl(fd, XFS_FREE_EOFBLOCKS, &what);
}
