/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal_scene.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

/* --- plans --------------------------------------------------------------- */

static void a_plan_comes_back_with_every_method(void **state)
{
	struct wipe_plan *before = calloc(1, sizeof(*before)), *after = calloc(1, sizeof(*after));
	struct wipe_device device = scene_some_device();
	struct wipe_journal *journal;
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < wipe_scheme_count(); i++) {
		const struct wipe_plan_request request = { .method = wipe_scheme_at(i)->name };

		if (wipe_plan_make(&request, &device, &scene_env.env, before, NULL) != 0)
			continue;
		count++;
		unlink(PATH);
		assert_int_equal(wipe_journal_create(PATH, &device, before, NULL, 0, &scene_env.env,
						     &journal, NULL),
				 0);
		wipe_journal_close(journal);
		assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), 0);
		if (wipe_plan_trusts_drive(before)) {
			assert_int_equal(wipe_journal_plan(journal, &device, after, NULL),
					 WIPE_E_UNSUPPORTED);
			wipe_journal_close(journal);
			continue;
		}
		assert_int_equal(wipe_journal_plan(journal, &device, after, NULL), 0);
		wipe_journal_close(journal);
		assert_ptr_equal(before->scheme, after->scheme);
		assert_int_equal(before->pass_count, after->pass_count);
		assert_memory_equal(before->passes, after->passes, sizeof(before->passes));
		assert_string_equal(after->reason, "resumed");
	}
	assert_true(count > 10);
	free(before);
	free(after);
}

static void a_restored_plan_verifies_everything(void **state)
{
	struct wipe_plan *before = calloc(1, sizeof(*before)), *after = calloc(1, sizeof(*after));
	const struct wipe_plan_request request = { .method = "stream", .verify = WIPE_VERIFY_NONE };
	static const uint8_t secrets[WIPE_PASSES_MAX][WIPE_SECRET_BYTES] = { "secret" };
	struct wipe_device device = scene_some_device();
	struct wipe_journal *journal;

	(void)state;
	unlink(PATH);
	assert_int_equal(wipe_plan_make(&request, &device, &scene_env.env, before, NULL), 0);
	assert_int_equal(before->level_reachable, WIPE_LEVEL_NONE);
	assert_int_equal(wipe_journal_create(PATH, &device, before, NULL, 0, &scene_env.env,
					     &journal, NULL),
			 0);
	assert_int_equal(wipe_journal_plan(journal, &device, after, NULL), 0);
	wipe_journal_close(journal);
	assert_int_equal(after->verify, WIPE_VERIFY_FULL);
	assert_int_equal(after->level_reachable, WIPE_LEVEL_CLEAR);
	assert_string_equal(after->level_reason, "host-overwrite");
	/* Whoever asks for less. */
	assert_int_equal(wipe_plan_restore(&request, secrets, &device, after, NULL), 0);
	assert_int_equal(after->verify, WIPE_VERIFY_FULL);
	assert_memory_equal(after->passes[0].inputs.secret, secrets[0], WIPE_SECRET_BYTES);
	free(before);
	free(after);
}

/* --- what is kept -------------------------------------------------------- */

