/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ext_inode.h"

#include <string.h>

#include "endian.h"

/* Offsets in struct ext4_super_block. */
enum {
	INODES = 0x00,
	LOG_BLOCK = 0x18,
	INODES_PER_GROUP = 0x28,
	INODE_BYTES = 0x58,
	INCOMPAT = 0x60,
	DESCRIPTOR_BYTES = 0xfe,
};

#define INCOMPAT_META_BG 0x10U
#define INCOMPAT_64BIT 0x80U

/* In the inode: struct ext4_inode, struct ext4_xattr_ibody_header, struct ext4_xattr_entry. */
#define OLD_INODE_BYTES 128U
#define FLAGS 0x20U
#define FLAG_ENCRYPTED 0x800U
#define EXTRA_BYTES 0x80U
#define ENTRY_BYTES 16U
#define INDEX_SYSTEM 7

static uint32_t get_u16le(const uint8_t *in)
{
	return (uint32_t)in[0] | (uint32_t)in[1] << 8;
}

/* Where descriptors lie with META_BG is not followed: it comes with growing beyond 16 TiB. */
bool ext_descriptor_place(const uint8_t superblock[1024], uint64_t number, uint64_t *place,
			  uint64_t *index, uint32_t *inode_bytes)
{
	uint32_t per_group = endian_get_u32le(superblock + INODES_PER_GROUP);
	uint32_t incompat = endian_get_u32le(superblock + INCOMPAT);
	uint32_t log_block = endian_get_u32le(superblock + LOG_BLOCK);
	uint32_t descriptor = incompat & INCOMPAT_64BIT ? get_u16le(superblock + DESCRIPTOR_BYTES) :
							  32;

	*inode_bytes = get_u16le(superblock + INODE_BYTES);
	if (!number || number > endian_get_u32le(superblock + INODES) || !per_group ||
	    incompat & INCOMPAT_META_BG || log_block > 6 || descriptor < 32 || descriptor > 1024 ||
	    *inode_bytes < OLD_INODE_BYTES || *inode_bytes > EXT_INODE_BYTES_MAX)
		return false;
	/* In the block behind the superblock, which is in block 0 unless blocks have 1 KiB. */
	*place = (UINT64_C(1024) << log_block) * (log_block ? 1 : 2) +
		 (number - 1) / per_group * descriptor;
	*index = (number - 1) % per_group;
	return true;
}

uint32_t ext_attributes_begin(const struct ext_inode *inode)
{
	uint32_t begin;

	if (inode->bytes < OLD_INODE_BYTES + 4)
		return 0;
	begin = OLD_INODE_BYTES + get_u16le(inode->raw + EXTRA_BYTES);
	return begin % 4 || begin + 4 > inode->bytes ? 0 : begin;
}

bool ext_inline_rest(const struct ext_inode *inode, uint32_t *offset, uint32_t *length)
{
	uint32_t first = ext_attributes_begin(inode), at;

	if (!first || endian_get_u32le(inode->raw + first) != EXT_ATTRIBUTES_MAGIC)
		return false;
	first += 4;
	for (at = first; at + ENTRY_BYTES <= inode->bytes && endian_get_u32le(inode->raw + at);
	     at += (ENTRY_BYTES + inode->raw[at] + 3) & ~3U) {
		const uint8_t *entry = inode->raw + at;

		if (at + ENTRY_BYTES + entry[0] > inode->bytes)
			return false;
		if (entry[1] != INDEX_SYSTEM || entry[0] != 4 ||
		    memcmp(entry + ENTRY_BYTES, "data", 4) != 0)
			continue;
		*offset = first + get_u16le(entry + 2);
		*length = endian_get_u32le(entry + 8);
		return !endian_get_u32le(entry + 4) && *offset <= inode->bytes &&
		       *length <= inode->bytes - *offset;
	}
	return false;
}

bool ext_attribute_elsewhere(const uint8_t *bytes, uint32_t length, uint32_t *at, uint32_t *size)
{
	while (*at + ENTRY_BYTES <= length && endian_get_u32le(bytes + *at)) {
		const uint8_t *entry = bytes + *at;

		*at += (ENTRY_BYTES + entry[0] + 3) & ~3U;
		*size = endian_get_u32le(entry + 8);
		if (endian_get_u32le(entry + 4))
			return true;
	}
	return false;
}

bool ext_inode_is_encrypted(const struct ext_inode *inode)
{
	return endian_get_u32le(inode->raw + FLAGS) & FLAG_ENCRYPTED;
}

uint64_t ext_attribute_block(const struct ext_inode *inode)
{
	return (uint64_t)get_u16le(inode->raw + 0x76) << 32 | endian_get_u32le(inode->raw + 0x68);
}
