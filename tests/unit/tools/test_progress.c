/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "progress.h"
#include "text.h"

#define S UINT64_C(1000000000)
#define GB UINT64_C(1000000000)

static int use_utf8(void **state)
{
	(void)state;
	return setlocale(LC_ALL, "C.UTF-8") ? 0 : -1;
}

static struct progress_job running_job(void)
{
	struct progress_job job = { .name = "sda", .seen = true };

	job.now = (struct wipe_progress){
		.phase = WIPE_PHASE_WRITE, .pass = 1, .pass_count = 2, .job_total_bytes = 1500 * GB
	};
	for (uint64_t t = 0; t <= 3600; t++)
		meter_update(&job.meter, t * GB / 10, t * S);
	job.now.job_done_bytes = 360 * GB;
	return job;
}

/* Goal: percent and time left are of the whole job, not of the pass. */
static void line_tells_everything(void **state)
{
	struct progress_job job = running_job();
	char line[256];

	(void)state;
	progress_format(&job, 120, line, sizeof(line));
	assert_string_equal(line, "sda   24.0 %  pass 1/2 writing  100.0 MB/s  "
				  "average 100.0 MB/s  3:10:00 left");
	job.now.error_bytes = 4096;
	job.now.mismatch_bytes = 512;
	progress_format(&job, 120, line, sizeof(line));
	assert_non_null(strstr(line, "BAD: 4.6 kB"));
}

/* Goal: a drive in trouble is told from one that only is slow, and what is left for later shows. */
static void trouble_is_told(void **state)
{
	struct progress_job job = running_job();
	char line[256];

	(void)state;
	job.now.silent_ms = 2999;
	progress_format(&job, 160, line, sizeof(line));
	assert_null(strstr(line, "answer"));
	job.now.silent_ms = 65000;
	job.now.postponed_bytes = 3 << 20;
	progress_format(&job, 160, line, sizeof(line));
	assert_non_null(strstr(line, "no answer for 1:05"));
	assert_non_null(strstr(line, "for later: 3.1 MB"));
	job.finished = true;
	progress_format(&job, 160, line, sizeof(line));
	assert_null(strstr(line, "answer"));
	assert_null(strstr(line, "later"));
}

/* Goal: 100 % stands for all that is asked, the hash included. */
static void hashing_is_not_the_end(void **state)
{
	struct progress_job job = running_job();

	(void)state;
	job.now.job_done_bytes = job.now.job_total_bytes;
	job.now.phase = WIPE_PHASE_HASH;
	assert_int_equal(progress_permille(&job), 999);
	job.now.phase = WIPE_PHASE_DONE;
	assert_int_equal(progress_permille(&job), 1000);
}

/* Goal: where bytes do not tell all, it never seems to be done before it is. */
static void part_is_not_the_end(void **state)
{
	struct progress_job job = running_job();
	char line[256];
	json_t *object;

	(void)state;
	job.part = "journal";
	job.part_text = "the journal";
	progress_format(&job, 160, line, sizeof(line));
	assert_non_null(strstr(line, "24.0 %  the journal  "));
	assert_non_null(strstr(line, "left"));
	job.now.job_done_bytes = job.now.job_total_bytes;
	progress_format(&job, 160, line, sizeof(line));
	assert_null(strstr(line, "left"));
	assert_int_equal(progress_permille(&job), 999);
	object = progress_json(&job);
	assert_string_equal(json_string_value(json_object_get(object, "part")), "journal");
	assert_true(json_is_null(json_object_get(object, "seconds_left")));
	json_decref(object);
	job.finished = true;
	assert_int_equal(progress_permille(&job), 1000);
	job.part = NULL;
	object = progress_json(&job);
	assert_null(json_object_get(object, "part"));
	json_decref(object);
}

/* Goal: at no width is a line too long, and the most needed fields stay longest. */
static void line_fits_every_width(void **state)
{
	struct progress_job job = running_job();
	char line[256];

	(void)state;
	job.now.error_bytes = 4096;
	for (size_t columns = 1; columns < 130; columns++) {
		progress_format(&job, columns, line, sizeof(line));
		assert_true(text_columns(line) <= columns);
		if (columns >= 25)
			assert_non_null(strstr(line, "BAD"));
		if (columns >= 12)
			assert_non_null(strstr(line, "24.0 %"));
	}
	job.name = "非常に長い名前の画像ファイル.img\033[2J";
	progress_format(&job, 40, line, sizeof(line));
	assert_true(text_columns(line) <= 40);
	assert_null(strchr(line, '\033'));
}

/* Goal: 100 % is never shown before it is reached. */
static void percent_is_not_rounded_up(void **state)
{
	struct progress_job job = running_job();

	(void)state;
	job.now.job_done_bytes = job.now.job_total_bytes - 1;
	assert_int_equal(progress_permille(&job), 999);
	job.now.job_done_bytes = job.now.job_total_bytes;
	assert_int_equal(progress_permille(&job), 1000);
	job.now.job_done_bytes = job.now.job_total_bytes + 5;
	assert_int_equal(progress_permille(&job), 1000);
	job.now = (struct wipe_progress){ .phase = WIPE_PHASE_PREPARE };
	assert_int_equal(progress_permille(&job), 0);
}

