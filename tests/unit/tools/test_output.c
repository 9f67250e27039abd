/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cmocka_all.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"
#include "output.h"

static void check_text(const char *text, const char *expected)
{
	json_t *value = output_json_text(text);

	assert_non_null(value);
	if (expected)
		assert_string_equal(json_string_value(value), expected);
	else
		assert_true(json_is_null(value));
	json_decref(value);
}

/* Goal: JSON can be made of whatever a drive or a file name holds. */
static void untrusted_text_becomes_json(void **state)
{
	(void)state;
	check_text(NULL, NULL);
	check_text("", NULL);
	check_text("WD \"x\" 日本", "WD \"x\" 日本");
	check_text("a\xff"
		   "b\xe3\x81",
		   "a\xef\xbf\xbd"
		   "b\xef\xbf\xbd\xef\xbf\xbd");
}

static void numbers_beyond_doubles_are_strings(void **state)
{
	static const uint8_t bytes[] = { 0x00, 0xff, 0x1a };
	json_t *value = output_json_bytes(UINT64_MAX);

	(void)state;
	assert_string_equal(json_string_value(value), "18446744073709551615");
	json_decref(value);
	value = output_json_hex(bytes, sizeof(bytes));
	assert_string_equal(json_string_value(value), "00ff1a");
	json_decref(value);
	value = output_json_hex(NULL, 3);
	assert_true(json_is_null(value));
	json_decref(value);
}

static void errors_become_json(void **state)
{
	struct wipe_error err = { .code = WIPE_E_REFUSED, .sys_errno = 16, .message = "in use" };
	json_t *value = output_json_error(&err);

	(void)state;
	assert_string_equal(json_string_value(json_object_get(value, "code")), "refused");
	assert_int_equal(json_integer_value(json_object_get(value, "errno")), 16);
	assert_string_equal(json_string_value(json_object_get(value, "message")), "in use");
	json_decref(value);
	err.code = WIPE_OK;
	value = output_json_error(&err);
	assert_true(json_is_null(value));
	json_decref(value);
}

/* What output_message() prints. */
static const char *told(const char *subject, const char *message)
{
	static char text[256];
	FILE *file = tmpfile();
	int kept = dup(STDERR_FILENO);
	size_t got;

	assert_non_null(file);
	fflush(stderr);
	dup2(fileno(file), STDERR_FILENO);
	output_message("t", subject, message);
	fflush(stderr);
	dup2(kept, STDERR_FILENO);
	close(kept);
	rewind(file);
	got = fread(text, 1, sizeof(text) - 1, file);
	text[got] = '\0';
	fclose(file);
	return text;
}

static void what_a_message_names_is_named_once(void **state)
{
	(void)state;
	assert_string_equal(told("/dev/sda", "/dev/sda has no serial number"),
			    "t: /dev/sda has no serial number\n");
	assert_string_equal(told("/dev/sda", "/dev/sda: gone"), "t: /dev/sda: gone\n");
	assert_string_equal(told("/dev/sda", "the size of /dev/sda"), "t: the size of /dev/sda\n");
	assert_string_equal(told("/dev/sda", "it is gone"), "t: /dev/sda: it is gone\n");
	assert_string_equal(told("/dev/sda", "/dev/sda1 is open"),
			    "t: /dev/sda: /dev/sda1 is open\n");
	assert_string_equal(told("disk.img", "disk.img.journal is damaged"),
			    "t: disk.img: disk.img.journal is damaged\n");
	assert_string_equal(told(NULL, "no memory"), "t: no memory\n");
	assert_string_equal(told("", "no memory"), "t: : no memory\n");
}

/* Goal: appended, private, one line an event whatever the text holds. */
static void log_lines_cannot_be_forged(void **state)
{
	char path[] = "/tmp/test_log.XXXXXX", text[4096] = "";
	struct log *log = NULL;
	struct wipe_log library;
	struct stat st;
	int fd;

	(void)state;
	assert_int_equal(close(mkstemp(path)), 0);
	assert_int_equal(unlink(path), 0);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(log_open(path, "wipe-test", &log, NULL), 0);
		log_line(log, WIPE_LOG_WARNING, "serial %s",
			 "X\n2026-01-01T00:00:00Z wipe-device[1] info: erased");
		library = log_for_library(log);
		library.fn(library.arg, WIPE_LOG_INFO, "from the library");
		log_close(log);
	}
	fd = open(path, O_RDONLY);
	assert_true(fd >= 0 && !fstat(fd, &st));
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_true(read(fd, text, sizeof(text) - 1) > 0);
	close(fd);
	unlink(path);
	fd = 0;
	for (const char *at = text; (at = strchr(at, '\n')); at++)
		fd++;
	assert_int_equal(fd, 4);
	assert_non_null(strstr(text, "warning: serial X\\u{000A}2026"));
	assert_non_null(strstr(text, "info: from the library\n"));
}

/* Goal: a log never lands on a device, through a link, or in a FIFO. */
static void logs_are_regular_files(void **state)
{
	char path[] = "/tmp/test_log.XXXXXX", link[64];
	struct wipe_error err = { 0 };
	struct log *log = NULL;

	(void)state;
	assert_int_equal(log_open("/dev/null", "t", &log, &err), WIPE_E_USAGE);
	assert_null(log);
	assert_int_equal(close(mkstemp(path)), 0);
	snprintf(link, sizeof(link), "%s.link", path);
	assert_int_equal(symlink(path, link), 0);
	assert_int_equal(log_open(link, "t", &log, NULL), WIPE_E_USAGE);
	unlink(link);
	assert_int_equal(mkfifo(link, 0600), 0);
	assert_int_equal(log_open(link, "t", &log, NULL), WIPE_E_USAGE);
	unlink(link);
	unlink(path);
	assert_int_equal(log_open(NULL, "t", &log, NULL), 0);
	log_line(log, WIPE_LOG_INFO, "nowhere");
	assert_null(log_for_library(log).fn);
	log_close(log);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(untrusted_text_becomes_json),
		cmocka_unit_test(numbers_beyond_doubles_are_strings),
		cmocka_unit_test(errors_become_json),
		cmocka_unit_test(what_a_message_names_is_named_once),
		cmocka_unit_test(log_lines_cannot_be_forged),
		cmocka_unit_test(logs_are_regular_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
