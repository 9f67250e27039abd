/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"
#include "utc.h"
#include "utf8.h"

static int use_utf8(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") ? 0 : -1;
}

/* Goal: nothing in untrusted text reaches a terminal as a control. */
static void escape_makes_text_harmless(void **state)
{
	static const struct {
		const char *text, *shown;
	} cases[] = {
		{ "plain text", "plain text" },
		{ "日本語 髙﨑𠮷", "日本語 髙﨑𠮷" },
		{ "葛\xf3\xa0\x84\x80", "葛\xf3\xa0\x84\x80" }, /* ideographic variation sequence */
		{ "a\033[2Jb", "a\\u{001B}[2Jb" },
		{ "a\nb\tc\x7f", "a\\u{000A}b\\u{0009}c\\u{007F}" },
		{ "\xc2\x9b"
		  "31m",
		  "\\u{009B}31m" },				/* C1 CSI */
		{ "x\xe2\x80\xaegnp", "x\\u{202E}gnp" },	/* right-to-left override */
		{ "\xe2\x81\xa6y", "\\u{2066}y" },		/* isolate */
		{ "\xe2\x80\x8bz", "\\u{200B}z" },		/* zero width space */
		{ "\xf3\xa0\x81\x81", "\\u{E0041}" },		/* tag */
		{ "\xff\xfe", "\\xFF\\xFE" },			/* no UTF-8 */
		{ "\xc0\xaf", "\\xC0\\xAF" },			/* overlong */
		{ "\xed\xa0\x80", "\\xED\\xA0\\x80" },		/* surrogate */
		{ "\xf4\x90\x80\x80", "\\xF4\\x90\\x80\\x80" }, /* above 10FFFF */
		{ "\xe3\x81", "\\xE3\\x81" },			/* cut off */
	};
	char shown[128];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text_escape(cases[i].text, shown, sizeof(shown));
		assert_string_equal(shown, cases[i].shown);
	}
}

/* Goal: a buffer that is too small is filled to a whole character and ended. */
static void escape_never_overflows(void **state)
{
	(void)state;
	for (size_t size = 0; size < 20; size++) {
		char *out = malloc(size + 1);

		assert_non_null(out);
		memset(out, 'Z', size + 1);
		text_escape("日本\033語", out, size);
		assert_int_equal(out[size], 'Z');
		if (size) {
			assert_true(strlen(out) < size);
			assert_true(utf8_is_valid(out));
		}
		free(out);
	}
}

static void columns_count_wide_characters_twice(void **state)
{
	char out[64];

	(void)state;
	assert_int_equal(text_columns("abc"), 3);
	assert_int_equal(text_columns("日本"), 4);
	assert_int_equal(text_columns("e\xcc\x81"), 1); /* combining */
	text_fit("日本語表示", 10, out, sizeof(out));
	assert_string_equal(out, "日本語表示");
	text_fit("日本語表示", 9, out, sizeof(out));
	assert_string_equal(out, "日本語表…");
	text_fit("日本語表示", 8, out, sizeof(out));
	assert_string_equal(out, "日本語…"); /* half a character is none */
	text_fit("abcdef", 1, out, sizeof(out));
	assert_string_equal(out, "…");
	text_fit("abcdef", 0, out, sizeof(out));
	assert_string_equal(out, "");
}

static void check_wrap(const char *text, size_t indent, size_t columns, const char *expected)
{
	char *made = NULL;
	size_t bytes;
	FILE *out = open_memstream(&made, &bytes);

	assert_non_null(out);
	text_wrap(out, text, indent, columns);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(made, expected);
	free(made);
}

/* Goal: lines end at blanks or between wide characters and never begin with a full stop. */
static void wrap_breaks_where_it_may(void **state)
{
	(void)state;
	check_wrap("one two three", 0, 80, "one two three\n");
	check_wrap("one two three", 2, 9, "one two\n  three\n");
	check_wrap("first\nsecond", 4, 80, "first\n    second\n");
	check_wrap("媒体を消去します。終わり", 0, 16, "媒体を消去しま\nす。終わり\n");
	check_wrap("使用中(上位)です", 0, 11, "使用中(上\n位)です\n");
	check_wrap("incomprehensibilities a", 0, 5, "incomprehensibilities\na\n");
	check_wrap("", 0, 80, "\n");
}

