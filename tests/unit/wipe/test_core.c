/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/plan.h>
#include <wipe/report.h>

#include "fixed_env.h"

/* --- errors ------------------------------------------------------------- */

static void the_first_error_stays(void **state)
{
	struct wipe_error err;

	(void)state;
	wipe_error_clear(&err);
	err.media_touched = true;
	assert_int_equal(wipe_error_set(&err, WIPE_E_IO, EIO, "sector %d", 7), WIPE_E_IO);
	assert_int_equal(wipe_error_set(&err, WIPE_E_USAGE, 0, "later"), WIPE_E_USAGE);
	assert_int_equal(err.code, WIPE_E_IO);
	assert_string_equal(err.message, "sector 7: Input/output error");
	wipe_error_context(&err, "%s", "/dev/x");
	assert_string_equal(err.message, "/dev/x: sector 7: Input/output error");
	assert_true(err.media_touched);
	assert_int_equal(wipe_error_set(NULL, WIPE_E_IO, 0, "nobody listens"), WIPE_E_IO);
}

static void long_messages_are_cut(void **state)
{
	struct wipe_error err;
	char text[2 * WIPE_ERROR_MESSAGE_BYTES];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	wipe_error_clear(&err);
	wipe_error_set(&err, WIPE_E_IO, EIO, "%s", text);
	wipe_error_context(&err, "%s", text);
	assert_int_equal(strlen(err.message), WIPE_ERROR_MESSAGE_BYTES - 1);
}

/* --- schemes ------------------------------------------------------------ */

/* Written by hand from the published sequences: R a stream, ~ its complement. */
static const struct {
	const char *name, *sequence;
} published[] = {
	{ "stream", "R" },
	{ "stream-complement", "R ~" },
	{ "zero", "00" },
	{ "zeroout", "zeroout" },
	{ "luks", "R" },
	{ "dod-5220.22-m-e", "00 ff R" },
	{ "dod-5220.22-m-ece", "00 ff R 55 00 ff R" },
	{ "nsa-130-2", "R R 00" },
	{ "hmg-is5-baseline", "00" },
	{ "hmg-is5-enhanced", "00 ff R" },
	{ "bsi-gs", "R firmware" },
	{ "bsi-gse", "R R firmware" },
	{ "vsitr", "00 ff 00 ff 00 ff aa" },
	{ "gost-r-50739-95", "00 R" },
	{ "ar-380-19", "R 00 ff" },
	{ "afssi-5020", "00 ff aa" },
	{ "navso-p-5239-26-rll", "ffffffff 27ffffff R" },
	{ "navso-p-5239-26-mfm", "ffffffff bfffffff R" },
	{ "rcmp-tssit-ops-ii", "00 ff 00 ff 00 ff R" },
	{ "csec-itsg-06", "00 ff R" },
	{ "schneier", "ff 00 R R R R R" },
	{ "pfitzner-7", "R R R R R R R" },
	{ "pfitzner-33", "R R R R R R R R R R R R R R R R R R R R R R R R R R R R R R R R R" },
	{ "bmb21-2019", "ff 00 R R R ff" },
	{ "gutmann", "R R R R 55 aa 924924 492492 249249 00 11 22 33 44 55 66 77 88 99 aa bb cc dd "
		     "ee ff 924924 492492 249249 6db6db b6db6d db6db6 R R R R" },
};

static void describe(const struct wipe_scheme *scheme, char *out, size_t size)
{
	size_t used = 0;

	out[0] = '\0';
	for (uint32_t i = 0; i < scheme->pass_count; i++) {
		const struct wipe_pass_spec *pass = &scheme->passes[i];

		used += (size_t)snprintf(out + used, size - used, "%s%s", i ? " " : "",
					 pass->kind == WIPE_PASS_STREAM		   ? "R" :
					 pass->kind == WIPE_PASS_STREAM_COMPLEMENT ? "~" :
					 pass->kind == WIPE_PASS_FIRMWARE	   ? "firmware" :
					 pass->kind == WIPE_PASS_ZEROOUT	   ? "zeroout" :
										     "");
		for (uint32_t k = 0; k < pass->pattern_bytes; k++)
			used += (size_t)snprintf(out + used, size - used, "%02x", pass->pattern[k]);
	}
}

