/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "probe_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void scene_begin(struct scene *scene, uint64_t size_bytes)
{
	memset(scene, 0, sizeof(*scene));
	snprintf(scene->path, sizeof(scene->path), "/tmp/massho-probe-XXXXXX");
	scene->fd = mkstemp(scene->path);
	assert_true(scene->fd >= 0);
	assert_int_equal(ftruncate(scene->fd, (off_t)size_bytes), 0);
	scene->size_bytes = size_bytes;
}

void scene_put(struct scene *scene, uint64_t at, const void *bytes, size_t count)
{
	assert_int_equal(pwrite(scene->fd, bytes, count, (off_t)at), count);
}

void scene_put_number(struct scene *scene, uint64_t at, uint64_t value, int bytes)
{
	uint8_t out[8];

	for (int i = 0; i < bytes; i++)
		out[i] = (uint8_t)(value >> 8 * i);
	scene_put(scene, at, out, (size_t)bytes);
}

void scene_probe(struct scene *scene)
{
	if (!scene->dev)
		assert_int_equal(wipe_device_describe_image(scene->path, &scene->dev, NULL), 0);
	wipe_error_clear(&scene->err);
	scene->rc = wipe_device_probe(scene->dev, &scene->err);
}

void scene_end(struct scene *scene)
{
	wipe_device_free(scene->dev);
	close(scene->fd);
	unlink(scene->path);
}

size_t scene_count(const struct scene *scene, const char *type)
{
	size_t count = 0;

	for (size_t i = 0; i < scene->dev->content_count; i++)
		count += strcmp(scene->dev->contents[i].type, type) == 0;
	return count;
}

const struct wipe_content *scene_find(const struct scene *scene, const char *type)
{
	for (size_t i = 0; i < scene->dev->content_count; i++)
		if (strcmp(scene->dev->contents[i].type, type) == 0)
			return &scene->dev->contents[i];
	fail_msg("no %s was found", type);
	return NULL;
}

void scene_expect(const struct scene *scene, const char *types)
{
	char found[4096] = "";

	for (size_t i = 0; i < scene->dev->content_count; i++) {
		size_t used = strlen(found);

		snprintf(found + used, sizeof(found) - used, "%s%s", used ? " " : "",
			 scene->dev->contents[i].type);
	}
	assert_string_equal(found, types);
}

uint32_t scene_crc(uint32_t polynomial, uint32_t seed, const uint8_t *data, size_t bytes)
{
	for (size_t i = 0; i < bytes; i++) {
		seed ^= data[i];
		for (int bit = 0; bit < 8; bit++)
			seed = seed & 1 ? seed >> 1 ^ polynomial : seed >> 1;
	}
	return seed;
}

/* --- tables --- */

const char scene_guid_linux[16] =
	"\xaf\x3d\xc6\x0f\x83\x84\x72\x47\x8e\x79\x3d\x69\xd8\x47\x7d\xe4";
const char scene_guid_efi[16] = "\x28\x73\x2a\xc1\x1f\xf8\xd2\x11\xba\x4b\x00\xa0\xc9\x3e\xc9\x3b";
const char scene_guid_unknown[16] =
	"\x04\x03\x02\x01\x06\x05\x08\x07\x09\x0a\x0b\x0c\x0d\x0e\x0f\x10";

void scene_put_mbr(struct scene *scene, uint64_t at, const struct scene_partition *partitions,
		   size_t count)
{
	for (size_t i = 0; i < count; i++) {
		uint64_t entry = at + 446 + 16 * i;

		scene_put_number(scene, entry + 4, partitions[i].code, 1);
		scene_put_number(scene, entry + 8, partitions[i].start_bytes / 512, 4);
		scene_put_number(scene, entry + 12, partitions[i].size_bytes / 512, 4);
	}
	scene_put_number(scene, at + 440, 0x12345678, 4);
	scene_put(scene, at + 510, "\x55\xaa", 2);
}

#define GPT_ENTRIES 128

