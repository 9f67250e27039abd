/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep over media that go away or are odd, by two lanes, and one that is stopped. */
#include "unit.h"

#include <errno.h>
#include <string.h>

#include "queue.h"
#include "sweep_scene.h"

static void a_medium_that_is_gone_ends_it(void **state)
{
	/* At once, and at a time when what failed is being tried again. */
	static const unsigned int failures[] = { 1, 2, 9 };
	static const struct {
		uint64_t size;
		int sys_errno, code;
	} ends[] = { { 0, 0, WIPE_E_GONE },
		     { 0, ENODEV, WIPE_E_GONE },
		     { 4 * MIB, 0, WIPE_E_IO },
		     { 64 * MIB, 0, WIPE_E_IO } };

	(void)state;
	for (size_t i = 0; i < COUNT(failures) * COUNT(ends); i++) {
		struct scene scene;
		size_t k = i / COUNT(failures);

		scene_open(&scene, 32 * MIB);
		scene.failures_left = failures[i % COUNT(failures)];
		scene.size_then = ends[k].size;
		scene.size_errno = ends[k].sys_errno;
		scene_break(&scene, 3 * MIB, SECTOR, 0, 0);
		assert_int_equal(scene_run(&scene), ends[k].code);
		assert_int_equal(scene.told_count, 0);
		assert_true(extents_contain(&scene.left, 3 * MIB));
		/* What was under way is all that still comes. */
		assert_int_equal(scene_attempts_at(&scene, 3 * MIB, SECTOR),
				 failures[i % COUNT(failures)]);
		scene_close(&scene);
	}
}

static void two_lanes_share_the_work(void **state)
{
	(void)state;
	for (unsigned int is_write = 0; is_write < 2; is_write++) {
		struct scene scene;

		scene_open(&scene, 128 * MIB + 5 * SECTOR);
		scene.io.concurrent = true;
		scene.plan.is_write = is_write;
		scene.plan.lanes = 2;
		scene_break(&scene, 17 * MIB, 3 * SECTOR, 0, 0);
		scene_break(&scene, 90 * MIB, SECTOR, 1, 6 * SECOND_NS);
		assert_int_equal(scene_run(&scene), 0);
		scene_told(&scene.told_eio, 17 * MIB, 3 * SECTOR);
		scene_all_settled_once(&scene);
		scene_close(&scene);
	}
}

/* Where nothing is skipped, windows that were drawn twice are read twice, and counted so. */
static void windows_that_were_drawn_twice_are_read_twice(void **state)
{
	static const struct wipe_extent windows[] = {
		{ 100, 1000 },
		{ 100, 1000 },
		{ 3 * MIB - 512, 1024 },
		{ 3 * MIB - 512, 1024 },
		{ 5 * MIB + 1, 2 * MIB },
		{ 9 * MIB, 4096 },
		{ 9 * MIB, 4096 },
	};
	struct scene scene;
	uint64_t total = 0, read = 0;

	(void)state;
	scene_open(&scene, 16 * MIB);
	scene.plan.is_write = false;
	for (size_t i = 0; i < COUNT(windows); i++) {
		scene_give(&scene, windows[i].offset_bytes, windows[i].length_bytes);
		total += windows[i].length_bytes;
	}
	assert_int_equal(scene_run(&scene), 0);
	for (size_t i = 0; i < scene.attempt_count; i++)
		read += scene.attempts[i].length;
	assert_true(read == total);
	assert_true(scene.last.done_bytes == total);
	assert_true(scene.most_postponed == 0);
	assert_int_equal(scene_attempts_at(&scene, 100, 1000), 2);
	assert_int_equal(scene_attempts_at(&scene, 9 * MIB, 4096), 2);
	assert_int_equal(scene_attempts_at(&scene, 3 * MIB - 512, 512), 2);
	scene_close(&scene);
}

