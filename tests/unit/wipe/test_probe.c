/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What wipe_device_probe() finds on images, and where. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "probe_scene.h"

static uint64_t expected_offset(const struct scene_kind *kind, uint64_t start, uint64_t size)
{
	return kind->signature < 0 ? start + size - (uint64_t)-kind->signature :
				     start + (uint64_t)kind->signature;
}

static bool expected_at_end(const struct scene_kind *kind)
{
	return kind->signature < 0;
}

/* The one content of this type is this kind, at this place. */
static void check_kind(const struct scene *scene, const struct scene_kind *kind, uint64_t start,
		       uint64_t size)
{
	const struct wipe_content *content = scene_find(scene, kind->type);

	assert_int_equal(scene_count(scene, kind->type), 1);
	assert_string_equal(content->usage, kind->usage);
	assert_int_equal(content->offset_bytes, start);
	assert_int_equal(content->size_bytes, size);
	assert_int_equal(content->signature_offset_bytes, expected_offset(kind, start, size));
	assert_string_equal(content->origin, expected_at_end(kind) ? "end" : "signature");
	if (kind->uuid)
		assert_string_equal(content->uuid, kind->uuid);
	if (kind->label)
		assert_string_equal(content->label, kind->label);
}

/*
 * Are the bytes of the scenes what others take for this? wipefs lists all that
 * util-linux knows, "OFFSET,TYPE" a line.
 */
static void check_by_wipefs(const struct scene *scene, const struct scene_kind *kind)
{
	char command[256], line[256], wanted[128];
	bool seen = false;
	FILE *pipe;

	snprintf(command, sizeof(command), "wipefs --parsable %s", scene->path);
	snprintf(wanted, sizeof(wanted), "0x%llx,",
		 (unsigned long long)expected_offset(kind, 0, kind->size_bytes));
	pipe = popen(command, "re");
	assert_non_null(pipe);
	while (fgets(line, sizeof(line), pipe))
		seen = seen ||
		       (strncmp(line, wanted, strlen(wanted)) == 0 && strstr(line, kind->type));
	assert_int_equal(pclose(pipe), 0);
	assert_true(seen);
}

static void test_each_kind_on_the_whole(void **state)
{
	bool have_wipefs = setenv("PATH", "/usr/sbin:/sbin:/usr/bin:/bin", 1) == 0 &&
			   system("wipefs --version >/dev/null 2>&1") == 0;

	(void)state;
	for (size_t i = 0; i < scene_kind_count; i++) {
		const struct scene_kind *kind = &scene_kinds[i];
		struct scene scene;

		print_message("%zu %s\n", i, kind->type);
		scene_begin(&scene, kind->size_bytes);
		scene_put_kind(&scene, kind, 0, kind->size_bytes);
		scene_probe(&scene);
		assert_int_equal(scene.rc, 0);
		scene_expect(&scene, kind->type);
		check_kind(&scene, kind, 0, kind->size_bytes);
		if (have_wipefs && !kind->ours)
			check_by_wipefs(&scene, kind);
		scene_end(&scene);
	}
}

/* On a medium that is smaller than "the end" the start is not the end. */
static void test_small_media(void **state)
{
	const struct scene_kind *kind = &scene_kinds[0];
	struct scene scene;

	(void)state;
	scene_begin(&scene, 256 * KIB);
	scene_put_kind(&scene, kind, 0, 256 * KIB);
	scene_probe(&scene);
	scene_expect(&scene, kind->type);
	check_kind(&scene, kind, 0, 256 * KIB);
	scene_end(&scene);
}

/* A partition of the table, with another before and one behind it that hold nothing. */
static void put_table(struct scene *scene, bool gpt, uint64_t size)
{
	struct scene_partition partitions[] = {
		{ MIB, MIB, 0x07, scene_guid_efi, NULL },
		{ 2 * MIB, size, 0x83, scene_guid_linux, "data" },
		{ 2 * MIB + size, MIB, 0x27, scene_guid_unknown, NULL },
	};

	if (gpt)
		scene_put_gpt(scene, GPT_ALL, 512, partitions, 3);
	else
		scene_put_mbr(scene, 0, partitions, 3);
}