static void schemes_are_the_published_sequences(void **state)
{
	char sequence[512];

	(void)state;
	assert_int_equal(wipe_scheme_count(), COUNT(published));
	for (size_t i = 0; i < COUNT(published); i++) {
		const struct wipe_scheme *scheme = wipe_scheme_find(published[i].name);

		assert_non_null(scheme);
		describe(scheme, sequence, sizeof(sequence));
		assert_string_equal(sequence, published[i].sequence);
		assert_true(scheme->source[0] != '\0');
	}
	assert_null(wipe_scheme_find("dod"));
	assert_null(wipe_scheme_find(NULL));
	assert_null(wipe_scheme_at(COUNT(published)));
}

/* --- plans -------------------------------------------------------------- */

static struct wipe_device sample_device(enum wipe_media media)
{
	struct wipe_device dev = { .kind = WIPE_KIND_DEVICE,
				   .node = "/dev/sdx",
				   .name = "sdx",
				   .serial = "S1N2",
				   .media = media,
				   .capacity_bytes = 1 << 20,
				   .logical_block_bytes = 512 };

	return dev;
}

static void auto_chooses_by_medium(void **state)
{
	static const struct {
		enum wipe_media media;
		const char *scheme;
		enum wipe_level level;
	} cases[] = {
		{ WIPE_MEDIA_HDD, "stream", WIPE_LEVEL_CLEAR },
		{ WIPE_MEDIA_SSD, "stream", WIPE_LEVEL_CLEAR },
		{ WIPE_MEDIA_USB_FLASH, "stream-complement", WIPE_LEVEL_CLEAR },
		{ WIPE_MEDIA_SD, "stream-complement", WIPE_LEVEL_CLEAR },
		{ WIPE_MEDIA_UNKNOWN, "stream-complement", WIPE_LEVEL_CLEAR },
	};
	struct wipe_plan *plan = malloc(sizeof(*plan));
	struct wipe_plan_request request = { .method = "auto" };
	struct fixed_env fixed;

	(void)state;
	fixed_env_init(&fixed, 1);
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipe_device dev = sample_device(cases[i].media);

		assert_int_equal(wipe_plan_make(&request, &dev, &fixed.env, plan, NULL), 0);
		assert_string_equal(plan->scheme->name, cases[i].scheme);
		assert_int_equal(plan->level_reachable, cases[i].level);
	}
	free(plan);
}

static void one_pass_on_removable_flash_reaches_nothing(void **state)
{
	const char *reason;

	(void)state;
	assert_int_equal(wipe_level_of_overwrite(wipe_scheme_find("zero"), WIPE_KIND_DEVICE,
						 WIPE_MEDIA_USB_FLASH, false, &reason),
			 WIPE_LEVEL_NONE);
	assert_string_equal(reason, "flash-needs-complement");
	assert_int_equal(wipe_level_of_overwrite(wipe_scheme_find("dod-5220.22-m-e"),
						 WIPE_KIND_DEVICE, WIPE_MEDIA_SD, false, NULL),
			 WIPE_LEVEL_CLEAR); /* 00, FF */
	assert_int_equal(wipe_level_of_overwrite(wipe_scheme_find("stream"), WIPE_KIND_IMAGE,
						 WIPE_MEDIA_HDD, false, NULL),
			 WIPE_LEVEL_NONE);
	assert_int_equal(wipe_level_of_overwrite(wipe_scheme_find("gutmann"), WIPE_KIND_DEVICE,
						 WIPE_MEDIA_HDD, true, NULL),
			 WIPE_LEVEL_NONE);
}

