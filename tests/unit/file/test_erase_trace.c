/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pieces by which what was overwritten would be recognized. */
#include "unit.h"

#include <string.h>

#include "erase_trace.h"

static void check_added(const char *bytes, size_t length, size_t kept)
{
	struct erase_traces traces = { 0 };

	assert_int_equal(erase_traces_add(&traces, 3, bytes, length), 0);
	assert_int_equal(traces.count, kept > 0);
	if (kept) {
		assert_int_equal(traces.items[0].of, 3);
		assert_int_equal(traces.items[0].length, kept);
	}
	erase_traces_clear(&traces);
}

static void what_is_anywhere_is_not_kept(void **state)
{
	static const char zeros[100] = "", number[8] = { 1, 0, 0, 0, 2 },
			  late[40] = { [36] = 'a', 'b', 'c', 'd' };

	(void)state;
	check_added("", 0, 0);
	check_added("abc", 3, 0);
	check_added("abcd", 4, 4);
	check_added(zeros, sizeof(zeros), 0);
	check_added(number, sizeof(number), 0);
	check_added(late, sizeof(late), 4);
	check_added("0123456789012345678901234567890123456789", 40, ERASE_TRACE_BYTES);
}

static void they_are_found_where_they_are(void **state)
{
	static const unsigned char block[] = "....second.....";
	struct erase_traces traces = { 0 };
	bool found[3] = { false, false, true };

	(void)state;
	assert_int_equal(erase_traces_add(&traces, 0, "first", 5), 0);
	assert_int_equal(erase_traces_add(&traces, 1, "nowhere", 7), 0);
	assert_int_equal(erase_traces_add(&traces, 1, "second", 6), 0);
	erase_traces_look(&traces, block, sizeof(block) - 1, found);
	assert_false(found[0]);
	assert_true(found[1] && found[2]);
	erase_traces_clear(&traces);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_anywhere_is_not_kept),
		cmocka_unit_test(they_are_found_where_they_are),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