static void check_in_partition(const struct scene_kind *kind, bool gpt)
{
	char types[128];
	struct scene scene;

	print_message("%s in %s\n", kind->type, gpt ? "gpt" : "mbr");
	scene_begin(&scene, kind->size_bytes + 4 * MIB);
	put_table(&scene, gpt, kind->size_bytes);
	scene_put_kind(&scene, kind, 2 * MIB, kind->size_bytes);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	snprintf(types, sizeof(types), "%s partition %s partition", gpt ? "gpt" : "dos",
		 kind->whole_only ? "partition" : kind->type);
	scene_expect(&scene, types);
	if (!kind->whole_only)
		check_kind(&scene, kind, 2 * MIB, kind->size_bytes);
	assert_int_equal(scene.dev->contents[2].partition_number, 2);
	assert_string_equal(scene.dev->contents[2].partition_type_name, "Linux data");
	assert_string_equal(scene.dev->contents[2].partition_name, gpt ? "data" : "");
	scene_end(&scene);
}

static void test_each_kind_in_a_partition(void **state)
{
	(void)state;
	for (size_t i = 0; i < scene_kind_count; i++) {
		check_in_partition(&scene_kinds[i], false);
		check_in_partition(&scene_kinds[i], true);
	}
}

/* What a whole disk was before it got a table: its end lies in a gap, or in a partition. */
static void check_end_beside_table(const struct scene_kind *kind, bool covered)
{
	uint64_t size = kind->size_bytes + MIB;
	struct scene_partition partition = { MIB, covered ? size - MIB : MIB / 2, 0x83, NULL,
					     NULL };
	struct scene scene;

	print_message("%s at the end beside a table\n", kind->type);
	scene_begin(&scene, size);
	scene_put_kind(&scene, kind, 0, size);
	scene_put_mbr(&scene, 0, &partition, 1);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	assert_int_equal(scene_count(&scene, "dos"), 1);
	assert_int_equal(scene_count(&scene, kind->type), 1);
	assert_int_equal(scene_find(&scene, kind->type)->signature_offset_bytes,
			 expected_offset(kind, 0, size));
	assert_string_equal(scene_find(&scene, kind->type)->origin, "end");
	scene_end(&scene);
}

static void test_ends_are_found_beside_a_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < scene_kind_count; i++) {
		if (!expected_at_end(&scene_kinds[i]))
			continue;
		check_end_beside_table(&scene_kinds[i], false);
		check_end_beside_table(&scene_kinds[i], true);
	}
}

static const struct scene_kind *kind_at(const char *type, int64_t signature)
{
	for (size_t i = 0; i < scene_kind_count; i++)
		if (strcmp(scene_kinds[i].type, type) == 0 && scene_kinds[i].signature == signature)
			return &scene_kinds[i];
	fail_msg("no such kind");
	return NULL;
}

static void test_all_that_lies_at_one_place(void **state)
{
	const uint64_t size = 4 * MIB;
	struct scene scene;

	(void)state;
	scene_begin(&scene, size);
	scene_put_kind(&scene, kind_at("linux_raid_member", -65536), 0, size);
	scene_put_kind(&scene, kind_at("linux_raid_member", -8192), 0, size);
	scene_put_kind(&scene, kind_at("linux_raid_member", 4096), 0, size);
	scene_put_kind(&scene, kind_at("crypto_LUKS", 0), 0, size);
	scene_put_kind(&scene, kind_at("swap", 4086), 0, size);
	scene_put_kind(&scene, kind_at("isw_raid_member", -1024), 0, size);
	scene_put_kind(&scene, kind_at("ddf_raid_member", -512), 0, size);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	scene_expect(&scene, "linux_raid_member linux_raid_member linux_raid_member "
			     "ddf_raid_member isw_raid_member crypto_LUKS swap");
	assert_int_equal(scene.dev->contents[0].signature_offset_bytes, size - 65536);
	assert_int_equal(scene.dev->contents[1].signature_offset_bytes, size - 8192);
	assert_int_equal(scene.dev->contents[2].signature_offset_bytes, 4096);
	scene_end(&scene);
}

