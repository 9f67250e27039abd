/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Media that lie: bounded work, nothing outside of the device, and it is said what was left out. */
#include "probe_scene.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "contents.h"

/* Of any probing, whatever is on the medium. */
static void check_sane(const struct scene *scene)
{
	assert_true(scene->dev->content_count <= 1024);
	for (size_t i = 0; i < scene->dev->content_count; i++) {
		const struct wipe_content *content = &scene->dev->contents[i];
		bool inside = content->offset_bytes <= scene->size_bytes &&
			      content->size_bytes <= scene->size_bytes - content->offset_bytes;

		assert_true(inside || !content->size_bytes);
		assert_true(content->signature_offset_bytes < scene->size_bytes ||
			    content->signature_offset_bytes == UINT64_MAX);
		assert_true(*content->type && *content->usage && *content->origin);
	}
}

static void test_entries_beyond_the_device(void **state)
{
	static const struct scene_partition partitions[] = {
		{ MIB, 1024 * MIB, 0x83, NULL, NULL }, /* ends beyond it */
		{ 64 * MIB, MIB, 0x8e, NULL, NULL },   /* lies beyond it */
		{ 512ULL * 0xffffffff, 512, 7, NULL, NULL },
		{ 2 * MIB, 0, 0x82, NULL, NULL }, /* empty: no entry */
	};
	struct scene scene;

	(void)state;
	scene_begin(&scene, 8 * MIB);
	scene_put_mbr(&scene, 0, partitions, 4);
	scene_put(&scene, MIB + 4086, "SWAPSPACE2", 10);
	scene_put_number(&scene, MIB + 1024, 0x0000000100000001, 8);
	scene_put(&scene, 8 * MIB - 512, "\xde\x11\xde\x11", 4);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	check_sane(&scene);
	scene_expect(&scene, "ddf_raid_member dos swap partition partition");
	assert_int_equal(scene.dev->contents[2].size_bytes, 7 * MIB);
	assert_int_equal(scene.dev->contents[3].offset_bytes, 64 * MIB);
	assert_int_equal(scene.dev->contents[3].size_bytes, 0);
	assert_string_equal(scene.dev->contents[3].partition_type_name, "Linux LVM");
	scene_end(&scene);
}

static void put_extended(struct scene *scene, uint64_t start, uint64_t size)
{
	struct scene_partition extended = { start, size, 0x0f, NULL, NULL };

	scene_put_mbr(scene, 0, &extended, 1);
}

/* Boot records that lead back to themselves, or in a circle. */
static void test_extended_partitions_in_a_loop(void **state)
{
	static const uint64_t targets[] = { MIB, 2 * MIB };

	(void)state;
	for (size_t i = 0; i < COUNT(targets); i++) {
		struct scene_partition there[] = { { MIB / 2, MIB / 4, 0x83, NULL, NULL },
						   { targets[i], MIB, 0x05, NULL, NULL } };
		struct scene_partition back[] = { { MIB / 2, MIB / 4, 0x83, NULL, NULL },
						  { MIB, MIB, 0x05, NULL, NULL } };
		struct scene scene;

		scene_begin(&scene, 8 * MIB);
		put_extended(&scene, MIB, 7 * MIB);
		scene_put_mbr(&scene, MIB, there, 2);
		scene_put_mbr(&scene, 2 * MIB, back, 2);
		scene_put_mbr(&scene, 3 * MIB, back, 2);
		scene_probe(&scene);
		assert_int_equal(scene.rc, 0);
		check_sane(&scene);
		assert_int_equal(scene_count(&scene, "more"), 0);
		assert_int_equal(scene.dev->content_count, i ? 5 : 4);
		scene_end(&scene);
	}
}

/* A record in every MiB, each with a partition: as many as there are. */
static void put_chain(struct scene *scene, uint64_t records)
{
	put_extended(scene, MIB, (records + 1) * MIB);
	for (uint64_t i = 1; i <= records; i++) {
		struct scene_partition parts[] = { { MIB / 2, MIB / 4, 0x83, NULL, NULL },
						   { i * MIB, MIB, 0x05, NULL, NULL } };

		scene_put_mbr(scene, i * MIB, parts, i < records ? 2 : 1);
	}
}

static void test_many_logical_partitions(void **state)
{
	struct scene scene;

	(void)state;
	scene_begin(&scene, 300 * MIB);
	put_chain(&scene, 200);
	scene_probe(&scene);
	check_sane(&scene);
	assert_int_equal(scene_count(&scene, "partition"), 201);
	assert_int_equal(scene_count(&scene, "more"), 0);
	scene_end(&scene);

	scene_begin(&scene, 5000 * MIB);
	put_chain(&scene, 4000);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	scene_expect(&scene, "dos more");
	assert_string_equal(scene.dev->contents[1].origin, "more");
	scene_end(&scene);
}

