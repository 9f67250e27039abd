/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal: a name on the screen is what the certificate says, and cannot play tricks. */
#include "support.h"

#include <string.h>

#include "common/utf8.h"
#include "x509/name.h"

static X509_NAME *name_of(const char *field, int type, const void *value, int bytes)
{
	X509_NAME *name = X509_NAME_new();

	assert_non_null(name);
	assert_true(X509_NAME_add_entry_by_txt(name, "C", MBSTRING_ASC, (const unsigned char *)"JP",
					       -1, -1, 0));
	assert_true(X509_NAME_add_entry_by_txt(name, field, type, value, bytes, -1, 0));
	return name;
}

static void expect(int type, const void *value, int bytes, const char *rendered)
{
	X509_NAME *name = name_of("CN", type, value, bytes);
	char out[512];

	assert_true(name_render(name, out, sizeof(out)));
	assert_string_equal(out, rendered);
	X509_NAME_free(name);
}

static void test_rfc_4514(void **state)
{
	(void)state;
	expect(MBSTRING_UTF8, "plain", -1, "CN=plain,C=JP");
	expect(MBSTRING_UTF8, "a,b+c\"d", -1, "CN=a\\,b\\+c\\\"d,C=JP");
	expect(MBSTRING_UTF8, "髙橋 一郎", -1, "CN=髙橋 一郎,C=JP");
	/* UCS-2, as older authorities have it: U+9ad9 */
	expect(MBSTRING_BMP, "\x9a\xd9", 2, "CN=\xe9\xab\x99,C=JP");
}

static void test_deception_is_shown(void **state)
{
	(void)state;
	expect(MBSTRING_UTF8, "a\nb", -1, "CN=a\\0Ab,C=JP");
	expect(MBSTRING_UTF8, "a\x1b[2Jb", -1, "CN=a\\1B[2Jb,C=JP");
	expect(MBSTRING_UTF8,
	       "a\xc2\x9b"
	       "b",
	       -1, "CN=a\\C2\\9Bb,C=JP"); /* CSI */
	expect(MBSTRING_UTF8,
	       "a\xe2\x80\xae"
	       "b",
	       -1, "CN=a\\E2\\80\\AEb,C=JP"); /* RLO */
	expect(MBSTRING_UTF8,
	       "a\xe2\x81\xa6"
	       "b",
	       -1, "CN=a\\E2\\81\\A6b,C=JP"); /* LRI */
	expect(MBSTRING_UTF8,
	       "a\xe2\x80\x8b"
	       "b",
	       -1, "CN=a\\E2\\80\\8Bb,C=JP"); /* ZWSP */
	expect(MBSTRING_UTF8,
	       "a\xe2\x80\xa8"
	       "b",
	       -1, "CN=a\\E2\\80\\A8b,C=JP"); /* LS */
}

static void test_cut_at_a_whole_character(void **state)
{
	char out[8];

	(void)state;
	name_escape("abc\xe3\x81\x82\xe3\x81\x84", 9, out, sizeof(out));
	assert_string_equal(out, "abc\xe3\x81\x82");
	name_escape("abcd\xe3\x81\x82", 7, out, sizeof(out));
	assert_string_equal(out, "abcd\xe3\x81\x82");
	name_escape("ab\xff\xff", 4, out, sizeof(out));
	assert_string_equal(out, "ab\\FF");
}

static void test_demo_marker(void **state)
{
	static const struct {
		const char *field, *value;
		bool is_demo;
	} cases[] = {
		{ "O", NAME_DEMO_ORGANISATION, true },
		{ "CN", "massho DEMO Root CA", true },
		{ "CN", "Demolition Company", false },
		{ "O", "massho", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		X509_NAME *name = name_of(cases[i].field, MBSTRING_UTF8, cases[i].value, -1);

		assert_int_equal(name_is_demo(name), cases[i].is_demo);
		X509_NAME_free(name);
	}
}

static void test_utf8(void **state)
{
	static const struct {
		const char *text;
		size_t length;
		uint32_t code_point;
	} cases[] = {
		{ "A", 1, 'A' },
		{ "\xc3\xa9", 2, 0xe9 },
		{ "\xf0\xa0\xae\xb7", 4, 0x20bb7 }, /* 𠮷 */
		{ "\xc0\x80", 0, 0 },		    /* overlong */
		{ "\xe0\x80\xaf", 0, 0 },	    /* overlong */
		{ "\xed\xa0\x80", 0, 0 },	    /* surrogate */
		{ "\xf4\x90\x80\x80", 0, 0 },	    /* beyond U+10FFFF */
		{ "\xf8\x88\x80\x80\x80", 0, 0 },
		{ "\x80", 0, 0 },
		{ "\xe3\x81", 0, 0 }, /* cut */
		{ "\xe3\x41\x41", 0, 0 },
		{ "", 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		uint32_t code_point = 0;

		assert_int_equal(utf8_decode(cases[i].text, strlen(cases[i].text), &code_point),
				 cases[i].length);
		assert_int_equal(code_point, cases[i].code_point);
	}
	/* What lies behind the given length does not count. */
	assert_int_equal(utf8_decode("\xe3\x81\x82", 2, &(uint32_t){ 0 }), 0);
	assert_true(utf8_is_deceptive(0x202e));
	assert_true(utf8_is_deceptive(0xffff));
	assert_true(utf8_is_deceptive(0x1fffe));
	assert_false(utf8_is_deceptive(0x9ad9));
	assert_false(utf8_is_deceptive(0xfe00));  /* variation selector */
	assert_false(utf8_is_deceptive(0xe0100)); /* ideographic variation */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_rfc_4514),
		cmocka_unit_test(test_deception_is_shown),
		cmocka_unit_test(test_cut_at_a_whole_character),
		cmocka_unit_test(test_demo_marker),
		cmocka_unit_test(test_utf8),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