static void every_stream_has_a_key_of_its_own(void **state)
{
	struct wipe_plan *plan = malloc(sizeof(*plan));
	struct wipe_plan_request request = { .method = "pfitzner-33" };
	struct wipe_device dev = sample_device(WIPE_MEDIA_HDD);
	struct fixed_env fixed;

	(void)state;
	fixed_env_init(&fixed, 2);
	assert_int_equal(wipe_plan_make(&request, &dev, &fixed.env, plan, NULL), 0);
	for (uint32_t i = 0; i < plan->pass_count; i++) {
		assert_int_equal(plan->passes[i].inputs.pass, i + 1);
		for (uint32_t k = i + 1; k < plan->pass_count; k++)
			assert_memory_not_equal(plan->passes[i].key, plan->passes[k].key,
						WIPE_KEY_BYTES);
	}
	request.method = "stream-complement";
	assert_int_equal(wipe_plan_make(&request, &dev, &fixed.env, plan, NULL), 0);
	assert_memory_equal(plan->passes[0].key, plan->passes[1].key, WIPE_KEY_BYTES);
	assert_int_equal(plan->passes[1].inputs.pass, 1);
	free(plan);
}

static int plan_code(const char *method, enum wipe_level require, enum wipe_verify_mode verify,
		     const struct wipe_device *dev, size_t challenge_bytes)
{
	struct wipe_plan *plan = malloc(sizeof(*plan));
	uint8_t challenge[WIPE_CHALLENGE_MAX_BYTES + 1] = { 0 };
	struct wipe_plan_request request = { .method = method,
					     .require = require,
					     .verify = verify,
					     .challenge = challenge,
					     .challenge_bytes = challenge_bytes };
	struct fixed_env fixed;
	int code;

	fixed_env_init(&fixed, 3);
	code = wipe_plan_make(&request, dev, &fixed.env, plan, NULL);
	free(plan);
	return code;
}

/* Whatever the kernel calls the zones: they must be written in order, which nothing here does. */
static void zoned_drives_are_not_planned(void **state)
{
	(void)state;
	for (enum wipe_zoned i = WIPE_ZONED_NO; i <= WIPE_ZONED_UNKNOWN; i++) {
		struct wipe_device disk = sample_device(WIPE_MEDIA_HDD);

		disk.zoned = i;
		assert_int_equal(plan_code("stream", WIPE_LEVEL_NONE, WIPE_VERIFY_FULL, &disk, 0),
				 i == WIPE_ZONED_NO ? 0 : WIPE_E_UNSUPPORTED);
		assert_string_not_equal(wipe_zoned_name(i),
					i == WIPE_ZONED_UNKNOWN ? "" : "unknown");
	}
}

static void what_cannot_be_reached_is_not_planned(void **state)
{
	struct wipe_device disk = sample_device(WIPE_MEDIA_HDD);
	static const uint32_t foreign[] = { 0, 256, 520, 528, 4224, 8192 };
	struct wipe_device odd = disk, empty = disk, flash = sample_device(WIPE_MEDIA_SD);

	(void)state;
	for (size_t i = 0; i < COUNT(foreign); i++) {
		odd.logical_block_bytes = foreign[i];
		assert_int_equal(plan_code("stream", WIPE_LEVEL_NONE, WIPE_VERIFY_FULL, &odd, 0),
				 WIPE_E_UNSUPPORTED);
	}
	empty.capacity_bytes = 0;
	assert_int_equal(plan_code("stream", WIPE_LEVEL_CLEAR, WIPE_VERIFY_FULL, &disk, 0), 0);
	assert_int_equal(plan_code("stream", WIPE_LEVEL_PURGE, WIPE_VERIFY_FULL, &disk, 0),
			 WIPE_E_UNSUPPORTED);
	assert_int_equal(plan_code("stream", WIPE_LEVEL_CLEAR, WIPE_VERIFY_NONE, &disk, 0),
			 WIPE_E_UNSUPPORTED);
	assert_int_equal(plan_code("stream", WIPE_LEVEL_CLEAR, WIPE_VERIFY_FULL, &flash, 0),
			 WIPE_E_UNSUPPORTED);
	assert_int_equal(plan_code("bsi-gs", WIPE_LEVEL_NONE, WIPE_VERIFY_FULL, &disk, 0),
			 WIPE_E_UNSUPPORTED);
	assert_int_equal(plan_code("stream", WIPE_LEVEL_NONE, WIPE_VERIFY_FULL, &empty, 0),
			 WIPE_E_UNSUPPORTED);
	assert_int_equal(plan_code("shred", WIPE_LEVEL_NONE, WIPE_VERIFY_FULL, &disk, 0),
			 WIPE_E_USAGE);
	assert_int_equal(plan_code("stream", WIPE_LEVEL_NONE, WIPE_VERIFY_FULL, &disk, 15),
			 WIPE_E_USAGE);
	assert_int_equal(plan_code("stream", WIPE_LEVEL_NONE, WIPE_VERIFY_FULL, &disk, 65),
			 WIPE_E_USAGE);
	assert_int_equal(plan_code("stream", WIPE_LEVEL_NONE, WIPE_VERIFY_FULL, &disk, 64), 0);
}

