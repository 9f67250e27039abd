/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "device.h"
#include "endian.h"
#include "ext.h"
#include "options.h"
#include "uuid.h"

/* Offsets in struct ext4_super_block. */
enum {
	BLOCKS_LOW = 0x04,
	LOG_BLOCK = 0x18,
	LOG_CLUSTER = 0x1c,
	MAGIC = 0x38,
	COMPAT = 0x5c,
	INCOMPAT = 0x60,
	RO_COMPAT = 0x64,
	UUID = 0x68,
	JOURNAL_UUID = 0xd0,
	JOURNAL_INODE = 0xe0,
	JOURNAL_DEVICE = 0xe4,
	BACKUP_TYPE = 0xfd,
	BACKUP = 0x10c, /* of the journal's inode: 15 numbers of blocks, then its size */
	BLOCKS_HIGH = 0x150,
};

#define COMPAT_HAS_JOURNAL 0x4U
#define INCOMPAT_JOURNAL_DEVICE 0x8U
#define INCOMPAT_64BIT 0x80U
#define INCOMPAT_INLINE_DATA 0x8000U
#define INCOMPAT_ENCRYPT 0x10000U
#define RO_COMPAT_BIGALLOC 0x200U

static enum wipe_fs_answer answer(bool yes)
{
	return yes ? WIPE_FS_YES : WIPE_FS_NO;
}

static void read_journal(const uint8_t *block, struct wipe_filesystem *fs,
			 struct ext_superblock *more)
{
	bool has = endian_get_u32le(block + COMPAT) & COMPAT_HAS_JOURNAL;

	fs->journal = answer(has);
	memcpy(more->journal_uuid, block + JOURNAL_UUID, sizeof(more->journal_uuid));
	if (!has)
		return;
	fs->journal_is_external = !endian_get_u32le(block + JOURNAL_INODE);
	device_decode(endian_get_u32le(block + JOURNAL_DEVICE), &more->journal_major,
		      &more->journal_minor);
	if (!fs->journal_is_external && block[BACKUP_TYPE] == 1)
		fs->journal_bytes = (uint64_t)endian_get_u32le(block + BACKUP + 60) << 32 |
				    endian_get_u32le(block + BACKUP + 64);
}

bool ext_superblock_read(const uint8_t block[EXT_SUPERBLOCK_BYTES], struct wipe_filesystem *fs,
			 struct ext_superblock *more)
{
	uint32_t log_block = endian_get_u32le(block + LOG_BLOCK);
	uint32_t log_cluster = endian_get_u32le(block + LOG_CLUSTER);
	uint32_t incompat = endian_get_u32le(block + INCOMPAT);
	bool bigalloc = endian_get_u32le(block + RO_COMPAT) & RO_COMPAT_BIGALLOC;
	uint64_t blocks = endian_get_u32le(block + BLOCKS_LOW);

	if (block[MAGIC] != 0x53 || block[MAGIC + 1] != 0xef || log_block > 6 ||
	    (bigalloc && (log_cluster < log_block || log_cluster > 20)))
		return false;
	if (incompat & INCOMPAT_64BIT)
		blocks |= (uint64_t)endian_get_u32le(block + BLOCKS_HIGH) << 32;
	if (blocks >= UINT64_C(1) << 47)
		return false;
	more->is_journal_device = incompat & INCOMPAT_JOURNAL_DEVICE;
	more->bytes = blocks << (10 + log_block);
	memcpy(more->uuid, block + UUID, sizeof(more->uuid));
	uuid_write(more->uuid, fs->uuid);
	fs->block_bytes = UINT32_C(1024) << log_block;
	fs->unit_bytes = bigalloc ? UINT32_C(1024) << log_cluster : fs->block_bytes;
	fs->bigalloc = answer(bigalloc);
	fs->inline_data = answer(incompat & INCOMPAT_INLINE_DATA);
	fs->encrypts = answer(incompat & INCOMPAT_ENCRYPT);
	read_journal(block, fs, more);
	return true;
}

enum wipe_fs_writes ext_writes(const struct wipe_filesystem *fs, const char *lines)
{
	char mode[32];

	if (fs->kind == WIPE_FS_EXT2 || fs->journal == WIPE_FS_NO)
		return WIPE_FS_IN_PLACE;
	if (!lines)
		return WIPE_FS_WRITES_UNKNOWN;
	/* It has no line where there is no journal. */
	if (!options_line(lines, "data", mode, sizeof(mode)))
		return fs->journal == WIPE_FS_UNKNOWN ? WIPE_FS_IN_PLACE : WIPE_FS_WRITES_UNKNOWN;
	if (strcmp(mode, "journal") == 0)
		return WIPE_FS_IN_PLACE_JOURNALED;
	return strcmp(mode, "ordered") == 0 || strcmp(mode, "writeback") == 0 ?
		       WIPE_FS_IN_PLACE :
		       WIPE_FS_WRITES_UNKNOWN;
}
