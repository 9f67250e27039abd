/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Answers of FIEMAP, hostile ones, and whether two of them are the same. */
#include "unit.h"

#include <string.h>

#include "fiemap.h"

#define ROOM 4

struct reply {
	struct {
		uint32_t fm_mapped_extents;
	} head;
	struct fiemap_extent room[ROOM];
};

static int take(struct reply *reply, struct fs_extents *extents, uint64_t *next, bool *done)
{
	struct fiemap *fiemap = calloc(1, sizeof(*fiemap) + sizeof(reply->room));
	int rc;

	assert_non_null(fiemap);
	fiemap->fm_mapped_extents = reply->head.fm_mapped_extents;
	memcpy(fiemap->fm_extents, reply->room, sizeof(reply->room));
	rc = fiemap_take(extents, fiemap, ROOM, next, done);
	free(fiemap);
	return rc;
}

static void extents_are_taken_and_asked_on_behind_them(void **state)
{
	struct reply reply = { .head.fm_mapped_extents = 2 };
	struct fs_extents extents = { .items = NULL };
	uint64_t next = 0;
	bool done;

	(void)state;
	reply.room[0] = (struct fiemap_extent){ 0, 1 << 20, 4096, { 0 }, 0, { 0 } };
	reply.room[1] =
		(struct fiemap_extent){ 8192, 1 << 30, 100, { 0 }, FIEMAP_EXTENT_ENCODED, { 0 } };
	assert_int_equal(take(&reply, &extents, &next, &done), 0);
	assert_false(done);
	assert_int_equal(next, 8292);
	reply.head.fm_mapped_extents = 1;
	reply.room[0] = (struct fiemap_extent){ 8292, 0, 1, { 0 }, FIEMAP_EXTENT_LAST, { 0 } };
	assert_int_equal(take(&reply, &extents, &next, &done), 0);
	assert_true(done);
	assert_int_equal(extents.count, 3);
	assert_int_equal(extents.items[0].physical, 1 << 20);
	assert_true(extents.items[0].mirror == FS_NO_ADDRESS);
	assert_true(extents.items[1].physical == FS_NO_ADDRESS);
	assert_int_equal(extents.items[2].physical, 0);
	fs_extents_clear(&extents);
	reply.head.fm_mapped_extents = 0;
	assert_int_equal(take(&reply, &extents, &next, &done), 0);
	assert_true(done);
}