static void without_random_numbers_there_is_no_plan(void **state)
{
	struct wipe_plan *plan = malloc(sizeof(*plan));
	struct wipe_plan_request request = { .method = "stream" };
	struct wipe_device dev = sample_device(WIPE_MEDIA_HDD);
	struct fixed_env fixed;

	(void)state;
	fixed_env_init(&fixed, 4);
	fixed.random_fails = true;
	assert_int_equal(wipe_plan_make(&request, &dev, &fixed.env, plan, NULL), WIPE_E_SYSTEM);
	free(plan);
}

/* --- verdicts ----------------------------------------------------------- */

static struct wipe_report *good_report(void)
{
	struct wipe_report *report = calloc(1, sizeof(*report));

	report->device = sample_device(WIPE_MEDIA_HDD);
	report->device.bus = WIPE_BUS_ATA;
	report->plan.scheme = wipe_scheme_find("stream");
	report->plan.capacity_bytes = report->device.capacity_bytes;
	report->plan.pass_count = report->passes_completed = 1;
	report->media_touched = report->direct_io = report->verify_completed = true;
	report->bytes_written = report->bytes_to_verify = report->bytes_verified =
		report->plan.capacity_bytes;
	return report;
}

static void perfect(struct wipe_report *r)
{
	(void)r;
}
static void one_block_short(struct wipe_report *r)
{
	r->bytes_verified -= 512;
}
static void one_block_differs(struct wipe_report *r)
{
	r->mismatch_bytes = 512;
}
static void one_block_unreadable(struct wipe_report *r)
{
	r->unreadable_bytes = 512;
	r->bytes_verified -= 512;
}
static void one_block_unwritten(struct wipe_report *r)
{
	r->write_error_bytes = 512;
	r->bytes_verified -= 512;
}
static void missed_in_an_earlier_pass(struct wipe_report *r)
{
	r->bad_ranges[0] = (struct wipe_bad_range){
		.length_bytes = 512, .phase = WIPE_PHASE_WRITE, .pass = 1, .sys_errno = EIO
	};
	r->bad_range_count = 1;
}
static void pass_missing(struct wipe_report *r)
{
	r->passes_completed = 0;
}
static void stopped(struct wipe_report *r)
{
	r->interrupted = true;
}
static void unplugged(struct wipe_report *r)
{
	r->device_gone = true;
}
static void stopped_after_difference(struct wipe_report *r)
{
	r->interrupted = true;
	r->mismatch_bytes = 512;
}
static void broke_off(struct wipe_report *r)
{
	r->error.code = WIPE_E_IO;
}
static void not_verified(struct wipe_report *r)
{
	r->plan.verify = WIPE_VERIFY_NONE;
	r->verify_completed = false;
	r->bytes_verified = r->bytes_to_verify = 0;
}
static void verification_broke_off(struct wipe_report *r)
{
	r->verify_completed = false;
}
static void verified_nothing(struct wipe_report *r)
{
	r->bytes_verified = r->bytes_to_verify = 0;
}
static void sampled(struct wipe_report *r)
{
	r->plan.verify = WIPE_VERIFY_SAMPLE;
	r->bytes_to_verify = r->bytes_verified = 5120;
}
static void sampled_short(struct wipe_report *r)
{
	sampled(r);
	r->bytes_verified = 4608;
}
static void full_but_only_a_sample_read(struct wipe_report *r)
{
	r->bytes_to_verify = r->bytes_verified = 5120;
}
static void from_the_cache(struct wipe_report *r)
{
	r->direct_io = false;
}
static void virtual_device(struct wipe_report *r)
{
	r->device.is_virtual = true;
}

