/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order in which a medium is gone through, and how the bad parts of it end. */
#include "unit.h"

#include <errno.h>
#include <string.h>

#include "queue.h"
#include "sweep_scene.h"

/* In how many attempts a transfer's length is halved down to a sector. */
#define HALVINGS 11

static void a_good_medium_is_gone_through_in_order(void **state)
{
	static const unsigned int order[][2] = { { 0, 40 } };

	(void)state;
	for (unsigned int is_write = 0; is_write < 2; is_write++) {
		struct scene scene;

		scene_open(&scene, 40 * MIB + 3 * SECTOR);
		scene.plan.is_write = is_write;
		assert_int_equal(scene_run(&scene), 0);
		scene_order(&scene, order, COUNT(order));
		assert_int_equal(scene.attempt_count, 41);
		scene_all_settled_once(&scene);
		assert_int_equal(scene.told_count, 0);
		assert_true(scene.most_postponed == 0);
		scene_close(&scene);
	}
}

static void what_is_bad_comes_last(void **state)
{
	/* 8 transfers are under way when the one at 10 MiB fails; 4 MiB behind them wait. */
	static const unsigned int order[][2] = { { 0, 18 }, { 22, 64 }, { 18, 22 }, { 10, 11 } };

	(void)state;
	for (unsigned int is_write = 0; is_write < 2; is_write++) {
		struct scene scene;

		scene_open(&scene, 64 * MIB);
		scene.plan.is_write = is_write;
		scene_break(&scene, 10 * MIB + 8 * SECTOR, SECTOR, 0, 0);
		assert_int_equal(scene_run(&scene), 0);
		scene_order(&scene, order, COUNT(order));
		scene_told(&scene.told_eio, 10 * MIB + 8 * SECTOR, SECTOR);
		assert_int_equal(scene.told_count, 1);
		scene_all_settled_once(&scene);
		assert_true(scene.most_postponed == 5 * MIB);
		scene_close(&scene);
	}
}

/*
 * The skip doubles from failure to failure, but not for those that were under way
 * together; behind a good part it begins anew.
 */
static void more_is_skipped_the_more_fails(void **state)
{
	static const unsigned int order[][2] = {
		{ 0, 16 },  { 20, 28 }, { 36, 44 }, { 60, 208 },  { 212, 256 },
		{ 16, 20 }, { 28, 36 }, { 44, 60 }, { 208, 212 },
	};
	struct scene scene;

	(void)state;
	scene_open(&scene, 256 * MIB);
	scene_break(&scene, 8 * MIB, 52 * MIB, 0, 0);
	scene_break(&scene, 200 * MIB, SECTOR, 0, 0);
	scene.plan.error_limit = 8;
	assert_int_equal(scene_run(&scene), 0);
	scene_order(&scene, order, COUNT(order));
	scene_all_settled_once(&scene);
	assert_true(extents_total(&scene.told_eio) == 8 * SECTOR);
	scene_close(&scene);
}

static void one_bad_spot_is_no_more_than_one(void **state)
{
	/* Both were under way together: one skip. What follows good ones is of the first size. */
	static const unsigned int order[][2] = {
		{ 0, 16 }, { 20, 68 }, { 72, 128 }, { 16, 20 }, { 68, 72 }
	};
	struct scene scene;

	(void)state;
	scene_open(&scene, 128 * MIB);
	scene_break(&scene, 8 * MIB, SECTOR, 0, 0);
	scene_break(&scene, 12 * MIB, SECTOR, 0, 0);
	scene_break(&scene, 60 * MIB, SECTOR, 0, 0);
	assert_int_equal(scene_run(&scene), 0);
	scene_order(&scene, order, COUNT(order));
	scene_all_settled_once(&scene);
	assert_true(extents_total(&scene.told_eio) == 3 * SECTOR);
	scene_close(&scene);
}

