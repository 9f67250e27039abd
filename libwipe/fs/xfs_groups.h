/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation groups and inodes of a mounted xfs. */
#ifndef FS_XFS_GROUPS_H
#define FS_XFS_GROUPS_H

#include <stdint.h>

#include <wipe/error.h>

struct xfs_groups {
	uint32_t count;
	uint32_t inode_bytes;	 /* of one inode on the medium */
	uint64_t group_bytes;	 /* group n begins at n times that; the last may be shorter */
	unsigned int inode_bits; /* of an inode's number within its group: the rest is the group */
};

/* fd: open on it. WIPE_E_SYSTEM; WIPE_E_FORMAT if what it tells makes no sense. */
int xfs_groups_read(int fd, struct xfs_groups *groups, struct wipe_error *err);

/* Pure: where on the data device an inode lies. */
uint64_t xfs_inode_address(const struct xfs_groups *groups, uint64_t number);

/* Inodes that have a place on the medium; those of them that are free. WIPE_E_SYSTEM. */
int xfs_inodes_read(int fd, uint64_t *placed, uint64_t *unused, struct wipe_error *err);

#endif
