/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates as text: what they say, what they never say, and how wide they are. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/render.h>

#include "layout.h"
#include "sample.h"
#include "utf8.h"
#include "width.h"
#include "words.h"

static void expect(const char *text, const char *part)
{
	if (!strstr(text, part))
		fail_msg("no \"%s\" in:\n%s", part, text);
}

static void expect_not(const char *text, const char *part)
{
	if (strstr(text, part))
		fail_msg("\"%s\" in:\n%s", part, text);
}

static void expect_harmless(const char *text)
{
	size_t left = strlen(text);

	while (left) {
		uint32_t code_point;
		size_t step = utf8_decode(text, left, &code_point);

		assert_true(step != 0);
		assert_true(code_point == '\n' || !utf8_is_deceptive(code_point));
		text += step;
		left -= step;
	}
}

static void expect_narrow(const char *text)
{
	char *copy = strdup(text), *line, *rest = copy;

	assert_non_null(copy);
	while ((line = strsep(&rest, "\n")))
		if (width_of_text(line) > LAYOUT_COLUMNS)
			fail_msg("%zu columns: %s", width_of_text(line), line);
	free(copy);
}

/* As if it had been verified; the caller's. */
static char *rendered_stamped(const char *name, enum wipecert_authentic authentic,
			      const struct wipecert_timestamp *timestamp)
{
	struct wipecert_result result = { .authentic = authentic,
					  .is_signed = true,
					  .timestamp = *timestamp };
	struct wipe_error err = { .code = WIPE_OK };
	char *text;

	result.reason = authentic == WIPECERT_VALID ? WIPECERT_REASON_NONE : WIPECERT_REASON_DEMO;
	result.record = sample_record(sample_find(name));
	result.held = wipecert_record_held(result.record, NULL);
	result.link.is_signed = true;
	snprintf(result.signer, sizeof(result.signer),
		 "CN=\xe5\xb1\xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e,O=Example K.K.,C=JP");
	if (wipecert_render_text(&result, &text, &err) != 0)
		fail_msg("%s: %s", name, err.message);
	wipecert_record_free(result.record);
	return text;
}

static char *rendered(const char *name, enum wipecert_authentic authentic)
{
	const struct wipecert_timestamp none = { .is_present = false };

	return rendered_stamped(name, authentic, &none);
}

static void a_timestamp_says_no_more_than_it_proves(void **state)
{
	struct wipecert_timestamp stamp = { .is_present = true,
					    .authentic = WIPECERT_VALID,
					    .time_s = 1795921445,
					    .authority = "CN=Some TSA" };
	char *text = rendered_stamped("erasure", WIPECERT_VALID, &stamp);

	(void)state;
	expect(text, "2026-11-29 03:04:05 UTC\n                        CN=Some TSA\n"
		     "                        The signature existed at that time.\n");
	expect_not(text, "nobody vouches");
	free(text);
	stamp.authentic = WIPECERT_INVALID;
	stamp.reason = WIPECERT_REASON_UNTRUSTED;
	text = rendered_stamped("erasure", WIPECERT_VALID, &stamp);
	expect(text, "CN=Some TSA\n                        Not relied upon: ");
	expect_not(text, "existed at that time");
	free(text);
}

static void every_record_renders(void **state)
{
	(void)state;
	for (size_t i = 0; i < sample_count; i++) {
		char *text = rendered(samples[i].name, WIPECERT_VALID);

		expect_narrow(text);
		expect_harmless(text);
		if (samples[i].device->serial[0])
			expect(text, samples[i].device->serial);
		expect(text, "                        Claimed by the signer.\n"
			     "  Timestamp             none: nobody vouches for the time\n");
		expect(text, "\n  Number                00000000-0000-4000-8000-");
		/* What nobody can know. */
		expect_not(text, "unrecoverable");
		expect_not(text, "irrecoverabl");
		expect_not(text, "impossible to recover");
		free(text);
	}
}

