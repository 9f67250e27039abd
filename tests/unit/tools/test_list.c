/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A part of wipe-list: cells that are broken into lines. */
#include "unit.h"

#include <locale.h>
#include <string.h>

#include "cell.h"

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

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_is_broken_where_it_gets_too_wide),
		cmocka_unit_test(a_cell_never_overflows),
		cmocka_unit_test(what_is_hostile_is_harmless_in_a_cell),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