static const struct {
	void (*change)(struct wipe_report *report);
	enum wipe_verdict verdict;
	enum wipe_result verification;
	enum wipe_level level;
	enum wipe_area_state user_area;
	int exit_code;
} verdict_cases[] = {
	{ perfect, WIPE_VERDICT_ERASED_VERIFIED, WIPE_RESULT_PASS, WIPE_LEVEL_CLEAR,
	  WIPE_AREA_ERASED_VERIFIED, 0 },
	{ sampled, WIPE_VERDICT_ERASED_SAMPLED, WIPE_RESULT_PASS, WIPE_LEVEL_CLEAR,
	  WIPE_AREA_ERASED_SAMPLED, 0 },
	{ virtual_device, WIPE_VERDICT_ERASED_VERIFIED, WIPE_RESULT_PASS, WIPE_LEVEL_NONE,
	  WIPE_AREA_ERASED_VERIFIED, 0 },
	{ not_verified, WIPE_VERDICT_ERASED_UNVERIFIED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 4 },
	{ from_the_cache, WIPE_VERDICT_ERASED_UNVERIFIED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 4 },
	{ one_block_unreadable, WIPE_VERDICT_PARTIAL, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_ERASED_VERIFIED, 4 },
	{ one_block_unwritten, WIPE_VERDICT_PARTIAL, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_ERASED_VERIFIED, 4 },
	{ missed_in_an_earlier_pass, WIPE_VERDICT_PARTIAL, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 4 },
	{ one_block_differs, WIPE_VERDICT_FAILED, WIPE_RESULT_FAIL, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 1 },
	{ stopped_after_difference, WIPE_VERDICT_FAILED, WIPE_RESULT_FAIL, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 1 },
	{ one_block_short, WIPE_VERDICT_FAILED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 1 },
	{ sampled_short, WIPE_VERDICT_FAILED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 1 },
	{ full_but_only_a_sample_read, WIPE_VERDICT_FAILED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 1 },
	{ verified_nothing, WIPE_VERDICT_FAILED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 1 },
	{ verification_broke_off, WIPE_VERDICT_FAILED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 1 },
	{ pass_missing, WIPE_VERDICT_FAILED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 1 },
	{ broke_off, WIPE_VERDICT_FAILED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE, WIPE_AREA_UNKNOWN,
	  1 },
	{ stopped, WIPE_VERDICT_INTERRUPTED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 5 },
	{ unplugged, WIPE_VERDICT_INTERRUPTED, WIPE_RESULT_UNKNOWN, WIPE_LEVEL_NONE,
	  WIPE_AREA_UNKNOWN, 5 },
};

static void verdicts_follow_from_facts(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(verdict_cases); i++) {
		struct wipe_report *report = good_report();

		print_message("verdict case %zu\n", i);
		verdict_cases[i].change(report);
		wipe_report_conclude(report);
		assert_int_equal(report->verdict, verdict_cases[i].verdict);
		assert_int_equal(report->verification, verdict_cases[i].verification);
		assert_int_equal(report->level_achieved, verdict_cases[i].level);
		assert_int_equal(report->areas[0].kind, WIPE_AREA_USER_LBA);
		assert_int_equal(report->areas[0].state, verdict_cases[i].user_area);
		assert_int_equal(wipe_verdict_exit_code(report->verdict),
				 verdict_cases[i].exit_code);
		free(report);
	}
}

static void nothing_at_all_proves_nothing(void **state)
{
	struct wipe_report *report = calloc(1, sizeof(*report));

	(void)state;
	wipe_report_conclude(report);
	assert_int_equal(report->verdict, WIPE_VERDICT_FAILED);
	free(report);
}

