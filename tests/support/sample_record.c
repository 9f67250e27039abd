/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sample_record.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/erase.h>

#include "keys_measured.h"

static int64_t clock_s = SAMPLE_ISSUED_AT_S;

static int64_t realtime_s(const struct wipe_env *env)
{
	(void)env;
	return clock_s;
}

static uint64_t monotonic_ns(const struct wipe_env *env)
{
	(void)env;
	return UINT64_C(1000000000);
}

static void sleep_ms(const struct wipe_env *env, uint32_t ms)
{
	(void)env;
	(void)ms;
}

/* The same bytes for every call: a record that changes only with the library. */
static int random_bytes(const struct wipe_env *env, void *buf, size_t len)
{
	(void)env;
	for (size_t i = 0; i < len; i++)
		((unsigned char *)buf)[i] = (unsigned char)(7 * i + 1);
	return 0;
}

static const struct wipe_env_ops ops = { realtime_s, monotonic_ns, sleep_ms, random_bytes };
static const struct wipe_env sample_env = { &ops };

static void describe(const struct sample_subject *subject, struct wipe_device *device)
{
	memset(device, 0, sizeof(*device));
	device->kind = WIPE_KIND_DEVICE;
	device->bus = WIPE_BUS_ATA;
	device->media = WIPE_MEDIA_HDD;
	strcpy(device->media_reason, "rotational=1");
	strcpy(device->node, "/dev/sdx");
	strcpy(device->name, "sdx");
	strcpy(device->vendor, "ATA");
	strcpy(device->model, "SAMPLE MODEL 3000");
	snprintf(device->serial, sizeof(device->serial), "%s", subject->serial);
	strcpy(device->wwn, "0x5000c500a1b2c3d4");
	device->wwn_source = WIPE_WWN_UDEV;
	device->serial_source = *subject->serial ? WIPE_SERIAL_SYSFS : WIPE_SERIAL_NONE;
	device->serial_problem = *subject->serial ? WIPE_SERIAL_OK : WIPE_SERIAL_ABSENT;
	device->serial_plausible = *subject->serial != '\0';
	device->capacity_bytes = subject->capacity_bytes;
	device->logical_block_bytes = 512;
	device->physical_block_bytes = 4096;
}

static void describe_run(const struct sample_subject *subject, struct wipecert_meta *meta)
{
	if (subject->meta) {
		*meta = *subject->meta;
		meta->closes = subject->closes;
		return;
	}
	memset(meta, 0, sizeof(*meta));
	snprintf(meta->id, sizeof(meta->id), "%s", subject->id);
	meta->previous = subject->previous;
	meta->previous_count = subject->previous ? 1 : 0;
	meta->closes = subject->closes;
	meta->issued_at_s = subject->issued_at_s;
	strcpy(meta->tool_name, "sample");
	strcpy(meta->tool_version, "0");
	strcpy(meta->tool_build, "0123456789abcdef");
	memset(meta->tool_sha256, 'a', 64);
	strcpy(meta->host_kernel, "Linux 6.1.0");
	strcpy(meta->host_arch, "x86_64");
	strcpy(meta->time_zone, "Asia/Tokyo");
}

/* Fills report, after the run for ERASURE, before it for ATTEMPT. */
static int run(const struct sample_subject *subject, enum wipecert_type type,
	       enum sample_outcome outcome, struct wipe_report *report)
{
	struct wipe_plan_request request = {
		.method = subject->crypto ? "luks" : "stream",
		.verify = outcome == SAMPLE_VERIFIED ? WIPE_VERIFY_FULL : WIPE_VERIFY_NONE,
		.attempt = 1,
		.challenge = subject->challenge,
		.challenge_bytes = subject->challenge_bytes,
		.crypto = subject->crypto,
	};
	struct wipe_job_options options = { .error_limit = 0 };
	struct wipe_target *target;
	struct wipe_device device;
	struct wipe_plan *plan = calloc(1, sizeof(*plan));
	int code;

	if (!plan)
		return WIPE_E_NOMEM;
	clock_s = subject->started_at_s ? subject->started_at_s : SAMPLE_ISSUED_AT_S;
	describe(subject, &device);
	code = wipe_plan_make(&request, &device, &sample_env, plan, NULL);
	report->device = device;
	report->plan = *plan;
	report->started_at_s = clock_s;
	if (!code && type == WIPECERT_ERASURE && subject->crypto) {
		keys_measured(report);
		wipe_report_conclude(report);
		report->ended_at_s = clock_s;
	} else if (!code && type == WIPECERT_ERASURE) {
		code = wipe_target_open_io(wipe_io_memory_new(subject->capacity_bytes, 512),
					   &device, &target, NULL);
		if (!code)
			code = wipe_job_run(target, plan, &sample_env, &options, report, NULL);
		if (!code)
			code = wipe_target_close(target, NULL);
	}
	free(plan);
	return code;
}

int sample_record_of(const struct sample_subject *subject, enum wipecert_type type,
		     enum sample_outcome outcome, char **json, size_t *json_bytes)
{
	struct wipe_report *report = calloc(1, sizeof(*report));
	struct wipecert_meta meta;
	int code;

	if (!report)
		return WIPE_E_NOMEM;
	describe_run(subject, &meta);
	code = run(subject, type, outcome, report);
	if (!code)
		code = wipecert_record_build(type, report, &meta, json, json_bytes, NULL);
	free(report);
	return code;
}

int sample_record(enum wipecert_type type, enum sample_outcome outcome, char **json,
		  size_t *json_bytes)
{
	const struct wipecert_link attempt = { .id = "11111111-2222-4333-8444-555555555555",
					       .is_signed = true };
	const struct sample_subject subject = {
		.serial = "SAMPLE-0001",
		.id = "01234567-89ab-4cde-8f01-23456789abcd",
		.issued_at_s = SAMPLE_ISSUED_AT_S,
		.capacity_bytes = UINT64_C(1) << 20,
		.previous = &attempt,
		.closes = type == WIPECERT_ERASURE ? &attempt : NULL,
	};

	return sample_record_of(&subject, type, outcome, json, json_bytes);
}
