/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where an inode of ext4 lies, and what in it. FIEMAP tells the address of inline data
 * only for the first 60 bytes. Of attributes it tells only those in the inode, or those
 * in their block, not both; and the address of the former only for the first inode of a
 * block (Linux 6.18: fs/ext4/extents.c leaves out the inode's place in it).
 */
#ifndef FS_EXT_INODE_H
#define FS_EXT_INODE_H

#include "file_extents.h"

#define EXT_INODE_BYTES_MAX 4096U
#define EXT_INODE_BLOCK 40U		 /* offset of i_block, where inline data begins */
#define EXT_INODE_BLOCK_BYTES 60U	 /* of it */
#define EXT_ATTRIBUTES_MAGIC 0xea020000U /* at the head of attributes, in the inode and the block */

struct ext_inode {
	uint64_t address; /* on the device */
	uint32_t bytes;
	bool has_others; /* large attributes may lie in inodes of their own (ea_inode) */
	uint8_t raw[EXT_INODE_BYTES_MAX];
};

/* Pure: place of the descriptor of an inode's group on the device; *index in its table. */
bool ext_descriptor_place(const uint8_t superblock[1024], uint64_t number, uint64_t *place,
			  uint64_t *index, uint32_t *inode_bytes);

/* Pure: where in an inode the attributes begin; 0: it has no room for any. */
uint32_t ext_attributes_begin(const struct ext_inode *inode);

/* Pure: where in the inode the rest of inline data lies (the attribute system.data). */
bool ext_inline_rest(const struct ext_inode *inode, uint32_t *offset, uint32_t *length);

/*
 * Pure: the next of the entries from *at on in the bytes of an inode or block of attributes of
 * which the value lies in an inode of its own; its size. False at the end, or where they make
 * no sense.
 */
bool ext_attribute_elsewhere(const uint8_t *bytes, uint32_t length, uint32_t *at, uint32_t *size);

/* Pure: number of the block with further attributes; 0: there is none. */
uint64_t ext_attribute_block(const struct ext_inode *inode);

/* Pure: is the file encrypted (fscrypt)? */
bool ext_inode_is_encrypted(const struct ext_inode *inode);

/*
 * The inode of that number, as the file system has it now; false if it cannot be read. Of fs the
 * devices and block_bytes are looked at.
 */
bool ext_inode_find(const struct wipe_filesystem *fs, uint64_t number, struct ext_inode *inode);
/* The same of an open file. */
bool ext_inode_read(const struct wipe_filesystem *fs, int fd, struct ext_inode *inode);

/* Splits inline data into its two places. WIPE_E_UNSUPPORTED if the second cannot be found out. */
int ext_place(const struct wipe_filesystem *fs, int fd, struct fs_extents *extents);

/*
 * All places of a file's attributes; SHARED if the block is other files', too. A value in an
 * inode of its own is an extent without address (UNKNOWN). FIEMAP is not asked.
 * WIPE_E_UNSUPPORTED if the inode cannot be read.
 */
int ext_attributes(const struct wipe_filesystem *fs, int fd, struct fs_extents *extents);

#endif