static void everything_comes_back(void **state)
{
	struct wipe_checkpoint at = scene_some_checkpoint(3, CAPACITY);
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	struct wipe_journal *journal = scene_make();
	int64_t began_s = scene_env.realtime_s;
	size_t notes_bytes;
	struct stat st;

	(void)state;
	assert_int_equal(stat(PATH, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(st.st_size, WIPE_JOURNAL_FILE_BYTES);
	scene_env.realtime_s += 50;
	scene_env.monotonic_ns += UINT64_C(50000000000);
	assert_int_equal(wipe_journal_checkpoint(journal, &at, NULL), 0);
	wipe_journal_close(journal);

	scene_env.realtime_s += 1000;
	scene_env.monotonic_ns = 5; /* another machine */
	assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), 0);
	assert_false(wipe_journal_is_behind(journal));
	assert_string_equal(wipe_journal_method(journal), "dod-5220.22-m-e");
	assert_string_equal(wipe_journal_medium(journal)->serial, "S-0001");
	assert_memory_equal(wipe_journal_notes(journal, &notes_bytes), "first run", 9);
	assert_int_equal(notes_bytes, 9);
	assert_int_equal(wipe_journal_resume(journal, "two", 3, resume, NULL), 0);
	assert_memory_equal(&resume->at, &at, sizeof(at));
	assert_int_equal(resume->started_at_s, began_s);
	assert_in_range(resume->duration_before_ns, UINT64_C(50000000000), UINT64_C(51000000000));
	assert_int_equal(resume->interruption_count, 1);
	assert_int_equal(resume->interruptions[0].stopped_at_s, began_s + 50);
	assert_int_equal(resume->interruptions[0].resumed_at_s, began_s + 1050);
	assert_int_equal(resume->interruptions[0].pass, 3);
	assert_int_equal(resume->interruptions[0].covered_bytes, CAPACITY);
	wipe_journal_close(journal);

	assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), 0);
	assert_memory_equal(wipe_journal_notes(journal, &notes_bytes), "two", 3);
	wipe_journal_resume_point(journal, 7, resume);
	assert_int_equal(resume->interruption_count, 2);
	assert_int_equal(resume->interruptions[1].stopped_at_s, began_s + 1050);
	assert_int_equal(resume->interruptions[1].resumed_at_s, 7);
	assert_in_range(resume->duration_before_ns, UINT64_C(50000000000), UINT64_C(51000000000));
	wipe_journal_close(journal);
	free(resume);
}

static void only_what_counts_is_kept(void **state)
{
	struct wipe_checkpoint at = scene_some_checkpoint(3, 1 << 20), rest;
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	struct wipe_journal *journal = scene_make();
	struct wipe_error err;

	(void)state;
	at.postponed[at.postponed_count] = (struct wipe_extent){ 1, 2 };
	at.bad_ranges[at.bad_range_count].pass = 77;
	assert_int_equal(wipe_journal_checkpoint(journal, &at, NULL), 0);
	wipe_journal_close(journal);
	assert_int_equal(scene_open_and_close(&err, resume), 0);
	memset(&rest, 0, sizeof(rest));
	assert_memory_equal(&resume->at.postponed[2], rest.postponed, sizeof(rest.postponed[0]));
	assert_memory_equal(&resume->at.bad_ranges[2], rest.bad_ranges, sizeof(rest.bad_ranges[0]));
	free(resume);
}

static void impossible_checkpoints_are_not_written(void **state)
{
	struct wipe_journal *journal = scene_make();
	struct wipe_checkpoint at = scene_some_checkpoint(4, 512);
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	struct wipe_error err;

	(void)state;
	wipe_error_clear(&err);
	assert_int_equal(wipe_journal_checkpoint(journal, &at, &err), WIPE_E_USAGE);
	assert_int_not_equal(err.code, WIPE_OK);
	at = scene_some_checkpoint(3, 513);
	assert_int_equal(wipe_journal_checkpoint(journal, &at, NULL), WIPE_E_USAGE);
	at = scene_some_checkpoint(3, 1 << 20);
	at.bad_ranges[0].phase = WIPE_PHASE_VERIFY;
	assert_int_equal(wipe_journal_checkpoint(journal, &at, NULL), WIPE_E_USAGE);
	wipe_journal_close(journal);
	assert_int_equal(scene_open_and_close(&err, resume), 0);
	assert_int_equal(resume->at.pass, 1);
	assert_int_equal(resume->at.covered_bytes, 0);
	free(resume);
}