/*
 * A partition covers the end of what the whole disk was, but ends otherwise: its
 * own end is elsewhere. md's array was smaller than the disk.
 */
static void test_ends_that_are_no_partitions(void **state)
{
	const uint64_t size = 66 * MIB;
	struct scene_partition partition = { MIB + 32 * KIB, size - MIB - 32 * KIB, 0x83, NULL,
					     NULL };
	struct scene scene;

	(void)state;
	scene_begin(&scene, size);
	scene_put_mbr(&scene, 0, &partition, 1);
	scene_put_kind(&scene, kind_at("linux_raid_member", -65536), 0, size);
	scene_put_number(&scene, size - 65536 + 32, 64, 4);
	scene_put_kind(&scene, kind_at("linux_raid_member", 4096), partition.start_bytes,
		       partition.size_bytes);
	scene_put_kind(&scene, kind_at("zfs_member", -262144 + 131072 + 7168), 0, size);
	scene_probe(&scene);
	scene_expect(&scene, "dos linux_raid_member linux_raid_member zfs_member");
	assert_int_equal(scene.dev->contents[1].offset_bytes, partition.start_bytes);
	assert_int_equal(scene.dev->contents[2].offset_bytes, 0);
	assert_int_equal(scene.dev->contents[2].signature_offset_bytes, size - 65536);
	assert_string_equal(scene.dev->contents[2].origin, "end");
	assert_int_equal(scene.dev->contents[3].offset_bytes, 0);
	scene_end(&scene);
}

/* A copy within a partition is its own, whatever the whole has of that type. */
static void test_a_copy_within_a_partition(void **state)
{
	const struct scene_partition partition = { MIB, 2 * MIB, 0, scene_guid_linux, NULL };
	struct scene scene;

	(void)state;
	scene_begin(&scene, 8 * MIB);
	scene_put_gpt(&scene, GPT_ALL, 512, &partition, 1);
	scene_put(&scene, 3 * MIB - 512, "EFI PART\0\0\1\0", 12);
	scene_put_number(&scene, 3 * MIB - 512 + 24, 2 * MIB / 512 - 1, 8);
	scene_probe(&scene);
	scene_expect(&scene, "gpt gpt");
	assert_int_equal(scene.dev->contents[1].offset_bytes, MIB);
	assert_int_equal(scene.dev->contents[1].signature_offset_bytes, 3 * MIB - 512);
	scene_end(&scene);
}

/* Each is asked what it holds, whatever was said of the one that it overlaps. */
static void test_overlapping_partitions(void **state)
{
	static const struct scene_partition partitions[] = {
		{ MIB, 2 * MIB, 0x07, NULL, NULL },
		{ 2 * MIB, 2 * MIB, 0x07, NULL, NULL },
		{ 4 * MIB, 4 * MIB, 0x07, NULL, NULL },
		{ 4 * MIB, 2 * MIB, 0x07, NULL, NULL },
	};
	const struct scene_kind *first = kind_at("exfat", 3),
				*copy = kind_at("exfat", 12 * 512 + 3);
	struct scene scene;

	(void)state;
	scene_begin(&scene, 8 * MIB);
	scene_put_mbr(&scene, 0, partitions, 4);
	scene_put_kind(&scene, first, MIB, 2 * MIB);
	scene_put_kind(&scene, copy, 2 * MIB, 2 * MIB);
	scene_put_kind(&scene, first, 4 * MIB, 4 * MIB);
	scene_put_kind(&scene, copy, 4 * MIB, 4 * MIB);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	scene_expect(&scene, "dos exfat exfat exfat exfat");
	assert_int_equal(scene.dev->contents[1].offset_bytes, MIB);
	assert_int_equal(scene.dev->contents[2].offset_bytes, 2 * MIB);
	assert_int_equal(scene.dev->contents[3].size_bytes, 4 * MIB);
	assert_int_equal(scene.dev->contents[4].size_bytes, 2 * MIB);
	scene_end(&scene);
}

