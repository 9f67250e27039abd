/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is seen first: never better than the result that it was made from. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/glance.h>

#include "sample.h"
#include "utf8.h"

static struct wipecert_glance *glance_of(const char *name, enum wipecert_authentic authentic,
					 bool is_demo)
{
	struct wipecert_result result = { .authentic = authentic,
					  .is_signed = true,
					  .signer_is_demo = is_demo,
					  .signer = "CN=Taro,O=Example K.K.,C=JP" };
	struct wipecert_glance *glance;

	result.reason = authentic == WIPECERT_VALID ? WIPECERT_REASON_NONE :
						      WIPECERT_REASON_NO_TRUST;
	result.record = sample_record(sample_find(name));
	result.held = wipecert_record_held(result.record, NULL);
	assert_int_equal(wipecert_glance_make(&result, &glance, NULL), 0);
	wipecert_record_free(result.record);
	return glance;
}

/* The value behind a label, or of the line with this text in it; NULL: none. */
static const struct wipecert_line *find_line(const struct wipecert_glance *glance,
					     enum wipecert_part part, const char *label,
					     const char *within)
{
	for (size_t i = 0; i < glance->line_count; i++)
		if (glance->lines[i].part == part &&
		    (!label || !strcmp(glance->lines[i].label, label)) &&
		    (!within || strstr(glance->lines[i].value, within)))
			return &glance->lines[i];
	return NULL;
}

static void expect_line(const struct wipecert_glance *glance, enum wipecert_part part,
			const char *label, const char *within)
{
	if (!find_line(glance, part, label, within))
		fail_msg("part %d has no \"%s\" with \"%s\"", part, label ? label : "*",
			 within ? within : "*");
}

/* Goal: green only for what is valid, came off and was signed by no demonstration. */
static void only_the_sound_is_good(void **state)
{
	static const enum wipecert_authentic authentics[] = { WIPECERT_VALID, WIPECERT_UNDETERMINED,
							      WIPECERT_INVALID };
	size_t good = 0;

	(void)state;
	for (size_t i = 0; i < sample_count * 6; i++) {
		const struct sample *sample = &samples[i / 6];
		enum wipecert_authentic authentic = authentics[i % 3];
		bool is_demo = i % 6 >= 3;
		struct wipecert_glance *glance = glance_of(sample->name, authentic, is_demo);
		bool may = authentic == WIPECERT_VALID && !is_demo &&
			   sample->held == WIPECERT_HELD_YES;

		if ((glance->tone == WIPECERT_TONE_GOOD) != may)
			fail_msg("%s, %d, %d: tone %d", sample->name, authentic, is_demo,
				 glance->tone);
		if ((authentic == WIPECERT_INVALID || sample->held == WIPECERT_HELD_NO) &&
		    glance->tone != WIPECERT_TONE_BAD)
			fail_msg("%s, %d: not bad", sample->name, authentic);
		assert_int_equal(glance->is_demo, is_demo);
		good += glance->tone == WIPECERT_TONE_GOOD;
		wipecert_glance_free(glance);
	}
	assert_true(good > 0);
}

/* Some parts are about keys only, or only where those are claimed to be gone. */
static bool is_of_keys(const struct sample *sample, const struct wipecert_glance *glance,
		       enum wipecert_part part)
{
	bool is_limited = sample->keys && sample->type != WIPECERT_CHECK &&
			  strcmp(sample->method, "luks") == 0;

	bool matters = is_limited || strcmp(sample->name, "erasure-luks-overwrite-stopped") == 0;

	return part == WIPECERT_PART_KEYS   ? sample->keys && sample->type != WIPECERT_CHECK :
	       part == WIPECERT_PART_RESTS  ? matters :
	       part == WIPECERT_PART_UNDONE ? matters && glance->keys_are_gone :
					      true;
}

/* Goal: of every kind of record each part says something. */
static void every_part_is_there(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		struct wipecert_glance *glance = glance_of(samples[i].name, WIPECERT_VALID, false);

		for (int part = 0; part < WIPECERT_PART_COUNT; part++) {
			enum wipecert_part which = (enum wipecert_part)part;

			if (is_of_keys(&samples[i], glance, which) ==
			    !find_line(glance, which, NULL, NULL))
				fail_msg("%s: part %d", samples[i].name, part);
			assert_true(*wipecert_part_heading(glance, which));
		}
		for (size_t j = 1; j < glance->line_count; j++)
			assert_true(glance->lines[j].part >= glance->lines[j - 1].part);
		assert_int_equal(strlen(glance->id), 36);
		assert_int_equal(strlen(glance->econtent_sha256), 64);
		wipecert_glance_free(glance);
	}
}