static void what_makes_no_sense_is_refused(void **state)
{
	static const struct {
		const char *what;
		uint32_t count;
		uint64_t logical, physical, length;
		uint32_t flags, code;
	} cases[] = {
		{ "sound", 1, 4096, 0, 4096, 0, 0 },
		{ "ends with the last byte", 1, UINT64_MAX - 1, UINT64_MAX - 1, 1, 0, 0 },
		{ "more than there is room for", ROOM + 1, 4096, 0, 4096, 0, 1 },
		{ "all ones", UINT32_MAX, 4096, 0, 4096, 0, 1 },
		{ "behind itself", 1, 4095, 0, 4096, 0, 1 },
		{ "empty", 1, 4096, 0, 0, 0, 1 },
		{ "wraps in the file", 1, UINT64_MAX - 4095, 0, 4097, 0, 1 },
		{ "wraps on the medium", 1, 4096, UINT64_MAX - 4095, 4097, 0, 1 },
		{ "an address that is none may be anything", 1, 4096, UINT64_MAX - 1, 4096,
		  FIEMAP_EXTENT_UNKNOWN, 0 },
		{ "something behind the last one", 2, 4096, 0, 4096, FIEMAP_EXTENT_LAST, 1 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct reply reply = { .head.fm_mapped_extents = cases[i].count };
		struct fs_extents extents = { .items = NULL };
		uint64_t next = 4096;
		bool done;

		reply.room[0].fe_logical = cases[i].logical;
		reply.room[0].fe_physical = cases[i].physical;
		reply.room[0].fe_length = cases[i].length;
		reply.room[0].fe_flags = cases[i].flags;
		reply.room[1] = (struct fiemap_extent){ 8192, 0, 4096, { 0 }, 0, { 0 } };
		print_message("%s\n", cases[i].what);
		assert_int_equal(take(&reply, &extents, &next, &done),
				 cases[i].code ? WIPE_E_FORMAT : 0);
		fs_extents_clear(&extents);
	}
}

#define NONE FS_NO_ADDRESS
#define SHARED FIEMAP_EXTENT_SHARED
#define UNWRITTEN FIEMAP_EXTENT_UNWRITTEN

static void the_same_places_are_the_same_however_they_are_cut(void **state)
{
	static const struct {
		bool same;
		struct fs_extent a[3], b[3];
	} cases[] = {
		{ true, { { 0 } }, { { 0 } } },
		{ true, { { 0, 8, 100, NONE, 0, 0, 0 } }, { { 0, 8, 100, NONE, 0, 0, 0 } } },
		{ true,
		  { { 0, 8, 100, NONE, 0, 0, UNWRITTEN } },
		  { { 0, 4, 100, NONE, 0, 7, 0 }, { 4, 4, 104, NONE, 0, 9, FIEMAP_EXTENT_LAST } } },
		{ true,
		  { { 0, 3, 100, 200, 0, 1, 0 }, { 3, 5, 103, 203, 0, 1, 0 } },
		  { { 0, 5, 100, 200, 0, 1, 0 }, { 5, 3, 105, 205, 0, 1, 0 } } },
		{ true, { { 0, 8, NONE, NONE, 0, 0, 8 } }, { { 0, 8, NONE, NONE, 0, 0, 8 } } },
		{ false, { { 0, 8, 100, NONE, 0, 0, 0 } }, { { 0, 9, 100, NONE, 0, 0, 0 } } },
		{ false, { { 0, 8, 100, NONE, 0, 0, 0 } }, { { 0 } } },
		{ false, { { 0 } }, { { 0, 8, 100, NONE, 0, 0, 0 } } },
		{ false, { { 0, 8, 100, NONE, 0, 0, 0 } }, { { 0, 8, 101, NONE, 0, 0, 0 } } },
		{ false, { { 0, 8, 100, NONE, 0, 0, 0 } }, { { 1, 8, 100, NONE, 0, 0, 0 } } },
		{ false, { { 0, 8, 100, NONE, 0, 0, 0 } }, { { 0, 8, 100, NONE, 1, 0, 0 } } },
		{ false, { { 0, 8, 100, 200, 0, 0, 0 } }, { { 0, 8, 100, 201, 0, 0, 0 } } },
		{ false, { { 0, 8, 100, 200, 0, 0, 0 } }, { { 0, 8, 100, 200, 0, 1, 0 } } },
		{ false, { { 0, 8, 100, NONE, 0, 0, 0 } }, { { 0, 8, 100, NONE, 0, 0, SHARED } } },
		{ false,
		  { { 0, 8, 100, NONE, 0, 0, 0 } },
		  { { 0, 4, 100, NONE, 0, 0, 0 }, { 4, 4, 105, NONE, 0, 0, 0 } } },
		{ false,
		  { { 0, 8, 100, NONE, 0, 0, 0 } },
		  { { 0, 4, 100, NONE, 0, 0, 0 }, { 5, 3, 105, NONE, 0, 0, 0 } } },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct fs_extents a = { .items = NULL }, b = { .items = NULL };

		for (size_t k = 0; k < 3 && cases[i].a[k].length; k++)
			assert_int_equal(fs_extents_append(&a, &cases[i].a[k]), 0);
		for (size_t k = 0; k < 3 && cases[i].b[k].length; k++)
			assert_int_equal(fs_extents_append(&b, &cases[i].b[k]), 0);
		print_message("case %zu\n", i);
		assert_int_equal(fs_extents_same(&a, &b), cases[i].same);
		assert_int_equal(fs_extents_same(&b, &a), cases[i].same);
		fs_extents_clear(&a);
		fs_extents_clear(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(extents_are_taken_and_asked_on_behind_them),
		cmocka_unit_test(what_makes_no_sense_is_refused),
		cmocka_unit_test(the_same_places_are_the_same_however_they_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