static void put_header(struct scene *scene, uint32_t sector, uint64_t lba, uint64_t other,
		       uint64_t array_lba, uint32_t array_crc)
{
	uint8_t header[92] = "EFI PART";
	uint64_t at = lba * sector;

	scene_put(scene, at, header, sizeof(header));
	scene_put_number(scene, at + 8, 0x00010000, 4);
	scene_put_number(scene, at + 12, sizeof(header), 4);
	scene_put_number(scene, at + 24, lba, 8);
	scene_put_number(scene, at + 32, other, 8);
	scene_put_number(scene, at + 40, 40, 8); /* first and last usable */
	scene_put_number(scene, at + 48, scene->size_bytes / sector - 41, 8);
	scene_put(scene, at + 56,
		  "\xd1\xd2\xd3\xd4\xd5\xd6\xd7\xd8\xd9\xda\xdb\xdc\xdd\xde\xdf\xe0", 16);
	scene_put_number(scene, at + 72, array_lba, 8);
	scene_put_number(scene, at + 80, GPT_ENTRIES, 4);
	scene_put_number(scene, at + 84, 128, 4);
	scene_put_number(scene, at + 88, array_crc, 4);
	assert_int_equal(pread(scene->fd, header, sizeof(header), (off_t)at), sizeof(header));
	scene_put_number(scene, at + 16, ~scene_crc(CRC32, ~0U, header, sizeof(header)), 4);
}

static void put_u64(uint8_t *out, uint64_t value)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)(value >> 8 * i);
}

void scene_put_gpt(struct scene *scene, int parts, uint32_t sector,
		   const struct scene_partition *partitions, size_t count)
{
	static uint8_t array[GPT_ENTRIES * 128];
	uint64_t last = scene->size_bytes / sector - 1, array_sectors = sizeof(array) / sector;
	struct scene_partition all = { sector, last * sector, 0xee, NULL, NULL };
	uint32_t crc;

	memset(array, 0, sizeof(array));
	for (size_t i = 0; i < count; i++) {
		uint8_t *entry = array + 128 * i;

		memcpy(entry, partitions[i].guid, 16);
		memset(entry + 16, (int)(0xa0 + i), 16);
		put_u64(entry + 32, partitions[i].start_bytes / sector);
		put_u64(entry + 40,
			(partitions[i].start_bytes + partitions[i].size_bytes) / sector - 1);
		for (size_t k = 0; partitions[i].name && partitions[i].name[k]; k++)
			entry[56 + 2 * k] = (uint8_t)partitions[i].name[k];
	}
	crc = ~scene_crc(CRC32, ~0U, array, sizeof(array));
	if (parts & GPT_PROTECTIVE) {
		scene_put_mbr(scene, 0, &all, 1);
		scene_put_number(scene, 446 + 8, 1, 4);
	}
	if (parts & GPT_PRIMARY) {
		scene_put(scene, 2ULL * sector, array, sizeof(array));
		put_header(scene, sector, 1, last, 2, crc);
	}
	if (parts & GPT_BACKUP) {
		scene_put(scene, (last - array_sectors) * sector, array, sizeof(array));
		put_header(scene, sector, last, 1, last - array_sectors, crc);
	}
}

/* --- structures --- */

#define PIECE(at, text)                    \
	{                                  \
		at, text, sizeof(text) - 1 \
	}
#define UUID_BYTES "\x01\x23\x45\x67\x89\xab\xcd\xef\x10\x32\x54\x76\x98\xba\xdc\xfe"
#define UUID_TEXT "01234567-89ab-cdef-1032-547698badcfe"

/* At 16 of the label: CRC of all from 20 on, with LVM's own seed. */
static void finish_lvm(struct scene *scene, uint64_t start, uint64_t size)
{
	uint8_t label[512];

	(void)size;
	assert_int_equal(pread(scene->fd, label, sizeof(label), (off_t)start + 512), sizeof(label));
	scene_put_number(scene, start + 512 + 16,
			 scene_crc(CRC32, 0xf597a6cf, label + 20, sizeof(label) - 20), 4);
}

static void finish_core_storage(struct scene *scene, uint64_t start, uint64_t size)
{
	uint8_t header[512];

	(void)size;
	assert_int_equal(pread(scene->fd, header, sizeof(header), (off_t)start), sizeof(header));
	scene_put_number(scene, start, scene_crc(CRC32C, ~0U, header + 8, sizeof(header) - 8), 4);
}

static void finish_stratis(struct scene *scene, uint64_t start, uint64_t size)
{
	uint8_t block[512];

	(void)size;
	assert_int_equal(pread(scene->fd, block, sizeof(block), (off_t)start + 512), sizeof(block));
	scene_put_number(scene, start + 512, ~scene_crc(CRC32C, ~0U, block + 4, sizeof(block) - 4),
			 4);
}

