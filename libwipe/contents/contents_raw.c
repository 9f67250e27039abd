/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Signatures that libblkid 2.38 does not know, and copies that it does not look
 * for: what remains at the end of a disk after its start was overwritten. Only
 * what is long enough, or checked so, that chance does not make it.
 */
#include <string.h>

#include "contents.h"
#include "endian.h"

#define LOOK_BYTES 512
#define ZFS_LABEL_BYTES (256U << 10)
#define ZFS_RING_BYTES (128U << 10)
#define ZFS_SLOT_BYTES 1024
#define ZFS_WANTED 4 /* uberblocks, as libblkid wants */

/* More than the magic: is what begins at the signature's structure really one? */
typedef bool (*raw_check)(const uint8_t *structure, uint64_t structure_offset_bytes);

struct raw {
	const char *type, *usage;
	/* Structure: from the start; or from the end, which is first rounded down to align. */
	uint64_t offset_bytes;
	uint64_t end_align_bytes; /* 0: from the start */
	size_t magic_offset;	  /* in the structure */
	const char *magic;
	size_t magic_bytes;
	raw_check check; /* NULL: the magic is enough */
	bool own;	 /* no copy: of interest beside another one of its type */
};

/* CRC-32C (RFC 3720, B.4), from seed and without final inversion. */
static uint32_t crc32c(uint32_t crc, const uint8_t *data, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		crc ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78U : 0);
	}
	return crc;
}

/*
 * libfvde, "FileVault Drive Encryption (FVDE)", volume header: checksum and seed,
 * version 1, block type 0x10, checksum algorithm 1, key of 16 bytes, AES-XTS (2).
 */
static bool check_core_storage(const uint8_t *header, uint64_t at)
{
	(void)at;
	return endian_get_u32le(header + 8) == 0x00100001 && endian_get_u32le(header + 90) == 1 &&
	       endian_get_u32le(header + 168) == 16 && endian_get_u32le(header + 172) == 2 &&
	       crc32c(endian_get_u32le(header + 4), header + 8, LOOK_BYTES - 8) ==
		       endian_get_u32le(header);
}

/*
 * bcachefs, struct bch_sb: at 104 its own sector. bcache, whose magic the first
 * versions shared, has that at 8.
 */
static bool check_bcachefs(const uint8_t *block, uint64_t at)
{
	return endian_get_u64le(block + 104) == at / 512 && endian_get_u64le(block + 8) != at / 512;
}

/* A boot sector ends in 55 AA; its sectors have 512 to 4096 bytes. */
static bool check_boot_sector(const uint8_t *sector, uint64_t at)
{
	uint32_t bytes = (uint32_t)sector[11] | (uint32_t)sector[12] << 8;

	(void)at;
	return sector[510] == 0x55 && sector[511] == 0xaa && bytes >= 512 && bytes <= 4096 &&
	       !(bytes & (bytes - 1));
}

/* exFAT, 3.1.14: the size of a sector is a shift of 9 to 12. */
static bool check_exfat(const uint8_t *sector, uint64_t at)
{
	(void)at;
	return sector[510] == 0x55 && sector[511] == 0xaa && sector[108] >= 9 && sector[108] <= 12;
}

/* UEFI 2.10, 5.3.2: revision 1.0; MyLBA is where it lies, in sectors of some size. */
static bool check_gpt(const uint8_t *header, uint64_t at)
{
	uint64_t lba = endian_get_u64le(header + 24);

	return endian_get_u32le(header + 8) == 0x00010000 && lba && at % lba == 0 &&
	       (at / lba == 512 || at / lba == 4096);
}

/* TN1150, "Volume Header": the size of an allocation block is a power of two from 512 on. */
static bool check_hfsplus(const uint8_t *header, uint64_t at)
{
	uint32_t bytes = (uint32_t)header[40] << 24 | (uint32_t)header[41] << 16 |
			 (uint32_t)header[42] << 8 | header[43];

	(void)at;
	return bytes >= 512 && !(bytes & (bytes - 1));
}

/* btrfs, on-disk format, "superblock": at 48 its own address. */
static bool check_btrfs(const uint8_t *block, uint64_t at)
{
	return endian_get_u64le(block + 48) == at;
}