static void certificate_says_what_was_measured(void **state)
{
	char *text = rendered("erasure", WIPECERT_VALID);

	(void)state;
	expect(text, " CERTIFICATE OF DATA ERASURE\n");
	expect(text, "Verdict               ERASED AND VERIFIED\n");
	expect(text, "Record authentic?     VALID\n");
	expect(text, "Erasure held?         YES\n");
	expect(text, "Serial                WD-WCC6Y0000000\n"
		     "                        read from the drive (SCSI VPD page 80h)\n");
	expect(text, "Level achieved        Clear\n");
	expect(text, "Machine               Example K.K. Workbench 5\n"
		     "  Its serial            WB5-000123\n"
		     "  Asset tag             AS-2024-0117\n");
	expect(text, "Result                PASS\n");
	expect(text, "Challenge             3FCS-K6JR-V5E8-KQ68-34D5-KPJX-3K16\n");
	expect(text,
	       "  - addressable blocks: overwritten, all of it read back, 1,048,576 bytes (1.0\n"
	       "    MB)\n");
	expect(text, "AREAS NOT COVERED\n-----------------\n"
		     "  ! hidden areas (HPA, DCO, AMAX): state unknown\n"
		     "  ! remapped and retired blocks: cannot be reached by overwriting\n");
	expect(text, "2026-11-22 12:04:05 JST = 2026-11-22 03:04:05 UTC\n");
	expect(text, "CN=\xe5\xb1\xb1\xe7\x94\xb0\xe5\xa4\xaa\xe9\x83\x8e,O=Example K.K.,C=JP\n");
	expect(text,
	       "issued by the contractor itself; it is no certification by a\n  third party.");
	expect(text, "The record alone is no proof");
	free(text);
}

