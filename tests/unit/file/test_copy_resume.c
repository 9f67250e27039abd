/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Goal: a run that was stopped says what it did not reach and leaves nothing half
 * done; the next one compares what is there, copies the rest and removes what a
 * killed run left.
 */
#include "copy_scene.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define MIB ((size_t)1 << 20)
#define LEFT ".massho-part-0123456789abcdef"

static void test_again(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "src/a", "a");
	put_long(scene, "src/folder/b", 2 * MIB + 5);
	put(scene, "src/empty", "", 0);
	assert_int_equal(run_copy(scene), 0);
	assert_int_equal(unlink(in(scene, "dst/a")), 0);
	assert_int_equal(run_copy(scene), 0);
	expect_state(scene, "a", WIPE_COPY_COPIED);
	expect_state(scene, "folder/b", WIPE_COPY_ALREADY);
	expect_state(scene, "empty", WIPE_COPY_ALREADY);
	assert_int_equal(result_of(scene, "folder/b")->size_bytes, 2 * MIB + 5);
	assert_int_equal(scene->totals.bytes, 2 * MIB + 6);
	assert_int_equal(scene->last.bytes_done, 2 * (2 * MIB + 6));
}

static int stop_in_b(struct scene *scene, const struct wipe_copy_progress *progress)
{
	(void)scene;
	return !strcmp(progress->path, "b") && progress->bytes_done >= 2 * MIB;
}

static void test_stopped(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "src/a", "a");
	put_long(scene, "src/b", 3 * MIB);
	put_text(scene, "src/c/d", "d");
	scene->meddle = stop_in_b;
	assert_int_equal(run_copy(scene), WIPE_E_INTERRUPTED);
	expect_state(scene, "a", WIPE_COPY_COPIED);
	expect_failed(scene, "b", WIPE_E_INTERRUPTED);
	expect_state(scene, "c/d", WIPE_COPY_NOT_REACHED);
	assert_int_equal(scene->totals.not_reached, 1);
	assert_int_equal(count_names(scene, "dst"), 1);
	scene->meddle = NULL;
	assert_int_equal(run_copy(scene), 0);
	expect_state(scene, "a", WIPE_COPY_ALREADY);
	expect_equal_files(scene, "src/b", "dst/b");
	expect_equal_files(scene, "src/c/d", "dst/c/d");
}

static int stop_at_once(struct scene *scene, const struct wipe_copy_progress *progress)
{
	(void)scene;
	(void)progress;
	return 1;
}

static void test_stopped_while_listing(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "src/a", "a");
	scene->meddle = stop_at_once;
	assert_int_equal(run_copy(scene), WIPE_E_INTERRUPTED);
	assert_int_equal(scene->reports, 1);
	assert_int_equal(count_names(scene, "dst"), 0);
}

static int stop_after_first(void *arg, const struct wipe_copy_result *result)
{
	(void)result;
	return ++*(int *)arg == 1;
}

static void test_stopped_by_the_result(void **state)
{
	struct scene *scene = *state;
	struct wipe_copy_totals totals;
	struct wipe_copy_job job = scene->job;
	int results = 0;

	put_text(scene, "src/a", "a");
	put_text(scene, "src/b", "b");
	job.result = stop_after_first;
	job.progress = NULL;
	job.arg = &results;
	assert_int_equal(wipe_copy_run(&job, &totals, NULL), WIPE_E_INTERRUPTED);
	assert_int_equal(results, 2);
	assert_int_equal(totals.copied, 1);
	assert_int_equal(totals.not_reached, 1);
	job.result = NULL;
	assert_int_equal(wipe_copy_run(&job, NULL, NULL), 0);
	assert_true(exists(scene, "dst/b"));
}

static void test_what_was_left(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "src/folder/a", "a");
	put_text(scene, "dst/" LEFT, "half a fi");
	put_text(scene, "dst/folder/" LEFT, "half a fi");
	/* Names that only look like it, and what we never make. */
	put_text(scene, "dst/" LEFT "0", "keep");
	put_text(scene, "dst/.massho-part-", "keep");
	put_text(scene, "dst/.massho-part-0123456789ABCDEF", "keep");
	put_text(scene, "dst/theirs/" LEFT, "keep");
	assert_int_equal(symlink("x", in(scene, "dst/folder/.massho-part-0000000000000000")), 0);
	assert_int_equal(run_copy(scene), 0);
	assert_false(exists(scene, "dst/" LEFT));
	assert_false(exists(scene, "dst/folder/" LEFT));
	assert_int_equal(count_names(scene, "dst"), 5);
	assert_int_equal(count_names(scene, "dst/folder"), 2);
	assert_int_equal(count_names(scene, "dst/theirs"), 1);
}

static void test_a_source_with_what_was_left(void **state)
{
	struct scene *scene = *state;

	put_text(scene, "src/" LEFT, "half");
	put_text(scene, "src/whole", "whole");
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	expect_failed(scene, LEFT, WIPE_E_REFUSED);
	expect_state(scene, "whole", WIPE_COPY_COPIED);
	/* On a medium it is a file like any other. */
	assert_int_equal(run_scan(scene), 0);
	expect_state(scene, LEFT, WIPE_COPY_HASHED);
}

static void test_spoilt_meanwhile(void **state)
{
	struct scene *scene = *state;

	put_long(scene, "src/a", 2 * MIB);
	assert_int_equal(run_copy(scene), 0);
	put_long(scene, "src/a", 2 * MIB + 1);
	assert_int_equal(truncate(in(scene, "src/a"), 2 * MIB), 0);
	assert_int_equal(run_copy(scene), WIPE_E_REFUSED);
	expect_failed(scene, "a", WIPE_E_REFUSED);
	assert_int_equal(count_names(scene, "dst"), 1);
}

#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, scene_set_up, scene_tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		IN_SCENE(test_again),
		IN_SCENE(test_stopped),
		IN_SCENE(test_stopped_while_listing),
		IN_SCENE(test_stopped_by_the_result),
		IN_SCENE(test_what_was_left),
		IN_SCENE(test_a_source_with_what_was_left),
		IN_SCENE(test_spoilt_meanwhile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