static void what_a_certificate_says(void **state)
{
	struct wipecert_glance *glance = glance_of("erasure", WIPECERT_VALID, false);

	(void)state;
	assert_string_equal(glance->title, "CERTIFICATE OF DATA ERASURE");
	assert_string_equal(glance->verdict, "ERASED AND VERIFIED");
	assert_string_equal(glance->authentic, "VALID");
	assert_string_equal(glance->held, "YES");
	assert_string_equal(glance->serial, "WD-WCC6Y0000000");
	assert_string_equal(glance->capacity, "1,048,576 bytes (1.0 MB)");
	assert_string_equal(glance->level, "Clear");
	assert_int_equal(glance->issued_at_s, 1795316706);
	expect_line(glance, WIPECERT_PART_MEDIUM, "Serial", "WD-WCC6Y0000000");
	expect_line(glance, WIPECERT_PART_RESULT, "Level achieved", "Clear");
	expect_line(glance, WIPECERT_PART_RESULT, "Verification by reading back", "PASS (full");
	expect_line(glance, WIPECERT_PART_UNCOVERED, NULL, "remapped and retired blocks");
	expect_line(glance, WIPECERT_PART_FACTS, "Content of the medium", "AES-256-CTR");
	expect_line(glance, WIPECERT_PART_FACTS, "Challenge", "3FCS-");
	expect_line(glance, WIPECERT_PART_CLAIMS, "Began", "JST = ");
	expect_line(glance, WIPECERT_PART_SIGNATURE, "Signer", "CN=Taro");
	expect_line(glance, WIPECERT_PART_SIGNATURE, "", "Claimed by the signer.");
	expect_line(glance, WIPECERT_PART_SIGNATURE, "Timestamp", "none: nobody vouches");
	expect_line(glance, WIPECERT_PART_CHECK, NULL, "wipe-verify --trust");
	expect_line(glance, WIPECERT_PART_STATEMENT, NULL, "no certification by a third party");
	wipecert_glance_free(glance);
}

/* Goal: whoever decides sees what the claim rests on, and that the data is still there. */
static void what_destroyed_keys_say(void **state)
{
	struct wipecert_glance *glance = glance_of("erasure-luks", WIPECERT_VALID, false);

	(void)state;
	assert_string_equal(glance->title, "CERTIFICATE OF CRYPTOGRAPHIC ERASURE");
	assert_string_equal(glance->verdict, "KEYS DESTROYED");
	assert_string_equal(glance->held, "YES, as long as the conditions hold");
	assert_string_equal(wipecert_part_heading(glance, WIPECERT_PART_KEYS),
			    "What was destroyed");
	expect_line(glance, WIPECERT_PART_KEYS, "Volume 2", "LUKS1 in partition 3");
	expect_line(glance, WIPECERT_PART_KEYS, "Key slots", "3 of 3 destroyed");
	expect_line(glance, WIPECERT_PART_KEYS, "Tokens", "1 of 1 removed (systemd-tpm2)");
	expect_line(glance, WIPECERT_PART_RESTS, "True", "no backup of the header");
	expect_line(glance, WIPECERT_PART_RESTS, "Cipher of volume 1",
		    "aes-xts-plain64, key of 512");
	assert_int_equal(find_line(glance, WIPECERT_PART_RESTS, "Encrypted data", NULL)->style,
			 WIPECERT_LINE_MARK);
	expect_line(glance, WIPECERT_PART_UNDONE, "", "A backup of the header");
	expect_line(glance, WIPECERT_PART_FACTS, "Content of what was overwritten", NULL);
	expect_line(glance, WIPECERT_PART_UNCOVERED, "", "old key slots");
	wipecert_glance_free(glance);
	glance = glance_of("erasure-luks-copied", WIPECERT_VALID, false);
	assert_string_equal(glance->title, "RECORD OF A CRYPTOGRAPHIC ERASURE (NOT A CERTIFICATE)");
	assert_string_equal(glance->held, "NOT PROVED: not all conditions are known to hold");
	assert_int_equal(glance->tone, WIPECERT_TONE_CAUTION);
	assert_int_equal(find_line(glance, WIPECERT_PART_RESTS, "NOT TRUE", NULL)->style,
			 WIPECERT_LINE_MARK);
	assert_int_equal(find_line(glance, WIPECERT_PART_RESTS, "Same UUID elsewhere",
				   "/dev/sde1, serial EX")
				 ->style,
			 WIPECERT_LINE_MARK);
	wipecert_glance_free(glance);
	glance = glance_of("erasure-luks-open", WIPECERT_VALID, false);
	expect_line(glance, WIPECERT_PART_RESTS, "Answered by", "nobody was asked");
	wipecert_glance_free(glance);
}