static void finish_md(struct scene *scene, uint64_t start, uint64_t at)
{
	scene_put_number(scene, start + at + 144, at / 512, 8);
}

static void finish_md10(struct scene *scene, uint64_t start, uint64_t size)
{
	finish_md(scene, start, size - 8192);
}

static void finish_md12(struct scene *scene, uint64_t start, uint64_t size)
{
	(void)size;
	finish_md(scene, start, 4096);
}

/* Size of the data in KiB: all before the superblock. */
static void finish_md090(struct scene *scene, uint64_t start, uint64_t size)
{
	scene_put_number(scene, start + size - 65536 + 32, (size - 65536) / 1024, 4);
}

/* Code of a boot sector, where an MBR has its table. */
#define BOOT_CODE PIECE(446, "\x0d\x0a\x00")
#define NTFS_BOOT                                                                                      \
	"\xeb\x52\x90NTFS    "                                                                         \
	"\x00\x02\x08\x00\x00\x00\x00\x00\x00\x00\xf8\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00" \
	"\x00\x00\x80\x00\x80\x00\xff\x0f\x00\x00\x00\x00\x00\x00\x04\x00\x00\x00\x00\x00\x00\x00\x02" \
	"\x00\x00\x00\x00\x00\x00\x00\xf6\x00\x00\x00\x01\x00\x00\x00\x88\x77\x66\x55\x44\x33\x22\x11"
#define ZFS_SLOT "\x0c\xb1\xba\x00\x00\x00\x00\x00\x88\x13\x00\x00\x00\x00\x00\x00"
#define ZFS_LABEL(at)                                                                 \
	PIECE((at) + 131072 + 4096, ZFS_SLOT), PIECE((at) + 131072 + 5120, ZFS_SLOT), \
		PIECE((at) + 131072 + 6144, ZFS_SLOT), PIECE((at) + 131072 + 7168, ZFS_SLOT)