/* Goal: on a fast medium the end waits for the hash, and the time left says so. */
static void time_left_knows_of_the_hash(void **state)
{
	struct progress_job job = running_job();
	char line[256];

	(void)state;
	job.now.hash_total_bytes = 750 * GB;
	for (uint64_t t = 0; t <= 3600; t++)
		meter_update(&job.hash_meter, t * GB / 100, t * S);
	job.now.hash_done_bytes = 36 * GB;
	progress_format(&job, 120, line, sizeof(line));
	assert_non_null(strstr(line, "19:50:00 left"));
	/* One that is faster than the medium changes nothing. */
	job.now.hash_done_bytes = 740 * GB;
	progress_format(&job, 120, line, sizeof(line));
	assert_non_null(strstr(line, "3:10:00 left"));
	/* When all that is left is the hash. */
	job.now.phase = WIPE_PHASE_HASH;
	job.now.job_done_bytes = job.now.job_total_bytes;
	progress_format(&job, 120, line, sizeof(line));
	assert_non_null(strstr(line, "16:40 left"));
	assert_null(strstr(line, "MB/s"));
}

static void json_has_every_number(void **state)
{
	struct progress_job job = running_job();
	json_t *object = progress_json(&job);

	(void)state;
	assert_non_null(object);
	assert_string_equal(json_string_value(json_object_get(object, "object")), "progress");
	assert_string_equal(json_string_value(json_object_get(object, "device")), "sda");
	assert_string_equal(json_string_value(json_object_get(object, "phase")), "write");
	assert_string_equal(json_string_value(json_object_get(object, "job_done_bytes")),
			    "360000000000");
	assert_int_equal(json_integer_value(json_object_get(object, "pass_count")), 2);
	assert_int_equal(json_integer_value(json_object_get(object, "seconds_left")), 11400);
	assert_true(json_is_false(json_object_get(object, "finished")));
	json_decref(object);
	job.finished = true;
	object = progress_json(&job);
	assert_true(json_is_null(json_object_get(object, "seconds_left")));
	assert_true(json_is_true(json_object_get(object, "finished")));
	json_decref(object);
}

/* Runs a job of ten seconds with an update every 10 ms; returns what stderr got. */
static char *run_job(enum progress_mode mode)
{
	struct wipe_progress now = { .phase = WIPE_PHASE_WRITE, .job_total_bytes = 1000 };
	char path[] = "/tmp/test_progress.XXXXXX";
	int fd = mkstemp(path), before = dup(STDERR_FILENO);
	struct progress *progress;
	char *text = calloc(1, 1 << 20);

	assert_true(fd >= 0 && before >= 0 && text);
	assert_int_equal(dup2(fd, STDERR_FILENO), STDERR_FILENO);
	progress = progress_new(mode, 1);
	progress_name(progress, 0, "loop0");
	for (uint64_t i = 1; i <= 1000; i++) {
		now.job_done_bytes = i;
		progress_update(progress, 0, &now, i * S / 100);
	}
	progress_finish(progress, 0, 10 * S);
	progress_finish(progress, 0, 10 * S);
	progress_free(progress);
	fflush(stderr);
	assert_int_equal(dup2(before, STDERR_FILENO), STDERR_FILENO);
	assert_true(pread(fd, text, (1 << 20) - 1, 0) >= 0);
	close(before);
	close(fd);
	unlink(path);
	return text;
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (; *text; text++)
		lines += *text == '\n';
	return lines;
}

/* Goal: a line a second and exactly one more for the end, which says that it is. */
static void json_lines_come_once_a_second(void **state)
{
	char *text = run_job(PROGRESS_JSON);
	const char *last;

	(void)state;
	assert_in_range(count_lines(text), 10, 12);
	last = strrchr(text, '{');
	assert_non_null(last);
	assert_non_null(strstr(last, "\"finished\":true"));
	assert_non_null(strstr(last, "\"job_done_bytes\":\"1000\""));
	free(text);
}

/* Goal: a file as stderr gets nothing unless JSON was asked for. */
static void silent_without_a_terminal(void **state)
{
	char *text = run_job(PROGRESS_AUTO);

	(void)state;
	assert_string_equal(text, "");
	free(text);
	text = run_job(PROGRESS_NONE);
	assert_string_equal(text, "");
	free(text);
}

static void modes_are_exact(void **state)
{
	enum progress_mode mode;

	(void)state;
	assert_true(progress_mode_parse("json", &mode) && mode == PROGRESS_JSON);
	assert_true(progress_mode_parse("none", &mode) && mode == PROGRESS_NONE);
	assert_true(progress_mode_parse("auto", &mode) && mode == PROGRESS_AUTO);
	assert_false(progress_mode_parse("js", &mode));
	assert_false(progress_mode_parse("", &mode));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(line_tells_everything),
		cmocka_unit_test(trouble_is_told),
		cmocka_unit_test(hashing_is_not_the_end),
		cmocka_unit_test(part_is_not_the_end),
		cmocka_unit_test(line_fits_every_width),
		cmocka_unit_test(percent_is_not_rounded_up),
		cmocka_unit_test(time_left_knows_of_the_hash),
		cmocka_unit_test(json_has_every_number),
		cmocka_unit_test(json_lines_come_once_a_second),
		cmocka_unit_test(silent_without_a_terminal),
		cmocka_unit_test(modes_are_exact),
	};

	return cmocka_run_group_tests(tests, use_utf8, NULL);
}
