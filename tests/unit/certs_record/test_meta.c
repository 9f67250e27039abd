/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is found out about program and machine, and what a record is built of. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <wipe/machine.h>

#include "fixed_env.h"
#include "program.h"
#include "sample.h"

/* The first line that a command prints; the path of this program stands in it. */
static void output_of(const char *before, const char *behind, char *line, size_t size)
{
	char path[512], command[640];
	ssize_t length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	FILE *pipe;

	assert_true(length > 0);
	path[length] = '\0';
	snprintf(command, sizeof(command), "%s '%s' %s", before, path, behind);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	if (!fgets(line, (int)size, pipe))
		line[0] = '\0';
	pclose(pipe);
	line[strcspn(line, "\n")] = '\0';
}

static bool is_hex(const char *text, size_t length)
{
	for (size_t i = 0; i < length; i++)
		if (!isxdigit((unsigned char)text[i]) || isupper((unsigned char)text[i]))
			return false;
	return strlen(text) == length;
}

static void program_is_this_one(void **state)
{
	char expected[128], found[65];

	(void)state;
	program_sha256(found);
	output_of("sha256sum", "", expected, sizeof(expected));
	expected[64] = '\0';
	assert_string_equal(found, expected);
}

static void build_id_is_this_program_s(void **state)
{
	char expected[128], found[72], cut[9];

	(void)state;
	program_build_id(found, sizeof(found));
	output_of("readelf -n", "2>/dev/null | sed -n 's/.*Build ID: //p'", expected,
		  sizeof(expected));
	if (!expected[0])
		skip(); /* no readelf here */
	assert_string_equal(found, expected);
	/* Whole bytes, as many as fit. */
	program_build_id(cut, 8);
	assert_int_equal(strlen(cut), 6);
	assert_memory_equal(cut, expected, 6);
}

static void collects(struct wipecert_meta *meta, struct fixed_env *fixed)
{
	assert_int_equal(wipecert_meta_collect(&fixed->env, "wipe-test", meta, NULL), 0);
}

static void everything_is_collected(void **state)
{
	struct wipecert_meta meta;
	struct wipe_machine machine;
	struct fixed_env fixed;
	struct utsname name;

	(void)state;
	fixed_env_init(&fixed, 1);
	collects(&meta, &fixed);
	wipe_machine_read("", &machine);
	assert_string_equal(meta.host_maker, machine.maker);
	assert_string_equal(meta.host_model, machine.model);
	assert_string_equal(meta.host_serial, machine.serial);
	assert_string_equal(meta.host_asset_tag, machine.asset_tag);
	assert_int_equal(uname(&name), 0);
	assert_string_equal(meta.tool_name, "wipe-test");
	assert_true(meta.tool_version[0] >= '0' && meta.tool_version[0] <= '9');
	assert_true(is_hex(meta.tool_sha256, 64));
	assert_non_null(strstr(meta.host_kernel, name.release));
	assert_string_equal(meta.host_arch, name.machine);
	assert_true(meta.time_zone[0] != '\0');
	assert_true(strcmp(meta.clock_source, "synchronised") == 0 ||
		    strcmp(meta.clock_source, "unsynchronised") == 0 ||
		    strcmp(meta.clock_source, "unknown") == 0);
	assert_true(meta.issued_at_s == fixed.realtime_s);
	assert_null(meta.previous);
	assert_null(meta.closes);
	assert_null(meta.about);
	assert_null(meta.signer_flag);
}

static void time_zone_is_the_user_s(void **state)
{
	static const struct {
		const char *tz, *expected;
	} zones[] = { { "Asia/Tokyo", "Asia/Tokyo" },
		      { ":Europe/Berlin", "Europe/Berlin" },
		      { "JST-9", "JST-9" },
		      { "\x1b[2J\xe6", "?[2J?" } };
	struct wipecert_meta meta;
	struct fixed_env fixed;

	(void)state;
	fixed_env_init(&fixed, 1);
	for (size_t i = 0; i < COUNT(zones); i++) {
		assert_int_equal(setenv("TZ", zones[i].tz, 1), 0);
		collects(&meta, &fixed);
		assert_string_equal(meta.time_zone, zones[i].expected);
	}
	unsetenv("TZ");
	collects(&meta, &fixed);
	assert_true(meta.time_zone[0] != '\0');
}