/* One header, valid by its checksums, with this many entries. */
static void put_large_gpt(struct scene *scene, uint32_t entries)
{
	size_t bytes = (size_t)entries * 128;
	uint8_t *array = calloc(1, bytes), header[92];

	assert_non_null(array);
	for (size_t i = 0; i < entries; i++) {
		memcpy(array + 128 * i, scene_guid_linux, 16);
		array[128 * i + 16] = 1;
		memset(array + 128 * i + 32, 0, 16);
		array[128 * i + 35] = array[128 * i + 43] = 1;
		memcpy(array + 128 * i + 32, &(uint32_t){ (uint32_t)(65536 + 2 * i) }, 4);
		memcpy(array + 128 * i + 40, &(uint32_t){ (uint32_t)(65536 + 2 * i + 1) }, 4);
	}
	scene_put_gpt(scene, GPT_PROTECTIVE | GPT_PRIMARY, 512, NULL, 0);
	scene_put(scene, 1024, array, bytes);
	scene_put_number(scene, 512 + 40, 65536, 8);
	scene_put_number(scene, 512 + 80, entries, 4);
	scene_put_number(scene, 512 + 88, ~scene_crc(CRC32, ~0U, array, bytes), 4);
	scene_put_number(scene, 512 + 16, 0, 4);
	assert_int_equal(pread(scene->fd, header, sizeof(header), 512), sizeof(header));
	scene_put_number(scene, 512 + 16, ~scene_crc(CRC32, ~0U, header, sizeof(header)), 4);
	free(array);
}

static void test_a_gpt_with_many_entries(void **state)
{
	struct scene scene;

	(void)state;
	scene_begin(&scene, 64 * MIB);
	put_large_gpt(&scene, 1000);
	scene_probe(&scene);
	check_sane(&scene);
	assert_int_equal(scene_count(&scene, "gpt"), 1);
	assert_int_equal(scene_count(&scene, "partition"), ENTRIES_MAX);
	assert_int_equal(scene_count(&scene, "more"), 1);
	assert_string_equal(scene.dev->contents[scene.dev->content_count - 1].type, "more");
	scene_end(&scene);

	scene_begin(&scene, 8 * MIB); /* the same of the one at the end */
	scene_put_gpt(&scene, GPT_BACKUP, 512, NULL, 0);
	scene_put_number(&scene, 8 * MIB - 512 + 80, 0x01000000, 4);
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	scene_expect(&scene, "gpt more");
	scene_end(&scene);

	scene_begin(&scene, 64 * MIB);
	put_large_gpt(&scene, 32769); /* one more than 4 MiB: not shown to libblkid */
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	scene_expect(&scene, "gpt more");
	scene_end(&scene);
}

/* Nothing is forgotten because the list is full, without it being said. */
static void test_more_contents_than_fit(void **state)
{
	struct scene scene;

	(void)state;
	scene_begin(&scene, 300 * MIB);
	put_chain(&scene, 255);
	for (uint64_t i = 1; i <= 255; i++) {
		uint64_t at = i * MIB + MIB / 2;

		scene_put_number(&scene, at + 1024, 0x0000000100000001, 8);
		scene_put(&scene, at + 4086, "SWAPSPACE2", 10);
		scene_put(&scene, at, "LUKS\xba\xbe\0\1", 8);
		scene_put(&scene, at + 32, "NXSB\0\x10\0\0", 8);
		scene_put_number(&scene, at + 24, 1, 8);
		scene_put(&scene, at + 32768, "\1CD001\1", 7);
		scene_put_number(&scene, at + 4096 + 8, 8, 8);
		scene_put(&scene, at + 4096 + 24,
			  "\xc6\x85\x73\xf6\x4e\x1a\x45\xca\x82\x65\xf5\x7f\x48\xba\x6d\x81", 16);
	}
	scene_probe(&scene);
	assert_int_equal(scene.rc, 0);
	check_sane(&scene);
	assert_int_equal(scene.dev->content_count, 1024);
	assert_string_equal(scene.dev->contents[1023].type, "more");
	scene_end(&scene);
}

static void test_labels(void **state)
{
	struct scene scene;

	(void)state;
	scene_begin(&scene, 2 * MIB);
	scene_put_number(&scene, 1024, 0x0000000100000001, 8);
	scene_put(&scene, 1024 + 28, "a\x1b[2Jb\xff\xc3\xa4\xe3\x81", 11);
	scene_put(&scene, 4086, "SWAPSPACE2", 10);
	scene_probe(&scene);
	scene_expect(&scene, "swap");
	assert_string_equal(scene.dev->contents[0].label, "a?[2Jb?\xc3\xa4??");
	scene_end(&scene);

	scene_begin(&scene, 8 * MIB);
	scene_put_gpt(&scene, GPT_ALL, 512,
		      (const struct scene_partition[]){
			      { MIB, MIB, 0, scene_guid_linux, "a\x1b\x9b\x7f\r\nb" } },
		      1);
	scene_probe(&scene);
	assert_string_equal(scene.dev->contents[1].partition_name, "a?\?\?\?\?\?b");
	scene_end(&scene);
}