static void good_ones_under_way_with_a_bad_one_are_no_end_of_it(void **state)
{
	/* The one at 20 MiB is the first behind the skip: it doubles, in spite of 9 to 15. */
	static const unsigned int order[][2] = {
		{ 0, 16 }, { 20, 28 }, { 36, 96 }, { 16, 20 }, { 28, 36 }
	};
	struct scene scene;

	(void)state;
	scene_open(&scene, 96 * MIB);
	scene_break(&scene, 8 * MIB, SECTOR, 0, 0);
	scene_break(&scene, 20 * MIB, SECTOR, 0, 0);
	assert_int_equal(scene_run(&scene), 0);
	scene_order(&scene, order, COUNT(order));
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

static void slow_parts_come_later(void **state)
{
	static const unsigned int order[][2] = { { 0, 38 }, { 42, 64 }, { 38, 42 } };
	struct scene scene;

	(void)state;
	scene_open(&scene, 64 * MIB);
	scene_break(&scene, 30 * MIB, SECTOR, 0, 5 * SECOND_NS);
	scene.faults[0].sys_errno = 0;
	assert_int_equal(scene_run(&scene), 0);
	scene_order(&scene, order, COUNT(order));
	assert_int_equal(scene.attempt_count, 64);
	assert_true(scene.ticked.postponed_bytes == 0);
	assert_int_equal(scene.told_count, 0);
	assert_true(scene.most_postponed == 4 * MIB);
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

/* 8 transfers take 32 seconds, each answer comes 4 after the one before. */
static void a_slow_stick_is_not_a_bad_one(void **state)
{
	static const unsigned int order[][2] = { { 0, 64 } };
	struct scene scene;

	(void)state;
	scene_open(&scene, 64 * MIB);
	scene.answer_ns = 4 * SECOND_NS;
	scene.plan.bad_limit_s = 1;
	assert_int_equal(scene_run(&scene), 0);
	scene_order(&scene, order, COUNT(order));
	assert_true(scene.most_postponed == 0);
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

static void after_so_many_bad_blocks_the_bad_are_given_up(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene, 64 * MIB);
	for (unsigned int i = 0; i < 10; i++)
		scene_break(&scene, 6 * i * MIB + 9 * SECTOR, SECTOR, 0, 0);
	scene.plan.error_limit = 3;
	assert_int_equal(scene_run(&scene), 0);
	assert_int_equal(scene.told_eio.count, 3);
	assert_true(extents_total(&scene.told_eio) == 3 * SECTOR);
	/* The other seven, whole transfers; and what was left of the third one. */
	assert_true(extents_total(&scene.told_etime) > 7 * MIB);
	assert_true(extents_total(&scene.told_etime) < 8 * MIB);
	for (unsigned int i = 3; i < 10; i++)
		assert_true(extents_contain(&scene.told_etime, 6 * i * MIB));
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

static void after_so_much_time_the_bad_are_given_up(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene, 64 * MIB);
	scene_break(&scene, 8 * MIB, 52 * MIB, 0, 6 * SECOND_NS);
	scene.plan.bad_limit_s = 30;
	assert_int_equal(scene_run(&scene), 0);
	/* 4, 8 and 16 MiB were skipped and never asked for; all the rest was, once. */
	assert_int_equal(scene.attempt_count, 36);
	assert_int_equal(scene.told_count, 1);
	scene_told(&scene.told_etime, 8 * MIB, 52 * MIB);
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

static void a_region_has_its_time(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene, 8 * MIB);
	scene_break(&scene, 2 * MIB, 2 * MIB, 0, 3 * SECOND_NS);
	scene_break(&scene, 5 * MIB + 2 * SECTOR, SECTOR, 0, 0);
	scene.plan.region_limit_s = 12;
	assert_int_equal(scene_run(&scene), 0);
	/* At first, then whole, 512, 256 and 128 KiB: that took 12 seconds. */
	assert_int_equal(scene_attempts_at(&scene, 2 * MIB, MIB), 5);
	assert_int_equal(scene_attempts_at(&scene, 3 * MIB, MIB), 5);
	scene_told(&scene.told_etime, 2 * MIB, 2 * MIB);
	scene_told(&scene.told_eio, 5 * MIB + 2 * SECTOR, SECTOR);
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

/* What is tried again costs too. */
static void the_time_of_all_regions_is_one(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene, 8 * MIB);
	scene_break(&scene, 2 * MIB, MIB, 0, 3 * SECOND_NS);
	scene_break(&scene, 5 * MIB, SECTOR, 0, 0);
	scene.plan.bad_limit_s = 12;
	assert_int_equal(scene_run(&scene), 0);
	assert_int_equal(scene_attempts_at(&scene, 2 * MIB, MIB), 4);
	assert_int_equal(scene_attempts_at(&scene, 5 * MIB, MIB), 1);
	assert_int_equal(scene.told_eio.count, 0);
	assert_int_equal(scene.told_etime.count, 2);
	assert_true(extents_total(&scene.told_etime) == 2 * MIB);
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

/* A block is asked for this often before it is given up, and not once less. */
static void what_fails_is_tried_again(void **state)
{
	const unsigned int tries = 1 + 1 + HALVINGS + 1;

	(void)state;
	for (unsigned int fails = 1; fails <= tries; fails++) {
		struct scene scene;

		scene_open(&scene, 4 * MIB);
		scene_break(&scene, MIB + 5 * SECTOR, SECTOR, fails, 0);
		assert_int_equal(scene_run(&scene), 0);
		scene_told(&scene.told_eio, MIB + 5 * SECTOR, fails == tries ? SECTOR : 0);
		scene_all_settled_once(&scene);
		scene_close(&scene);
	}
}

static void only_the_bad_blocks_are_told(void **state)
{
	static const uint64_t bad[][2] = { { 0, 1 },	{ 7, 2 },      { 2047, 2 },
					   { 2900, 1 }, { 4096, 100 }, { 16383, 1 } };
	struct scene scene;

	(void)state;
	for (uint32_t block = 512; block <= 4096; block *= 8) {
		scene_open(&scene, 8 * MIB);
		scene.plan.block_bytes = block;
		for (size_t i = 0; i < COUNT(bad); i++)
			scene_break(&scene, bad[i][0] * SECTOR, bad[i][1] * SECTOR, 0, 0);
		assert_int_equal(scene_run(&scene), 0);
		for (uint64_t at = 0; at < 8 * MIB; at += block) {
			bool is_bad = false;

			for (size_t i = 0; i < COUNT(bad); i++)
				is_bad = is_bad || (bad[i][0] * SECTOR < at + block &&
						    (bad[i][0] + bad[i][1]) * SECTOR > at);
			assert_int_equal(extents_contain(&scene.told_eio, at), is_bad);
		}
		scene_all_settled_once(&scene);
		scene_close(&scene);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_medium_is_gone_through_in_order),
		cmocka_unit_test(what_is_bad_comes_last),
		cmocka_unit_test(more_is_skipped_the_more_fails),
		cmocka_unit_test(one_bad_spot_is_no_more_than_one),
		cmocka_unit_test(good_ones_under_way_with_a_bad_one_are_no_end_of_it),
		cmocka_unit_test(slow_parts_come_later),
		cmocka_unit_test(a_slow_stick_is_not_a_bad_one),
		cmocka_unit_test(after_so_many_bad_blocks_the_bad_are_given_up),
		cmocka_unit_test(after_so_much_time_the_bad_are_given_up),
		cmocka_unit_test(a_region_has_its_time),
		cmocka_unit_test(the_time_of_all_regions_is_one),
		cmocka_unit_test(what_fails_is_tried_again),
		cmocka_unit_test(only_the_bad_blocks_are_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
