/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Blocks of xfs as they lie on the medium. Pure. */
#ifndef FS_XFS_BLOCKS_H
#define FS_XFS_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Sectors of a group in which its head and the list of blocks that it keeps (AGFL) lie. */
#define XFS_GROUP_HEAD_SECTOR 1
#define XFS_GROUP_LIST_SECTOR 3

/*
 * The blocks of the list by their number within the group: count of them, at most as many as
 * a sector has 4 bytes. false: they are no such sectors.
 */
bool xfs_list_read(const unsigned char *head, const unsigned char *list, size_t sector_bytes,
		   uint32_t *blocks, size_t *count);

/*
 * A block of a tree, with the address that it has: its numbers are all it holds. Of the format
 * without checksums: never.
 */
bool xfs_block_is_tree(const unsigned char *block, uint64_t address);

#endif