static enum wipe_area_state state_of(const struct wipe_report *report, enum wipe_area_kind kind)
{
	for (uint32_t i = 0; i < report->area_count; i++)
		if (report->areas[i].kind == kind)
			return report->areas[i].state;
	return WIPE_AREA_ABSENT;
}

/* Goal: a clean overwrite never claims what the host cannot reach. */
static void areas_out_of_reach_stay_so(void **state)
{
	struct wipe_report *report = good_report();

	(void)state;
	wipe_report_conclude(report);
	assert_int_equal(state_of(report, WIPE_AREA_HIDDEN), WIPE_AREA_UNKNOWN);
	assert_int_equal(state_of(report, WIPE_AREA_REMAPPED), WIPE_AREA_NOT_REACHABLE);
	assert_int_equal(state_of(report, WIPE_AREA_OVER_PROVISIONED), WIPE_AREA_ABSENT);
	report->device.media = WIPE_MEDIA_SSD;
	report->device.bus = WIPE_BUS_NVME;
	wipe_report_conclude(report);
	assert_int_equal(state_of(report, WIPE_AREA_OVER_PROVISIONED), WIPE_AREA_NOT_REACHABLE);
	assert_int_equal(state_of(report, WIPE_AREA_OTHER_NAMESPACES), WIPE_AREA_UNKNOWN);
	report->device.is_virtual = true;
	wipe_report_conclude(report);
	assert_int_equal(report->area_count, 2);
	assert_int_equal(state_of(report, WIPE_AREA_BACKING_STORAGE), WIPE_AREA_UNKNOWN);
	free(report);
}

static void a_partial_erasure_says_how_much(void **state)
{
	struct wipe_report *report = good_report();

	(void)state;
	one_block_unreadable(report);
	wipe_report_conclude(report);
	assert_true(report->areas[0].bytes == report->plan.capacity_bytes - 512);
	assert_int_equal(report->areas[1].kind, WIPE_AREA_USER_LBA);
	assert_int_equal(report->areas[1].state, WIPE_AREA_UNKNOWN);
	assert_true(report->areas[1].bytes == 512);
	free(report);
}

static void names_come_back_as_they_went(void **state)
{
	enum wipe_verdict verdict;
	enum wipe_level level;

	(void)state;
	for (unsigned int i = WIPE_VERDICT_ERASED_VERIFIED; i <= WIPE_VERDICT_INTERRUPTED; i++) {
		assert_true(wipe_verdict_parse(wipe_verdict_name((enum wipe_verdict)i), &verdict));
		assert_int_equal(verdict, i);
	}
	assert_true(wipe_level_parse("purge", &level));
	assert_false(wipe_level_parse("Purge", &level));
	assert_false(wipe_level_parse(NULL, &level));
	assert_string_equal(wipe_verdict_name((enum wipe_verdict)99), "unknown");
	assert_string_equal(wipe_code_name(12345), "unknown");
}

/* --- estimates ---------------------------------------------------------- */

