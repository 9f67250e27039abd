/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Jobs that ask the medium for zeros: what is asked, what fails, and what may be said of it. */
#include "unit.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/erase.h>
#include <wipe/verify.h>

#include "fixed_env.h"
#include "test_io.h"

#define BLOCK 512
#define CAPACITY (UINT64_C(9) << 20)
#define MIB (UINT64_C(1) << 20)
#define CHUNK (256 * MIB)

struct job {
	struct fixed_env fixed;
	struct wipe_device dev;
	struct wipe_target *target;
	struct wipe_plan plan;
	struct wipe_job_options options;
	struct wipe_report report;
	struct wipe_error err;
};

static void begin(struct job *job, struct wipe_io *io, uint64_t capacity)
{
	memset(job, 0, sizeof(*job));
	fixed_env_init(&job->fixed, 42);
	job->dev = (struct wipe_device){ .kind = WIPE_KIND_DEVICE,
					 .node = "/dev/test",
					 .name = "test",
					 .serial = "SERIAL-1",
					 .media = WIPE_MEDIA_HDD,
					 .capacity_bytes = capacity,
					 .logical_block_bytes = BLOCK };
	assert_int_equal(wipe_target_open_io(io, &job->dev, &job->target, NULL), 0);
}

static int run(struct job *job, enum wipe_verify_mode verify)
{
	struct wipe_plan_request request = { .method = "zeroout", .verify = verify };

	wipe_error_clear(&job->err);
	assert_int_equal(wipe_plan_make(&request, &job->dev, &job->fixed.env, &job->plan, NULL), 0);
	return wipe_job_run(job->target, &job->plan, &job->fixed.env, &job->options, &job->report,
			    &job->err);
}

static void finish(struct job *job)
{
	wipe_target_close(job->target, NULL);
	free(job);
}

static struct job *job_of(struct test_io **medium)
{
	struct job *job = malloc(sizeof(*job));

	*medium = test_io_new(CAPACITY, CAPACITY, BLOCK);
	begin(job, &(*medium)->io, CAPACITY);
	return job;
}

/* --- what may be said ----------------------------------------------------- */

/* The weakest that is still true, however good the reading was. */
static void expect_nothing_proved(const struct wipe_report *report, enum wipe_area_state state)
{
	assert_int_equal(report->verdict, WIPE_VERDICT_ERASED_UNVERIFIED);
	assert_int_equal(wipe_verdict_exit_code(report->verdict), 4);
	assert_int_equal(report->verification, WIPE_RESULT_UNKNOWN);
	assert_int_equal(report->level_achieved, WIPE_LEVEL_NONE);
	assert_int_equal(report->areas[0].kind, WIPE_AREA_USER_LBA);
	assert_int_equal(report->areas[0].state, state);
	assert_true(report->areas[0].bytes == CAPACITY);
}

static void zeros_that_are_read_prove_nothing(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	assert_int_equal(run(job, WIPE_VERIFY_FULL), 0);
	expect_nothing_proved(&job->report, WIPE_AREA_CLAIMED_BY_FIRMWARE);
	assert_string_equal(job->plan.level_reason, "zeros-by-the-drive");
	assert_true(job->report.bytes_written == CAPACITY);
	assert_true(job->report.bytes_verified == CAPACITY);
	assert_true(job->report.has_content_sha256);
	assert_true(job->report.media_touched);
	assert_int_equal(medium->writes, 0);
	assert_int_equal(medium->zeros, 1);
	assert_int_equal(medium->syncs, 1);
	for (uint64_t at = 0; at < CAPACITY; at++)
		assert_int_equal(wipe_io_memory_bytes(medium->memory)[at], 0);
	finish(job);
}

static void less_than_all_of_it_is_not_even_claimed(void **state)
{
	static const enum wipe_verify_mode modes[] = { WIPE_VERIFY_SAMPLE, WIPE_VERIFY_NONE };

	(void)state;
	for (size_t i = 0; i < COUNT(modes); i++) {
		struct test_io *medium;
		struct job *job = job_of(&medium);

		assert_int_equal(run(job, modes[i]), 0);
		expect_nothing_proved(&job->report, WIPE_AREA_UNKNOWN);
		assert_string_equal(job->plan.level_reason, "zeros-by-the-drive");
		finish(job);
	}
}

/* A sample is one, whatever it adds up to. */
static void a_sample_is_no_claim_however_large(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	run(job, WIPE_VERIFY_SAMPLE);
	job->report.bytes_verified = job->report.bytes_to_verify = CAPACITY;
	wipe_report_conclude(&job->report);
	expect_nothing_proved(&job->report, WIPE_AREA_UNKNOWN);
	finish(job);
}