/* A partition is no medium; and of what failed no claim is told. */
static void what_else_of_keys_is_told(void **state)
{
	struct wipecert_glance *glance = glance_of("erasure-luks-partition", WIPECERT_VALID, false);

	(void)state;
	assert_string_equal(glance->title, "CERTIFICATE OF DESTROYED KEYS OF ONE PARTITION");
	assert_non_null(strstr(glance->meaning, "The rest of the medium is not erased."));
	expect_line(glance, WIPECERT_PART_KEYS, "Erased part", "partition 2 alone");
	assert_string_equal(glance->level, "none");
	wipecert_glance_free(glance);
	glance = glance_of("erasure-luks-failed", WIPECERT_VALID, false);
	assert_string_equal(wipecert_part_heading(glance, WIPECERT_PART_KEYS),
			    "What was to be destroyed");
	expect_line(glance, WIPECERT_PART_KEYS, "", "differing: 512 bytes");
	expect_line(glance, WIPECERT_PART_FACTS, "", "It was not shown");
	wipecert_glance_free(glance);
	glance = glance_of("erasure-luks-interrupted", WIPECERT_VALID, false);
	assert_string_equal(wipecert_part_heading(glance, WIPECERT_PART_KEYS),
			    "What was destroyed");
	assert_string_equal(wipecert_part_heading(glance, WIPECERT_PART_RESTS),
			    "What a claim would rest on");
	expect_line(glance, WIPECERT_PART_UNDONE, "", "A backup of the header");
	expect_line(glance, WIPECERT_PART_FACTS, "", "It was not shown");
	wipecert_glance_free(glance);
	glance = glance_of("erasure-luks-detached", WIPECERT_VALID, false);
	expect_line(glance, WIPECERT_PART_KEYS, "Header", "on another medium: Example USB Memory");
	expect_line(glance, WIPECERT_PART_UNDONE, "", "flash and what lies beneath");
	wipecert_glance_free(glance);
	glance = glance_of("erasure-luks-overwrite", WIPECERT_VALID, false);
	assert_string_equal(glance->title, "CERTIFICATE OF DATA ERASURE");
	expect_line(glance, WIPECERT_PART_KEYS, "After that", "all of the medium was overwritten");
	wipecert_glance_free(glance);
	glance = glance_of("erasure-luks-overwrite-stopped", WIPECERT_VALID, false);
	expect_line(glance, WIPECERT_PART_KEYS, "After that", "did NOT come to its end");
	assert_string_equal(wipecert_part_heading(glance, WIPECERT_PART_RESTS),
			    "What a claim would rest on");
	expect_line(glance, WIPECERT_PART_RESTS, "Encrypted data", "what was not overwritten");
	expect_line(glance, WIPECERT_PART_UNDONE, "", "A backup of the header");
	wipecert_glance_free(glance);
}

/* Goal: what went wrong is marked, and what was meant is not told as what is. */
static void what_failed_is_marked(void **state)
{
	struct wipecert_glance *glance = glance_of("erasure-partial", WIPECERT_VALID, false);

	(void)state;
	assert_string_equal(glance->title, "RECORD OF A DATA ERASURE (NOT A CERTIFICATE)");
	assert_int_equal(find_line(glance, WIPECERT_PART_RESULT, "Not readable", NULL)->style,
			 WIPECERT_LINE_MARK);
	assert_int_equal(find_line(glance, WIPECERT_PART_CLAIMS, "Errors", "EIO")->style,
			 WIPECERT_LINE_MARK);
	assert_null(find_line(glance, WIPECERT_PART_FACTS, "Content of the medium", NULL));
	expect_line(glance, WIPECERT_PART_FACTS, "Content that was meant", NULL);
	expect_line(glance, WIPECERT_PART_FACTS, "", "It was not shown");
	wipecert_glance_free(glance);
	glance = glance_of("erasure-complement", WIPECERT_VALID, false);
	expect_line(glance, WIPECERT_PART_MEDIUM, "", "cannot tell the drive from others");
	wipecert_glance_free(glance);
	glance = glance_of("erasure-zeroout", WIPECERT_VALID, false);
	expect_line(glance, WIPECERT_PART_STATEMENT, "", "Nothing proves this erasure");
	wipecert_glance_free(glance);
	glance = glance_of("erasure", WIPECERT_UNDETERMINED, false);
	assert_string_equal(glance->title, "RECORD OF A DATA ERASURE (NOT A CERTIFICATE)");
	expect_line(glance, WIPECERT_PART_SIGNATURE, "State when drawn", "UNDETERMINED");
	wipecert_glance_free(glance);
}

