/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole jobs on media in memory that misbehave as told. */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/erase.h>
#include <wipe/verify.h>

#include "fixed_env.h"
#include "pattern.h"
#include "test_io.h"

#define BLOCK 512
#define CAPACITY (UINT64_C(9) << 20) /* two transfers and a bit */

struct job {
	struct fixed_env fixed;
	struct wipe_device dev;
	struct test_io *medium;
	struct wipe_target *target;
	struct wipe_plan plan;
	struct wipe_job_options options;
	struct wipe_report report;
	struct wipe_error err;
	uint64_t error_bytes; /* as keep_errors() was told last */
};

static struct job *job_of(uint64_t capacity, uint64_t backing)
{
	struct job *job = calloc(1, sizeof(*job));

	fixed_env_init(&job->fixed, 42);
	job->dev = (struct wipe_device){ .kind = WIPE_KIND_DEVICE,
					 .node = "/dev/test",
					 .name = "test",
					 .serial = "SERIAL-1",
					 .media = WIPE_MEDIA_HDD,
					 .capacity_bytes = capacity,
					 .logical_block_bytes = BLOCK };
	job->medium = test_io_new(capacity, backing, BLOCK);
	assert_int_equal(wipe_target_open_io(&job->medium->io, &job->dev, &job->target, NULL), 0);
	return job;
}

static int run(struct job *job, const char *method, enum wipe_verify_mode verify)
{
	struct wipe_plan_request request = { .method = method, .verify = verify };

	wipe_error_clear(&job->err);
	assert_int_equal(wipe_plan_make(&request, &job->dev, &job->fixed.env, &job->plan, NULL), 0);
	return wipe_job_run(job->target, &job->plan, &job->fixed.env, &job->options, &job->report,
			    &job->err);
}

static void end(struct job *job)
{
	wipe_target_close(job->target, NULL);
	free(job);
}

static void a_good_medium_is_verified(void **state)
{
	static const char *const methods[] = { "stream", "stream-complement", "zero",
					       "dod-5220.22-m-ece", "navso-p-5239-26-mfm" };

	(void)state;
	for (size_t i = 0; i < COUNT(methods); i++) {
		struct job *job = job_of(CAPACITY, CAPACITY);

		assert_int_equal(run(job, methods[i], WIPE_VERIFY_FULL), 0);
		assert_int_equal(job->report.verdict, WIPE_VERDICT_ERASED_VERIFIED);
		assert_int_equal(job->report.level_achieved, WIPE_LEVEL_CLEAR);
		assert_true(job->report.bytes_written == CAPACITY * job->plan.pass_count);
		assert_true(job->report.bytes_verified == CAPACITY);
		assert_true(job->report.has_content_sha256);
		assert_true(job->report.media_touched);
		assert_true(job->medium->syncs >= job->plan.pass_count);
		assert_true(job->medium->drops == 1);
		end(job);
	}
}

static void odd_sizes_are_covered_to_the_last_byte(void **state)
{
	static const uint64_t sizes[] = { 1, 511, 513, 65537, (4 << 20) + 1, CAPACITY - 511 };
	const unsigned char *bytes;

	(void)state;
	for (size_t i = 0; i < COUNT(sizes); i++) {
		struct job *job = job_of(sizes[i], sizes[i]);

		assert_int_equal(run(job, "zero", WIPE_VERIFY_FULL), 0);
		assert_int_equal(job->report.verdict, WIPE_VERDICT_ERASED_VERIFIED);
		bytes = wipe_io_memory_bytes(job->medium->memory);
		assert_int_equal(bytes[0], 0);
		assert_memory_equal(bytes, bytes + 1, sizes[i] - 1);
		end(job);
	}
}

/* Goal: a drive that fakes its size by wrapping around is caught by the stream, not by zeros. */
static void a_faked_capacity_is_caught_by_the_stream(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->alias_bytes = CAPACITY / 3 / BLOCK * BLOCK;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	assert_int_equal(job->report.verification, WIPE_RESULT_FAIL);
	assert_true(job->report.mismatch_bytes >= CAPACITY / 2);
	assert_false(job->report.has_content_sha256);
	end(job);

	job = job_of(CAPACITY, CAPACITY);
	job->medium->alias_bytes = CAPACITY / 3 / BLOCK * BLOCK;
	assert_int_equal(run(job, "zero", WIPE_VERIFY_FULL), 0);
	assert_int_equal(job->report.verdict,
			 WIPE_VERDICT_ERASED_VERIFIED); /* why it is no default */
	end(job);
}

