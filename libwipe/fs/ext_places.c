/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <linux/fiemap.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "checked.h"
#include "cleanup.h"
#include "device.h"
#include "endian.h"
#include "ext.h"
#include "ext_inode.h"

#define BLOCK_HEADER_BYTES 32U /* struct ext4_xattr_header */

/* Through the cache: the file system's own view, which a journal may be ahead of the medium. */
bool ext_inode_find(const struct wipe_filesystem *fs, uint64_t number, struct ext_inode *inode)
{
	uint8_t superblock[EXT_SUPERBLOCK_BYTES], descriptor[0x2c];
	uint64_t place, index, table;

	if (!fs->device_count ||
	    !device_read(&fs->devices[0], superblock, sizeof(superblock), EXT_SUPERBLOCK_OFFSET) ||
	    !ext_descriptor_place(superblock, number, &place, &index, &inode->bytes) ||
	    !device_read(&fs->devices[0], descriptor, sizeof(descriptor), (off_t)place))
		return false;
	inode->has_others = endian_get_u32le(superblock + 0x60) & 0x400;
	table = endian_get_u32le(descriptor + 0x08);
	/* Descriptors of 32 bytes end before the upper half. */
	if (endian_get_u32le(superblock + 0x60) & 0x80)
		table |= (uint64_t)endian_get_u32le(descriptor + 0x28) << 32;
	if (!fs->block_bytes || !checked_mul_u64(table, fs->block_bytes, &place) ||
	    !checked_add_u64(place, index * inode->bytes, &inode->address) ||
	    inode->address > INT64_MAX)
		return false;
	return device_read(&fs->devices[0], inode->raw, inode->bytes, (off_t)inode->address);
}

bool ext_inode_read(const struct wipe_filesystem *fs, int fd, struct ext_inode *inode)
{
	struct stat st;

	return fstat(fd, &st) == 0 && ext_inode_find(fs, st.st_ino, inode);
}

/* What is behind the first 60 bytes lies elsewhere in the inode. */
static int place_inline(const struct fs_extent *from, const struct ext_inode *inode,
			struct fs_extents *to)
{
	struct fs_extent first = *from, rest = *from;
	uint32_t offset, length;
	int rc;

	/* Without the inode what FIEMAP told of the first part stands. */
	if (inode && first.physical != inode->address + EXT_INODE_BLOCK)
		return WIPE_E_FORMAT;
	first.length = checked_min_u64(first.length, EXT_INODE_BLOCK_BYTES);
	rest.logical += first.length;
	rest.length -= first.length;
	rc = fs_extents_append(to, &first);
	if (rc || !rest.length)
		return rc;
	if (!inode || !ext_inline_rest(inode, &offset, &length) || length < rest.length)
		return WIPE_E_UNSUPPORTED;
	rest.physical = inode->address + offset;
	return fs_extents_append(to, &rest);
}

static bool any_in_inode(const struct fs_extents *extents)
{
	for (size_t i = 0; i < extents->count; i++)
		if (extents->items[i].flags & FIEMAP_EXTENT_DATA_INLINE)
			return true;
	return false;
}

int ext_place(const struct wipe_filesystem *fs, int fd, struct fs_extents *extents)
{
	struct fs_extents placed = { .items = NULL };
	struct ext_inode inode;
	bool known;
	int rc = 0;

	if (!any_in_inode(extents))
		return 0;
	known = ext_inode_read(fs, fd, &inode);
	for (size_t i = 0; !rc && i < extents->count; i++) {
		const struct fs_extent *from = &extents->items[i];

		if (from->flags & FIEMAP_EXTENT_DATA_INLINE)
			rc = place_inline(from, known ? &inode : NULL, &placed);
		else
			rc = fs_extents_append(&placed, from);
	}
	fs_extents_clear(extents);
	if (rc)
		fs_extents_clear(&placed);
	*extents = placed;
	return rc;
}

static uint64_t end_of(const struct fs_extents *extents)
{
	const struct fs_extent *last = extents->count ? &extents->items[extents->count - 1] : NULL;

	return last ? last->logical + last->length : 0;
}

/* ea_inode: values in inodes of their own, which cannot be looked at. */
static int add_elsewhere(const uint8_t *bytes, uint32_t length, uint32_t at,
			 struct fs_extents *extents)
{
	struct fs_extent value = { .physical = FS_NO_ADDRESS,
				   .mirror = FS_NO_ADDRESS,
				   .flags = FIEMAP_EXTENT_UNKNOWN };
	uint32_t size;
	int rc = 0;

	while (!rc && ext_attribute_elsewhere(bytes, length, &at, &size)) {
		value.logical = end_of(extents);
		value.length = size;
		rc = fs_extents_append(extents, &value);
	}
	return rc;
}

/* Files with the same attributes have one block of them together. */
static int add_block(const struct wipe_filesystem *fs, const struct ext_inode *inode,
		     struct fs_extents *extents)
{
	struct fs_extent block = { .logical = end_of(extents),
				   .length = fs->block_bytes,
				   .mirror = FS_NO_ADDRESS };
	CLEANUP_FREE uint8_t *bytes = malloc(fs->block_bytes);
	int rc;

	if (!bytes)
		return WIPE_E_NOMEM;
	if (!checked_mul_u64(ext_attribute_block(inode), fs->block_bytes, &block.physical) ||
	    block.physical > INT64_MAX || fs->block_bytes < BLOCK_HEADER_BYTES ||
	    !device_read(&fs->devices[0], bytes, fs->block_bytes, (off_t)block.physical))
		return WIPE_E_UNSUPPORTED;
	if (endian_get_u32le(bytes) != EXT_ATTRIBUTES_MAGIC)
		return WIPE_E_FORMAT;
	block.flags = endian_get_u32le(bytes + 4) == 1 ? 0 : FIEMAP_EXTENT_SHARED;
	rc = fs_extents_append(extents, &block);
	return rc || !inode->has_others ?
		       rc :
		       add_elsewhere(bytes, fs->block_bytes, BLOCK_HEADER_BYTES, extents);
}

int ext_attributes(const struct wipe_filesystem *fs, int fd, struct fs_extents *extents)
{
	struct fs_extent within = { .mirror = FS_NO_ADDRESS,
				    .flags = FIEMAP_EXTENT_DATA_INLINE |
					     FIEMAP_EXTENT_NOT_ALIGNED };
	struct ext_inode inode;
	uint32_t begin;
	int rc = 0;

	if (!ext_inode_read(fs, fd, &inode))
		return WIPE_E_UNSUPPORTED;
	begin = ext_attributes_begin(&inode);
	if (begin && endian_get_u32le(inode.raw + begin) == EXT_ATTRIBUTES_MAGIC) {
		within.length = inode.bytes - begin;
		within.physical = inode.address + begin;
		rc = fs_extents_append(extents, &within);
		if (!rc && inode.has_others)
			rc = add_elsewhere(inode.raw, inode.bytes, begin + 4, extents);
	}
	if (!rc && ext_attribute_block(&inode))
		rc = add_block(fs, &inode, extents);
	return rc;
}