static void sizes_are_decimal(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *shown;
	} cases[] = {
		{ 0, "0 B" },
		{ 999, "999 B" },
		{ 1000, "1.0 kB" },
		{ 1049, "1.0 kB" },
		{ 1050, "1.0 kB" },
		{ 999949, "999.9 kB" },
		{ 999950, "999.9 kB" },
		{ 500107862016, "500.1 GB" },
		{ 2000398934016, "2.0 TB" },
		{ UINT64_MAX, "18.4 EB" },
	};
	char shown[TEXT_SIZE_BYTES], exact[TEXT_EXACT_SIZE_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text_size(cases[i].bytes, shown);
		assert_string_equal(shown, cases[i].shown);
	}
	text_exact_size(500107862016, exact);
	assert_string_equal(exact, "500.1 GB (500107862016 bytes)");
}

static void durations(void **state)
{
	static const struct {
		uint64_t seconds;
		const char *shown;
	} cases[] = {
		{ 0, "0:00" },	       { 59, "0:59" },	       { 60, "1:00" },
		{ 3599, "59:59" },     { 3600, "1:00:00" },    { 86399, "23:59:59" },
		{ 86400, "1d 00:00" }, { 273900, "3d 04:05" },
	};
	char shown[TEXT_DURATION_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text_duration(cases[i].seconds, shown);
		assert_string_equal(shown, cases[i].shown);
	}
}

static void times_are_told_in_the_unit_of_the_longer_one(void **state)
{
	static const struct {
		uint64_t least_s, most_s;
		const char *expected;
	} cases[] = {
		{ 1, 1, "<1 min" },
		{ 1, 59, "<1 min" },
		{ 1, 60, "1 min" },
		{ 1, 61, "1-2 min" },
		{ 60, 60, "1 min" },
		{ 7200, 7200, "2 h" },
		{ 1200, 3600, "20-60 min" },
		{ 100, 7199, "1-120 min" },
		{ 2 * 3600, 7 * 3600, "2-7 h" },
		{ 60, 2 * 3600, "1-2 h" },
		{ 86400, 3 * 86400, "1-3 d" },
		{ 86400, 3 * 86400 + 1, "1-4 d" },
		{ UINT64_MAX, UINT64_MAX / 2, "213503982334601 d" },
	};
	char text[TEXT_GUESS_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		text_guess(cases[i].least_s, cases[i].most_s, text);
		assert_string_equal(text, cases[i].expected);
	}
}

/* Goal: one spelling of a time is taken, and what is taken comes out the same. */
static void utc_takes_one_form(void **state)
{
	static const struct {
		const char *text;
		int64_t time_s;
	} good[] = {
		{ "1970-01-01T00:00:00Z", 0 },
		{ "2026-11-22T03:04:05Z", 1795316645 },
		{ "2024-02-29T23:59:59Z", 1709251199 },
		{ "9999-12-31T23:59:59Z", INT64_C(253402300799) },
	};
	static const char *const bad[] = {
		"",
		"2026-11-22",
		"2026-11-22T03:04:05",
		"2026-11-22 03:04:05Z",
		"2026-11-22T03:04:05z",
		"2026-11-22T03:04:05Z ",
		" 2026-11-22T03:04:05Z",
		"2026-11-22T03:04:05+00:00",
		"2026-11-22T03:04:05.5Z",
		"2025-02-29T00:00:00Z",
		"2026-04-31T00:00:00Z",
		"2026-13-01T00:00:00Z",
		"2026-00-10T00:00:00Z",
		"2026-11-22T24:00:00Z",
		"2026-11-22T03:60:05Z",
		"2016-12-31T23:59:60Z",
		"1969-12-31T23:59:59Z",
		"+026-11-22T03:04:05Z",
		"0000-00-00T00:00:00Z",
	};
	char text[UTC_TEXT_BYTES];
	int64_t time_s;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_true(utc_parse(good[i].text, &time_s));
		assert_int_equal(time_s, good[i].time_s);
		utc_format(time_s, text);
		assert_string_equal(text, good[i].text);
	}
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		if (utc_parse(bad[i], &time_s))
			fail_msg("\"%s\" was taken", bad[i]);
	utc_format(-1, text);
	assert_string_equal(text, "@-1");
	utc_format(INT64_MAX, text);
	assert_string_equal(text, "@9223372036854775807");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(escape_makes_text_harmless),
		cmocka_unit_test(escape_never_overflows),
		cmocka_unit_test(columns_count_wide_characters_twice),
		cmocka_unit_test(wrap_breaks_where_it_may),
		cmocka_unit_test(sizes_are_decimal),
		cmocka_unit_test(durations),
		cmocka_unit_test(times_are_told_in_the_unit_of_the_longer_one),
		cmocka_unit_test(utc_takes_one_form),
	};

	return cmocka_run_group_tests(tests, use_utf8, NULL);
}
