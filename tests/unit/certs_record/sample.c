/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/verify.h>

#include "digest.h"
#include "fixed_env.h"
#include "keys_measured.h"
#include "luks_sample.h"

#define STARTED_S INT64_C(1795316645) /* 2026-11-22T03:04:05Z */
#define MEDIUM_BYTES (UINT64_C(1) << 20)
#define PAUSE_S 3600 /* between two runs of one job */

static const struct wipe_device disk = {
	.kind = WIPE_KIND_DEVICE,
	.node = "/dev/sdb",
	.name = "sdb",
	.vendor = "ATA",
	.model = "WDC WD10EZEX-08WN4A0",
	.firmware = "02.01A02",
	.serial = "WD-WCC6Y0000000",
	.serial_source = WIPE_SERIAL_VPD,
	.serial_plausible = true,
	.wwn = "0x50014ee2b0000000",
	.wwn_source = WIPE_WWN_UDEV,
	.bus = WIPE_BUS_ATA,
	.controller = "host0",
	.bus_path = "/sys/devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/sdb",
	.media = WIPE_MEDIA_HDD,
	.media_reason = "rotational=1",
	.capacity_bytes = MEDIUM_BYTES,
	.logical_block_bytes = 512,
	.physical_block_bytes = 4096,
};

static const struct wipe_device stick = {
	.kind = WIPE_KIND_DEVICE,
	.node = "/dev/sdc",
	.name = "sdc",
	.vendor = "Generic",
	.model = "Flash Disk",
	.firmware = "8.07",
	.serial = "000000000001",
	.serial_source = WIPE_SERIAL_BRIDGE,
	.serial_problem = WIPE_SERIAL_KNOWN,
	.bus = WIPE_BUS_USB,
	.bridge = "058f:6387 Generic Mass Storage",
	.bridge_serial = "000000000001",
	.bus_path = "/sys/devices/pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host6/block/sdc",
	.media = WIPE_MEDIA_USB_FLASH,
	.media_reason = "usb, removable=1",
	.capacity_bytes = MEDIUM_BYTES,
	.logical_block_bytes = 512,
	.physical_block_bytes = 512,
};

/* Not a multiple of its block: the last one is short. */
static const struct wipe_device image = {
	.kind = WIPE_KIND_IMAGE,
	.node = "/srv/\xe6\xa1\x88\xe4\xbb\xb6.img",
	.name = "\xe6\xa1\x88\xe4\xbb\xb6.img",
	.serial_problem = WIPE_SERIAL_ABSENT,
	.bus = WIPE_BUS_FILE,
	.media = WIPE_MEDIA_VIRTUAL,
	.media_reason = "image file",
	.is_virtual = true,
	.capacity_bytes = MEDIUM_BYTES + 100,
	.logical_block_bytes = 512,
	.physical_block_bytes = 512,
};

static void spoil_reading(struct test_io *io, struct wipe_job_options *options)
{
	(void)options;
	io->bad_read_from = 65536;
	io->bad_read_to = 66048;
}

static void spoil_writing(struct test_io *io, struct wipe_job_options *options)
{
	(void)options;
	io->bad_write_from = 524288;
	io->bad_write_to = 525312;
}

static void lose_writes(struct test_io *io, struct wipe_job_options *options)
{
	(void)options;
	io->lost_from = 700000;
	io->lost_to = 700010;
}

static void go_away(struct test_io *io, struct wipe_job_options *options)
{
	(void)options;
	io->gone_at_call = 2; /* the first write */
}

static int stop_at_verify(void *arg, const struct wipe_progress *progress)
{
	(void)arg;
	return progress->phase == WIPE_PHASE_VERIFY;
}

static void stop(struct test_io *io, struct wipe_job_options *options)
{
	(void)io;
	options->progress = stop_at_verify;
}

#define FULL WIPE_VERIFY_FULL

