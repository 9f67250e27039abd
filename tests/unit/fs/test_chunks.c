/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chunk tree of btrfs: items as the kernel hands them out, hostile ones, and addresses. */
#include "unit.h"

#include <linux/btrfs.h>
#include <linux/btrfs_tree.h>
#include <linux/fiemap.h>
#include <string.h>

#include "chunks.h"

#define KIB UINT64_C(1024)
#define MIB (1024 * KIB)

/* A buffer of items as BTRFS_IOC_TREE_SEARCH_V2 fills it (little-endian machines). */
struct buffer {
	uint8_t bytes[4096];
	size_t used;
	uint32_t items;
};

static void put(struct buffer *buffer, uint64_t logical, uint64_t length, uint64_t type,
		uint16_t stripes, const uint64_t *places)
{
	struct btrfs_ioctl_search_header header = {
		.objectid = BTRFS_FIRST_CHUNK_TREE_OBJECTID,
		.offset = logical,
		.type = BTRFS_CHUNK_ITEM_KEY,
		.len = 48 + 32U * stripes,
	};
	struct btrfs_chunk chunk = { .length = length,
				     .stripe_len = 64 * KIB,
				     .type = type,
				     .num_stripes = stripes,
				     .sub_stripes = type & BTRFS_BLOCK_GROUP_RAID10 ? 2 : 1 };

	memcpy(buffer->bytes + buffer->used, &header, sizeof(header));
	memcpy(buffer->bytes + buffer->used + 32, &chunk, 48);
	buffer->used += 80;
	for (uint16_t i = 0; i < stripes; i++, buffer->used += 32) {
		struct btrfs_stripe stripe = { .devid = places[2 * i],
					       .offset = places[2 * i + 1] };

		memcpy(buffer->bytes + buffer->used, &stripe, sizeof(stripe));
	}
	buffer->items++;
}

/* From a copy that is just as long, so that a sanitizer sees what is read behind it. */
static int take(const struct buffer *buffer, size_t bytes, uint32_t items, struct chunks *chunks)
{
	uint8_t *copy = malloc(bytes ? bytes : 1);
	uint64_t next = 0;
	int rc;

	*chunks = (struct chunks){ .items = NULL };
	memcpy(copy, buffer->bytes, bytes);
	rc = chunks_take(chunks, copy, bytes, items, &next);
	free(copy);
	return rc;
}

static const uint64_t places[] = { 1, 10 * MIB, 2, 20 * MIB, 3, 30 * MIB, 4, 40 * MIB };