/* Goal: a drive that acknowledges writes and drops them is never "verified". */
static void dropped_writes_are_found(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->lost_from = 5 * 1024 * 1024 + BLOCK;
	job->medium->lost_to = job->medium->lost_from + BLOCK;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	assert_true(job->report.mismatch_bytes == BLOCK);
	assert_int_equal(job->report.bad_range_count, 1);
	assert_true(job->report.bad_ranges[0].offset_bytes == job->medium->lost_from);
	assert_int_equal(job->report.bad_ranges[0].found[0], 0xd6);
	assert_true(job->report.bytes_verified == CAPACITY - BLOCK);
	end(job);
}

static void unreadable_blocks_make_it_partial(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->bad_read_from = 3 * BLOCK + 7;
	job->medium->bad_read_to = 5 * BLOCK + 1;
	job->medium->bad_errno = ENODATA;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_PARTIAL);
	assert_true(job->report.unreadable_bytes == 3 * BLOCK);
	assert_true(job->report.bytes_verified == CAPACITY - 3 * BLOCK);
	assert_int_equal(job->report.bad_range_count, 1);
	assert_true(job->report.bad_ranges[0].offset_bytes == 3 * BLOCK);
	assert_int_equal(job->report.bad_ranges[0].sys_errno, ENODATA);
	assert_int_equal(job->report.bad_ranges[0].phase, WIPE_PHASE_VERIFY);
	end(job);
}

/* Goal: blocks that could not be written hold old data: partial, not "differing". */
static void unwritable_blocks_make_it_partial(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->bad_write_from = CAPACITY - 2 * BLOCK;
	job->medium->bad_write_to = CAPACITY;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_PARTIAL);
	assert_true(job->report.write_error_bytes == 2 * BLOCK);
	assert_true(job->report.mismatch_bytes == 0);
	assert_true(job->report.bytes_verified == CAPACITY - 2 * BLOCK);
	assert_int_equal(job->report.level_achieved, WIPE_LEVEL_NONE);
	end(job);
}

/*
 * Goal: what the medium says it did not write is not called erased, not even where
 * it reads as if it were: it may be a copy, while the block itself was given up.
 */
static void what_was_not_written_is_never_verified(void **state)
{
	static const char *const schemes[] = { "stream", "zero" };

	(void)state;
	for (size_t i = 0; i < COUNT(schemes); i++) {
		struct job *job = job_of(CAPACITY, CAPACITY);

		job->medium->bad_write_from = 5 * BLOCK;
		job->medium->bad_write_to = 7 * BLOCK;
		job->medium->bad_write_lands = true;
		assert_int_equal(run(job, schemes[i], WIPE_VERIFY_FULL), 0);
		assert_int_equal(job->report.verdict, WIPE_VERDICT_PARTIAL);
		assert_true(job->report.write_error_bytes == 2 * BLOCK);
		assert_true(job->report.bytes_verified == CAPACITY - 2 * BLOCK);
		assert_false(job->report.has_content_sha256);
		end(job);
	}
}

static int keep_errors(void *arg, const struct wipe_progress *progress)
{
	*(uint64_t *)arg = progress->error_bytes;
	return 0;
}

/* Goal: a block that can neither be written nor read is one bad block. */
static void a_bad_block_is_counted_once(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->bad_write_from = 5 * BLOCK;
	job->medium->bad_write_to = 7 * BLOCK;
	job->medium->bad_read_from = 6 * BLOCK;
	job->medium->bad_read_to = 9 * BLOCK;
	job->options = (struct wipe_job_options){ .progress = keep_errors,
						  .progress_arg = &job->error_bytes };
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), 0);
	assert_true(job->report.write_error_bytes == 2 * BLOCK);
	assert_true(job->report.unreadable_bytes == 3 * BLOCK);
	assert_true(wipe_report_error_bytes(&job->report) == 4 * BLOCK);
	assert_true(job->error_bytes == 4 * BLOCK);
	end(job);
}

static void a_dead_medium_is_given_up(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->bad_write_to = CAPACITY;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), WIPE_E_IO);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	assert_true(job->err.media_touched);
	assert_int_equal(job->report.passes_completed, 0);
	end(job);
}

static void a_medium_that_goes_away_interrupts(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->gone_at_call = 3;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), WIPE_E_GONE);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_INTERRUPTED);
	assert_true(job->report.device_gone);
	end(job);
}

static void a_failing_flush_is_a_failure(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->sync_errno = EIO;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), WIPE_E_IO);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	end(job);
}