static void ids_are_uuids_and_differ(void **state)
{
	struct wipecert_meta meta, before;
	struct fixed_env fixed;

	(void)state;
	fixed_env_init(&fixed, 1);
	collects(&meta, &fixed);
	for (int i = 0; i < 100; i++) {
		before = meta;
		fixed.realtime_s++;
		assert_int_equal(wipecert_meta_renew(&fixed.env, &meta, NULL), 0);
		assert_string_not_equal(meta.id, before.id);
		assert_int_equal(strlen(meta.id), 36);
		assert_int_equal(meta.id[14], '4');
		assert_non_null(strchr("89ab", meta.id[19]));
		assert_true(meta.issued_at_s == before.issued_at_s + 1);
		assert_string_equal(meta.tool_sha256, before.tool_sha256);
	}
}

static void without_randomness_there_is_no_id(void **state)
{
	struct wipecert_meta meta;
	struct fixed_env fixed;
	struct wipe_error err = { .code = WIPE_OK };

	(void)state;
	fixed_env_init(&fixed, 1);
	fixed.random_fails = true;
	assert_int_equal(wipecert_meta_collect(&fixed.env, "x", &meta, &err), WIPE_E_SYSTEM);
	assert_int_equal(err.code, WIPE_E_SYSTEM);
}

static void a_clock_before_the_program_is_suspect(void **state)
{
	struct wipecert_meta meta;
	struct fixed_env fixed;

	(void)state;
	fixed_env_init(&fixed, 1);
	fixed.realtime_s = 0;
	collects(&meta, &fixed);
	assert_true(meta.clock_suspect);
	fixed.realtime_s = INT64_C(4102444800); /* 2100 */
	collects(&meta, &fixed);
	assert_false(meta.clock_suspect);
}

/* The record of sample with what tweak() changed in its input. */
static struct wipecert_record *built(const char *name,
				     void (*tweak)(struct wipe_report *, struct wipecert_meta *))
{
	const struct sample *sample = sample_find(name);
	struct wipe_report *report = sample_report(sample);
	struct wipecert_record *record = NULL;
	struct wipe_error err = { .code = WIPE_OK };
	struct wipecert_meta meta;
	char *json;
	size_t bytes;

	sample_meta(sample, &meta);
	tweak(report, &meta);
	if (wipecert_record_build(sample->type, report, &meta, &json, &bytes, &err) != 0 ||
	    wipecert_record_parse(json, bytes, &record, &err) != 0)
		fail_msg("%s: %s", name, err.message);
	free(json);
	free(report);
	return record;
}

static void expect_text(const struct wipecert_record *record, const char *text)
{
	if (!strstr(wipecert_record_json(record, NULL), text))
		fail_msg("no %s in %s", text, wipecert_record_json(record, NULL));
}

static void set_flags(struct wipe_report *report, struct wipecert_meta *meta)
{
	report->ended_at_s = report->started_at_s - 1;
	meta->clock_suspect = true;
	meta->signer_flag = "signer-expired";
}

static void flags_are_written(void **state)
{
	struct wipecert_record *record = built("erasure", set_flags);

	(void)state;
	expect_text(record, "\"flags\": [\n    \"clock-suspect\",\n    \"clock-stepped\",\n"
			    "    \"signer-expired\"\n  ]");
	assert_int_equal(wipecert_record_held(record, NULL), WIPECERT_HELD_YES);
	wipecert_record_free(record);
}

static void clear_known(struct wipe_report *report, struct wipecert_meta *meta)
{
	struct wipecert_meta empty = { .issued_at_s = meta->issued_at_s };

	(void)report;
	memcpy(empty.id, meta->id, sizeof(empty.id));
	*meta = empty;
}

static void what_is_not_known_is_empty_or_null(void **state)
{
	struct wipecert_record *record = built("erasure", clear_known);

	(void)state;
	expect_text(record, "\"closes\": null");
	expect_text(record, "\"build\": null");
	expect_text(record, "\"sha256\": null");
	expect_text(record, "\"serial\": \"\"");
	expect_text(record, "\"asset_tag\": null");
	expect_text(record, "\"clock_source\": \"unknown\"");
	wipecert_record_free(record);
}

