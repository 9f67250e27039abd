/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xfs_inode.h"

/* struct xfs_dinode, fs/xfs/libxfs/xfs_format.h. */
enum {
	AT_VERSION = 4,
	AT_FORMAT = 5,
	AT_EXTENTS_64 = 24,
	AT_SIZE = 56,
	AT_EXTENTS = 76,
	AT_ATTRIBUTE_EXTENTS = 80,
	AT_FORK = 82,
	AT_ATTRIBUTE_FORMAT = 83,
	AT_FLAGS_2 = 120,
	EXTENT = 16,
	HEAD = 100,
	HEAD_3 = 176,
};
#define MAGIC 0x494e
#define EXTENTS_ARE_64 (UINT64_C(1) << 4) /* XFS_DIFLAG2_NREXT64 */

enum { FORMAT_DEVICE, FORMAT_LOCAL, FORMAT_EXTENTS };

static uint64_t big_endian(const unsigned char *at, size_t bytes)
{
	uint64_t value = 0;

	for (size_t i = 0; i < bytes; i++)
		value = value << 8 | at[i];
	return value;
}

static bool has_64(const unsigned char *inode)
{
	return inode[AT_VERSION] == 3 && big_endian(inode + AT_FLAGS_2, 8) & EXTENTS_ARE_64;
}

static uint64_t used_by_data(const unsigned char *inode)
{
	switch (inode[AT_FORMAT]) {
	case FORMAT_DEVICE:
		return 8;
	case FORMAT_LOCAL:
		return big_endian(inode + AT_SIZE, 8);
	case FORMAT_EXTENTS:
		return EXTENT * (has_64(inode) ? big_endian(inode + AT_EXTENTS_64, 8) :
						 big_endian(inode + AT_EXTENTS, 4));
	default:
		return UINT64_MAX;
	}
}

static uint64_t used_by_attributes(const unsigned char *inode, const unsigned char *fork)
{
	switch (inode[AT_ATTRIBUTE_FORMAT]) {
	case FORMAT_LOCAL:
		return big_endian(fork, 2);
	case FORMAT_EXTENTS:
		return (uint64_t)EXTENT * (has_64(inode) ?
						   big_endian(inode + AT_EXTENTS, 4) :
						   big_endian(inode + AT_ATTRIBUTE_EXTENTS, 2));
	default:
		return UINT64_MAX;
	}
}

bool xfs_inode_gaps(const unsigned char *inode, size_t bytes, struct xfs_inode_gaps *gaps)
{
	size_t head, fork;
	uint64_t used;

	if (bytes < HEAD_3 + 8 || big_endian(inode, 2) != MAGIC)
		return false;
	head = inode[AT_VERSION] == 3 ? HEAD_3 : HEAD;
	fork = inode[AT_FORK] ? head + (size_t)inode[AT_FORK] * 8 : bytes;
	used = used_by_data(inode);
	if (fork > bytes || used > fork - head)
		return false;
	*gaps = (struct xfs_inode_gaps){ head + (size_t)used, fork, bytes, bytes };
	if (fork + 2 > bytes)
		return true;
	used = used_by_attributes(inode, inode + fork);
	if (used > bytes - fork)
		return false;
	gaps->attributes_begin = fork + (size_t)used;
	return true;
}
