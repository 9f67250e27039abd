/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xfs_blocks.h"

#include <string.h>

#include "endian.h"

#define BASIC_BLOCK 512

/* struct xfs_agf and struct xfs_agfl, fs/xfs/libxfs/xfs_format.h. */
enum {
	HEAD_FIRST = 40,
	HEAD_COUNT = 48,
	LIST_HEAD = 36, /* none in the format without checksums */
};

/* struct xfs_btree_block there, with checksums: within a group, or of extents of a file. */
enum {
	GROUP_TREE_PLACE = 16,
	FILE_TREE_PLACE = 24,
};

bool xfs_list_read(const unsigned char *head, const unsigned char *list, size_t sector_bytes,
		   uint32_t *blocks, size_t *count)
{
	size_t begin = memcmp(list, "XAFL", 4) == 0 ? LIST_HEAD : 0;
	size_t room = (sector_bytes - begin) / 4;
	uint32_t first = endian_get_u32be(head + HEAD_FIRST);

	*count = endian_get_u32be(head + HEAD_COUNT);
	if (memcmp(head, "XAGF", 4) != 0 || first >= room || *count > room)
		return false;
	for (size_t i = 0; i < *count; i++)
		blocks[i] = endian_get_u32be(list + begin + (first + i) % room * 4);
	return true;
}

static bool is_one_of(const unsigned char *block, const char *const *magics, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (memcmp(block, magics[i], 4) == 0)
			return true;
	return false;
}

bool xfs_block_is_tree(const unsigned char *block, uint64_t address)
{
	/* Free space by place and by size, inodes, free inodes, counts of references, owners. */
	static const char *const of_groups[] = { "AB3B", "AB3C", "IAB3", "FIB3", "R3FC", "RMB3" };
	static const char *const of_files[] = { "BMA3" };
	uint64_t place = address / BASIC_BLOCK;

	if (is_one_of(block, of_groups, sizeof(of_groups) / sizeof(of_groups[0])))
		return endian_get_u64be(block + GROUP_TREE_PLACE) == place;
	return is_one_of(block, of_files, 1) && endian_get_u64be(block + FILE_TREE_PLACE) == place;
}