/* As SCSI drives do: the flush fails, and a little later the kernel has no such drive. */
static void a_flush_that_fails_before_the_medium_is_gone(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->sync_errno = EIO;
	job->medium->gone_after = 3;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), WIPE_E_GONE);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_INTERRUPTED);
	assert_true(job->report.device_gone);
	end(job);
}

static void what_is_not_verified_is_not_claimed(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_NONE), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_ERASED_UNVERIFIED);
	assert_int_equal(job->report.level_achieved, WIPE_LEVEL_NONE);
	assert_int_equal(job->medium->reads, 0);
	end(job);
}

static void sampling_reads_a_tenth(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_SAMPLE), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_ERASED_SAMPLED);
	assert_true(job->report.bytes_verified == job->report.bytes_to_verify);
	assert_in_range(job->report.bytes_verified, CAPACITY / 10 + 2000 * BLOCK,
			CAPACITY / 8 + 2002 * BLOCK);
	assert_false(job->report.has_content_sha256);
	end(job);
}

static void sampling_finds_a_medium_full_of_old_data(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->lost_from = CAPACITY / 2;
	job->medium->lost_to = CAPACITY / 2 + CAPACITY / 100;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_SAMPLE), 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_FAILED);
	end(job);
}

static int stop_at(void *arg, const struct wipe_progress *progress)
{
	const uint64_t *bytes = arg;

	assert_true(progress->job_done_bytes <= progress->job_total_bytes);
	return progress->job_done_bytes >= *bytes;
}

static void stopping_is_an_interruption_and_flushes(void **state)
{
	uint64_t when[] = { 0, 1, CAPACITY - 1, CAPACITY + 1, 2 * CAPACITY - 1 };

	(void)state;
	for (size_t i = 0; i < COUNT(when); i++) {
		struct job *job = job_of(CAPACITY, CAPACITY);

		job->options =
			(struct wipe_job_options){ .progress = stop_at, .progress_arg = &when[i] };
		assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), WIPE_E_INTERRUPTED);
		assert_int_equal(job->report.verdict, WIPE_VERDICT_INTERRUPTED);
		assert_true(job->report.media_touched == (when[i] > 0));
		assert_true(!job->report.media_touched || job->medium->syncs > 0);
		assert_int_equal(job->report.level_achieved, WIPE_LEVEL_NONE);
		end(job);
	}
}

static void a_plan_for_another_size_is_refused_untouched(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	job->medium->size_bytes = CAPACITY - BLOCK;
	assert_int_equal(run(job, "stream", WIPE_VERIFY_FULL), WIPE_E_REFUSED);
	assert_false(job->report.media_touched);
	assert_int_equal(job->medium->writes, 0);
	end(job);
}

static bool medium_holds_plan(const struct job *job)
{
	struct wipe_check_request request = { .pass = job->plan.passes[0], .full = true };
	struct wipe_report *report = calloc(1, sizeof(*report));
	bool good;

	job->medium->fail_call = 0;
	wipe_check_run(job->target, &request, &job->fixed.env, NULL, report, NULL);
	good = report->verdict == WIPE_VERDICT_ERASED_VERIFIED;
	free(report);
	return good;
}

/*
 * Goal: whichever call fails once, the job never says "verified" of a medium that
 * is not, and media_touched is true as soon as a write was tried.
 */
static void every_call_failed_in_turn(void **state)
{
	uint64_t calls;

	(void)state;
	for (uint64_t n = 1;; n++) {
		struct job *job = job_of(CAPACITY, CAPACITY);

		job->medium->fail_call = n;
		run(job, "stream", WIPE_VERIFY_FULL);
		calls = job->medium->calls;
		assert_true(job->report.media_touched == (job->medium->writes > 0));
		if (job->report.verdict == WIPE_VERDICT_ERASED_VERIFIED)
			assert_true(medium_holds_plan(job));
		else
			assert_int_not_equal(wipe_verdict_exit_code(job->report.verdict), 0);
		end(job);
		if (n > calls)
			break;
	}
	print_message("%llu calls failed in turn\n", (unsigned long long)calls);
	assert_true(calls > 8);
}