static void it_breaks_off_so_many_times_and_no_more(void **state)
{
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	struct wipe_journal *journal = scene_make();
	struct wipe_error err;

	(void)state;
	wipe_journal_close(journal);
	for (uint32_t i = 1; i <= WIPE_INTERRUPTIONS_MAX; i++) {
		assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), 0);
		assert_int_equal(wipe_journal_resume(journal, NULL, 0, resume, NULL), 0);
		assert_int_equal(resume->interruption_count, i);
		wipe_journal_close(journal);
	}
	assert_int_equal(scene_open_and_close(&err, NULL), WIPE_E_REFUSED);
	assert_non_null(strstr(err.message, "anew"));
	free(resume);
}

static void notes_have_a_limit(void **state)
{
	static const uint8_t notes[WIPE_JOURNAL_NOTES_MAX + 1] = { 1 };
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	struct wipe_journal *journal = scene_make();
	size_t bytes;

	(void)state;
	assert_int_equal(wipe_journal_resume(journal, notes, sizeof(notes), resume, NULL),
			 WIPE_E_USAGE);
	assert_int_equal(wipe_journal_resume(journal, notes, sizeof(notes) - 1, resume, NULL), 0);
	wipe_journal_close(journal);
	assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), 0);
	assert_memory_equal(wipe_journal_notes(journal, &bytes), notes, sizeof(notes) - 1);
	assert_int_equal(bytes, sizeof(notes) - 1);
	wipe_journal_close(journal);
	free(resume);
}

/* --- files --------------------------------------------------------------- */

static void nothing_is_replaced(void **state)
{
	struct wipe_device device = scene_some_device();
	struct wipe_plan *plan = calloc(1, sizeof(*plan));
	struct wipe_journal *journal;

	(void)state;
	scene_some_plan("stream", plan);
	unlink(PATH);
	scene_store((const uint8_t *)"precious", 8);
	assert_int_equal(wipe_journal_create(PATH, &device, plan, NULL, 0, &scene_env.env, &journal,
					     NULL),
			 WIPE_E_REFUSED);
	unlink(PATH);
	assert_int_equal(symlink("elsewhere", PATH), 0);
	assert_int_equal(wipe_journal_create(PATH, &device, plan, NULL, 0, &scene_env.env, &journal,
					     NULL),
			 WIPE_E_REFUSED);
	assert_int_equal(access("elsewhere", F_OK), -1);
	assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), WIPE_E_FORMAT);
	unlink(PATH);
	assert_int_equal(wipe_journal_create("no-folder/" PATH, &device, plan, NULL, 0,
					     &scene_env.env, &journal, NULL),
			 WIPE_E_NOTFOUND);
	assert_null(journal);
	free(plan);
}

static void what_is_no_file_is_no_journal(void **state)
{
	struct wipe_error err;

	(void)state;
	unlink(PATH);
	assert_int_equal(scene_open_and_close(&err, NULL), WIPE_E_NOTFOUND);
	assert_int_equal(mkfifo(PATH, 0600), 0);
	assert_int_equal(scene_open_and_close(&err, NULL), WIPE_E_FORMAT);
	unlink(PATH);
	assert_int_equal(mkdir(PATH, 0700), 0);
	assert_int_equal(scene_open_and_close(&err, NULL), WIPE_E_FORMAT);
	rmdir(PATH);
}

static void one_run_at_a_time(void **state)
{
	struct wipe_journal *journal = scene_make();
	struct wipe_error err;

	(void)state;
	assert_int_equal(scene_open_and_close(&err, NULL), WIPE_E_REFUSED);
	wipe_journal_close(journal);
	assert_int_equal(scene_open_and_close(&err, NULL), 0);
}

static void only_its_own_file_is_removed(void **state)
{
	struct wipe_journal *journal = scene_make();

	(void)state;
	assert_int_equal(rename(PATH, "moved"), 0);
	scene_store((const uint8_t *)"precious", 8);
	assert_int_equal(wipe_journal_remove(journal, NULL), WIPE_E_REFUSED);
	assert_int_equal(access(PATH, F_OK), 0);
	assert_int_equal(rename("moved", PATH), 0);
	assert_int_equal(wipe_journal_remove(journal, NULL), 0);
	assert_int_equal(access(PATH, F_OK), -1);
	wipe_journal_close(journal);
}