const struct sample samples[] = {
	{ .name = "attempt",
	  .type = WIPECERT_ATTEMPT,
	  .device = &disk,
	  .method = "stream",
	  .has_challenge = true,
	  .held = WIPECERT_HELD_OPEN },
	{ .name = "erasure",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "stream",
	  .has_challenge = true,
	  .closes = "attempt",
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-image",
	  .type = WIPECERT_ERASURE,
	  .device = &image,
	  .method = "auto",
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-zero",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "zero",
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-complement",
	  .type = WIPECERT_ERASURE,
	  .device = &stick,
	  .method = "auto",
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-pattern",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "afssi-5020",
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-gutmann",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "gutmann",
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-sample",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "stream",
	  .verify = WIPE_VERIFY_SAMPLE,
	  .verdict = "erased-sampled",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-unverified",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "stream",
	  .verify = WIPE_VERIFY_NONE,
	  .verdict = "erased-unverified",
	  .held = WIPECERT_HELD_UNVERIFIED },
	{ .name = "erasure-partial",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "stream",
	  .spoil = spoil_reading,
	  .verdict = "partial",
	  .held = WIPECERT_HELD_NO },
	{ .name = "erasure-unwritten",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "stream",
	  .spoil = spoil_writing,
	  .verdict = "partial",
	  .held = WIPECERT_HELD_NO },
	{ .name = "erasure-failed",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "stream",
	  .spoil = lose_writes,
	  .verdict = "failed",
	  .held = WIPECERT_HELD_NO },
	{ .name = "erasure-gone",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "stream",
	  .spoil = go_away,
	  .verdict = "interrupted",
	  .held = WIPECERT_HELD_NO },
	{ .name = "erasure-interrupted",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "stream",
	  .spoil = stop,
	  .verdict = "interrupted",
	  .held = WIPECERT_HELD_NO },
	{ .name = "check",
	  .type = WIPECERT_CHECK,
	  .device = &disk,
	  .method = "stream",
	  .has_challenge = true,
	  .about = "erasure",
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "check-sample",
	  .type = WIPECERT_CHECK,
	  .device = &disk,
	  .method = "stream",
	  .has_challenge = true,
	  .about = "erasure",
	  .check_samples = 4700,
	  .verdict = "erased-sampled",
	  .held = WIPECERT_HELD_YES },
	{ .name = "check-failed",
	  .type = WIPECERT_CHECK,
	  .device = &disk,
	  .method = "stream",
	  .has_challenge = true,
	  .about = "erasure",
	  .spoil = lose_writes,
	  .verdict = "failed",
	  .held = WIPECERT_HELD_NO },
	{ .name = "attempt-resumed",
	  .type = WIPECERT_ATTEMPT,
	  .device = &disk,
	  .method = "stream",
	  .has_challenge = true,
	  .resumes = "attempt",
	  .held = WIPECERT_HELD_OPEN },
	{ .name = "erasure-resumed",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "stream",
	  .has_challenge = true,
	  .closes = "attempt-resumed",
	  .resumes = "attempt",
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-zeroout",
	  .type = WIPECERT_ERASURE,
	  .device = &disk,
	  .method = "zeroout",
	  .verdict = "erased-unverified",
	  .held = WIPECERT_HELD_UNVERIFIED },
	{ .name = "check-zeroout",
	  .type = WIPECERT_CHECK,
	  .device = &disk,
	  .method = "zeroout",
	  .about = "erasure-zeroout",
	  .verdict = "erased-unverified",
	  .held = WIPECERT_HELD_NO },
	{ .name = "attempt-luks",
	  .type = WIPECERT_ATTEMPT,
	  .device = &luks_disk,
	  .method = "luks",
	  .has_challenge = true,
	  .keys = luks_sample_whole,
	  .held = WIPECERT_HELD_OPEN },
	{ .name = "erasure-luks",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "luks",
	  .has_challenge = true,
	  .keys = luks_sample_whole,
	  .closes = "attempt-luks",
	  .verdict = "key-destroyed",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-luks-open",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "luks",
	  .keys = luks_sample_open,
	  .verdict = "key-destroyed-open",
	  .held = WIPECERT_HELD_UNVERIFIED },
	{ .name = "erasure-luks-copied",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_ssd,
	  .method = "luks",
	  .keys = luks_sample_copied,
	  .verdict = "key-destroyed-open",
	  .held = WIPECERT_HELD_UNVERIFIED },
	{ .name = "erasure-luks-partition",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "luks",
	  .keys = luks_sample_partition,
	  .verdict = "key-destroyed",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-luks-detached",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "luks",
	  .has_challenge = true,
	  .keys = luks_sample_detached,
	  .verdict = "key-destroyed-open",
	  .held = WIPECERT_HELD_UNVERIFIED },
	{ .name = "erasure-luks-overwrite",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "stream",
	  .keys = luks_sample_overwrite,
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-luks-partial",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "luks",
	  .keys = luks_sample_whole,
	  .mar = luks_sample_unreadable,
	  .verdict = "partial",
	  .held = WIPECERT_HELD_NO },
	{ .name = "erasure-luks-failed",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "luks",
	  .keys = luks_sample_whole,
	  .mar = luks_sample_differing,
	  .verdict = "failed",
	  .held = WIPECERT_HELD_NO },
	{ .name = "erasure-luks-interrupted",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "luks",
	  .keys = luks_sample_whole,
	  .mar = luks_sample_interrupted,
	  .verdict = "interrupted",
	  .held = WIPECERT_HELD_NO },
	{ .name = "erasure-luks-overwrite-stopped",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "stream",
	  .keys = luks_sample_overwrite,
	  .mar = luks_sample_interrupted,
	  .verdict = "interrupted",
	  .held = WIPECERT_HELD_NO },
	{ .name = "check-luks",
	  .type = WIPECERT_CHECK,
	  .device = &luks_disk,
	  .method = "luks",
	  .keys = luks_sample_whole,
	  .about = "erasure-luks",
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-luks-overwrite-header",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "stream",
	  .keys = luks_sample_overwrite_detached,
	  .verdict = "erased-verified",
	  .held = WIPECERT_HELD_YES },
	{ .name = "erasure-luks-overwrite-left",
	  .type = WIPECERT_ERASURE,
	  .device = &luks_disk,
	  .method = "stream",
	  .keys = luks_sample_overwrite_detached,
	  .mar = luks_sample_unreadable,
	  .verdict = "partial",
	  .held = WIPECERT_HELD_NO },
};

