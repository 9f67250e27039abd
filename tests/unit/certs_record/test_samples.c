/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is built is what the fixtures hold, parses, and gives back what went in. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "digest.h"
#include "sample.h"

static void fixtures_are_what_is_built(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		size_t bytes;
		char *json = sample_json(&samples[i], &bytes);

		assert_int_equal(strlen(json), bytes);
		assert_int_equal(json[bytes - 1], '\n');
		fixture_compare(samples[i].name, json, bytes);
		free(json);
	}
}

static void each_is_judged_as_expected(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		struct wipe_report *report = sample_report(&samples[i]);
		struct wipecert_record *record = sample_record(&samples[i]);
		struct wipe_error err = { .code = WIPE_OK };
		enum wipecert_held held = wipecert_record_held(record, &err);

		if (samples[i].verdict &&
		    strcmp(wipe_verdict_name(report->verdict), samples[i].verdict))
			fail_msg("%s: %s", samples[i].name, wipe_verdict_name(report->verdict));
		if (held != samples[i].held)
			fail_msg("%s: %s %s", samples[i].name, wipecert_held_name(held),
				 err.message);
		assert_int_equal(wipecert_record_type(record), samples[i].type);
		wipecert_record_free(record);
		free(report);
	}
}

static void medium_comes_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		struct wipecert_record *record = sample_record(&samples[i]);
		struct wipe_device expected = *samples[i].device, found;

		/* Where it was on the machine is not in the record. */
		memset(expected.node, 0, sizeof(expected.node));
		wipecert_record_medium(record, &found);
		assert_memory_equal(&found, &expected, sizeof(found));
		wipecert_record_free(record);
	}
}

static void last_pass_comes_back(void **state)
{
	static const char *const names[] = { "attempt",		"erasure",
					     "erasure-zero",	"erasure-complement",
					     "erasure-pattern", "erasure-gutmann" };

	(void)state;
	for (size_t i = 0; i < COUNT(names); i++) {
		struct wipe_report *report = sample_report(sample_find(names[i]));
		struct wipecert_record *record = sample_record(sample_find(names[i]));
		struct wipe_pass pass;

		assert_int_equal(wipecert_record_last_pass(record, &pass, NULL), 0);
		assert_memory_equal(&pass, &report->plan.passes[report->plan.pass_count - 1],
				    sizeof(pass));
		wipecert_record_free(record);
		free(report);
	}
}

/* As it was made, but for what no record tells. */
static void plan_comes_back(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		struct wipe_report *report = sample_report(&samples[i]);
		struct wipecert_record *record = sample_record(&samples[i]);
		struct wipe_plan *plan = calloc(1, sizeof(*plan));
		int rc = wipecert_record_plan(record, plan, NULL);

		assert_int_equal(rc, samples[i].type == WIPECERT_CHECK ? WIPE_E_UNSUPPORTED : 0);
		memset(report->plan.crypto.header.node, 0, sizeof(report->plan.crypto.header.node));
		if (!rc) {
			assert_ptr_equal(plan->scheme, report->plan.scheme);
			assert_memory_equal(&plan->crypto, &report->plan.crypto,
					    sizeof(plan->crypto));
			assert_int_equal(plan->is_limited, report->plan.is_limited);
			assert_int_equal(plan->span_count, report->plan.span_count);
			assert_memory_equal(plan->spans, report->plan.spans, sizeof(plan->spans));
			assert_memory_equal(&plan->header_pass, &report->plan.header_pass,
					    sizeof(plan->header_pass));
			assert_int_equal(plan->pass_count, report->plan.pass_count);
			assert_memory_equal(plan->passes, report->plan.passes,
					    sizeof(plan->passes));
			assert_int_equal(plan->level_reachable, report->plan.level_reachable);
		}
		free(plan);
		wipecert_record_free(record);
		free(report);
	}
}

static void check_is_no_erasure(void **state)
{
	struct wipecert_record *record = sample_record(sample_find("check"));
	struct wipe_pass pass;

	(void)state;
	assert_int_equal(wipecert_record_last_pass(record, &pass, NULL), WIPE_E_UNSUPPORTED);
	wipecert_record_free(record);
}