static void what_came_from_the_cache_is_not_claimed(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	run(job, WIPE_VERIFY_FULL);
	job->report.direct_io = false;
	wipe_report_conclude(&job->report);
	expect_nothing_proved(&job->report, WIPE_AREA_UNKNOWN);
	finish(job);
}

static void old_data_is_a_failure(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	medium->lost_from = CAPACITY / 2;
	medium->lost_to = CAPACITY / 2 + 1;
	assert_int_equal(run(job, WIPE_VERIFY_FULL), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	assert_int_equal(job->report.verification, WIPE_RESULT_FAIL);
	assert_true(job->report.mismatch_bytes == BLOCK);
	assert_int_equal(job->report.areas[0].state, WIPE_AREA_UNKNOWN);
	assert_false(job->report.has_content_sha256);
	finish(job);
}

static void a_reading_that_was_cut_off_is_a_failure(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	run(job, WIPE_VERIFY_FULL);
	job->report.verify_completed = false;
	wipe_report_conclude(&job->report);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	finish(job);
}

static void a_check_of_it_proves_nothing(void **state)
{
	struct wipe_report *report = calloc(1, sizeof(*report));
	struct wipe_check_request request = { .full = true };
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	run(job, WIPE_VERIFY_FULL);
	request.pass = job->plan.passes[0];
	assert_int_equal(wipe_check_run(job->target, &request, &job->fixed.env, NULL, report, NULL),
			 0);
	expect_nothing_proved(report, WIPE_AREA_CLAIMED_BY_FIRMWARE);
	request.full = false;
	request.samples = 20;
	wipe_check_run(job->target, &request, &job->fixed.env, NULL, report, NULL);
	expect_nothing_proved(report, WIPE_AREA_UNKNOWN);
	request.full = true;
	wipe_io_memory_bytes(medium->memory)[CAPACITY - 1] = 1;
	wipe_check_run(job->target, &request, &job->fixed.env, NULL, report, NULL);
	assert_int_equal(report->verdict, WIPE_VERDICT_FAILED);
	free(report);
	finish(job);
}

/* --- plans ---------------------------------------------------------------- */

static int plan_code(const struct wipe_device *dev, enum wipe_level require)
{
	struct wipe_plan_request request = { .method = "zeroout", .require = require };
	struct wipe_plan *plan = malloc(sizeof(*plan));
	struct fixed_env fixed;
	int code;

	fixed_env_init(&fixed, 1);
	code = wipe_plan_make(&request, dev, &fixed.env, plan, NULL);
	free(plan);
	return code;
}

static void it_reaches_no_level_and_no_image(void **state)
{
	static const uint8_t secrets[WIPE_PASSES_MAX][WIPE_SECRET_BYTES];
	struct wipe_plan_request request = { .method = "zeroout" };
	struct wipe_plan *plan = malloc(sizeof(*plan));
	struct test_io *medium;
	struct job *job = job_of(&medium);
	struct wipe_device image = job->dev;

	(void)state;
	image.kind = WIPE_KIND_IMAGE;
	assert_int_equal(plan_code(&job->dev, WIPE_LEVEL_NONE), 0);
	assert_int_equal(plan_code(&job->dev, WIPE_LEVEL_CLEAR), WIPE_E_UNSUPPORTED);
	assert_int_equal(plan_code(&job->dev, WIPE_LEVEL_PURGE), WIPE_E_UNSUPPORTED);
	assert_int_equal(plan_code(&image, WIPE_LEVEL_NONE), WIPE_E_UNSUPPORTED);
	assert_int_equal(wipe_plan_restore(&request, secrets, &job->dev, plan, NULL),
			 WIPE_E_UNSUPPORTED);
	request.method = "zero";
	assert_int_equal(wipe_plan_restore(&request, secrets, &job->dev, plan, NULL), 0);
	free(plan);
	finish(job);
}

static void it_is_not_gone_on_with(void **state)
{
	struct wipe_resume *resume = calloc(1, sizeof(*resume));
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	resume->at.pass = 1;
	resume->interruption_count = 1;
	job->options.resume = resume;
	assert_int_equal(run(job, WIPE_VERIFY_FULL), WIPE_E_UNSUPPORTED);
	assert_int_equal(medium->zeros, 0);
	free(resume);
	finish(job);
}

/* --- what fails ----------------------------------------------------------- */

static void failing_blocks_are_found_and_listed(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	medium->bad_write_from = 3 * MIB + 7 * BLOCK;
	medium->bad_write_to = medium->bad_write_from + 2 * BLOCK;
	assert_int_equal(run(job, WIPE_VERIFY_FULL), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_PARTIAL);
	assert_true(job->report.write_error_bytes == 2 * BLOCK);
	assert_true(job->report.bytes_written == CAPACITY - 2 * BLOCK);
	assert_true(job->report.bytes_verified == CAPACITY - 2 * BLOCK);
	assert_true(job->report.mismatch_bytes == 0);
	assert_int_equal(job->report.bad_range_count, 1);
	assert_true(job->report.bad_ranges[0].offset_bytes == 3 * MIB + 7 * BLOCK);
	assert_true(job->report.bad_ranges[0].length_bytes == 2 * BLOCK);
	assert_int_equal(job->report.bad_ranges[0].sys_errno, EIO);
	assert_int_equal(job->report.bad_ranges[0].phase, WIPE_PHASE_WRITE);
	/* What was read back as zeros beside them is no proof either. */
	assert_int_equal(
		job->report.area_count > 1 && job->report.areas[1].kind != WIPE_AREA_USER_LBA, 1);
	assert_int_equal(job->report.areas[0].state, WIPE_AREA_UNKNOWN);
	assert_true(job->report.areas[0].bytes == CAPACITY);
	finish(job);
}

static void the_search_ends_at_the_limit(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);
	const struct wipe_report *report = &job->report;

	(void)state;
	medium->bad_write_from = MIB;
	medium->bad_write_to = 5 * MIB;
	job->options.error_limit = 10;
	assert_int_equal(run(job, WIPE_VERIFY_NONE), 0);
	assert_int_equal(report->verdict, WIPE_VERDICT_PARTIAL);
	assert_true(report->write_error_bytes >= 4 * MIB);
	assert_true(report->write_error_bytes < CAPACITY);
	assert_true(report->bytes_written == CAPACITY - report->write_error_bytes);
	assert_in_range(report->bad_ranges[0].length_bytes, 10 * BLOCK, 12 * BLOCK);
	assert_int_equal(report->bad_ranges[1].sys_errno, ETIME);
	assert_true(medium->zeros < 60);
	finish(job);
}