static void only_what_is_valid_and_held_is_a_certificate(void **state)
{
	static const struct {
		const char *name;
		enum wipecert_authentic authentic;
		const char *answer;
	} others[] = {
		{ "erasure", WIPECERT_UNDETERMINED, "UNDETERMINED" },
		{ "erasure", WIPECERT_INVALID, "INVALID" },
		{ "erasure-partial", WIPECERT_VALID, "Erasure held?         NO\n" },
		{ "erasure-failed", WIPECERT_VALID, "Verdict               FAILED\n" },
		{ "erasure-unverified", WIPECERT_VALID, "OVERWRITTEN, NOT VERIFIED" },
		{ "erasure-interrupted", WIPECERT_VALID, "INTERRUPTED" },
		{ "erasure-gone", WIPECERT_VALID, "the medium went away" },
		{ "attempt", WIPECERT_VALID, "OPEN: the record only tells that an erasure began" },
		{ "check", WIPECERT_VALID, "RECORD OF AN INDEPENDENT RE-READ" },
		{ "check-failed", WIPECERT_VALID, "Medium as recorded?   NO\n" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(others); i++) {
		char *text = rendered(others[i].name, others[i].authentic);

		expect_not(text, " CERTIFICATE OF DATA ERASURE\n");
		expect(text, others[i].answer);
		free(text);
	}
}

static void errors_and_reasons_are_told(void **state)
{
	char *text = rendered("erasure-partial", WIPECERT_VALID);

	(void)state;
	expect(text, "reading back, pass 1: 512 bytes at 65536: EIO\n");
	expect(text, "! addressable blocks: state unknown, 512 bytes\n");
	free(text);
	text = rendered("erasure-failed", WIPECERT_VALID);
	expect(text, "512 bytes at 699904: differs\n");
	expect(text, "Blocks that differ    1\n");
	free(text);
	text = rendered("erasure-gone", WIPECERT_VALID);
	expect(text, "Ended early by        device-gone, ENXIO\n");
	free(text);
	text = rendered("erasure-complement", WIPECERT_VALID);
	expect(text, "read from a USB bridge: it may not be the drive's own\n");
	expect(text, "This serial cannot tell the drive from others of its\n");
	expect(text, "Pass 2                complement of the stream of the pass before\n");
	free(text);
	text = rendered("erasure", WIPECERT_INVALID);
	expect(text, "A demonstration certificate signed: this record proves\n");
	free(text);
}

static void a_check_claims_no_erasure(void **state)
{
	char *text = rendered("check-sample", WIPECERT_VALID);

	(void)state;
	expect(text, "Verdict               ALL SAMPLES AS RECORDED\n");
	expect(text, "4700 blocks at random positions\n");
	expect(text, "About the record      00000000-0000-4000-8000-000000000002\n");
	expect_not(text, "ERASED");
	expect_not(text, "overwritten");
	expect_not(text, "contractor itself");
	free(text);
}

/* Goal: nobody takes zeros that a drive may have made up for an erasure. */
static void zeros_by_the_drive_are_told(void **state)
{
	char *text = rendered("erasure-zeroout", WIPECERT_VALID);

	(void)state;
	expect(text, "RECORD OF A DATA ERASURE (NOT A CERTIFICATE)\n");
	expect(text, "Verdict               ZEROS BY THE DRIVE'S OWN ACCOUNT\n");
	expect(text, "Erasure held?         NOT PROVED: ");
	expect(text, "A drive may\n  make up zeros when it is read and keep the old data");
	expect(text, "Level achieved        none\n");
	expect(text, "Pass 1                zeros, asked of the drive and not sent to it\n");
	expect(text, "Result                UNKNOWN\n");
	expect(text, "! addressable blocks: erased as the drive reports; not verified");
	expect(text, "Nothing proves this erasure");
	expect_not(text, "Challenge");
	expect_not(text, "OVERWRITTEN");
	expect_not(text, "The proof is the re-read");
	free(text);
	text = rendered("check-zeroout", WIPECERT_VALID);
	expect(text, "Verdict               NOT SHOWN\n");
	expect(text,
	       "zeros that the drive was asked\n  for and may have made up. Nothing is shown.");
	expect(text, "Medium as recorded?   NO\n");
	free(text);
}

/* Goal: nobody takes encrypted data, which is still there, for data that is gone. */
static void destroyed_keys_are_told(void **state)
{
	char *text = rendered("erasure-luks", WIPECERT_VALID);

	(void)state;
	expect(text, " CERTIFICATE OF CRYPTOGRAPHIC ERASURE\n");
	expect(text, "Verdict               KEYS DESTROYED\n");
	expect(text, "The encrypted data itself is still there");
	expect(text, "Erasure held?         YES, as long as the conditions hold\n");
	expect(text, "Level achieved        Clear\n");
	expect(text, "\nWhat was destroyed\n");
	expect(text, "\nWhat the claim rests on\n");
	expect(text, "  Encrypted data        ! 45,088,768 bytes (45.0 MB) are not overwritten");
	expect(text, "\nWHAT WOULD UNDO IT\n");
	expect(text, "  ! A backup of the header, with a passphrase");
	expect(text, "not overwritten: encrypted, and its keys are destroyed,");
	expect(text, "That they are nowhere");
	expect_not(text, "every block is read back");
	free(text);
	text = rendered("erasure-luks-open", WIPECERT_VALID);
	expect_not(text, " CERTIFICATE OF CRYPTOGRAPHIC ERASURE\n");
	expect(text, "Verdict               KEYS DESTROYED, NOT ALL CONDITIONS MET\n");
	expect(text, "Erasure held?         NOT PROVED: not all conditions are known to hold\n");
	expect(text, "Not known             ! There is no backup of the header");
	expect(text, "Answered by           ! nobody: nobody was asked\n");
	expect_not(text, "its keys are destroyed");
	free(text);
	text = rendered("erasure-luks-partial", WIPECERT_VALID);
	expect(text, "\nWhat a claim would rest on\n");
	expect(text, "key slots that may be as they were: 1 of 3");
	expect_not(text, "WHAT WOULD UNDO IT");
	free(text);
	text = rendered("attempt-luks", WIPECERT_VALID);
	expect(text, "\nWhat was to be destroyed\n");
	expect(text, "Key slots             3 in use (");
	expect_not(text, " destroyed (");
	free(text);
}

static void many_errors_are_counted(void **state)
{
	struct wipe_report *report = sample_report(sample_find("erasure-partial"));
	struct wipecert_result result = { .authentic = WIPECERT_VALID };
	struct wipecert_meta meta;
	char *json, *text;
	size_t bytes;

	(void)state;
	for (uint32_t i = 0; i < WIPE_BAD_RANGES_MAX; i++)
		report->bad_ranges[i] = (struct wipe_bad_range){ .offset_bytes = i * UINT64_C(1024),
								 .length_bytes = 512,
								 .phase = WIPE_PHASE_VERIFY,
								 .pass = 1,
								 .sys_errno = 5 };
	report->bad_range_count = WIPE_BAD_RANGES_MAX;
	report->bad_ranges_not_listed = 4;
	sample_meta(sample_find("erasure-partial"), &meta);
	assert_int_equal(
		wipecert_record_build(WIPECERT_ERASURE, report, &meta, &json, &bytes, NULL), 0);
	assert_int_equal(wipecert_record_parse(json, bytes, &result.record, NULL), 0);
	assert_int_equal(wipecert_render_text(&result, &text, NULL), 0);
	expect(text, "512 bytes at 9216: EIO\n                        and 250 more places\n");
	expect_not(text, "at 10240");
	free(text);
	free(json);
	wipecert_record_free(result.record);
	free(report);
}

static void what_did_not_verify_is_not_shown(void **state)
{
	struct wipecert_result result = { .authentic = WIPECERT_INVALID,
					  .reason = WIPECERT_REASON_SIGNATURE,
					  .detail = "a\x1b[31mb\xe2\x80\xae"
						    "c\nd" };
	struct wipe_error err = { .code = WIPE_OK };
	char *text;

	(void)state;
	assert_int_equal(wipecert_render_text(&result, &text, NULL), 0);
	expect(text, "NOT A VALID RECORD\n");
	expect(text, "INVALID\n");
	expect(text, "The signature does not verify");
	expect(text, "a?[31mb?c?d\n");
	expect_narrow(text);
	expect_harmless(text);
	free(text);
	assert_int_equal(wipecert_render_commands(&result, "x", &text, &err), WIPE_E_FORMAT);
	assert_null(text);
}

static void widths_are_those_of_unicode(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
	} texts[] = {
		{ "", 0 },
		{ "abc ~", 5 },
		{ "\xc3\xa9", 1 },
		{ "e\xcc\x81", 1 },		       /* e, combining acute */
		{ "\xe6\xa1\x88\xe4\xbb\xb6", 4 },     /* CJK */
		{ "\xe3\x82\xab\xe3\x82\x99", 2 },     /* ka, combining voiced mark */
		{ "\xef\xbd\xb6", 1 },		       /* half-width ka */
		{ "\xef\xbc\xa1", 2 },		       /* full-width A */
		{ "\xe3\x80\x82", 2 },		       /* ideographic full stop */
		{ "\xf0\xa0\xae\xb7", 2 },	       /* U+20BB7 */
		{ "\xe8\x91\x9b\xf3\xa0\x84\x80", 2 }, /* with a variation selector */
		{ "\xf0\x9f\x98\x80", 2 },
		{ "\xff\x80", 2 }, /* malformed: one each */
	};

	(void)state;
	for (size_t i = 0; i < COUNT(texts); i++)
		if (width_of_text(texts[i].text) != texts[i].columns)
			fail_msg("%s: %zu", texts[i].text, width_of_text(texts[i].text));
}