/* Also where they fail, for a time or for good. */
static void windows_drawn_twice_that_fail_count_twice(void **state)
{
	(void)state;
	for (unsigned int times = 0; times < 5; times++) {
		struct scene scene;

		scene_open(&scene, 64 * MIB);
		scene.plan.is_write = false;
		for (unsigned int i = 0; i < 4; i++)
			scene_give(&scene, 9 * MIB + i / 2 * SECTOR, 2 * SECTOR);
		/* It fails, and what is behind it is skipped: the window and its double. */
		for (unsigned int i = 0; i < 2; i++)
			scene_give(&scene, 20 * MIB, 30 * MIB);
		scene_break(&scene, 9 * MIB + SECTOR, SECTOR, times, 0);
		scene_break(&scene, 21 * MIB, SECTOR, times, 0);
		/* The double is told as often as it is read. */
		scene.may_tell_twice = true;
		assert_int_equal(scene_run(&scene), 0);
		assert_true(scene.last.done_bytes == 8 * SECTOR + 60 * MIB);
		assert_true(scene.told_bytes <= 6 * SECTOR);
		assert_int_equal(scene.told_bytes > 0, times == 0);
		scene_close(&scene);
	}
}

/* Told while it lasts; it counts as slow, and what follows it comes later. */
static void a_medium_that_is_silent_is_told(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene, 24 * MIB);
	scene.io.concurrent = true;
	scene.held_offset = 3 * MIB;
	scene.held_ms = 7000;
	assert_int_equal(scene_run(&scene), 0);
	assert_int_equal(scene.most_silent_ms, 7000);
	assert_int_equal(scene.told_count, 0);
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