static void a_check_finds_what_a_job_wrote(void **state)
{
	struct job *job = job_of(CAPACITY, CAPACITY);
	struct wipe_check_request request = { .full = true };
	struct wipe_report *report = calloc(1, sizeof(*report));

	(void)state;
	run(job, "stream-complement", WIPE_VERIFY_FULL);
	request.pass = job->plan.passes[1];
	assert_int_equal(wipe_check_run(job->target, &request, &job->fixed.env, NULL, report, NULL),
			 0);
	assert_int_equal(report->verdict, WIPE_VERDICT_ERASED_VERIFIED);
	assert_memory_equal(report->content_sha256, job->report.content_sha256, 32);
	assert_int_equal(report->level_achieved, WIPE_LEVEL_NONE); /* a reading erases nothing */

	wipe_io_memory_bytes(job->medium->memory)[CAPACITY - 1] ^= 1;
	wipe_check_run(job->target, &request, &job->fixed.env, NULL, report, NULL);
	assert_int_equal(report->verdict, WIPE_VERDICT_FAILED);

	request.full = false;
	request.samples = 50;
	wipe_check_run(job->target, &request, &job->fixed.env, NULL, report, NULL);
	assert_true(report->windows_verified == 50);
	request.pass = job->plan.passes[0];
	wipe_check_run(job->target, &request, &job->fixed.env, NULL, report, NULL);
	assert_int_equal(report->verdict, WIPE_VERDICT_FAILED);
	assert_true(report->mismatch_bytes == 50 * BLOCK);
	request.samples = 0;
	assert_int_equal(wipe_check_run(job->target, &request, &job->fixed.env, NULL, report, NULL),
			 WIPE_E_USAGE);
	free(report);
	end(job);
}

static void the_odds_are_those_of_the_statement(void **state)
{
	(void)state;
	assert_true(wipe_check_undetected_share(4700) < 0.001);
	assert_true(wipe_check_undetected_share(4600) > 0.001);
	assert_true(wipe_check_undetected_share(0) == 1.0);
}

/* The first pass of two is done, says its journal. */
static struct wipe_resume after_first_pass(void)
{
	return (struct wipe_resume){ .at = { .pass = 1, .covered_bytes = CAPACITY },
				     .started_at_s = 1,
				     .interruptions = { { .pass = 1, .covered_bytes = CAPACITY } },
				     .interruption_count = 1 };
}

static int run_resumed(struct job *job, const struct wipe_resume *resume)
{
	struct wipe_plan_request request = { .method = "stream-complement" };

	wipe_error_clear(&job->err);
	assert_int_equal(wipe_plan_make(&request, &job->dev, &job->fixed.env, &job->plan, NULL), 0);
	assert_int_equal(job->plan.pass_count, 2);
	job->options.resume = resume;
	return wipe_job_run(job->target, &job->plan, &job->fixed.env, &job->options, &job->report,
			    &job->err);
}

/* Goal: a journal between two passes does not open the way to a medium it is not about. */
static void another_medium_is_not_gone_on_with(void **state)
{
	struct wipe_resume resume = after_first_pass();
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	assert_int_equal(run_resumed(job, &resume), WIPE_E_REFUSED);
	assert_false(job->report.media_touched);
	assert_true(job->medium->writes == 0);
	end(job);

	/* Half of the first pass, and foreign data behind it. */
	resume.at.covered_bytes = CAPACITY / 2 / BLOCK * BLOCK;
	job = job_of(CAPACITY, CAPACITY);
	assert_int_equal(run_resumed(job, &resume), WIPE_E_REFUSED);
	assert_true(job->medium->writes == 0);
	end(job);
}

/* Goal: a medium that cannot be read shows nothing, and costs no more than a few tries. */
static void an_unreadable_medium_is_not_gone_on_with(void **state)
{
	struct wipe_resume resume = after_first_pass();
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	resume.at.covered_bytes = CAPACITY / 2 / BLOCK * BLOCK;
	job->medium->bad_read_to = CAPACITY;
	assert_int_equal(run_resumed(job, &resume), WIPE_E_REFUSED);
	assert_false(job->report.media_touched);
	assert_true(job->medium->writes == 0);
	assert_in_range(job->medium->reads, 1, 3);
	end(job);
}

/* Goal: without a serial number and before anything was flushed nothing tells media apart. */
static void without_a_serial_the_beginning_is_not_gone_on_with(void **state)
{
	static const struct {
		enum wipe_kind kind;
		const char *serial, *wwn;
		int rc;
	} cases[] = {
		{ WIPE_KIND_DEVICE, "", "", WIPE_E_REFUSED },
		{ WIPE_KIND_DEVICE, "S-1", "", 0 },
		{ WIPE_KIND_DEVICE, "", "naa.5000c500a1b2c3d4", 0 },
		{ WIPE_KIND_IMAGE, "", "", 0 },
	};
	struct wipe_resume resume = after_first_pass();

	(void)state;
	resume.at.covered_bytes = 0;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct job *job = job_of(CAPACITY, CAPACITY);

		wipe_target_close(job->target, NULL);
		job->medium = test_io_new(CAPACITY, CAPACITY, BLOCK);
		job->dev.kind = cases[i].kind;
		strcpy(job->dev.serial, cases[i].serial);
		strcpy(job->dev.wwn, cases[i].wwn);
		assert_int_equal(
			wipe_target_open_io(&job->medium->io, &job->dev, &job->target, NULL), 0);
		assert_int_equal(run_resumed(job, &resume), cases[i].rc);
		assert_int_equal(job->medium->writes == 0, cases[i].rc != 0);
		end(job);
	}
}