/* What could not be read is said, and where it was. */
static void test_reads_that_fail(void **state)
{
	struct wipe_device dev = { .node = "image" };
	struct findings found = { .dev = &dev };
	struct place place = { .node = "image", .size_bytes = 8 * MIB, .sector_bytes = 512 };
	struct scene scene;
	uint8_t byte;

	(void)state;
	scene_begin(&scene, 4 * MIB);
	place.fd = scene.fd;
	assert_true(contents_read(&found, &place, 4 * MIB - 1, &byte, 1));
	assert_false(contents_read(&found, &place, 8 * MIB, &byte, 1)); /* not of this place */
	assert_int_equal(found.read_errno, 0);
	assert_false(contents_read(&found, &place, 5 * MIB, &byte, 1)); /* it should be there */
	assert_false(contents_read(&found, &place, 6 * MIB, &byte, 1)); /* the first one counts */
	assert_int_equal(found.read_errno, EIO);
	assert_int_equal(found.read_offset_bytes, 5 * MIB);

	found = (struct findings){ .dev = &dev };
	place.fd = open(scene.path, O_WRONLY | O_CLOEXEC);
	place.offset_bytes = MIB;
	place.size_bytes = 3 * MIB;
	assert_int_equal(contents_scan(&found, &place), 0);
	assert_int_equal(found.read_errno, EBADF);
	assert_int_equal(found.read_offset_bytes, MIB);
	assert_int_equal(dev.content_count, 0);
	close(place.fd);

	/* it has shrunk since its size was asked for */
	found = (struct findings){ .dev = &dev };
	place.fd = scene.fd;
	place.size_bytes = 8 * MIB;
	assert_int_equal(contents_scan(&found, &place), 0);
	assert_true(found.read_errno != 0);
	wipe_device_clear(&dev);
	scene_end(&scene);
}

static void test_an_image_that_is_not_there(void **state)
{
	struct scene scene;

	(void)state;
	scene_begin(&scene, MIB);
	scene_probe(&scene);
	unlink(scene.path);
	scene_probe(&scene);
	assert_int_equal(scene.rc, WIPE_E_NOTFOUND);
	assert_int_equal(scene.dev->content_count, 0);
	scene_end(&scene);
}

static uint64_t next_random(uint64_t *seed)
{
	*seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return *seed >> 33;
}

/* Tables and signatures with bytes changed at random. */
static void test_damaged_media(void **state)
{
	static const struct scene_partition partitions[] = {
		{ MIB, MIB, 0x05, scene_guid_efi, "one" },
		{ 2 * MIB, 2 * MIB, 0xa5, scene_guid_linux, "two" },
	};
	const char *given = getenv("MASSHO_SEED");
	uint64_t seed = given ? strtoull(given, NULL, 10) : 20261125;

	(void)state;
	print_message("MASSHO_SEED=%llu\n", (unsigned long long)seed);
	for (int round = 0; round < 150; round++) {
		struct scene scene;

		scene_begin(&scene, 8 * MIB);
		if (round % 2)
			scene_put_gpt(&scene, GPT_ALL, round % 4 == 1 ? 512 : 4096, partitions, 2);
		else
			scene_put_mbr(&scene, 0, partitions, 2);
		scene_put_mbr(&scene, MIB, partitions, 2);
		for (uint64_t i = 0; i < 3; i++) {
			const struct scene_kind *kind =
				&scene_kinds[next_random(&seed) % scene_kind_count];

			if (kind->size_bytes <= 2 * MIB)
				scene_put_kind(&scene, kind, 2 * i * MIB, 2 * MIB);
		}
		for (uint64_t i = 0; i < 40; i++) {
			uint64_t at = next_random(&seed) % 8192;
			uint8_t byte = (uint8_t)next_random(&seed);

			scene_put(&scene, i % 4 ? i % 3 * 2 * MIB + at : 8 * MIB - 1 - at, &byte,
				  1);
		}
		scene_probe(&scene);
		assert_int_equal(scene.rc, 0);
		check_sane(&scene);
		scene_end(&scene);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_entries_beyond_the_device),
		cmocka_unit_test(test_extended_partitions_in_a_loop),
		cmocka_unit_test(test_many_logical_partitions),
		cmocka_unit_test(test_a_gpt_with_many_entries),
		cmocka_unit_test(test_more_contents_than_fit),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_reads_that_fail),
		cmocka_unit_test(test_an_image_that_is_not_there),
		cmocka_unit_test(test_damaged_media),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