static void addresses_are_found_by_their_profile(void **state)
{
	static const struct {
		uint64_t type;
		uint16_t stripes;
		uint64_t at, length; /* asked for */
		int rc;
		uint64_t first_id, first, second_id, second, run; /* second_id 0: one copy */
	} cases[] = {
		{ 0, 1, 5, 100, 0, 1, 10 * MIB + 5, 0, 0, 100 },
		{ 0, 1, 8 * MIB - 5, 100, 0, 1, 18 * MIB - 5, 0, 0, 5 },
		{ 0, 2, 0, 1, WIPE_E_FORMAT, 0, 0, 0, 0, 0 },
		{ BTRFS_BLOCK_GROUP_DUP, 2, 7, 9, 0, 1, 10 * MIB + 7, 2, 20 * MIB + 7, 9 },
		{ BTRFS_BLOCK_GROUP_RAID1, 2, 7, 9, 0, 1, 10 * MIB + 7, 2, 20 * MIB + 7, 9 },
		{ BTRFS_BLOCK_GROUP_RAID1, 1, 7, 9, WIPE_E_FORMAT, 0, 0, 0, 0, 0 },
		{ BTRFS_BLOCK_GROUP_RAID0, 3, 0, MIB, 0, 1, 10 * MIB, 0, 0, 64 * KIB },
		{ BTRFS_BLOCK_GROUP_RAID0, 3, 64 * KIB + 1, MIB, 0, 2, 20 * MIB + 1, 0, 0,
		  64 * KIB - 1 },
		{ BTRFS_BLOCK_GROUP_RAID0, 3, 5 * 64 * KIB, 10, 0, 3, 30 * MIB + 64 * KIB, 0, 0,
		  10 },
		{ BTRFS_BLOCK_GROUP_RAID10, 4, 0, 10, 0, 1, 10 * MIB, 2, 20 * MIB, 10 },
		{ BTRFS_BLOCK_GROUP_RAID10, 4, 3 * 64 * KIB + 2, 10, 0, 3, 30 * MIB + 64 * KIB + 2,
		  4, 40 * MIB + 64 * KIB + 2, 10 },
		{ BTRFS_BLOCK_GROUP_RAID10, 3, 0, 10, WIPE_E_FORMAT, 0, 0, 0, 0, 0 },
		{ BTRFS_BLOCK_GROUP_RAID1C3, 3, 0, 10, WIPE_E_UNSUPPORTED, 0, 0, 0, 0, 0 },
		{ BTRFS_BLOCK_GROUP_RAID1C4, 4, 0, 10, WIPE_E_UNSUPPORTED, 0, 0, 0, 0, 0 },
		{ BTRFS_BLOCK_GROUP_RAID5, 3, 0, 10, WIPE_E_UNSUPPORTED, 0, 0, 0, 0, 0 },
		{ BTRFS_BLOCK_GROUP_RAID6, 4, 0, 10, WIPE_E_UNSUPPORTED, 0, 0, 0, 0, 0 },
		{ BTRFS_BLOCK_GROUP_DUP | BTRFS_BLOCK_GROUP_RAID1, 2, 0, 10, WIPE_E_UNSUPPORTED, 0,
		  0, 0, 0, 0 },
		{ UINT64_C(1) << 11, 1, 0, 10, WIPE_E_UNSUPPORTED, 0, 0, 0, 0, 0 },
		{ 0, 1, 8 * MIB, 1, WIPE_E_FORMAT, 0, 0, 0, 0, 0 },
		{ 0, 1, UINT64_MAX - 64 * MIB, 1, WIPE_E_FORMAT, 0, 0, 0, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buffer buffer = { .used = 0 };
		struct chunk_run run = { .length = 0 };
		struct chunks chunks;

		put(&buffer, 64 * MIB, 8 * MIB, BTRFS_BLOCK_GROUP_DATA | cases[i].type,
		    cases[i].stripes, places);
		assert_int_equal(take(&buffer, buffer.used, 1, &chunks), 0);
		print_message("case %zu\n", i);
		assert_int_equal(chunks_find(&chunks, 64 * MIB + cases[i].at, cases[i].length,
					     &run),
				 cases[i].rc);
		if (!cases[i].rc) {
			assert_int_equal(run.copies[0].devid, cases[i].first_id);
			assert_int_equal(run.copies[0].offset, cases[i].first);
			assert_int_equal(run.copy_count, cases[i].second_id ? 2 : 1);
			assert_int_equal(run.length, cases[i].run);
		}
		if (!cases[i].rc && cases[i].second_id) {
			assert_int_equal(run.copies[1].devid, cases[i].second_id);
			assert_int_equal(run.copies[1].offset, cases[i].second);
		}
		chunks_clear(&chunks);
	}
}

static void extents_are_cut_where_chunks_end(void **state)
{
	struct wipe_fs_device devices[] = { { .id = 2 }, { .id = 1 } };
	struct wipe_filesystem fs = { .devices = devices, .device_count = 2 };
	struct fs_extent whole = { .logical = MIB,
				   .length = 2 * MIB,
				   .physical = 71 * MIB,
				   .mirror = FS_NO_ADDRESS,
				   .flags = FIEMAP_EXTENT_LAST };
	struct fs_extent within = { .length = 10, .flags = FIEMAP_EXTENT_DATA_INLINE };
	struct fs_extents extents = { .items = NULL };
	struct buffer buffer = { .used = 0 };
	struct chunks chunks;

	(void)state;
	put(&buffer, 64 * MIB, 8 * MIB, BTRFS_BLOCK_GROUP_DATA, 1, places);
	put(&buffer, 72 * MIB, 8 * MIB, BTRFS_BLOCK_GROUP_DATA | BTRFS_BLOCK_GROUP_RAID1, 2,
	    places);
	assert_int_equal(take(&buffer, buffer.used, 2, &chunks), 0);
	assert_int_equal(fs_extents_append(&extents, &within), 0);
	assert_int_equal(fs_extents_append(&extents, &whole), 0);
	assert_int_equal(chunks_place(&chunks, &fs, &extents), 0);
	assert_int_equal(extents.count, 3);
	assert_true(extents.items[0].physical == FS_NO_ADDRESS);
	assert_int_equal(extents.items[1].length, MIB);
	assert_int_equal(extents.items[1].physical, 17 * MIB);
	assert_int_equal(extents.items[1].device, 1);
	assert_true(extents.items[1].mirror == FS_NO_ADDRESS);
	assert_int_equal(extents.items[2].logical, 2 * MIB);
	assert_int_equal(extents.items[2].physical, 10 * MIB);
	assert_int_equal(extents.items[2].mirror, 20 * MIB);
	assert_int_equal(extents.items[2].mirror_device, 0);
	fs_extents_clear(&extents);
	fs.device_count = 1;
	assert_int_equal(fs_extents_append(&extents, &whole), 0);
	assert_int_equal(chunks_place(&chunks, &fs, &extents), WIPE_E_GONE);
	assert_int_equal(extents.count, 0);
	chunks_clear(&chunks);
}

static void what_is_cut_anywhere_is_refused(void **state)
{
	struct buffer buffer = { .used = 0 };
	struct chunks chunks;

	(void)state;
	put(&buffer, 64 * MIB, 8 * MIB, 0, 1, places);
	put(&buffer, 72 * MIB, 8 * MIB, BTRFS_BLOCK_GROUP_RAID0, 4, places);
	for (size_t bytes = 0; bytes <= buffer.used; bytes++) {
		assert_int_equal(take(&buffer, bytes, 2, &chunks),
				 bytes < buffer.used ? WIPE_E_FORMAT : 0);
		chunks_clear(&chunks);
	}
	assert_int_equal(take(&buffer, buffer.used, 3, &chunks), WIPE_E_FORMAT);
	chunks_clear(&chunks);
	assert_int_equal(take(&buffer, buffer.used, UINT32_MAX, &chunks), WIPE_E_FORMAT);
	chunks_clear(&chunks);
}

/* Whatever a field is set to, it is taken or refused, and addresses are found or not. */
static void any_byte_may_be_anything(void **state)
{
	static const uint8_t values[] = { 0, 1, 0x7f, 0x80, 0xff };
	struct buffer sound = { .used = 0 };

	(void)state;
	put(&sound, 64 * MIB, 8 * MIB, BTRFS_BLOCK_GROUP_RAID10, 4, places);
	put(&sound, 72 * MIB, 8 * MIB, BTRFS_BLOCK_GROUP_RAID0, 3, places);
	for (size_t at = 0; at < sound.used; at++) {
		for (size_t i = 0; i < sizeof(values); i++) {
			struct buffer buffer = sound;
			struct chunk_run run;
			struct chunks chunks;
			int rc;

			buffer.bytes[at] = values[i];
			rc = take(&buffer, buffer.used, 2, &chunks);
			assert_true(rc == 0 || rc == WIPE_E_FORMAT);
			for (uint64_t logical = 63 * MIB; logical < 81 * MIB; logical += MIB / 2)
				if (chunks_find(&chunks, logical, MIB, &run) == 0)
					assert_true(run.length && run.length <= MIB);
			chunks_clear(&chunks);
		}
	}
}

static void chunks_that_make_no_sense_are_refused(void **state)
{
	static const struct {
		uint64_t first, first_length, second, second_length;
		uint16_t stripes;
	} cases[] = {
		{ 64 * MIB, 8 * MIB, 72 * MIB, 0, 1 },		/* empty */
		{ 64 * MIB, 8 * MIB, 71 * MIB, 8 * MIB, 1 },	/* over one another */
		{ 64 * MIB, 8 * MIB, 64 * MIB, 8 * MIB, 1 },	/* twice */
		{ 64 * MIB, 8 * MIB, 8 * MIB, 8 * MIB, 1 },	/* descending */
		{ 64 * MIB, 8 * MIB, 72 * MIB, UINT64_MAX, 1 }, /* wraps */
		{ 64 * MIB, 8 * MIB, 72 * MIB, 8 * MIB, 0 },	/* nowhere */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct buffer buffer = { .used = 0 };
		struct chunks chunks;

		put(&buffer, cases[i].first, cases[i].first_length, 0, 1, places);
		put(&buffer, cases[i].second, cases[i].second_length, 0, cases[i].stripes, places);
		print_message("case %zu\n", i);
		assert_int_equal(take(&buffer, buffer.used, 2, &chunks), WIPE_E_FORMAT);
		chunks_clear(&chunks);
	}
}

static void places_that_wrap_are_refused(void **state)
{
	static const uint64_t far[] = { 1, UINT64_MAX - 4096 };
	struct buffer buffer = { .used = 0 };
	struct chunk_run run;
	struct chunks chunks;

	(void)state;
	put(&buffer, 0, 8 * MIB, 0, 1, far);
	assert_int_equal(take(&buffer, buffer.used, 1, &chunks), 0);
	assert_int_equal(chunks_find(&chunks, 0, 4096, &run), 0);
	assert_int_equal(chunks_find(&chunks, 0, 4097, &run), WIPE_E_FORMAT);
	assert_int_equal(chunks_find(&chunks, 8192, 1, &run), WIPE_E_FORMAT);
	assert_int_equal(chunks_find(&chunks, 0, 0, &run), WIPE_E_FORMAT);
	chunks_clear(&chunks);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_found_by_their_profile),
		cmocka_unit_test(extents_are_cut_where_chunks_end),
		cmocka_unit_test(what_is_cut_anywhere_is_refused),
		cmocka_unit_test(any_byte_may_be_anything),
		cmocka_unit_test(chunks_that_make_no_sense_are_refused),
		cmocka_unit_test(places_that_wrap_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