/* Linux, block/partitions/ldm.c: major version 2 at 12, big endian. */
static bool check_ldm(const uint8_t *header, uint64_t at)
{
	(void)at;
	return header[12] == 0 && header[13] == 2;
}

#define MAGIC(text) .magic = text, .magic_bytes = sizeof(text) - 1
static const struct raw table[] = {
	{ .type = "cs_fvault2",
	  .usage = "crypto",
	  .magic_offset = 88,
	  MAGIC("CS"),
	  .check = check_core_storage },
	/* bcachefs, "Principles of Operation": superblock at sector 8, magic at 24 of it. */
	{ .type = "bcachefs",
	  .usage = "filesystem",
	  .offset_bytes = 4096,
	  .magic_offset = 24,
	  MAGIC("\xc6\x85\x73\xf6\x4e\x1a\x45\xca\x82\x65\xf5\x7f\x48\xba\x6d\x81"),
	  .check = check_bcachefs },
	{ .type = "bcachefs",
	  .usage = "filesystem",
	  .offset_bytes = 4096,
	  .magic_offset = 24,
	  MAGIC("\xc6\x85\x73\xf6\x66\xce\x90\xa9\xd9\x6a\x60\xcf\x80\x3d\xf7\xef"),
	  .check = check_bcachefs },
	/* Header of the GPT where its entries are damaged, or libblkid may not see it. */
	{ .type = "gpt",
	  .usage = "partition-table",
	  .offset_bytes = 512,
	  MAGIC("EFI PART"),
	  .check = check_gpt },
	{ .type = "gpt",
	  .usage = "partition-table",
	  .offset_bytes = 4096,
	  MAGIC("EFI PART"),
	  .check = check_gpt },
	{ .type = "gpt",
	  .usage = "partition-table",
	  .offset_bytes = 512,
	  .end_align_bytes = 512,
	  MAGIC("EFI PART"),
	  .check = check_gpt },
	{ .type = "gpt",
	  .usage = "partition-table",
	  .offset_bytes = 4096,
	  .end_align_bytes = 4096,
	  MAGIC("EFI PART"),
	  .check = check_gpt },
	/* Linux, Documentation/admin-guide/ldm.rst: dynamic disks; copies in the last MiB. */
	{ .type = "ldm",
	  .usage = "other",
	  .offset_bytes = 6 * 512,
	  MAGIC("PRIVHEAD"),
	  .check = check_ldm },
	{ .type = "ldm",
	  .usage = "other",
	  .offset_bytes = 512,
	  .end_align_bytes = 512,
	  MAGIC("PRIVHEAD"),
	  .check = check_ldm },
	/* libbde, "BitLocker Drive Encryption (BDE) format": a boot sector without its metadata. */
	{ .type = "BitLocker",
	  .usage = "crypto",
	  .magic_offset = 3,
	  MAGIC("-FVE-FS-"),
	  .check = check_boot_sector },
	/* A copy of the boot sector in the last sector of the partition. */
	{ .type = "ntfs",
	  .usage = "filesystem",
	  .offset_bytes = 512,
	  .end_align_bytes = 512,
	  .magic_offset = 3,
	  MAGIC("NTFS    "),
	  .check = check_boot_sector },
	/* Microsoft, "FAT: General Overview of On-Disk Format" 1.03: BPB_BkBootSec is 6. */
	{ .type = "vfat",
	  .usage = "filesystem",
	  .offset_bytes = 6 * 512,
	  .magic_offset = 82,
	  MAGIC("FAT32   "),
	  .check = check_boot_sector },
	/* exFAT file system specification, 2: the backup boot region is the sectors from 12. */
	{ .type = "exfat",
	  .usage = "filesystem",
	  .offset_bytes = 12 * 512,
	  .magic_offset = 3,
	  MAGIC("EXFAT   "),
	  .check = check_exfat },
	{ .type = "exfat",
	  .usage = "filesystem",
	  .offset_bytes = 12 * 4096,
	  .magic_offset = 3,
	  MAGIC("EXFAT   "),
	  .check = check_exfat },
	/* TN1150: the alternate volume header 1,024 bytes before the end. */
	{ .type = "hfsplus",
	  .usage = "filesystem",
	  .offset_bytes = 1024,
	  .end_align_bytes = 512,
	  MAGIC("H+\0\x04"),
	  .check = check_hfsplus },
	{ .type = "hfsplus",
	  .usage = "filesystem",
	  .offset_bytes = 1024,
	  .end_align_bytes = 512,
	  MAGIC("HX\0\x05"),
	  .check = check_hfsplus },
	{ .type = "btrfs",
	  .usage = "filesystem",
	  .offset_bytes = 64U << 20,
	  .magic_offset = 64,
	  MAGIC("_BHRfS_M"),
	  .check = check_btrfs },
	/*
	 * md, format 0.90, of the whole disk, in the last full 64 KiB but one: magic and
	 * version 0.90, of either byte order. libblkid leaves it to the partition that
	 * covers it, which may be a later one.
	 */
	{ .type = "linux_raid_member",
	  .usage = "raid",
	  .offset_bytes = 64U << 10,
	  .end_align_bytes = 64U << 10,
	  MAGIC("\xfc\x4e\x2b\xa9\0\0\0\0\x5a\0\0\0"),
	  .own = true },
	{ .type = "linux_raid_member",
	  .usage = "raid",
	  .offset_bytes = 64U << 10,
	  .end_align_bytes = 64U << 10,
	  MAGIC("\xa9\x2b\x4e\xfc\0\0\0\0\0\0\0\x5a"),
	  .own = true },
};

