/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An inode of xfs as it lies on the medium. Pure. */
#ifndef FS_XFS_INODE_H
#define FS_XFS_INODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The parts behind its data and behind its attributes, which keep what was there before. */
struct xfs_inode_gaps {
	size_t data_begin, data_end;
	size_t attributes_begin, attributes_end;
};

/* false: it is no inode, or one whose parts are not known (its extents lie in a tree). */
bool xfs_inode_gaps(const unsigned char *inode, size_t bytes, struct xfs_inode_gaps *gaps);

#endif