/* One byte is not as it has to be: it is none. */
static void test_near_misses(void **state)
{
	static const struct {
		const char *type;
		int64_t signature, at;
		uint8_t byte;
		bool finish; /* with a valid checksum */
	} misses[] = {
		{ "cs_fvault2", 88, 300, 1, false },
		{ "cs_fvault2", 88, 168, 32, true },
		{ "cs_fvault2", 88, 172, 1, true },
		{ "cs_fvault2", 88, 8, 2, true },
		{ "cs_fvault2", 88, 90, 2, true },
		{ "bcachefs", 4096 + 24, 4096 + 104, 9, false },
		{ "bcachefs", 4096 + 24, 4096 + 8, 8,
		  false }, /* bcache, of which the rest is wrong */
		{ "btrfs", (int64_t)(MIB * 64 + 64), (int64_t)(MIB * 64 + 50), 1, false },
		{ "BitLocker", 3, 511, 0, false },
		{ "BitLocker", 3, 12, 3, false },
		{ "ntfs", -512 + 3, -1, 0, false },
		{ "exfat", 12 * 512 + 3, 12 * 512 + 108, 13, false },
		{ "exfat", 12 * 512 + 3, 12 * 512 + 511, 0, false },
		{ "vfat", 6 * 512 + 82, 6 * 512 + 12, 0, false },
		{ "ldm", -512, -512 + 13, 3, false },
		{ "hfsplus", -1024, -1024 + 43, 1, false },
		{ "zfs_member", -262144 + 131072 + 7168, -262144 + 131072 + 7168, 0, false },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(misses); i++) {
		const struct scene_kind *kind = kind_at(misses[i].type, misses[i].signature);
		uint64_t size = kind->size_bytes;
		struct scene scene;

		print_message("%zu %s\n", i, kind->type);
		scene_begin(&scene, size);
		scene_put_kind(&scene, kind, 0, size);
		scene_put(&scene,
			  misses[i].at < 0 ? size - (uint64_t)-misses[i].at :
					     (uint64_t)misses[i].at,
			  &misses[i].byte, 1);
		if (misses[i].finish)
			kind->finish(&scene, 0, size);
		scene_probe(&scene);
		assert_int_equal(scene.rc, 0);
		assert_int_equal(scene_count(&scene, kind->type), 0);
		scene_end(&scene);
	}
}

/* A header that says it lies elsewhere, and one of another revision. */
static void test_no_gpt(void **state)
{
	static const char *const headers[] = { "EFI PART\0\0\1\0", "EFI PART\0\0\2\0" };

	(void)state;
	for (size_t i = 0; i < COUNT(headers); i++) {
		struct scene scene;

		scene_begin(&scene, 8 * MIB);
		scene_put(&scene, 8 * MIB - 512, headers[i], 12);
		scene_put_number(&scene, 8 * MIB - 512 + 24, i ? 8 * MIB / 512 - 1 : 1, 8);
		scene_probe(&scene);
		assert_int_equal(scene.dev->content_count, 0);
		scene_end(&scene);
	}
}

/* --- partition tables --- */

static const struct scene_partition two[] = {
	{ MIB, MIB, 0xef, scene_guid_efi, "ESP" },
	{ 2 * MIB, 2 * MIB, 0x83, scene_guid_unknown, NULL },
};