static void set_hostile(struct wipe_report *report, struct wipecert_meta *meta)
{
	struct wipe_device *dev = &report->device;

	snprintf(dev->name, sizeof(dev->name),
		 "a\x1b[2J\xe2\x80\xae\xe6\xa1\x88\xff\xed\xa0\x80\"\\\n%%s");
	snprintf(dev->model, sizeof(dev->model), "M\xc3\xa9mory \"x\" \x07");
	snprintf(dev->vendor, sizeof(dev->vendor), "</script>");
	memset(dev->bus_path, 0xff, sizeof(dev->bus_path)); /* without an end */
	snprintf(meta->host_model, sizeof(meta->host_model), "\xe6\xa1\x88");
}

static void hostile_strings_are_made_harmless(void **state)
{
	struct wipecert_record *record = built("erasure", set_hostile);
	struct wipe_device found;

	(void)state;
	wipecert_record_medium(record, &found);
	assert_string_equal(found.name, "a?[2J?\xe6\xa1\x88????\"\\?%s");
	assert_string_equal(found.model, "M??mory \"x\" ?");
	assert_string_equal(found.vendor, "</script>");
	expect_text(record, "\"model\": \"???\"");
	wipecert_record_free(record);
}

static void set_unusual(struct wipe_report *report, struct wipecert_meta *meta)
{
	(void)meta;
	report->error.code = WIPE_E_IO;
	report->error.sys_errno = 524; /* ENOTSUPP: within the kernel only */
	report->error.offset_bytes = UINT64_C(4611686018427387904);
	report->started_at_s = INT64_MIN;
	report->windows_verified = UINT64_MAX;
}

static void unusual_numbers_are_written(void **state)
{
	struct wipecert_record *record = built("erasure", set_unusual);

	(void)state;
	expect_text(record, "\"errno\": \"E524\"");
	expect_text(record, "\"code\": \"io-error\"");
	expect_text(record, "\"offset_bytes\": \"4611686018427387904\"");
	expect_text(record, "\"started_at\": \"0000-01-01T00:00:00Z\"");
	expect_text(record, "\"windows\": 9007199254740991");
	wipecert_record_free(record);
}

static void senseless_requests_are_refused(void **state)
{
	struct wipe_report *report = sample_report(sample_find("check"));
	struct wipecert_meta meta;
	struct wipe_error err = { .code = WIPE_OK };
	char *json;
	size_t bytes;

	(void)state;
	sample_meta(sample_find("check"), &meta);
	/* About nothing. */
	assert_int_equal(wipecert_record_build(WIPECERT_CHECK, report, &meta, &json, &bytes, &err),
			 WIPE_E_USAGE);
	assert_null(json);
	/* A check is no erasure: it has no scheme. */
	assert_int_equal(wipecert_record_build(WIPECERT_ERASURE, report, &meta, &json, &bytes,
					       NULL),
			 WIPE_E_USAGE);
	free(report);
	/* An id that is none shows when the record is parsed again. */
	report = sample_report(sample_find("erasure"));
	meta.id[0] = 'x';
	wipe_error_clear(&err);
	assert_int_equal(wipecert_record_build(WIPECERT_ERASURE, report, &meta, &json, &bytes,
					       &err),
			 WIPE_E_FORMAT);
	assert_null(json);
	assert_non_null(strstr(err.message, "/id"));
	free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(program_is_this_one),
		cmocka_unit_test(build_id_is_this_program_s),
		cmocka_unit_test(everything_is_collected),
		cmocka_unit_test(time_zone_is_the_user_s),
		cmocka_unit_test(ids_are_uuids_and_differ),
		cmocka_unit_test(without_randomness_there_is_no_id),
		cmocka_unit_test(a_clock_before_the_program_is_suspect),
		cmocka_unit_test(flags_are_written),
		cmocka_unit_test(what_is_not_known_is_empty_or_null),
		cmocka_unit_test(hostile_strings_are_made_harmless),
		cmocka_unit_test(unusual_numbers_are_written),
		cmocka_unit_test(senseless_requests_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