static void a_dead_medium_is_given_up(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	medium->bad_write_to = CAPACITY;
	job->options.error_limit = 3;
	assert_int_equal(run(job, WIPE_VERIFY_FULL), WIPE_E_IO);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	assert_true(job->err.media_touched);
	assert_int_equal(job->report.passes_completed, 0);
	assert_int_equal(medium->reads, 0);
	finish(job);
}

static void a_medium_that_goes_away_interrupts(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	medium->gone_at_call = 2; /* the first request */
	assert_int_equal(run(job, WIPE_VERIFY_FULL), WIPE_E_GONE);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_INTERRUPTED);
	assert_true(job->report.device_gone);
	assert_true(job->report.media_touched);
	finish(job);
}

static void what_cannot_be_asked_is_unsupported(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	medium->no_zero = true;
	assert_int_equal(run(job, WIPE_VERIFY_FULL), WIPE_E_UNSUPPORTED);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	finish(job);
}

static void a_failing_flush_is_a_failure(void **state)
{
	struct test_io *medium;
	struct job *job = job_of(&medium);

	(void)state;
	medium->sync_errno = EIO;
	assert_int_equal(run(job, WIPE_VERIFY_FULL), WIPE_E_IO);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	finish(job);
}

/* Goal: whichever call fails once, nothing better than "unverified" comes out of it. */
static void every_call_failed_in_turn(void **state)
{
	uint64_t calls;

	(void)state;
	for (uint64_t n = 1;; n++) {
		struct test_io *medium;
		struct job *job = job_of(&medium);

		medium->fail_call = n;
		run(job, WIPE_VERIFY_FULL);
		calls = medium->calls;
		assert_true(job->report.media_touched == (medium->zeros > 0));
		assert_int_not_equal(wipe_verdict_exit_code(job->report.verdict), 0);
		assert_int_equal(job->report.level_achieved, WIPE_LEVEL_NONE);
		finish(job);
		if (n > calls)
			break;
	}
	assert_true(calls > 4);
}

/* --- what is asked of a large medium -------------------------------------- */

struct noted_io {
	struct wipe_io io; /* first: the seam */
	uint64_t size_bytes, next_bytes;
	uint32_t requests, syncs;
	struct fixed_env *fixed; /* not NULL: requests fail, after ten minutes */
};

static struct noted_io *noted_of(struct wipe_io *io)
{
	return (struct noted_io *)(void *)io;
}