static void check_gpt(int parts, uint32_t sector, uint64_t signature)
{
	struct scene scene;

	scene_begin(&scene, 8 * MIB);
	scene_put_gpt(&scene, parts, sector, two, 2);
	scene_put_kind(&scene, kind_at("swap", 4086), 2 * MIB, 2 * MIB);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	scene_expect(&scene, sector == 4096 && parts & GPT_PROTECTIVE ? "PMBR gpt partition swap" :
									"gpt partition swap");
	assert_int_equal(scene_find(&scene, "gpt")->signature_offset_bytes, signature);
	assert_string_equal(scene_find(&scene, "gpt")->origin,
			    signature > 4 * MIB ? "end" : "signature");
	assert_string_equal(scene_find(&scene, "gpt")->uuid,
			    "d4d3d2d1-d6d5-d8d7-d9da-dbdcdddedfe0");
	assert_string_equal(scene_find(&scene, "gpt")->usage, "partition-table");
	scene_end(&scene);
}

static void test_gpt_whole_or_damaged(void **state)
{
	(void)state;
	check_gpt(GPT_ALL, 512, 512);
	check_gpt(GPT_PRIMARY, 512, 512);
	check_gpt(GPT_PROTECTIVE | GPT_BACKUP, 512, 8 * MIB - 512);
	check_gpt(GPT_BACKUP, 512, 8 * MIB - 512);
	/* in an image of a disk of another sector size */
	check_gpt(GPT_ALL, 4096, 4096);
	check_gpt(GPT_BACKUP, 4096, 8 * MIB - 4096);
}

static void test_entries_are_described(void **state)
{
	struct scene scene;

	(void)state;
	scene_begin(&scene, 8 * MIB);
	scene_put_gpt(&scene, GPT_ALL, 512, two, 2);
	scene_probe(&scene);
	scene_expect(&scene, "gpt partition partition");
	assert_int_equal(scene.dev->contents[0].partition_number, 0);
	assert_string_equal(scene.dev->contents[0].partition_type, "");
	assert_string_equal(scene.dev->contents[1].usage, "partition");
	assert_string_equal(scene.dev->contents[1].origin, "partition");
	assert_true(scene.dev->contents[1].signature_offset_bytes == UINT64_MAX);
	assert_int_equal(scene.dev->contents[1].offset_bytes, MIB);
	assert_int_equal(scene.dev->contents[1].size_bytes, MIB);
	assert_int_equal(scene.dev->contents[1].partition_number, 1);
	assert_string_equal(scene.dev->contents[1].partition_type,
			    "c12a7328-f81f-11d2-ba4b-00a0c93ec93b");
	assert_string_equal(scene.dev->contents[1].partition_type_name, "EFI system");
	assert_string_equal(scene.dev->contents[1].partition_name, "ESP");
	assert_string_equal(scene.dev->contents[1].partition_uuid,
			    "a0a0a0a0-a0a0-a0a0-a0a0-a0a0a0a0a0a0");
	assert_string_equal(scene.dev->contents[2].partition_type,
			    "01020304-0506-0708-090a-0b0c0d0e0f10");
	assert_string_equal(scene.dev->contents[2].partition_type_name, "");
	scene_end(&scene);
}

/* The entries' checksum is wrong: no partitions, but a GPT there is. */
static void test_a_gpt_with_damaged_entries_is_one(void **state)
{
	struct scene scene;

	(void)state;
	scene_begin(&scene, 8 * MIB);
	scene_put_gpt(&scene, GPT_BACKUP, 512, two, 2);
	scene_put(&scene, 8 * MIB - 33 * 512 + 40, "x", 1);
	scene_probe(&scene);
	scene_expect(&scene, "gpt");
	assert_int_equal(scene.dev->contents[0].signature_offset_bytes, 8 * MIB - 512);
	scene_end(&scene);
}