const struct scene_kind scene_kinds[] = {
	{ .type = "swap",
	  .usage = "other",
	  .size_bytes = MIB * 2,
	  .signature = 4086,
	  .uuid = UUID_TEXT,
	  .label = "pagefile",
	  .pieces = { PIECE(1024, "\1\0\0\0\xff\0\0\0\0\0\0\0" UUID_BYTES "pagefile"),
		      PIECE(4086, "SWAPSPACE2") } },
	{ .type = "swsuspend",
	  .usage = "other",
	  .size_bytes = MIB * 2,
	  .signature = 4086,
	  .pieces = { PIECE(1024, "\1\0\0\0\xff\0\0\0"), PIECE(4086, "S1SUSPEND") } },
	{ .type = "crypto_LUKS",
	  .usage = "crypto",
	  .size_bytes = MIB * 2,
	  .signature = 0,
	  .uuid = UUID_TEXT,
	  .pieces = { PIECE(0, "LUKS\xba\xbe\0\1"), PIECE(168, UUID_TEXT) } },
	/* the second header of LUKS2, without the first */
	{ .type = "crypto_LUKS",
	  .usage = "crypto",
	  .size_bytes = MIB * 2,
	  .signature = 0x4000,
	  .uuid = UUID_TEXT,
	  .label = "vault",
	  .pieces = { PIECE(0x4000, "SKUL\xba\xbe\0\2"), PIECE(0x4000 + 24, "vault"),
		      PIECE(0x4000 + 168, UUID_TEXT), PIECE(0x4000 + 256, "\0\0\0\0\0\0\x40\0") } },
	{ .type = "BitLocker",
	  .usage = "crypto",
	  .size_bytes = MIB * 2,
	  .signature = 0,
	  .pieces = { PIECE(0, "\xeb\x58\x90-FVE-FS-\x00\x02\x08"),
		      PIECE(176, "\x00\x00\x10\x00\x00\x00\x00\x00"), BOOT_CODE,
		      PIECE(510, "\x55\xaa"), PIECE(0x100000, "-FVE-FS-\x40\x00\x02\x00") } },
	/* its boot sector alone */
	{ .type = "BitLocker",
	  .usage = "crypto",
	  .size_bytes = MIB * 2,
	  .signature = 3,
	  .ours = true,
	  .pieces = { PIECE(0, "\xeb\x58\x90-FVE-FS-\x00\x02\x08"), BOOT_CODE,
		      PIECE(510, "\x55\xaa") } },
	{ .type = "ntfs",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = 3,
	  .uuid = "1122334455667788",
	  .pieces = { PIECE(0, NTFS_BOOT), BOOT_CODE, PIECE(510, "\x55\xaa"),
		      PIECE(4 * 4096, "FILE"), PIECE(4 * 4096 + 3 * 1024, "FILE") } },
	/* its boot sector's copy alone */
	{ .type = "ntfs",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = -512 + 3,
	  .ours = true,
	  .pieces = { PIECE(-512, NTFS_BOOT), PIECE(-2, "\x55\xaa") } },
	{ .type = "exfat",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = 3,
	  .uuid = "1234-5678",
	  .pieces = { PIECE(0, "\xeb\x76\x90"
			       "EXFAT   "),
		      PIECE(100, "\x78\x56\x34\x12\0\1"), PIECE(108, "\x09\x03\x01\x80"), BOOT_CODE,
		      PIECE(510, "\x55\xaa") } },
	{ .type = "exfat",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = 12 * 512 + 3,
	  .ours = true,
	  .pieces = { PIECE(12 * 512, "\xeb\x76\x90"
				      "EXFAT   "),
		      PIECE(12 * 512 + 108, "\x09\x03\x01\x80"),
		      PIECE(12 * 512 + 510, "\x55\xaa") } },
	{ .type = "vfat",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = 6 * 512 + 82,
	  .ours = true,
	  .pieces = { PIECE(6 * 512 + 11, "\0\2"), PIECE(6 * 512 + 82, "FAT32   "),
		      PIECE(6 * 512 + 510, "\x55\xaa") } },
	{ .type = "apfs",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = 32,
	  .uuid = UUID_TEXT,
	  .pieces = { PIECE(24, "\1\0\0\0\0\0\0\0NXSB\0\x10\0\0"), PIECE(72, UUID_BYTES) } },
	{ .type = "ReFS",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = 0,
	  .pieces = { PIECE(0, "\0\0\0ReFS\0") } },
	{ .type = "hfsplus",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = -1024,
	  .ours = true,
	  .pieces = { PIECE(-1024, "H+\0\4"), PIECE(-1024 + 40, "\0\0\x10\0") } },
	{ .type = "squashfs",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = 0,
	  .pieces = { PIECE(0, "hsqs"), PIECE(28, "\4\0\0\0") } },
	{ .type = "iso9660",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = 32769,
	  .pieces = { PIECE(32768, "\1"
				   "CD001\1") } },
	{ .type = "btrfs",
	  .usage = "filesystem",
	  .size_bytes = MIB * 66,
	  .signature = MIB * 64 + 64,
	  .ours = true,
	  .pieces = { PIECE(MIB * 64 + 48, "\0\0\0\4\0\0\0\0"),
		      PIECE(MIB * 64 + 64, "_BHRfS_M") } },
	{ .type = "bcache",
	  .usage = "other",
	  .size_bytes = MIB * 2,
	  .signature = 4096 + 24,
	  .uuid = UUID_TEXT,
	  .pieces = { PIECE(4096 + 8, "\x08"),
		      PIECE(4096 + 24, "\xc6\x85\x73\xf6\x4e\x1a\x45\xca\x82\x65\xf5\x7f\x48\xba"
				       "\x6d\x81" UUID_BYTES) } },
	{ .type = "bcachefs",
	  .usage = "filesystem",
	  .size_bytes = MIB * 2,
	  .signature = 4096 + 24,
	  .ours = true,
	  .pieces = { PIECE(4096 + 24, "\xc6\x85\x73\xf6\x66\xce\x90\xa9\xd9\x6a\x60\xcf\x80\x3d"
				       "\xf7\xef"),
		      PIECE(4096 + 104, "\x08") } },
	{ .type = "cs_fvault2",
	  .usage = "crypto",
	  .size_bytes = MIB * 2,
	  .signature = 88,
	  .ours = true,
	  .pieces = { PIECE(4, "\xff\xff\xff\xff\1\0\x10\0"), PIECE(88, "CS\1\0\0\0"),
		      PIECE(168, "\x10\0\0\0\2\0\0\0") },
	  .finish = finish_core_storage },
	{ .type = "LVM2_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = 512 + 24,
	  .uuid = "abcdef-ghij-klmn-opqr-stuv-wxyz-012345",
	  .pieces = { PIECE(512, "LABELONE\1\0\0\0\0\0\0\0\0\0\0\0\x20\0\0\0LVM2 001"
				 "abcdefghijklmnopqrstuvwxyz012345") },
	  .finish = finish_lvm },
	{ .type = "stratis",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = 512 + 4,
	  .pieces = { PIECE(512 + 4, "!Stra0tis\x86\xff\x02^\x41rh"),
		      PIECE(512 + 32, "00000000000000000000000000000001"
				      "00000000000000000000000000000002") },
	  .finish = finish_stratis },
	{ .type = "linux_raid_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = -65536,
	  .pieces = { PIECE(-65536, "\xfc\x4e\x2b\xa9\0\0\0\0\x5a\0\0\0") },
	  .finish = finish_md090 },
	{ .type = "linux_raid_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = -8192,
	  .uuid = UUID_TEXT,
	  .label = "host:0",
	  .pieces = { PIECE(-8192, "\xfc\x4e\x2b\xa9\1\0\0\0"),
		      PIECE(-8192 + 16, UUID_BYTES "host:0") },
	  .finish = finish_md10 },
	{ .type = "linux_raid_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = 0,
	  .uuid = UUID_TEXT,
	  .pieces = { PIECE(0, "\xfc\x4e\x2b\xa9\1\0\0\0"), PIECE(16, UUID_BYTES) } },
	{ .type = "linux_raid_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = 4096,
	  .uuid = UUID_TEXT,
	  .pieces = { PIECE(4096, "\xfc\x4e\x2b\xa9\1\0\0\0"), PIECE(4096 + 16, UUID_BYTES) },
	  .finish = finish_md12 },
	{ .type = "zfs_member",
	  .usage = "filesystem",
	  .size_bytes = MIB * 64,
	  .signature = 131072 + 7168,
	  .pieces = { ZFS_LABEL(0) } },
	/* the last label alone */
	{ .type = "zfs_member",
	  .usage = "filesystem",
	  .size_bytes = MIB * 64,
	  .signature = -262144 + 131072 + 7168,
	  .pieces = { ZFS_LABEL(-262144) } },
	{ .type = "ddf_raid_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = -512,
	  .pieces = { PIECE(-512, "\xde\x11\xde\x11"), PIECE(-512 + 32, "01.02.00") } },
	{ .type = "drbd",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = -4096 + 60,
	  .pieces = { PIECE(-4096 + 60, "\x83\x74\x02\x6b") } },
	{ .type = "isw_raid_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = -1024,
	  .whole_only = true,
	  .pieces = { PIECE(-1024, "Intel Raid ISM Cfg Sig. 1.3.00") } },
	{ .type = "promise_fasttrack_raid_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = -63 * 512,
	  .whole_only = true,
	  .pieces = { PIECE(-63 * 512, "Promise Technology, Inc.") } },
	{ .type = "nvidia_raid_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = -1024,
	  .whole_only = true,
	  .pieces = { PIECE(-1024, "NVIDIA  ") } },
	{ .type = "jmicron_raid_member",
	  .usage = "raid",
	  .size_bytes = MIB * 2,
	  .signature = -512,
	  .whole_only = true,
	  .pieces = { PIECE(-512, "JM\x01\x02") } },
	{ .type = "VMFS_volume_member",
	  .usage = "raid",
	  .size_bytes = MIB * 4,
	  .signature = MIB,
	  .pieces = { PIECE(MIB, "\x0d\xd0\x01\xc0") } },
	{ .type = "ldm",
	  .usage = "other",
	  .size_bytes = MIB * 2,
	  .signature = 6 * 512,
	  .ours = true,
	  .pieces = { PIECE(6 * 512, "PRIVHEAD\0\0\0\0\0\2\0\x0c") } },
	{ .type = "ldm",
	  .usage = "other",
	  .size_bytes = MIB * 2,
	  .signature = -512,
	  .ours = true,
	  .pieces = { PIECE(-512, "PRIVHEAD\0\0\0\0\0\2\0\x0c") } },
};

const size_t scene_kind_count = COUNT(scene_kinds);

void scene_put_kind(struct scene *scene, const struct scene_kind *kind, uint64_t start,
		    uint64_t size)
{
	for (size_t i = 0; i < SCENE_PIECES && kind->pieces[i].bytes; i++) {
		const struct scene_piece *piece = &kind->pieces[i];
		uint64_t at = piece->at < 0 ? start + size - (uint64_t)-piece->at :
					      start + (uint64_t)piece->at;

		scene_put(scene, at, piece->bytes, piece->count);
	}
	if (kind->finish)
		kind->finish(scene, start, size);
}