const size_t sample_count = COUNT(samples);

const struct sample *sample_find(const char *name)
{
	for (size_t i = 0; i < sample_count; i++)
		if (strcmp(samples[i].name, name) == 0)
			return &samples[i];
	fail_msg("no sample is called %s", name);
	return NULL;
}

static void make_plan(const struct sample *sample, const struct wipe_env *env,
		      struct wipe_plan *plan)
{
	static const uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES] = "officer's digits";
	struct wipe_crypto *crypto = calloc(1, sizeof(*crypto));
	const struct wipe_plan_request request = {
		.method = sample->method,
		.challenge = challenge,
		.challenge_bytes = sample->has_challenge ? sizeof(challenge) : 0,
		.verify = sample->verify,
		.crypto = sample->keys ? crypto : NULL,
	};

	assert_non_null(crypto);
	if (sample->keys)
		sample->keys(crypto);
	assert_int_equal(wipe_plan_make(&request, sample->device, env, plan, NULL), 0);
	free(crypto);
}

/* A CHECK reads what an erasure without mischief left, then with it. */
static void check(const struct sample *sample, struct wipe_target *target,
		  const struct wipe_env *env, const struct wipe_job_options *options,
		  struct wipe_report *report)
{
	const struct wipe_check_request request = {
		.pass = report->plan.passes[report->plan.pass_count - 1],
		.full = !sample->check_samples,
		.samples = sample->check_samples,
	};

	wipe_check_run(target, &request, env, options, report, NULL);
}

static void run(const struct sample *sample, struct fixed_env *fixed, struct wipe_report *report)
{
	const struct wipe_device *device = sample->device;
	struct test_io *io = test_io_new(device->capacity_bytes, device->capacity_bytes,
					 device->logical_block_bytes);
	struct wipe_job_options options = { .progress = NULL };
	struct wipe_target *target = NULL;
	struct wipe_plan plan = report->plan;

	if (sample->spoil)
		sample->spoil(io, &options);
	assert_int_equal(wipe_target_open_io(&io->io, device, &target, NULL), 0);
	wipe_job_run(target, &plan, &fixed->env, &options, report, NULL);
	if (sample->type == WIPECERT_CHECK)
		check(sample, target, &fixed->env, &options, report);
	wipe_target_close(target, NULL);
}

/* A re-read of what was overwritten, which knows nothing of volumes. */
static void reread(struct wipe_report *report)
{
	uint64_t bytes = wipe_plan_pass_bytes(&report->plan);

	memset(&report->plan.crypto, 0, sizeof(report->plan.crypto));
	report->plan.scheme = NULL;
	report->direct_io = report->verify_completed = true;
	report->passes_completed = 1;
	report->bytes_to_verify = report->bytes_verified = bytes;
}

static void destroy_keys(const struct sample *sample, struct wipe_report *report)
{
	if (sample->type == WIPECERT_CHECK)
		reread(report);
	else
		keys_measured(report);
	if (sample->mar)
		sample->mar(report);
	wipe_report_conclude(report);
	report->ended_at_s = STARTED_S;
}

struct wipe_report *sample_report(const struct sample *sample)
{
	struct wipe_report *report = calloc(1, sizeof(*report));
	struct fixed_env fixed;

	assert_non_null(report);
	fixed_env_init(&fixed, sample->device->capacity_bytes + sample->has_challenge);
	fixed.realtime_s = STARTED_S;
	report->device = *sample->device;
	make_plan(sample, &fixed.env, &report->plan);
	report->started_at_s = STARTED_S;
	if (sample->type != WIPECERT_ATTEMPT) {
		if (sample->keys)
			destroy_keys(sample, report);
		else
			run(sample, &fixed, report);
		report->ended_at_s += 60;
		report->duration_ns = UINT64_C(60000000000);
	}
	if (sample->resumes && sample->type == WIPECERT_ERASURE) {
		report->interruptions[report->interruption_count++] =
			(struct wipe_interruption){ .stopped_at_s = STARTED_S + 25,
						    .resumed_at_s = STARTED_S + 25 + PAUSE_S,
						    .pass = 1,
						    .covered_bytes = MEDIUM_BYTES / 2 };
		report->ended_at_s += PAUSE_S;
	}
	return report;
}

