/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Allocation groups and inodes of a mounted xfs. */
#ifndef FS_XFS_GROUPS_H
#define FS_XFS_GROUPS_H

#include <stdint.h>

#include <wipe/error.h>

struct xfs_groups {
	uint32_t count;
	uint32_t inode_bytes; /* of one inode on the medium */
	uint32_t block_bytes, sector_bytes;
	uint64_t group_bytes;	 /* group n begins at n times that; the last may be shorter */
	unsigned int inode_bits; /* of an inode's number within its group: the rest is the group */
};

/* fd: open on it. WIPE_E_SYSTEM; WIPE_E_FORMAT if what it tells makes no sense. */
int xfs_groups_read(int fd, struct xfs_groups *groups, struct wipe_error *err);

/* Pure: where on the data device an inode lies. */
uint64_t xfs_inode_address(const struct xfs_groups *groups, uint64_t number);

/*
 * Inodes of a group that have a place on the medium; those of them that are free. Exact, where
 * XFS_IOC_FSCOUNTS lags behind. WIPE_E_SYSTEM (before Linux 5.2, too).
 */
int xfs_inodes_read(int fd, uint32_t group, uint32_t *placed, uint32_t *unused,
		    struct wipe_error *err);

/*
 * xfs frees what was deleted when it finds the time, and keeps room for files to grow: after
 * this call both are free. Best effort: kernels before Linux 5.14 free at once.
 */
void xfs_free_pending(int fd);

#endif
