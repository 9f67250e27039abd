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
		/* After punctuation, if there is any in the second half. */
		{ 10, "vg--main-lv--home", "vg--main-\nlv--home" },
		{ 10, "a /srv/backup/x", "a\n/srv/\nbackup/x" },
		{ 1, "abc", "a\nb\nc" },
		/* Each of these takes two columns. */
		{ 1, "証", "証" },
		{ 7, "LUKS証明書", "LUKS証\n明書" },
		{ 5, "証明書", "証明\n書" },
		/* No bracket is left alone at the wrong end. */
		{ 11, "使用中(上位) a", "使用中(上\n位) a" },
		{ 7, "使用中(上位), a", "使用中\n(上位),\na" },
		{ 6, "見ます。使", "見ま\nす。使" },
		{ 1, "", "" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct cell cell = { .columns = cases[i].columns };

		cell_add(&cell, cases[i].text);
		assert_string_equal(cell.text, cases[i].expected);
	}
}

/* Lines after the first are shorter, as what stands before them is longer. */
static void a_cell_may_hang(void **state)
{
	struct cell cell = { .text = "" };

	(void)state;
	cell_start(&cell, 8, 2);
	cell_add(&cell, "abcdefgh ijkl mnopqr");
	cell_add(&cell, "s");
	assert_string_equal(cell.text, "abcdefgh\nijkl\nmnopqr\ns");
	assert_int_equal(cell_width(&cell), 8);
	assert_int_equal(cell_word_width(&cell), 8);
	assert_int_equal(cell_lines(&cell), 4);
}

/* Goal: whatever its width, all of it is there. */
static void nothing_is_lost_by_breaking(void **state)
{
	const char *text = "SAMSUNG MZQL2960HCJR-00A07 /srv/データ ベース-S63TNE0R200123";

	(void)state;
	for (size_t columns = 1; columns < 70; columns++) {
		struct cell cell = { .columns = columns };
		const char *at = text;

		cell_add(&cell, text);
		for (const char *shown = cell.text; *shown; shown++) {
			if (strchr(" \n", *shown))
				continue;
			at += strspn(at, " ");
			assert_int_equal(*shown, *at++);
		}
		assert_int_equal(*at, '\0');
		assert_true(columns < 2 || cell_width(&cell) <= columns);
	}
}

static void a_cell_never_overflows(void **state)
{
	struct cell cell = { .columns = 7 };
	char text[300];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	for (int i = 0; i < 60; i++)
		cell_add_untrusted(&cell, text);
	assert_true(strlen(cell.text) < CELL_BYTES);
	assert_int_equal(cell_width(&cell), 7);
	/* That it is not all is shown. */
	assert_string_equal(cell.text + strlen(cell.text) - strlen("…"), "…");
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
		cmocka_unit_test(a_cell_may_hang),
		cmocka_unit_test(nothing_is_lost_by_breaking),
		cmocka_unit_test(a_cell_never_overflows),
		cmocka_unit_test(what_is_hostile_is_harmless_in_a_cell),
	};

	setlocale(LC_ALL, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