static int stop_at_once(void *arg, const struct wipe_progress *progress)
{
	(void)arg;
	(void)progress;
	return 1;
}

/* Goal: who asks to stop is heard while it is looked whether this is the medium. */
static void looking_at_the_medium_can_be_stopped(void **state)
{
	struct wipe_resume resume = after_first_pass();
	struct job *job = job_of(CAPACITY, CAPACITY);

	(void)state;
	resume.at.covered_bytes = CAPACITY / 2 / BLOCK * BLOCK;
	job->medium->bad_read_to = BLOCK;
	job->options.progress = stop_at_once;
	assert_int_equal(run_resumed(job, &resume), WIPE_E_INTERRUPTED);
	assert_true(job->medium->reads == 1 && job->medium->writes == 0);
	assert_false(job->report.media_touched);
	end(job);
}

/* Goal: the medium that it is about is gone on with, and verified to the last byte. */
static void the_second_pass_follows_the_first(void **state)
{
	struct wipe_resume resume = after_first_pass();
	struct job *job = job_of(CAPACITY, CAPACITY);
	struct pattern *pattern;
	struct wipe_plan plan;

	(void)state;
	/* The same plan for both: what the first pass would have left there. */
	assert_int_equal(run(job, "stream-complement", WIPE_VERIFY_FULL), 0);
	plan = job->plan;
	assert_int_equal(pattern_new(&plan.passes[0], &pattern, NULL), 0);
	assert_int_equal(pattern_generate(pattern, wipe_io_memory_bytes(job->medium->memory),
					  CAPACITY, 0),
			 0);
	pattern_free(pattern);
	job->options.resume = &resume;
	job->medium->writes = 0;
	assert_int_equal(wipe_job_run(job->target, &plan, &job->fixed.env, &job->options,
				      &job->report, &job->err),
			 0);
	assert_int_equal(job->report.verdict, WIPE_VERDICT_ERASED_VERIFIED);
	assert_true(job->report.bytes_written == 2 * CAPACITY);
	assert_true(job->medium->writes > 0 && job->medium->writes <= 10);
	assert_int_equal(job->report.interruption_count, 1);
	end(job);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_good_medium_is_verified),
		cmocka_unit_test(odd_sizes_are_covered_to_the_last_byte),
		cmocka_unit_test(a_faked_capacity_is_caught_by_the_stream),
		cmocka_unit_test(dropped_writes_are_found),
		cmocka_unit_test(unreadable_blocks_make_it_partial),
		cmocka_unit_test(unwritable_blocks_make_it_partial),
		cmocka_unit_test(what_was_not_written_is_never_verified),
		cmocka_unit_test(a_bad_block_is_counted_once),
		cmocka_unit_test(a_dead_medium_is_given_up),
		cmocka_unit_test(a_medium_that_goes_away_interrupts),
		cmocka_unit_test(a_failing_flush_is_a_failure),
		cmocka_unit_test(a_flush_that_fails_before_the_medium_is_gone),
		cmocka_unit_test(what_is_not_verified_is_not_claimed),
		cmocka_unit_test(sampling_reads_a_tenth),
		cmocka_unit_test(sampling_finds_a_medium_full_of_old_data),
		cmocka_unit_test(stopping_is_an_interruption_and_flushes),
		cmocka_unit_test(a_plan_for_another_size_is_refused_untouched),
		cmocka_unit_test(every_call_failed_in_turn),
		cmocka_unit_test(another_medium_is_not_gone_on_with),
		cmocka_unit_test(an_unreadable_medium_is_not_gone_on_with),
		cmocka_unit_test(without_a_serial_the_beginning_is_not_gone_on_with),
		cmocka_unit_test(looking_at_the_medium_can_be_stopped),
		cmocka_unit_test(the_second_pass_follows_the_first),
		cmocka_unit_test(a_check_finds_what_a_job_wrote),
		cmocka_unit_test(the_odds_are_those_of_the_statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
