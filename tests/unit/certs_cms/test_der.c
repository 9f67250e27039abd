/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Goal: everything that is BER but not DER is told apart, at any depth. */
#include "support.h"

#include <string.h>

#include "x509/der.h"

struct der_case {
	const char *what;
	enum der_status status;
	size_t bytes;
	unsigned char in[24];
};

static const struct der_case cases[] = {
	{ "an empty sequence", DER_OK, 2, { 0x30, 0 } },
	{ "a boolean", DER_OK, 3, { 1, 1, 0xff } },
	{ "a boolean that is neither 0 nor ff", DER_BAD, 3, { 1, 1, 1 } },
	{ "indefinite length", DER_BAD, 4, { 0x30, 0x80, 0, 0 } },
	{ "indefinite length inside", DER_BAD, 6, { 0x30, 4, 0x30, 0x80, 0, 0 } },
	{ "long form where short would do", DER_BAD, 5, { 4, 0x81, 2, 1, 2 } },
	{ "long form with a leading zero", DER_BAD, 6, { 4, 0x82, 0, 2, 1, 2 } },
	{ "the reserved length octet", DER_BAD, 2, { 4, 0xff } },
	{ "a length of nine octets", DER_BAD, 3, { 4, 0x89, 1 } },
	{ "an octet string that ends early", DER_SHORT, 3, { 4, 2, 1 } },
	{ "an element inside that is longer than its parent", DER_BAD, 5, { 0x30, 2, 4, 2, 1 } },
	{ "no length", DER_SHORT, 1, { 0x30 } },
	{ "a constructed octet string", DER_BAD, 5, { 0x24, 3, 4, 1, 7 } },
	{ "a primitive sequence", DER_BAD, 2, { 0x10, 0 } },
	{ "end-of-contents octets", DER_BAD, 2, { 0, 0 } },
	{ "a tag number above 30", DER_BAD, 3, { 0x1f, 0x1f, 0 } },
	{ "an integer", DER_OK, 4, { 2, 2, 0, 0x80 } },
	{ "an integer with a needless zero", DER_BAD, 4, { 2, 2, 0, 0x7f } },
	{ "an integer with needless ones", DER_BAD, 4, { 2, 2, 0xff, 0x80 } },
	{ "an empty integer", DER_BAD, 2, { 2, 0 } },
	{ "a bit string", DER_OK, 4, { 3, 2, 1, 0xfe } },
	{ "a bit string with unused bits set", DER_BAD, 4, { 3, 2, 1, 0xff } },
	{ "a bit string with 8 unused bits", DER_BAD, 4, { 3, 2, 8, 0 } },
	{ "an empty bit string with unused bits", DER_BAD, 3, { 3, 1, 1 } },
	{ "null", DER_OK, 2, { 5, 0 } },
	{ "null with content", DER_BAD, 3, { 5, 1, 0 } },
	{ "an object identifier", DER_OK, 5, { 6, 3, 0x2a, 0x86, 0x48 } },
	{ "an arc with a leading zero", DER_BAD, 5, { 6, 3, 0x2a, 0x80, 1 } },
	{ "an arc without an end", DER_BAD, 4, { 6, 2, 0x2a, 0x86 } },
	{ "a sorted set", DER_OK, 8, { 0x31, 6, 2, 1, 1, 2, 1, 2 } },
	{ "a set that is not sorted", DER_BAD, 8, { 0x31, 6, 2, 1, 2, 2, 1, 1 } },
	{ "UTC time", DER_OK, 15,
	  "\x17\x0d"
	  "260601000000Z" },
	{ "UTC time with an offset", DER_BAD, 19,
	  "\x17\x11"
	  "260601000000+0900" },
	{ "UTC time without seconds", DER_BAD, 13,
	  "\x17\x0b"
	  "2606010000Z" },
	{ "generalized time", DER_OK, 17,
	  "\x18\x0f"
	  "20260601000000Z" },
	{ "generalized time, tenths", DER_OK, 19,
	  "\x18\x11"
	  "20260601000000.5Z" },
	{ "generalized time, trailing zero", DER_BAD, 20,
	  "\x18\x12"
	  "20260601000000.50Z" },
	{ "generalized time without Z", DER_BAD, 16,
	  "\x18\x0e"
	  "20260601000000" },
	{ "two elements", DER_OK, 4, { 5, 0, 5, 0 } },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct der_slice slice = { cases[i].in, cases[i].bytes };

		if (der_check(slice) != cases[i].status)
			fail_msg("%s: %d, not %d", cases[i].what, der_check(slice),
				 cases[i].status);
	}
}

/* Sequences in sequences: fine up to the limit, refused beyond, no stack used up. */
static void test_depth(void **state)
{
	unsigned char nested[200];
	struct der_slice slice;

	(void)state;
	for (size_t i = 0; i < 100; i++) {
		nested[2 * i] = DER_SEQUENCE;
		nested[2 * i + 1] = (unsigned char)(2 * (99 - i));
	}
	/* The innermost ones are whole elements of their own. */
	for (size_t levels = 1; levels <= 64; levels++) {
		slice = (struct der_slice){ nested + 2 * (100 - levels), 2 * levels };
		assert_int_equal(der_check(slice), levels <= DER_MAX_DEPTH ? DER_OK : DER_BAD);
	}
}

static void test_take_leaves_rest_alone(void **state)
{
	static const unsigned char two[] = { 5, 0, 2, 1, 7 };
	struct der_slice rest = { two, sizeof(two) };
	struct der_element element;

	(void)state;
	assert_false(der_take(&rest, DER_INTEGER, &element));
	assert_ptr_equal(rest.at, two);
	assert_true(der_take(&rest, DER_NULL, &element));
	assert_true(der_take(&rest, DER_INTEGER, &element));
	assert_true(der_equal(element.body, "\7", 1));
	assert_int_equal(rest.bytes, 0);
	assert_false(der_take(&rest, DER_NULL, &element));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_take_leaves_rest_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
