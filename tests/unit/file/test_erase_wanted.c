/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal: what is wanted is found by path, size and contents, and each is found once. */
#include "unit.h"

#include <stdio.h>
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
	size_t place;

	(void)state;
	init(&wanted);
	wanted.findings[2].state = ERASE_IS_FOUND;
	place = erase_wanted_with(&wanted, 10, files[0].sha256);
	/* By path: c, d. More than that are none of them. */
	assert_int_equal(erase_wanted_move(&wanted, place), 0);
	assert_int_equal(erase_wanted_move(&wanted, place), 4);
	for (int i = 0; i < 3; i++)
		assert_int_equal(erase_wanted_move(&wanted, place), ERASE_NONE);
	erase_wanted_count(&wanted, &counts);
	assert_int_equal(counts.found, 1);
	assert_int_equal(counts.moved, 2);
	assert_int_equal(counts.missing, 3);
	assert_int_equal(counts.changed + counts.unread, 0);
	erase_wanted_clear(&wanted);
}

/* What lies at its path is another: it is the last that takes one elsewhere, and stays changed. */
static void a_changed_one_has_its_file_too(void **state)
{
	struct wipe_file_findings counts;
	struct erase_wanted wanted;
	size_t place;

	(void)state;
	init(&wanted);
	wanted.findings[2].state = ERASE_IS_CHANGED;
	wanted.findings[0].state = ERASE_IS_UNREAD;
	place = erase_wanted_with(&wanted, 10, files[0].sha256);
	assert_int_equal(erase_wanted_move(&wanted, place), 4);
	assert_int_equal(erase_wanted_move(&wanted, place), 2);
	assert_int_equal(erase_wanted_move(&wanted, place), ERASE_NONE);
	erase_wanted_count(&wanted, &counts);
	assert_int_equal(counts.moved, 1);
	assert_int_equal(counts.changed, 1);
	assert_int_equal(counts.unread, 1);
	erase_wanted_clear(&wanted);
}

static void what_is_left_is_kept_in_order(void **state)
{
	struct wipe_file_findings counts;
	struct erase_wanted wanted;
	char path[8];

	(void)state;
	init(&wanted);
	for (unsigned int i = 0; i < 100; i++) {
		snprintf(path, sizeof(path), "%u", i);
		assert_int_equal(erase_wanted_leave(&wanted, path, i, 1, NULL), 0);
	}
	assert_string_equal(wanted.equals[99].path, "99");
	assert_int_equal(wanted.equals[99].names, 99);
	erase_wanted_count(&wanted, &counts);
	assert_int_equal(counts.equal, 100);
	assert_int_equal(counts.equal_taken, 0);
	erase_wanted_clear(&wanted);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_path_and_size),
		cmocka_unit_test(by_contents),
		cmocka_unit_test(those_alike_are_moved_one_by_one),
		cmocka_unit_test(a_changed_one_has_its_file_too),
		cmocka_unit_test(what_is_left_is_kept_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