/* Goal: a timestamp that does not count is told with the reason, one that counts as proof. */
static void timestamps_are_told(void **state)
{
	struct wipecert_result result = { .authentic = WIPECERT_VALID,
					  .is_signed = true,
					  .signer = "CN=Taro",
					  .timestamp = { .is_present = true,
							 .authentic = WIPECERT_VALID,
							 .time_s = 1795316706,
							 .authority = "CN=Time" } };
	struct wipecert_glance *glance;

	(void)state;
	result.record = sample_record(sample_find("erasure"));
	assert_int_equal(wipecert_glance_make(&result, &glance, NULL), 0);
	expect_line(glance, WIPECERT_PART_SIGNATURE, "Timestamp", "JST");
	expect_line(glance, WIPECERT_PART_SIGNATURE, "Timestamp", "CN=Time");
	expect_line(glance, WIPECERT_PART_SIGNATURE, "", "The signature existed at that time.");
	wipecert_glance_free(glance);
	result.timestamp.authentic = WIPECERT_UNDETERMINED;
	result.timestamp.reason = WIPECERT_REASON_NO_TRUST;
	assert_int_equal(wipecert_glance_make(&result, &glance, NULL), 0);
	assert_null(find_line(glance, WIPECERT_PART_SIGNATURE, "", "existed at that time"));
	assert_int_equal(find_line(glance, WIPECERT_PART_SIGNATURE, "", "Not relied upon: ")->style,
			 WIPECERT_LINE_MARK);
	wipecert_glance_free(glance);
	wipecert_record_free(result.record);
}

static void nothing_is_told_of_what_is_no_record(void **state)
{
	const struct wipecert_result result = { .authentic = WIPECERT_INVALID,
						.reason = WIPECERT_REASON_SIGNATURE,
						.detail = "a\x1b[31mb\xe2\x80\xae\xff" };
	struct wipecert_glance *glance;

	(void)state;
	assert_int_equal(wipecert_glance_make(&result, &glance, NULL), 0);
	assert_string_equal(glance->title, "NOT A VALID RECORD");
	assert_string_equal(glance->verdict, "");
	assert_string_equal(glance->authentic_detail, "a?[31mb??");
	assert_int_equal(glance->tone, WIPECERT_TONE_BAD);
	assert_int_equal(glance->line_count, 0);
	wipecert_glance_free(glance);
	wipecert_glance_free(NULL);
}

/* Goal: a record with as much to tell as the schema allows still fits. */
static void the_longest_record_fits(void **state)
{
	struct wipe_report *report = sample_report(sample_find("erasure-partial"));
	struct wipecert_result result = { .authentic = WIPECERT_VALID };
	struct wipecert_glance *glance;
	struct wipecert_meta meta;
	size_t bytes;
	char *json;

	(void)state;
	report->bad_range_count = WIPE_BAD_RANGES_MAX;
	for (uint32_t i = 0; i < WIPE_BAD_RANGES_MAX; i++)
		report->bad_ranges[i] = (struct wipe_bad_range){ .offset_bytes = i * UINT64_C(1024),
								 .length_bytes = 512,
								 .phase = WIPE_PHASE_VERIFY,
								 .pass = 1,
								 .sys_errno = 5 };
	report->interruption_count = WIPE_INTERRUPTIONS_MAX;
	for (uint32_t i = 0; i < WIPE_INTERRUPTIONS_MAX; i++)
		report->interruptions[i] = (struct wipe_interruption){ .stopped_at_s = 1795359600,
								       .resumed_at_s = 1795359700,
								       .pass = 1 };
	sample_meta(sample_find("erasure-partial"), &meta);
	meta.clock_suspect = true;
	meta.signer_flag = "signer-expired";
	assert_int_equal(
		wipecert_record_build(WIPECERT_ERASURE, report, &meta, &json, &bytes, NULL), 0);
	assert_int_equal(wipecert_record_parse(json, bytes, &result.record, NULL), 0);
	assert_int_equal(wipecert_glance_make(&result, &glance, NULL), 0);
	expect_line(glance, WIPECERT_PART_CLAIMS, "", "and 253 more places");
	expect_line(glance, WIPECERT_PART_CLAIMS, "", "more interruptions");
	assert_true(glance->line_count + WIPE_AREAS_MAX < WIPECERT_LINES_MAX);
	wipecert_glance_free(glance);
	wipecert_record_free(result.record);
	free(json);
	free(report);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_sound_is_good),
		cmocka_unit_test(every_part_is_there),
		cmocka_unit_test(what_a_certificate_says),
		cmocka_unit_test(what_destroyed_keys_say),
		cmocka_unit_test(what_else_of_keys_is_told),
		cmocka_unit_test(what_failed_is_marked),
		cmocka_unit_test(timestamps_are_told),
		cmocka_unit_test(nothing_is_told_of_what_is_no_record),
		cmocka_unit_test(the_longest_record_fits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