/* A limit on the size of files stands for a disk that has become full. */
static void a_full_disk_stops_no_checkpoint(void **state)
{
	struct wipe_checkpoint at = scene_some_checkpoint(2, 1 << 20);
	struct rlimit before, limit;
	struct wipe_journal *journal = scene_make();
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	struct stat st, then;
	int rc[2];

	(void)state;
	assert_int_equal(stat(PATH, &st), 0);
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	limit = before;
	limit.rlim_cur = WIPE_JOURNAL_FILE_BYTES;
	setrlimit(RLIMIT_FSIZE, &limit);
	rc[0] = wipe_journal_checkpoint(journal, &at, NULL);
	rc[1] = wipe_journal_resume(journal, "n", 1, resume, NULL);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(rc[0], 0);
	assert_int_equal(rc[1], 0);
	assert_int_equal(stat(PATH, &then), 0);
	assert_int_equal(st.st_size, then.st_size);
	assert_true(st.st_blocks * 512 >= WIPE_JOURNAL_FILE_BYTES);
	wipe_journal_close(journal);
	free(resume);
}

static void a_checkpoint_that_fails_costs_itself(void **state)
{
	struct wipe_checkpoint at = scene_some_checkpoint(2, 1 << 20);
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	struct wipe_journal *journal = scene_make();
	struct rlimit before, limit;
	struct wipe_error err;
	int rc[3];

	(void)state;
	assert_int_equal(wipe_journal_checkpoint(journal, &at, NULL), 0); /* to slot 0 */
	at.covered_bytes = 2 << 20;
	signal(SIGXFSZ, SIG_IGN);
	getrlimit(RLIMIT_FSIZE, &before);
	limit = before;
	limit.rlim_cur = HEADER_BYTES + SLOT_BYTES + 4000; /* slot 1 is torn */
	setrlimit(RLIMIT_FSIZE, &limit);
	rc[0] = wipe_journal_checkpoint(journal, &at, NULL);
	rc[1] = wipe_journal_checkpoint(journal, &at, NULL);
	setrlimit(RLIMIT_FSIZE, &before);
	assert_int_equal(rc[0], WIPE_E_SYSTEM);
	assert_int_equal(rc[1], WIPE_E_SYSTEM);
	wipe_journal_close(journal);
	assert_int_equal(wipe_journal_open(PATH, &scene_env.env, &journal, NULL), 0);
	assert_true(wipe_journal_is_behind(journal));
	wipe_journal_resume_point(journal, 0, resume);
	assert_int_equal(resume->at.covered_bytes, 1 << 20);
	assert_int_equal(wipe_journal_checkpoint(journal, &at, NULL), 0);
	wipe_journal_close(journal);
	assert_int_equal(scene_open_and_close(&err, resume), 0);
	assert_int_equal(resume->at.covered_bytes, 2 << 20);
	free(resume);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_plan_comes_back_with_every_method),
		cmocka_unit_test(a_restored_plan_verifies_everything),
		cmocka_unit_test(everything_comes_back),
		cmocka_unit_test(only_what_counts_is_kept),
		cmocka_unit_test(impossible_checkpoints_are_not_written),
		cmocka_unit_test(it_breaks_off_so_many_times_and_no_more),
		cmocka_unit_test(notes_have_a_limit),
		cmocka_unit_test(nothing_is_replaced),
		cmocka_unit_test(what_is_no_file_is_no_journal),
		cmocka_unit_test(one_run_at_a_time),
		cmocka_unit_test(only_its_own_file_is_removed),
		cmocka_unit_test(a_full_disk_stops_no_checkpoint),
		cmocka_unit_test(a_checkpoint_that_fails_costs_itself),
	};

	return cmocka_run_group_tests(tests, scene_in_a_folder_of_its_own, scene_remove_folder);
}
