/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include <string.h>

#include "exit.h"

/* Goal: of two results the one that comes first in 1 > 5 > 4 > 7 > 8 > 6 > 3 > 2 > 0 decides. */
static void combine_follows_the_order(void **state)
{
	static const int order[] = { 1, 5, 4, 7, 8, 6, 3, 2, 0 };

	(void)state;
	for (size_t i = 0; i < 9; i++)
		for (size_t k = 0; k < 9; k++)
			assert_int_equal(exit_combine(order[i], order[k]), order[i < k ? i : k]);
}

/* Goal: a number that is no exit code is never better than a failure. */
static void unknown_codes_are_failures(void **state)
{
	(void)state;
	assert_int_equal(exit_combine(0, 9), EXIT_FAILED);
	assert_int_equal(exit_combine(-1, 0), EXIT_FAILED);
	assert_string_equal(exit_name(139), "failed");
}

/* Goal: before a write errors tell that nothing was touched, after it they do not. */
static void errors_map_by_what_was_touched(void **state)
{
	static const struct {
		int code;
		int untouched, touched;
	} cases[] = {
		{ WIPE_OK, 0, 0 },	   { WIPE_E_USAGE, 2, 1 },
		{ WIPE_E_REFUSED, 3, 1 },  { WIPE_E_UNSUPPORTED, 6, 1 },
		{ WIPE_E_IO, 1, 1 },	   { WIPE_E_GONE, 2, 5 },
		{ WIPE_E_MISMATCH, 1, 1 }, { WIPE_E_INTERRUPTED, 5, 5 },
		{ WIPE_E_NOMEM, 1, 1 },	   { WIPE_E_SYSTEM, 1, 1 },
		{ WIPE_E_FORMAT, 1, 1 },   { WIPE_E_NOTFOUND, 2, 1 },
		{ WIPE_E_CRYPTO, 1, 1 },   { -99, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct wipe_error err = { .code = cases[i].code };

		assert_int_equal(exit_from_error(&err), cases[i].untouched);
		err.media_touched = true;
		assert_int_equal(exit_from_error(&err), cases[i].touched);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(combine_follows_the_order),
		cmocka_unit_test(unknown_codes_are_failures),
		cmocka_unit_test(errors_map_by_what_was_touched),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
