/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include "meter.h"

#define S UINT64_C(1000000000)
#define MB UINT64_C(1000000)

static void nothing_is_claimed_before_it_is_measured(void **state)
{
	struct meter meter = { 0 };
	uint64_t left;

	(void)state;
	assert_int_equal(meter_speed(&meter), 0);
	assert_int_equal(meter_average(&meter), 0);
	assert_false(meter_left_s(&meter, MB, &left));
	meter_update(&meter, 5 * MB, 7 * S);
	assert_false(meter_left_s(&meter, MB, &left));
}

/* Goal: a job that was resumed counts from where it was when the meter started. */
static void steady_speed_is_shown_exactly(void **state)
{
	struct meter meter = { 0 };
	uint64_t left;

	(void)state;
	for (uint64_t t = 0; t <= 60; t++)
		meter_update(&meter, 500 * MB + t * 100 * MB, 1000 * S + t * S);
	assert_int_equal(meter_speed(&meter), 100 * MB);
	assert_int_equal(meter_average(&meter), 100 * MB);
	assert_true(meter_left_s(&meter, 6000 * MB, &left));
	assert_int_equal(left, 60);
}

/* Goal: a burst sways the smoothed speed little, a lasting change wholly. */
static void speed_is_smoothed(void **state)
{
	struct meter meter = { 0 };
	uint64_t done = 0, t = 0;

	(void)state;
	for (; t < 60; t++, done += 100 * MB)
		meter_update(&meter, done, t * S);
	meter_update(&meter, done += 900 * MB, t++ * S);
	assert_in_range(meter_speed(&meter), 110 * MB, 200 * MB);
	for (int i = 0; i < 120; i++)
		meter_update(&meter, done += 10 * MB, t++ * S);
	assert_in_range(meter_speed(&meter), 10 * MB, 11 * MB);
	assert_true(meter_average(&meter) > 20 * MB);
}

/* Goal: updates every few milliseconds give the same as updates every second. */
static void frequent_updates_are_gathered(void **state)
{
	struct meter meter = { 0 };

	(void)state;
	for (uint64_t i = 0; i <= 10000; i++)
		meter_update(&meter, i * 100000 + (i % 2) * 90000, i * S / 1000);
	assert_in_range(meter_speed(&meter), 99 * MB, 101 * MB);
}

static void standing_still_has_no_time_left(void **state)
{
	struct meter meter = { 0 };
	uint64_t left = 77;

	(void)state;
	for (uint64_t t = 0; t <= 10; t++)
		meter_update(&meter, t, t * S * 100);
	assert_false(meter_left_s(&meter, MB, &left));
	assert_int_equal(left, 77);
	meter = (struct meter){ 0 };
	for (uint64_t t = 0; t <= 10; t++)
		meter_update(&meter, t * 2, t * S);
	assert_false(meter_left_s(&meter, UINT64_MAX, &left));
}

static void going_backwards_starts_anew(void **state)
{
	struct meter meter = { 0 };

	(void)state;
	for (uint64_t t = 0; t <= 10; t++)
		meter_update(&meter, t * 100 * MB, t * S);
	meter_update(&meter, 3 * MB, 11 * S);
	assert_int_equal(meter_speed(&meter), 0);
	meter_update(&meter, 8 * MB, 12 * S);
	assert_int_equal(meter_speed(&meter), 5 * MB);
	assert_int_equal(meter_average(&meter), 5 * MB);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_claimed_before_it_is_measured),
		cmocka_unit_test(steady_speed_is_shown_exactly),
		cmocka_unit_test(speed_is_smoothed),
		cmocka_unit_test(frequent_updates_are_gathered),
		cmocka_unit_test(standing_still_has_no_time_left),
		cmocka_unit_test(going_backwards_starts_anew),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