void sample_meta(const struct sample *sample, struct wipecert_meta *meta)
{
	*meta = (struct wipecert_meta){
		.issued_at_s = STARTED_S + 61 + (sample->resumes ? PAUSE_S : 0),
		.tool_name = "wipe-device",
		.tool_version = "0.1.0",
		.tool_build = "0123456789abcdef0123456789abcdef01234567",
		.host_maker = "Example K.K.",
		.host_model = "Workbench 5",
		.host_serial = "WB5-000123",
		.host_asset_tag = "AS-2024-0117",
		.host_kernel = "Linux 6.1.0-18-amd64",
		.host_arch = "x86_64",
		.time_zone = "Asia/Tokyo",
		.clock_source = "synchronised",
	};
	memset(meta->tool_sha256, 'a', 64);
	snprintf(meta->id, sizeof(meta->id), "00000000-0000-4000-8000-%012u",
		 (unsigned int)(sample - samples) + 1);
}

static void link_to(const char *name, struct wipecert_link *link)
{
	const struct sample *named = sample_find(name);
	struct wipecert_meta meta;
	size_t bytes;
	char *json = sample_json(named, &bytes);

	memset(link, 0, sizeof(*link));
	assert_true(digest_sha256(json, bytes, link->econtent_sha256));
	sample_meta(named, &meta);
	memcpy(link->id, meta.id, sizeof(link->id));
	free(json);
}

static char *make_json(const struct sample *sample, size_t *bytes)
{
	struct wipe_report *report = sample_report(sample);
	struct wipecert_link closes, about, resumes;
	struct wipecert_meta meta;
	struct wipe_error err = { .code = WIPE_OK };
	char *json;

	sample_meta(sample, &meta);
	if (sample->closes) {
		link_to(sample->closes, &closes);
		meta.closes = meta.previous = &closes;
		meta.previous_count = 1;
	}
	if (sample->resumes) {
		link_to(sample->resumes, &resumes);
		meta.resumes = &resumes;
		meta.resume_count = 1;
	}
	if (sample->about) {
		link_to(sample->about, &about);
		meta.about = &about;
	}
	if (wipecert_record_build(sample->type, report, &meta, &json, bytes, &err) != 0)
		fail_msg("%s: %s", sample->name, err.message);
	free(report);
	return json;
}

/* One sample is asked for many times, and every one costs a whole job. */
char *sample_json(const struct sample *sample, size_t *bytes)
{
	static struct {
		char *json;
		size_t bytes;
	} made[64];
	size_t at = (size_t)(sample - samples);
	char *json;

	assert_true(sample_count <= COUNT(made));
	if (!made[at].json)
		made[at].json = make_json(sample, &made[at].bytes);
	*bytes = made[at].bytes;
	json = malloc(*bytes + 1);
	assert_non_null(json);
	memcpy(json, made[at].json, *bytes);
	json[*bytes] = '\0';
	return json;
}

struct wipecert_record *sample_record(const struct sample *sample)
{
	struct wipecert_record *record;
	struct wipe_error err = { .code = WIPE_OK };
	size_t bytes;
	char *json = sample_json(sample, &bytes);

	if (wipecert_record_parse(json, bytes, &record, &err) != 0)
		fail_msg("%s: %s", sample->name, err.message);
	free(json);
	return record;
}

static char *fixture_path(const char *name)
{
	static char path[512];
	const char *source = getenv("MASSHO_SOURCE");

	snprintf(path, sizeof(path), "%s/tests/fixtures/records/%s.json",
		 source ? source : "../../..", name);
	return path;
}

static void update(const char *name, const char *json, size_t bytes)
{
	FILE *file = fopen(fixture_path(name), "w");

	assert_non_null(file);
	assert_int_equal(fwrite(json, 1, bytes, file), bytes);
	assert_int_equal(fclose(file), 0);
}

void fixture_compare(const char *name, const char *json, size_t bytes)
{
	char *held = malloc(bytes + 1);
	FILE *file;

	assert_non_null(held);
	if (getenv("MASSHO_UPDATE_FIXTURES"))
		update(name, json, bytes);
	file = fopen(fixture_path(name), "r");
	if (!file)
		fail_msg("%s is missing", fixture_path(name));
	assert_int_equal(fread(held, 1, bytes + 1, file), bytes);
	assert_memory_equal(held, json, bytes);
	fclose(file);
	free(held);
}
