/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal: what is wanted is found by path, size and contents, and each is found once. */
#include "unit.h"

#include <string.h>

#include "erase_list.h"
#include "erase_wanted.h"

static const struct wipe_file_wanted files[] = {
	{ "c", 10, { 1 } }, { "a", 10, { 2 } }, { "b", 10, { 1 } },
	{ "e", 0, { 3 } },  { "d", 10, { 1 } }, { "f", UINT64_MAX, { 0xff } },
};

static void init(struct erase_wanted *wanted)
{
	assert_int_equal(erase_wanted_init(wanted, files, COUNT(files), NULL), 0);
}

static void by_path_and_size(void **state)
{
	struct erase_wanted wanted;

	(void)state;
	init(&wanted);
	for (size_t i = 0; i < COUNT(files); i++)
		assert_int_equal(erase_wanted_at_path(&wanted, files[i].path), i);
	assert_int_equal(erase_wanted_at_path(&wanted, ""), ERASE_NONE);
	assert_int_equal(erase_wanted_at_path(&wanted, "aa"), ERASE_NONE);
	assert_true(erase_wanted_has_size(&wanted, 0));
	assert_true(erase_wanted_has_size(&wanted, 10));
	assert_true(erase_wanted_has_size(&wanted, UINT64_MAX));
	assert_false(erase_wanted_has_size(&wanted, 9));
	erase_wanted_clear(&wanted);
}

static void by_contents(void **state)
{
	struct erase_wanted wanted;

	(void)state;
	init(&wanted);
	for (size_t i = 0; i < COUNT(files); i++) {
		size_t place = erase_wanted_with(&wanted, files[i].size_bytes, files[i].sha256);

		assert_int_not_equal(place, ERASE_NONE);
		assert_memory_equal(wanted.by_contents[place]->sha256, files[i].sha256,
				    WIPE_SHA256_BYTES);
		/* Always the first of those alike. */
		assert_true(!place ||
			    wanted.by_contents[place - 1]->size_bytes != files[i].size_bytes ||
			    memcmp(wanted.by_contents[place - 1]->sha256, files[i].sha256,
				   WIPE_SHA256_BYTES));
	}
	assert_int_equal(erase_wanted_with(&wanted, 11, files[0].sha256), ERASE_NONE);
	assert_int_equal(erase_wanted_with(&wanted, 10, files[3].sha256), ERASE_NONE);
	erase_wanted_clear(&wanted);
}

static void those_alike_are_moved_one_by_one(void **state)
{
	struct wipe_file_findings counts;
	struct erase_wanted wanted;
	bool seen[COUNT(files)] = { false };
	size_t place;

	(void)state;
	init(&wanted);
	wanted.findings[2].state = ERASE_IS_FOUND;
	place = erase_wanted_with(&wanted, 10, files[0].sha256);
	for (int i = 0; i < 2; i++)
		seen[erase_wanted_move(&wanted, place)] = true;
	assert_true(seen[0] && seen[4] && !seen[2]);
	/* More of them than are wanted: one of those, and no other. */
	for (int i = 0; i < 3; i++)
		assert_memory_equal(files[erase_wanted_move(&wanted, place)].sha256,
				    files[0].sha256, WIPE_SHA256_BYTES);
	erase_wanted_count(&wanted, &counts);
	assert_int_equal(counts.found, 1);
	assert_int_equal(counts.moved, 2);
	assert_int_equal(counts.missing, 3);
	assert_int_equal(counts.changed + counts.unread, 0);
	erase_wanted_clear(&wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_path_and_size),
		cmocka_unit_test(by_contents),
		cmocka_unit_test(those_alike_are_moved_one_by_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
