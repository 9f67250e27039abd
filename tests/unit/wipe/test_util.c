/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <string.h>

#include "checked.h"
#include "endian.h"
#include "text.h"

static void bytes_are_big_endian(void **state)
{
	uint8_t out[8];

	(void)state;
	endian_put_u32be(out, 0x01020304);
	assert_memory_equal(out, "\x01\x02\x03\x04", 4);
	endian_put_u64be(out, UINT64_C(0x0102030405060708));
	assert_memory_equal(out, "\x01\x02\x03\x04\x05\x06\x07\x08", 8);
	assert_true(endian_get_u64be(out) == UINT64_C(0x0102030405060708));
}

static void sums_that_wrap_are_told(void **state)
{
	uint64_t value;

	(void)state;
	assert_true(checked_add_u64(UINT64_MAX - 1, 1, &value));
	assert_false(checked_add_u64(UINT64_MAX, 1, &value));
	assert_false(checked_mul_u64(UINT64_MAX / 512 + 1, 512, &value));
}

static void untrusted_text_becomes_printable(void **state)
{
	static const struct {
		const char *in, *out;
	} cases[] = {
		{ NULL, "" },
		{ "  WD  Blue \n", "WD  Blue" },
		{ "a\x1b[2Jb", "a?[2Jb" },
		{ "caf\xc3\xa9", "caf??" },
		{ "del\x7f", "del?" },
		{ "   ", "" },
		{ "123456789", "1234567" },
	};
	char out[8 + 3];

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		text_copy_ascii(out, i == COUNT(cases) - 1 ? 8 : sizeof(out), cases[i].in);
		assert_string_equal(out, cases[i].out);
	}
}

static void text_is_cut_between_characters(void **state)
{
	char out[5];

	(void)state;
	text_copy_plain(out, sizeof(out), "消去");
	assert_string_equal(out, "消");
	text_copy_plain(out, sizeof(out), "a\tb");
	assert_string_equal(out, "a?b");
	/* U+009B begins a command of terminals as ESC [ does; alone the byte is no text. */
	text_copy_label(out, sizeof(out),
			"\xc2\x9b"
			"0m");
	assert_string_equal(out, "??0m");
	text_copy_label(out, sizeof(out),
			"\x9b"
			"0m");
	assert_string_equal(out, "?0m");
}

static void numbers_are_taken_whole_or_not(void **state)
{
	uint64_t value;
	uint32_t major_no, minor_no;

	(void)state;
	assert_true(text_parse_u64("18446744073709551615\n", &value));
	assert_true(value == UINT64_MAX);
	assert_false(text_parse_u64("18446744073709551616", &value));
	assert_false(text_parse_u64("-1", &value));
	assert_false(text_parse_u64("12x", &value));
	assert_false(text_parse_u64("", &value));
	assert_false(text_parse_u64(NULL, &value));
	assert_true(text_parse_devnum("259:3\n", &major_no, &minor_no));
	assert_int_equal(major_no, 259);
	assert_int_equal(minor_no, 3);
	assert_false(text_parse_devnum("259", &major_no, &minor_no));
	assert_false(text_parse_devnum("259:-3", &major_no, &minor_no));
	assert_false(text_parse_devnum("99999999999:1", &major_no, &minor_no));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(bytes_are_big_endian),
		cmocka_unit_test(sums_that_wrap_are_told),
		cmocka_unit_test(untrusted_text_becomes_printable),
		cmocka_unit_test(text_is_cut_between_characters),
		cmocka_unit_test(numbers_are_taken_whole_or_not),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
