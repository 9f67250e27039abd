/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "windows.h"

static const uint8_t seed[32] = { 1, 2, 3 };

/*
 * Goal: NIST SP 800-88 Rev. 1, sec. 4.7.3 as windows.h tells it, for many sizes:
 * the first and last block, two windows in each subsection that do not overlap,
 * together at least percent of it.
 */
static void windows_follow_the_rule(void **state)
{
	static const uint64_t blocks[] = { 1, 2, 3, 5, 100, 1999, 2000, 2001, 123457, 7814037168 };

	(void)state;
	for (size_t i = 0; i < COUNT(blocks); i++) {
		uint64_t capacity = blocks[i] * 512 - (i % 2 ? 100 : 0), end = 0, total = 0, all;
		uint64_t by_rule;
		struct windows windows;
		struct window window;

		assert_int_equal(windows_open(&windows, capacity, 512, 10, seed, NULL), 0);
		by_rule = windows.count - windows.independent;
		assert_true(windows.independent == (blocks[i] < 2000 ? blocks[i] : 2000));
		for (uint64_t n = 0; n < windows.count; n++) {
			assert_int_equal(windows_at(&windows, n, &window), 0);
			assert_true(window.offset_bytes % 512 == 0);
			assert_true(window.length_bytes > 0);
			assert_true(window.offset_bytes + window.length_bytes <= capacity);
			total += window.length_bytes;
			if (n == 0) {
				assert_true(window.offset_bytes == 0);
				continue;
			}
			if (n == by_rule - 1) {
				assert_true(window.offset_bytes + window.length_bytes == capacity);
				continue;
			}
			if (n >= by_rule) {
				assert_true(window.length_bytes <= 512);
				continue;
			}
			assert_true(window.offset_bytes >= end);
			end = window.offset_bytes + window.length_bytes;
		}
		assert_true(total >= capacity / 10 || blocks[i] < 20);
		assert_int_equal(windows_total(&windows, &all), 0);
		assert_true(all == total);
		windows_close(&windows);
	}
}

/* Goal: the odds are told for windows that are independent of each other and of the rule's. */
static void independent_windows_cover_the_medium_evenly(void **state)
{
	unsigned int hits[4] = { 0 };
	struct windows windows;
	struct window window;

	(void)state;
	assert_int_equal(windows_open(&windows, UINT64_C(512) << 32, 512, 1, seed, NULL), 0);
	for (uint64_t n = windows.count - windows.independent; n < windows.count; n++) {
		assert_int_equal(windows_at(&windows, n, &window), 0);
		hits[window.offset_bytes >> 39]++;
	}
	for (int i = 0; i < 4; i++)
		assert_in_range(hits[i], 420, 580);
	windows_close(&windows);
}

static void a_new_seed_gives_new_positions(void **state)
{
	uint8_t other[32] = { 9 };
	struct windows first, second;
	struct window a, b;
	int same = 0;

	(void)state;
	assert_int_equal(windows_open_random(&first, 1 << 30, 512, 1000, seed, NULL), 0);
	assert_int_equal(windows_open_random(&second, 1 << 30, 512, 1000, other, NULL), 0);
	for (uint64_t n = 0; n < 1000; n++) {
		assert_int_equal(windows_at(&first, n, &a), 0);
		assert_int_equal(windows_at(&second, n, &b), 0);
		assert_true(a.length_bytes == 512 && a.offset_bytes < 1 << 30);
		same += a.offset_bytes == b.offset_bytes;
	}
	assert_true(same < 10);
	windows_close(&first);
	windows_close(&second);
}

/* Goal: the documented way to the positions, computed by hand with openssl for this seed. */
static void positions_can_be_computed_by_others(void **state)
{
	struct windows windows;
	struct window window;

	(void)state;
	assert_int_equal(windows_open_random(&windows, 512 * 1000003, 512, 2, seed, NULL), 0);
	assert_int_equal(windows_at(&windows, 1, &window), 0);
	assert_true(window.offset_bytes == UINT64_C(0xe75f5d7003bec970) % 1000003 * 512);
	windows_close(&windows);
}

/* Goal: over many windows every part of the medium is drawn about as often. */
static void draws_cover_the_medium_evenly(void **state)
{
	unsigned int hits[10] = { 0 };
	struct windows windows;
	struct window window;

	(void)state;
	assert_int_equal(windows_open_random(&windows, 512 * 1000, 512, 20000, seed, NULL), 0);
	for (uint64_t n = 0; n < 20000; n++) {
		windows_at(&windows, n, &window);
		hits[window.offset_bytes / 512 / 100]++;
	}
	for (int i = 0; i < 10; i++)
		assert_in_range(hits[i], 1800, 2200);
	windows_close(&windows);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(windows_follow_the_rule),
		cmocka_unit_test(independent_windows_cover_the_medium_evenly),
		cmocka_unit_test(a_new_seed_gives_new_positions),
		cmocka_unit_test(positions_can_be_computed_by_others),
		cmocka_unit_test(draws_cover_the_medium_evenly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
