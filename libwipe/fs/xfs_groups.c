/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xfs_groups.h"

#include <errno.h>
#include <stdbool.h>
#include <sys/ioctl.h>

#include "text.h"
#include "xfs.h"

/* struct xfs_fsop_counts of fs/xfs/libxfs/xfs_fs.h. */
struct counts {
	uint64_t free_blocks, free_realtime, free_inodes, inodes;
};
#define XFS_COUNTS _IOR('X', 113, struct counts)
#define XFS_GEOMETRY_NOW _IOR('X', 126, struct xfs_geometry)

#define BLOCK_MAX (64U << 10)
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
	       geometry->agcount && geometry->agblocks;
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
	groups->group_bytes = (uint64_t)geometry.agblocks * geometry.blocksize;
	groups->inode_bits =
		bits_of(geometry.agblocks) + bits_of(geometry.blocksize / geometry.inodesize);
	return 0;
}

int xfs_inodes_read(int fd, uint64_t *placed, uint64_t *unused, struct wipe_error *err)
{
	struct counts counts = { .inodes = 0 };

	if (ioctl(fd, XFS_COUNTS, &counts))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno,
				      _("xfs does not tell how many inodes it has"));
	*placed = counts.inodes;
	*unused = counts.free_inodes;
	return 0;
}

uint64_t xfs_inode_address(const struct xfs_groups *groups, uint64_t number)
{
	uint64_t within = number & ((UINT64_C(1) << groups->inode_bits) - 1);

	return (number >> groups->inode_bits) * groups->group_bytes + within * groups->inode_bytes;
}