static char *paragraph(unsigned int indent, const char *text)
{
	struct layout layout = { .failed = false };

	layout_paragraph(&layout, indent, "%s", text);
	return layout_end(&layout);
}

static void lines_break_between_words(void **state)
{
	char *text = paragraph(70, "aaa bbb cccccc ddddddddddddddddddd e");

	(void)state;
	assert_string_equal(text + 70, "aaa bbb\n"
				       "                                                           "
				       "           cccccc\n"
				       "                                                           "
				       "           dddddddddd\n"
				       "                                                           "
				       "           ddddddddd\n"
				       "                                                           "
				       "           e\n");
	expect_narrow(text);
	free(text);
}

/* Between any two wide characters, but a full stop does not begin a line. */
static void japanese_breaks_anywhere_but_before_a_full_stop(void **state)
{
	char in[256] = "", *text;

	(void)state;
	for (int i = 0; i < 40; i++)
		strcat(in, "\xe6\xa1\x88");
	strcat(in, "\xe3\x80\x82");
	text = paragraph(0, in);
	expect_narrow(text);
	assert_string_equal(strchr(text, '\n') + 1, "\xe6\xa1\x88\xe3\x80\x82\n");
	free(text);
	memmove(in + 6, in + 9, strlen(in + 9) + 1);
	text = paragraph(0, in);
	assert_string_equal(strchr(text, '\n'), "\n");
	free(text);
}

static void numbers_and_times_are_readable(void **state)
{
	static const struct {
		uint64_t bytes;
		const char *text;
	} numbers[] = {
		{ 0, "0 bytes" },
		{ 999, "999 bytes" },
		{ 1000, "1,000 bytes (1.0 kB)" },
		{ 1048576, "1,048,576 bytes (1.0 MB)" },
		{ UINT64_C(500107862016), "500,107,862,016 bytes (500.1 GB)" },
		{ UINT64_C(999999999999), "999,999,999,999 bytes (999.9 GB)" },
		{ UINT64_C(4000787030016), "4,000,787,030,016 bytes (4.0 TB)" },
		{ UINT64_MAX, "18,446,744,073,709,551,615 bytes (18.4 EB)" },
	};
	char text[WORDS_BYTES], time[WORDS_TIME_BYTES];

	(void)state;
	for (size_t i = 0; i < COUNT(numbers); i++) {
		words_bytes(numbers[i].bytes, text);
		assert_string_equal(text, numbers[i].text);
	}
	words_time(INT64_C(1795359600), time);
	assert_string_equal(time, "2026-11-23 00:00:00 JST = 2026-11-22 15:00:00 UTC");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_record_renders),
		cmocka_unit_test(a_timestamp_says_no_more_than_it_proves),
		cmocka_unit_test(certificate_says_what_was_measured),
		cmocka_unit_test(only_what_is_valid_and_held_is_a_certificate),
		cmocka_unit_test(errors_and_reasons_are_told),
		cmocka_unit_test(a_check_claims_no_erasure),
		cmocka_unit_test(zeros_by_the_drive_are_told),
		cmocka_unit_test(destroyed_keys_are_told),
		cmocka_unit_test(many_errors_are_counted),
		cmocka_unit_test(what_did_not_verify_is_not_shown),
		cmocka_unit_test(widths_are_those_of_unicode),
		cmocka_unit_test(lines_break_between_words),
		cmocka_unit_test(japanese_breaks_anywhere_but_before_a_full_stop),
		cmocka_unit_test(numbers_and_times_are_readable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