static void links_come_back(void **state)
{
	struct wipecert_record *attempt = sample_record(sample_find("attempt"));
	struct wipecert_record *erasure = sample_record(sample_find("erasure"));
	struct wipecert_record *check = sample_record(sample_find("check"));
	struct wipecert_link link, previous;
	uint8_t sha256[32];
	size_t bytes;
	const char *json = wipecert_record_json(attempt, &bytes);

	(void)state;
	assert_true(digest_sha256(json, bytes, sha256));
	assert_true(wipecert_record_closes(erasure, &link));
	assert_memory_equal(link.econtent_sha256, sha256, 32);
	assert_string_equal(link.id, wipecert_record_id(attempt));
	assert_false(link.is_signed);
	assert_int_equal(wipecert_record_previous(erasure, &previous, 1), 1);
	assert_memory_equal(previous.econtent_sha256, sha256, 32);
	assert_string_equal(previous.id, "");
	assert_int_equal(wipecert_record_previous(attempt, &previous, 1), 0);
	assert_false(wipecert_record_about(erasure, &link));
	assert_false(wipecert_record_closes(check, &link));
	assert_true(wipecert_record_about(check, &link));
	assert_string_equal(link.id, wipecert_record_id(erasure));
	wipecert_record_free(attempt);
	wipecert_record_free(erasure);
	wipecert_record_free(check);
}

static void resumed_attempts_come_back(void **state)
{
	struct wipecert_record *attempt = sample_record(sample_find("attempt"));
	struct wipecert_record *erasure = sample_record(sample_find("erasure"));
	struct wipecert_record *resumed = sample_record(sample_find("erasure-resumed"));
	struct wipecert_link links[2] = { { .is_signed = true }, { .is_signed = true } };
	size_t bytes;
	const char *json = wipecert_record_json(attempt, &bytes);
	uint8_t sha256[32];

	(void)state;
	assert_true(digest_sha256(json, bytes, sha256));
	assert_int_equal(wipecert_record_resumes(erasure, links, 2), 0);
	assert_int_equal(wipecert_record_resumes(resumed, links, 0), 1);
	assert_true(links[0].is_signed);
	assert_int_equal(wipecert_record_resumes(resumed, links, 2), 1);
	assert_memory_equal(links[0].econtent_sha256, sha256, 32);
	assert_string_equal(links[0].id, wipecert_record_id(attempt));
	assert_false(links[0].is_signed);
	assert_true(links[1].is_signed);
	wipecert_record_free(attempt);
	wipecert_record_free(erasure);
	wipecert_record_free(resumed);
}

static void signed_links_are_told_apart(void **state)
{
	struct wipe_report *report = sample_report(sample_find("check"));
	struct wipecert_link about = { .is_signed = true,
				       .id = "00000000-0000-4000-8000-000000000002" };
	struct wipecert_link found;
	struct wipecert_meta meta;
	struct wipecert_record *record;
	char *json;
	size_t bytes;

	(void)state;
	memset(about.signature_sha256, 0x5a, sizeof(about.signature_sha256));
	sample_meta(sample_find("check"), &meta);
	meta.about = &about;
	assert_int_equal(wipecert_record_build(WIPECERT_CHECK, report, &meta, &json, &bytes, NULL),
			 0);
	assert_int_equal(wipecert_record_parse(json, bytes, &record, NULL), 0);
	assert_true(wipecert_record_about(record, &found));
	assert_memory_equal(&found, &about, sizeof(found));
	wipecert_record_free(record);
	free(json);
	free(report);
}

static void time_and_hash_come_back(void **state)
{
	struct wipe_report *report = sample_report(sample_find("erasure"));
	struct wipecert_record *record = sample_record(sample_find("erasure"));
	uint8_t sha256[32];

	(void)state;
	assert_int_equal(wipecert_record_issued_at(record), INT64_C(1795316706));
	assert_true(wipecert_record_content_sha256(record, sha256));
	assert_memory_equal(sha256, report->content_sha256, 32);
	wipecert_record_free(record);
	record = sample_record(sample_find("erasure-partial"));
	assert_false(wipecert_record_content_sha256(record, sha256));
	wipecert_record_free(record);
	record = sample_record(sample_find("attempt"));
	assert_false(wipecert_record_content_sha256(record, sha256));
	wipecert_record_free(record);
	free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixtures_are_what_is_built),
		cmocka_unit_test(each_is_judged_as_expected),
		cmocka_unit_test(medium_comes_back),
		cmocka_unit_test(last_pass_comes_back),
		cmocka_unit_test(plan_comes_back),
		cmocka_unit_test(check_is_no_erasure),
		cmocka_unit_test(links_come_back),
		cmocka_unit_test(resumed_attempts_come_back),
		cmocka_unit_test(signed_links_are_told_apart),
		cmocka_unit_test(time_and_hash_come_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
