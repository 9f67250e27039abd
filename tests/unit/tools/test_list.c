/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of wipe-list: cells that are broken into lines, and guesses at times. */
#include "unit.h"

#include <locale.h>
#include <string.h>

#include "cell.h"
#include "words.h"

static void a_cell_is_broken_where_it_gets_too_wide(void **state)
{
	static const struct {
		size_t columns;
		const char *text, *expected;
	} cases[] = {
		{ 8, "WDC WD10EZEX", "WDC\nWD10EZEX" },
		{ 4, "WD10EZEX", "WD10\nEZEX" },
		{ 20, "WDC WD10EZEX", "WDC WD10EZEX" },
		{ 5, "a b c d e", "a b c\nd e" },
		/* Each of these takes two columns. */
		{ 5, "証明書", "証明\n書" },
		{ 1, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cell cell = { .columns = cases[i].columns };

		cell_add(&cell, cases[i].text);
		assert_string_equal(cell.text, cases[i].expected);
	}
}

static void a_cell_never_overflows(void **state)
{
	struct cell cell = { .columns = 7 };
	char text[300];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < 30; i++)
		cell_add_untrusted(&cell, text);
	assert_true(strlen(cell.text) < CELL_BYTES);
	assert_int_equal(cell_width(&cell), 7);
}

static void what_is_hostile_is_harmless_in_a_cell(void **state)
{
	struct cell cell = { .columns = 100 };

	(void)state;
	cell_add_untrusted(&cell, "a\033[2Jb\nc");
	assert_null(strchr(cell.text, '\033'));
	assert_null(strchr(cell.text, '\n'));
}

static void times_are_told_in_the_unit_of_the_longer_one(void **state)
{
	static const struct {
		uint64_t least_s, most_s;
		const char *expected;
	} cases[] = {
		{ 1, 1, "1-1 min" },
		{ 1200, 3600, "20-60 min" },
		{ 100, 7199, "1-120 min" },
		{ 2 * 3600, 7 * 3600, "2-7 h" },
		{ 60, 2 * 3600, "1-2 h" },
		{ 86400, 3 * 86400, "1-3 d" },
		{ 86400, 3 * 86400 + 1, "1-4 d" },
		{ UINT64_MAX, UINT64_MAX / 2, "213503982334601-213503982334601 d" },
	};
	char text[WORDS_DURATION_BYTES];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		words_duration(cases[i].least_s, cases[i].most_s, text);
		assert_string_equal(text, cases[i].expected);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_is_broken_where_it_gets_too_wide),
		cmocka_unit_test(a_cell_never_overflows),
		cmocka_unit_test(what_is_hostile_is_harmless_in_a_cell),
		cmocka_unit_test(times_are_told_in_the_unit_of_the_longer_one),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
