/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is given back as a whole, and looking up by bytes. */
#include <string.h>

#include "arena.h"
#include "table.h"
#include "unit.h"

static void arena_gives_zeros_that_stay(void **state)
{
	struct arena arena = { 0 };
	unsigned char *taken[400];

	(void)state;
	for (size_t i = 0; i < COUNT(taken); i++) {
		size_t bytes = (i * 977) % 3000 + 1;

		taken[i] = arena_take(&arena, bytes);
		assert_non_null(taken[i]);
		assert_int_equal((uintptr_t)taken[i] % sizeof(long double), 0);
		for (size_t k = 0; k < bytes; k++)
			assert_int_equal(taken[i][k], 0);
		memset(taken[i], (int)(i & 0xff), bytes);
	}
	for (size_t i = 0; i < COUNT(taken); i++)
		for (size_t k = 0; k < (i * 977) % 3000 + 1; k++)
			assert_int_equal(taken[i][k], i & 0xff);
	arena_clear(&arena);
	assert_null(arena.newest);
	arena_clear(&arena);
}

static void arena_takes_what_is_larger_than_a_block(void **state)
{
	struct arena arena = { 0 };
	char *small = arena_take(&arena, 8), *large = arena_take(&arena, 1 << 20);

	(void)state;
	assert_non_null(small);
	assert_non_null(large);
	memset(large, 1, 1 << 20);
	assert_int_equal(*small, 0);
	assert_string_equal(arena_text(&arena, NULL), "");
	assert_string_equal(arena_text(&arena, ""), "");
	assert_string_equal(arena_text(&arena, "kept"), "kept");
	arena_clear(&arena);
}

static void table_finds_all_of_one_key(void **state)
{
	static const char *const keys[] = { "b", "", "a", "b", "ab", "b", "a" };
	struct table table = { 0 };
	const struct table_row *rows;

	(void)state;
	assert_int_equal(table_find_text(&table, "a", &rows), 0);
	assert_null(rows);
	for (size_t i = 0; i < COUNT(keys); i++)
		assert_int_equal(table_add_text(&table, keys[i], i, NULL), 0);
	table_sort(&table);
	assert_int_equal(table_find_text(&table, "b", &rows), 3);
	assert_int_equal(rows[0].value, 0);
	assert_int_equal(rows[1].value, 3);
	assert_int_equal(rows[2].value, 5);
	assert_int_equal(table_find_text(&table, "", &rows), 1);
	assert_int_equal(table_find_text(&table, "a", &rows), 2);
	assert_int_equal(table_find_text(&table, "ab", &rows), 1);
	assert_int_equal(table_find_text(&table, "abc", &rows), 0);
	assert_int_equal(table_find(&table, "ab", 1, &rows), 2);
	table_clear(&table);
	assert_int_equal(table.count, 0);
}

static void table_grows(void **state)
{
	enum { MANY = 5000 };
	static uint32_t keys[MANY];
	struct table table = { 0 };
	const struct table_row *rows;

	(void)state;
	for (uint32_t i = 0; i < MANY; i++) {
		keys[i] = i * 2654435761u;
		assert_int_equal(table_add(&table, &keys[i], sizeof(keys[i]), i, NULL), 0);
	}
	table_sort(&table);
	for (uint32_t i = 0; i < MANY; i++) {
		assert_int_equal(table_find(&table, &keys[i], sizeof(keys[i]), &rows), 1);
		assert_int_equal(rows->value, i);
	}
	table_clear(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(arena_gives_zeros_that_stay),
		cmocka_unit_test(arena_takes_what_is_larger_than_a_block),
		cmocka_unit_test(table_finds_all_of_one_key),
		cmocka_unit_test(table_grows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