static void test_logical_partitions(void **state)
{
	static const struct scene_partition primary[] = {
		{ MIB, MIB, 0x07, NULL, NULL },
		{ 4 * MIB, 8 * MIB, 0x05, NULL, NULL },
	};
	static const struct scene_partition first[] = {
		{ MIB, MIB, 0x83, NULL, NULL },	    /* from this record */
		{ 4 * MIB, MIB, 0x05, NULL, NULL }, /* from the extended partition */
	};
	static const struct scene_partition second[] = { { MIB, 2 * MIB, 0x8e, NULL, NULL } };
	struct scene scene;

	(void)state;
	scene_begin(&scene, 16 * MIB);
	scene_put_mbr(&scene, 0, primary, 2);
	scene_put_mbr(&scene, 4 * MIB, first, 2);
	scene_put_mbr(&scene, 8 * MIB, second, 1);
	scene_put_kind(&scene, kind_at("swap", 4086), 5 * MIB, MIB);
	scene_put_kind(&scene, kind_at("LVM2_member", 536), 9 * MIB, 2 * MIB);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	scene_expect(&scene, "dos partition partition swap LVM2_member");
	assert_string_equal(scene.dev->contents[2].partition_type, "0x05");
	assert_string_equal(scene.dev->contents[2].partition_type_name, "extended");
	assert_int_equal(scene.dev->contents[3].partition_number, 5);
	assert_int_equal(scene.dev->contents[3].offset_bytes, 5 * MIB);
	assert_int_equal(scene.dev->contents[4].partition_number, 6);
	assert_string_equal(scene.dev->contents[4].partition_type_name, "Linux LVM");
	scene_end(&scene);
}

/* Driver descriptor, and a map of two entries in blocks of 512 bytes. */
static void test_apple_partition_map(void **state)
{
	struct scene scene;

	(void)state;
	scene_begin(&scene, 4 * MIB);
	scene_put(&scene, 0, "ER\x02\x00", 4);
	for (uint64_t i = 1; i <= 2; i++)
		scene_put(&scene, i * 512, "PM\0\0\0\0\0\2", 8);
	scene_put(&scene, 512 + 8, "\0\0\0\1\0\0\0\2", 8);
	scene_put(&scene, 512 + 48, "Apple_partition_map", 19);
	scene_put(&scene, 1024 + 8, "\0\0\x08\0\0\0\x10\0", 8); /* 1 MiB, 2 MiB long */
	scene_put(&scene, 1024 + 16, "Macintosh", 9);
	scene_put(&scene, 1024 + 48, "Apple_HFS", 9);
	scene_put_kind(&scene, kind_at("hfsplus", -1024), MIB, 2 * MIB);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	scene_expect(&scene, "mac partition hfsplus");
	assert_string_equal(scene.dev->contents[2].partition_type, "Apple_HFS");
	assert_string_equal(scene.dev->contents[2].partition_name, "Macintosh");
	assert_int_equal(scene.dev->contents[2].offset_bytes, MIB);
	scene_end(&scene);
}

/* No line for a place twice, nor for one that is the whole. */
static void test_one_place_is_one(void **state)
{
	static const struct scene_partition partitions[] = {
		{ MIB, MIB, 0x83, NULL, NULL },
		{ MIB, MIB, 0x07, NULL, NULL },
		{ 0, 4 * MIB, 0xa5, NULL, NULL },
		{ MIB, 2 * MIB, 0x0c, NULL, NULL }, /* the same start, but more */
	};
	struct scene scene;

	(void)state;
	scene_begin(&scene, 4 * MIB);
	scene_put_mbr(&scene, 0, partitions, 4);
	scene_put_kind(&scene, kind_at("swap", 4086), MIB, MIB);
	scene_probe(&scene);
	scene_expect(&scene, "dos swap partition");
	assert_int_equal(scene.dev->contents[1].size_bytes, 2 * MIB);
	assert_int_equal(scene.dev->contents[2].size_bytes, MIB);
	scene_end(&scene);
}

static void test_nothing(void **state)
{
	static const uint64_t sizes[] = { 0, 1, 511, 512, 1024, 4096, MIB, 64 * MIB };

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct scene scene;

		scene_begin(&scene, sizes[i]);
		scene_probe(&scene);
		assert_int_equal(scene.rc, 0);
		assert_int_equal(scene.dev->content_count, 0);
		scene_end(&scene);
	}
}

