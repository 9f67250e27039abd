/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ext2, ext3 and ext4. */
#ifndef FS_EXT_H
#define FS_EXT_H

#include "describe.h"

#define EXT_SUPERBLOCK_OFFSET 1024
#define EXT_SUPERBLOCK_BYTES 1024

/* What else than a struct wipe_filesystem takes is in the superblock. */
struct ext_superblock {
	bool is_journal_device;
	uint32_t journal_major, journal_minor; /* of an external one, as it was when it was made */
	uint8_t uuid[16], journal_uuid[16];
	uint64_t bytes;
};

/*
 * Pure: features, sizes, UUID and journal from a superblock (fs/ext4/ext4.h, struct
 * ext4_super_block). false, and fs as it was, if it is none.
 */
bool ext_superblock_read(const uint8_t block[EXT_SUPERBLOCK_BYTES], struct wipe_filesystem *fs,
			 struct ext_superblock *more);

/* Pure: where writes go, from the lines of /proc/fs/ext4/DEV/options (NULL: there are none). */
enum wipe_fs_writes ext_writes(const struct wipe_filesystem *fs, const char *lines);

/* May its files be encrypted (fscrypt)? By the superblock on the device, which ext4 works with itself. */
enum wipe_fs_answer ext_encrypts(uint32_t major_no, uint32_t minor_no);

/* Is the file of that inode, which may have no name any more? By the inode on the device, in the same way. */
enum wipe_fs_answer ext_file_is_encrypted(uint32_t major_no, uint32_t minor_no, uint64_t number);

int ext_describe(struct wipe_filesystem *fs, const struct describing *how);

#endif