/* Where the structure would begin; false if the place is too small for it. */
static bool locate(const struct raw *raw, const struct place *place, uint64_t *at)
{
	uint64_t end = place->size_bytes;

	*at = raw->offset_bytes;
	if (!raw->end_align_bytes)
		return true;
	end -= end % raw->end_align_bytes;
	*at = end - raw->offset_bytes;
	return end >= raw->offset_bytes;
}

static int look(struct findings *found, const struct place *place, const struct raw *raw)
{
	struct signature signature = { .type = raw->type, .usage = raw->usage };
	uint8_t structure[LOOK_BYTES];
	uint64_t at;

	if (!locate(raw, place, &at) ||
	    !contents_read(found, place, at, structure, sizeof(structure)) ||
	    memcmp(structure + raw->magic_offset, raw->magic, raw->magic_bytes) != 0 ||
	    (raw->check && !raw->check(structure, at)))
		return 0;
	signature.offset_bytes = at + raw->magic_offset;
	if (!raw->own && contents_have(found, place, raw->type, signature.offset_bytes))
		return 0;
	return contents_add(found, place, &signature);
}

/*
 * OpenZFS, "On-Disk Format", 1.2: the last of four labels lies in the last full
 * 256 KiB, its second half is a ring of uberblocks. As with md, libblkid leaves it
 * to the partition that covers it.
 */
static int look_for_zfs(struct findings *found, const struct place *place)
{
	struct signature signature = { .type = "zfs_member", .usage = "filesystem" };
	uint64_t end = place->size_bytes - place->size_bytes % ZFS_LABEL_BYTES;
	uint8_t slot[16];
	int count = 0;

	for (uint64_t at = end - ZFS_RING_BYTES; end && at < end; at += ZFS_SLOT_BYTES) {
		if (!contents_read(found, place, at, slot, sizeof(slot)))
			return 0;
		if (memcmp(slot, "\x0c\xb1\xba\0\0\0\0\0", 8) != 0 &&
		    memcmp(slot, "\0\0\0\0\0\xba\xb1\x0c", 8) != 0)
			continue;
		signature.offset_bytes = at;
		count++;
	}
	if (count < ZFS_WANTED ||
	    contents_have(found, place, signature.type, signature.offset_bytes))
		return 0;
	return contents_add(found, place, &signature);
}

int contents_scan_raw(struct findings *found, const struct place *place)
{
	int rc = 0;

	for (size_t i = 0; !rc && i < sizeof(table) / sizeof(table[0]); i++)
		rc = look(found, place, &table[i]);
	return rc ? rc : look_for_zfs(found, place);
}