/* xorshift64, the same each time. */
static void put_random(struct scene *scene, uint64_t at, uint64_t bytes, uint8_t mask)
{
	uint64_t x = 88172645463325252U;
	uint8_t block[4096];

	for (uint64_t done = 0; done < bytes; done += sizeof(block)) {
		for (size_t i = 0; i < sizeof(block); i++) {
			x ^= x << 13;
			x ^= x >> 7;
			x ^= x << 17;
			block[i] = (uint8_t)(x >> 32);
			/* Masked ones lack a value now and then. */
			if (mask && !block[i])
				block[i] = mask;
		}
		scene_put(scene, at + done, block, sizeof(block));
	}
}

static void test_random_numbers(void **state)
{
	const struct scene_partition partitions[] = { { MIB, 4 * MIB, 0x83, NULL, NULL },
						      { 5 * MIB, 2 * MIB, 0x83, NULL, NULL } };
	static const uint8_t sector[512];
	struct scene scene;

	(void)state;
	scene_begin(&scene, 8 * MIB);
	put_random(&scene, 0, 8 * MIB, 0);
	scene_probe(&scene);
	scene_expect(&scene, "random");
	assert_string_equal(scene.dev->contents[0].usage, "other");
	assert_string_equal(scene.dev->contents[0].origin, "contents");
	assert_true(scene.dev->contents[0].signature_offset_bytes == UINT64_MAX);
	scene_put(&scene, 0, sector, sizeof(sector));
	scene_put_mbr(&scene, 0, partitions, 2);
	scene_probe(&scene);
	scene_expect(&scene, "dos random random");
	assert_int_equal(scene.dev->contents[1].partition_number, 1);
	scene_end(&scene);
}

/* Each but for one thing. */
static void test_what_is_not_random(void **state)
{
	static const uint64_t bad_at[] = { 0, 64 * KIB, MIB - 64 * KIB };
	uint8_t even[4096], zeros[64 * KIB] = { 0 };
	struct scene scene;

	(void)state;
	for (size_t i = 0; i < COUNT(bad_at); i++) {
		scene_begin(&scene, 4 * MIB);
		put_random(&scene, 0, 4 * MIB, 0);
		scene_put(&scene, bad_at[i], zeros, sizeof(zeros));
		scene_probe(&scene);
		scene_expect(&scene, "");
		scene_end(&scene);
	}
	scene_begin(&scene, MIB - 4096);
	put_random(&scene, 0, MIB - 4096, 0);
	scene_probe(&scene);
	scene_expect(&scene, "");
	scene_end(&scene);
	/* A value that is missing in 256, and all values in equal numbers. */
	scene_begin(&scene, 2 * MIB);
	put_random(&scene, 0, 2 * MIB, 7);
	scene_probe(&scene);
	scene_expect(&scene, "");
	for (size_t i = 0; i < sizeof(even); i++)
		even[i] = (uint8_t)i;
	for (uint64_t at = 0; at < 2 * MIB; at += sizeof(even))
		scene_put(&scene, at, even, sizeof(even));
	scene_probe(&scene);
	scene_expect(&scene, "");
	scene_end(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_kind_on_the_whole),
		cmocka_unit_test(test_small_media),
		cmocka_unit_test(test_each_kind_in_a_partition),
		cmocka_unit_test(test_ends_are_found_beside_a_table),
		cmocka_unit_test(test_all_that_lies_at_one_place),
		cmocka_unit_test(test_ends_that_are_no_partitions),
		cmocka_unit_test(test_a_copy_within_a_partition),
		cmocka_unit_test(test_overlapping_partitions),
		cmocka_unit_test(test_near_misses),
		cmocka_unit_test(test_no_gpt),
		cmocka_unit_test(test_gpt_whole_or_damaged),
		cmocka_unit_test(test_entries_are_described),
		cmocka_unit_test(test_a_gpt_with_damaged_entries_is_one),
		cmocka_unit_test(test_logical_partitions),
		cmocka_unit_test(test_apple_partition_map),
		cmocka_unit_test(test_one_place_is_one),
		cmocka_unit_test(test_nothing),
		cmocka_unit_test(test_random_numbers),
		cmocka_unit_test(test_what_is_not_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