static int noted_zero(struct wipe_io *io, uint64_t offset, uint64_t len)
{
	struct noted_io *self = noted_of(io);

	if (self->fixed) {
		self->requests++;
		self->fixed->monotonic_ns += UINT64_C(600000000000);
		return offset < CHUNK ? 0 : -EIO;
	}
	assert_true(offset == self->next_bytes);
	assert_true(len <= CHUNK);
	self->next_bytes += len;
	self->requests++;
	return 0;
}

static int noted_sync(struct wipe_io *io)
{
	noted_of(io)->syncs++;
	return 0;
}

static int noted_size(struct wipe_io *io, uint64_t *size_bytes)
{
	*size_bytes = noted_of(io)->size_bytes;
	return 0;
}

static int noted_close(struct wipe_io *io)
{
	(void)io;
	return 0;
}

static const struct wipe_io_ops noted_ops = {
	.zero = noted_zero,
	.sync = noted_sync,
	.size = noted_size,
	.close = noted_close,
};

#define STOP_AT (5 * CHUNK)

static int stop_there(void *arg, const struct wipe_progress *progress)
{
	uint32_t *told = arg;

	*told += progress->phase == WIPE_PHASE_WRITE && progress->phase_done_bytes;
	return progress->job_done_bytes == STOP_AT;
}

static void large_media_are_done_in_chunks(void **state)
{
	const uint64_t capacity = (UINT64_C(1) << 40) + 3 * BLOCK;
	struct noted_io noted = { .io = { .ops = &noted_ops, .block_bytes = BLOCK },
				  .size_bytes = capacity };
	struct job *job = malloc(sizeof(*job));
	uint32_t told = 0;

	(void)state;
	begin(job, &noted.io, capacity);
	assert_int_equal(run(job, WIPE_VERIFY_NONE), 0);
	assert_true(noted.next_bytes == capacity);
	assert_int_equal(noted.requests, capacity / CHUNK + 1);
	assert_int_equal(noted.syncs, 1);
	finish(job);

	noted.next_bytes = noted.requests = noted.syncs = 0;
	job = malloc(sizeof(*job));
	begin(job, &noted.io, capacity);
	job->options.progress = stop_there;
	job->options.progress_arg = &told;
	assert_int_equal(run(job, WIPE_VERIFY_NONE), WIPE_E_INTERRUPTED);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_INTERRUPTED);
	assert_true(noted.next_bytes == STOP_AT);
	assert_int_equal(told, 5);
	assert_int_equal(noted.syncs, 1);
	finish(job);
}

static void a_dying_medium_is_given_up_in_time(void **state)
{
	struct noted_io noted = { .io = { .ops = &noted_ops, .block_bytes = BLOCK },
				  .size_bytes = 1000 * CHUNK };
	struct job *job = malloc(sizeof(*job));

	(void)state;
	begin(job, &noted.io, noted.size_bytes);
	noted.fixed = &job->fixed;
	assert_int_equal(run(job, WIPE_VERIFY_NONE), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_PARTIAL);
	assert_int_equal(noted.requests, 1 + 3); /* half an hour of failing */
	assert_true(job->report.bytes_written == CHUNK);
	assert_true(job->report.write_error_bytes == 999 * CHUNK);
	assert_int_equal(job->report.bad_range_count, 1);
	assert_int_equal(job->report.bad_ranges[0].sys_errno, ETIME);
	finish(job);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeros_that_are_read_prove_nothing),
		cmocka_unit_test(less_than_all_of_it_is_not_even_claimed),
		cmocka_unit_test(a_sample_is_no_claim_however_large),
		cmocka_unit_test(what_came_from_the_cache_is_not_claimed),
		cmocka_unit_test(old_data_is_a_failure),
		cmocka_unit_test(a_reading_that_was_cut_off_is_a_failure),
		cmocka_unit_test(a_check_of_it_proves_nothing),
		cmocka_unit_test(it_reaches_no_level_and_no_image),
		cmocka_unit_test(it_is_not_gone_on_with),
		cmocka_unit_test(failing_blocks_are_found_and_listed),
		cmocka_unit_test(the_search_ends_at_the_limit),
		cmocka_unit_test(a_dead_medium_is_given_up),
		cmocka_unit_test(a_medium_that_goes_away_interrupts),
		cmocka_unit_test(what_cannot_be_asked_is_unsupported),
		cmocka_unit_test(a_failing_flush_is_a_failure),
		cmocka_unit_test(every_call_failed_in_turn),
		cmocka_unit_test(large_media_are_done_in_chunks),
		cmocka_unit_test(a_dying_medium_is_given_up_in_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