/* An image on a file system of 4096, told in sectors: its odd ends go by calls. */
static void blocks_of_the_io_and_of_the_plan_may_differ(void **state)
{
	const uint64_t size = 3 * MIB + 3 * SECTOR;
	struct scene scene;

	(void)state;
	scene_open(&scene, size);
	scene.io.block_bytes = 4096;
	scene_break(&scene, 2 * MIB + 3 * SECTOR, SECTOR, 0, 0);
	scene_break(&scene, 3 * MIB + 2 * SECTOR, SECTOR, 0, 0);
	assert_int_equal(scene_run(&scene), 0);
	assert_int_equal(scene.told_eio.count, 2);
	assert_true(scene.told_eio.items[0].offset_bytes == 2 * MIB + 3 * SECTOR);
	assert_true(scene.told_eio.items[1].offset_bytes == 3 * MIB + 2 * SECTOR);
	assert_true(extents_total(&scene.told_eio) == 2 * SECTOR);
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

static void only_whole_blocks_of_the_io_go_by_queues(void **state)
{
	static const size_t lengths[] = { 1 << 20, 1 << 20, 4096, 3 * 512 };
	struct scene scene;

	(void)state;
	scene_open(&scene, 2 * MIB + 4096 + 3 * SECTOR);
	scene.io.block_bytes = 4096;
	assert_int_equal(scene_run(&scene), 0);
	assert_int_equal(scene.attempt_count, COUNT(lengths));
	for (size_t i = 0; i < COUNT(lengths); i++)
		assert_int_equal(scene.attempts[i].length, lengths[i]);
	scene_all_settled_once(&scene);
	scene_close(&scene);
}

static void addresses_of_20_tib_are_exact(void **state)
{
	const uint64_t size = (UINT64_C(20) << 40) + 3 * SECTOR, line = UINT64_C(1) << 41;
	const uint64_t bad[] = { line - SECTOR, line, size - SECTOR };
	struct extents moved = { .items = NULL };
	struct scene scene;

	(void)state;
	scene_open(&scene, size);
	scene_give(&scene, line - MIB - SECTOR, 3 * MIB);
	scene_give(&scene, size - 2 * MIB - SECTOR, 2 * MIB + SECTOR);
	for (size_t i = 0; i < COUNT(bad); i++)
		scene_break(&scene, bad[i], SECTOR, 0, 0);
	assert_int_equal(scene_run(&scene), 0);
	for (size_t i = 0; i < scene.attempt_count; i++) {
		const struct attempt *attempt = &scene.attempts[i];

		if (attempt->result)
			continue;
		assert_false(extents_touch(&moved, attempt->offset, attempt->length));
		extents_add(&moved, attempt->offset, attempt->length);
	}
	assert_true(extents_total(&moved) == 5 * MIB + SECTOR - 3 * SECTOR);
	assert_true(extents_total(&scene.told_eio) == 3 * SECTOR);
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_true(extents_contain(&scene.told_eio, bad[i]));
	assert_true(scene.last.done_bytes == 5 * MIB + SECTOR);
	extents_clear(&moved);
	scene_close(&scene);
}

static void what_was_postponed_before_comes_last(void **state)
{
	static const unsigned int order[][2] = { { 8, 32 } };
	struct extents postponed = { .items = NULL };
	struct scene scene;

	(void)state;
	scene_open(&scene, 32 * MIB);
	assert_int_equal(extents_add(&postponed, MIB + SECTOR, 2 * MIB), 0);
	scene.plan.postponed = &postponed;
	scene_give(&scene, 8 * MIB, 24 * MIB);
	assert_int_equal(scene_run(&scene), 0);
	scene_order(&scene, order, COUNT(order));
	assert_int_equal(scene.attempt_count, 24 + 3);
	assert_int_equal(scene_attempts_at(&scene, MIB, 3 * MIB), 3);
	assert_true(scene.last.done_bytes == 26 * MIB);
	assert_true(scene.most_postponed == 2 * MIB);
	extents_clear(&postponed);
	scene_close(&scene);
}

static void break_here_and_there(struct scene *scene)
{
	scene_break(scene, 5 * MIB + 3 * SECTOR, 2 * SECTOR, 0, 0);
	scene_break(scene, 23 * MIB, SECTOR, 3, 6 * SECOND_NS);
	scene_break(scene, 40 * MIB + SECTOR, SECTOR, 0, 0);
}

/* Wherever it is stopped: a second run from there does all that is left. */
static void it_can_go_on_from_where_it_was_stopped(void **state)
{
	const uint64_t size = 48 * MIB + SECTOR;
	unsigned int tick = 1;
	bool stopped = true;

	(void)state;
	for (; stopped; tick += 3) {
		struct extents before = { .items = NULL };
		struct scene scene, rest;

		scene_open(&scene, size);
		scene.io.block_bytes = 4096;
		break_here_and_there(&scene);
		scene.stop_at_tick = tick;
		stopped = scene_run(&scene) != 0;
		if (stopped)
			assert_int_equal(scene.err.code, WIPE_E_INTERRUPTED);
		for (size_t i = 0; i < scene.left.count; i++)
			if (scene.left.items[i].offset_bytes < scene.frontier)
				extents_add(&before, scene.left.items[i].offset_bytes,
					    scene.left.items[i].length_bytes);
		scene_open(&rest, size);
		break_here_and_there(&rest);
		rest.plan.postponed = &before;
		if (scene.frontier < size)
			scene_give(&rest, scene.frontier, size - scene.frontier);
		rest.given_at = 0;
		if (!rest.given_count)
			scene_give(&rest, size, 0);
		assert_int_equal(scene_run(&rest), 0);
		for (uint64_t at = 0; at < size; at += SECTOR)
			if (!scene.moved[at / SECTOR] && !rest.moved[at / SECTOR])
				assert_true(extents_contain(&rest.told_eio, at) ||
					    extents_contain(&scene.told_eio, at));
		extents_clear(&before);
		scene_close(&rest);
		scene_close(&scene);
	}
	assert_true(tick > 100);
}

static void what_callbacks_say_ends_it(void **state)
{
	struct scene scene;

	(void)state;
	scene_open(&scene, 8 * MIB);
	scene_give(&scene, 0, MIB);
	scene.given_end = WIPE_E_CRYPTO;
	assert_int_equal(scene_run(&scene), WIPE_E_CRYPTO);
	scene_close(&scene);
	for (unsigned int is_write = 0; is_write < 2; is_write++) {
		scene_open(&scene, 32 * MIB);
		scene.plan.is_write = is_write;
		scene.work_code = WIPE_E_CRYPTO;
		scene.work_code_at = 5 * MIB;
		assert_int_equal(scene_run(&scene), WIPE_E_CRYPTO);
		assert_true(scene.err.message[0]);
		/* Not passed: what could not be made was not written. */
		if (is_write)
			assert_true(scene.frontier == 5 * MIB);
		scene_close(&scene);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_medium_that_is_gone_ends_it),
		cmocka_unit_test(two_lanes_share_the_work),
		cmocka_unit_test(windows_that_were_drawn_twice_are_read_twice),
		cmocka_unit_test(windows_drawn_twice_that_fail_count_twice),
		cmocka_unit_test(a_medium_that_is_silent_is_told),
		cmocka_unit_test(blocks_of_the_io_and_of_the_plan_may_differ),
		cmocka_unit_test(only_whole_blocks_of_the_io_go_by_queues),
		cmocka_unit_test(addresses_of_20_tib_are_exact),
		cmocka_unit_test(what_was_postponed_before_comes_last),
		cmocka_unit_test(it_can_go_on_from_where_it_was_stopped),
		cmocka_unit_test(what_callbacks_say_ends_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