static void a_guess_counts_passes_and_reading_back(void **state)
{
	static const struct {
		enum wipe_media media;
		enum wipe_bus bus;
		bool is_virtual;
		uint32_t passes;
		enum wipe_verify_mode verify;
		const char *basis; /* NULL: no guess */
		uint64_t least_s, most_s;
	} cases[] = {
		{ WIPE_MEDIA_HDD, WIPE_BUS_ATA, false, 1, WIPE_VERIFY_FULL, "hdd", 10000, 33333 },
		{ WIPE_MEDIA_HDD, WIPE_BUS_SCSI, false, 3, WIPE_VERIFY_NONE, "hdd", 15000, 50000 },
		{ WIPE_MEDIA_SSD, WIPE_BUS_NVME, false, 1, WIPE_VERIFY_NONE, "ssd-nvme", 333,
		  3333 },
		{ WIPE_MEDIA_SSD, WIPE_BUS_ATA, false, 1, WIPE_VERIFY_SAMPLE, "ssd", 2200, 11000 },
		{ WIPE_MEDIA_UNKNOWN, WIPE_BUS_USB, false, 2, WIPE_VERIFY_FULL, "usb-disk", 7500,
		  120000 },
		{ WIPE_MEDIA_UNKNOWN, WIPE_BUS_UNKNOWN, false, 1, WIPE_VERIFY_FULL, NULL, 0, 0 },
		{ WIPE_MEDIA_HDD, WIPE_BUS_ATA, true, 1, WIPE_VERIFY_FULL, NULL, 0, 0 },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct wipe_plan plan = { .capacity_bytes = UINT64_C(1000000000000),
					  .pass_count = cases[i].passes,
					  .verify = cases[i].verify,
					  .sample_percent = 10 };
		struct wipe_device dev = { .media = cases[i].media,
					   .bus = cases[i].bus,
					   .is_virtual = cases[i].is_virtual };
		struct wipe_estimate estimate;

		assert_int_equal(wipe_plan_estimate(&plan, &dev, &estimate), !!cases[i].basis);
		if (!cases[i].basis)
			continue;
		assert_string_equal(estimate.basis, cases[i].basis);
		assert_int_equal(estimate.least_s, cases[i].least_s);
		assert_int_equal(estimate.most_s, cases[i].most_s);
	}
}

/* USB 2.0 is slower than what hangs on it, a SATA link is not. */
static void a_guess_knows_the_link(void **state)
{
	static const struct {
		uint32_t link_mbps;
		uint64_t least_s, most_s;
	} cases[] = { { 0, 2500, 40000 },
		      { 5000, 2500, 40000 },
		      { 480, 20833, 40000 },
		      { 12, 1000000, 1000000 },
		      { 1, 1000000, 1000000 } };
	struct wipe_plan plan = { .capacity_bytes = UINT64_C(1000000000000),
				  .pass_count = 1,
				  .verify = WIPE_VERIFY_NONE };
	struct wipe_device dev = { .bus = WIPE_BUS_USB };
	struct wipe_estimate estimate;

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		dev.link_mbps = cases[i].link_mbps;
		assert_true(wipe_plan_estimate(&plan, &dev, &estimate));
		assert_int_equal(estimate.least_s, cases[i].least_s);
		assert_int_equal(estimate.most_s, cases[i].most_s);
	}
}

static void a_guess_has_bounds(void **state)
{
	struct wipe_plan plan = { .capacity_bytes = 512, .pass_count = 1 };
	struct wipe_device dev = { .media = WIPE_MEDIA_SD };
	struct wipe_estimate estimate;

	(void)state;
	assert_true(wipe_plan_estimate(&plan, &dev, &estimate));
	assert_int_equal(estimate.least_s, 1);
	assert_int_equal(estimate.most_s, 1);
	plan.capacity_bytes = UINT64_MAX;
	plan.pass_count = UINT32_MAX;
	assert_true(wipe_plan_estimate(&plan, &dev, &estimate));
	assert_true(estimate.least_s == UINT64_C(1000000000000000000));
	assert_true(estimate.most_s == UINT64_C(1000000000000000000));
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_first_error_stays),
		cmocka_unit_test(long_messages_are_cut),
		cmocka_unit_test(schemes_are_the_published_sequences),
		cmocka_unit_test(auto_chooses_by_medium),
		cmocka_unit_test(one_pass_on_removable_flash_reaches_nothing),
		cmocka_unit_test(every_stream_has_a_key_of_its_own),
		cmocka_unit_test(what_cannot_be_reached_is_not_planned),
		cmocka_unit_test(zoned_drives_are_not_planned),
		cmocka_unit_test(without_random_numbers_there_is_no_plan),
		cmocka_unit_test(verdicts_follow_from_facts),
		cmocka_unit_test(nothing_at_all_proves_nothing),
		cmocka_unit_test(areas_out_of_reach_stay_so),
		cmocka_unit_test(a_partial_erasure_says_how_much),
		cmocka_unit_test(names_come_back_as_they_went),
		cmocka_unit_test(a_guess_counts_passes_and_reading_back),
		cmocka_unit_test(a_guess_knows_the_link),
		cmocka_unit_test(a_guess_has_bounds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
