/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <string.h>

#include "put.h"
#include "put_parts.h"

void put_errno(struct put *put, const char *key, int number)
{
	const char *name = strerrorname_np(number);
	char unnamed[16];

	snprintf(unnamed, sizeof(unnamed), "E%d", number);
	put_ascii(put, key, name ? name : unnamed);
}

void put_failure(struct put *put, const struct wipe_error *error)
{
	put_ascii(put, "code", wipe_code_name(error->code));
	if (error->sys_errno)
		put_errno(put, "errno", error->sys_errno);
	else
		put_null(put, "errno");
}

static json_t *put_bad_range(const struct wipe_bad_range *range)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "phase", wipe_phase_name(range->phase));
	put_count(&put, "pass", range->pass);
	put_u64(&put, "offset_bytes", range->offset_bytes);
	put_u64(&put, "length_bytes", range->length_bytes);
	if (range->sys_errno) {
		put_errno(&put, "error", range->sys_errno);
		put_null(&put, "expected");
		put_null(&put, "found");
	} else {
		put_ascii(&put, "error", "mismatch");
		put_hex(&put, "expected", range->expected, sizeof(range->expected));
		put_hex(&put, "found", range->found, sizeof(range->found));
	}
	return put_end(&put);
}

static json_t *put_bad_ranges(const struct wipe_report *report)
{
	json_t *errors = json_array();

	for (uint32_t i = 0; i < report->bad_range_count && i < WIPE_BAD_RANGES_MAX; i++) {
		if (json_array_append_new(errors, put_bad_range(&report->bad_ranges[i])) != 0) {
			json_decref(errors);
			return NULL;
		}
	}
	return errors;
}

static json_t *put_error(const struct wipe_error *error)
{
	struct put put;

	if (error->code == WIPE_OK)
		return json_null();
	put_begin(&put);
	put_failure(&put, error);
	if (error->offset_bytes != WIPE_NO_OFFSET)
		put_u64(&put, "offset_bytes", error->offset_bytes);
	else
		put_null(&put, "offset_bytes");
	return put_end(&put);
}

static json_t *put_end_of_job(const char *reason)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "reason", reason);
	return put_end(&put);
}

static json_t *put_resumed(const struct wipe_interruption *interruption)
{
	struct put put;

	put_begin(&put);
	put_ascii(&put, "reason", "resumed");
	put_time(&put, "stopped_at", interruption->stopped_at_s);
	put_time(&put, "resumed_at", interruption->resumed_at_s);
	put_count(&put, "pass", interruption->pass);
	put_u64(&put, "covered_bytes", interruption->covered_bytes);
	return put_end(&put);
}

/* Those that were overcome, then what ended the job. */
static json_t *put_interruptions(const struct wipe_report *report)
{
	json_t *interruptions = json_array();
	int rc = 0;

	for (uint32_t i = 0; !rc && i < report->interruption_count; i++)
		rc = json_array_append_new(interruptions, put_resumed(&report->interruptions[i]));
	if (!rc && report->interrupted)
		rc = json_array_append_new(interruptions, put_end_of_job("stopped"));
	if (!rc && report->device_gone)
		rc = json_array_append_new(interruptions, put_end_of_job("medium-gone"));
	if (!rc)
		return interruptions;
	json_decref(interruptions);
	return NULL;
}

json_t *put_execution(enum wipecert_type type, const struct wipe_report *report)
{
	struct put put;

	put_begin(&put);
	put_time(&put, "started_at", report->started_at_s);
	if (type == WIPECERT_ATTEMPT) {
		put_ascii(&put, "clock", "CLOCK_REALTIME");
		return put_end(&put);
	}
	put_time(&put, "ended_at", report->ended_at_s);
	put_count(&put, "duration_ms", report->duration_ns / 1000000);
	put_ascii(&put, "clock", "CLOCK_REALTIME");
	put_bool(&put, "media_touched", report->media_touched);
	put_bool(&put, "direct_io", report->direct_io);
	put_count(&put, "passes_completed", report->passes_completed);
	put_u64(&put, "bytes_written", report->bytes_written);
	put_u64(&put, "write_error_bytes", report->write_error_bytes);
	put_value(&put, "errors", put_bad_ranges(report));
	put_count(&put, "errors_not_listed", report->bad_ranges_not_listed);
	put_value(&put, "error", put_error(&report->error));
	put_value(&put, "interruptions", put_interruptions(report));
	return put_end(&put);
}

static void put_sample_percent(struct put *put, const struct wipe_plan *plan)
{
	if (plan->verify == WIPE_VERIFY_SAMPLE && plan->sample_percent)
		put_count(put, "sample_percent", plan->sample_percent);
	else
		put_null(put, "sample_percent");
}

static void put_hashes(struct put *put, const struct wipe_report *report)
{
	if (report->has_content_sha256)
		put_hex(put, "content_sha256", report->content_sha256, WIPE_SHA256_BYTES);
	else
		put_null(put, "content_sha256");
	put_u64(put, "chunk_bytes", WIPE_CHUNK_BYTES);
	if (report->has_content_sha256)
		put_hex(put, "chunks_sha256", report->chunks_sha256, WIPE_SHA256_BYTES);
	else
		put_null(put, "chunks_sha256");
}

static uint64_t blocks_of(uint64_t bytes, uint32_t block_bytes)
{
	return block_bytes ? bytes / block_bytes + (bytes % block_bytes != 0) : bytes;
}

json_t *put_verification(enum wipecert_type type, const struct wipe_report *report)
{
	const struct wipe_plan *plan = &report->plan;
	struct put put;

	put_begin(&put);
	put_ascii(&put, "mode", wipe_verify_mode_name(plan->verify));
	put_sample_percent(&put, plan);
	if (type == WIPECERT_ATTEMPT)
		return put_end(&put);
	if (plan->verify == WIPE_VERIFY_SAMPLE)
		put_hex(&put, "seed", plan->sample_seed, sizeof(plan->sample_seed));
	else
		put_null(&put, "seed");
	put_count(&put, "windows", report->windows_verified);
	put_bool(&put, "completed", report->verify_completed);
	put_u64(&put, "bytes_to_verify", report->bytes_to_verify);
	put_u64(&put, "bytes_verified", report->bytes_verified);
	put_u64(&put, "unreadable_bytes", report->unreadable_bytes);
	put_count(&put, "mismatches",
		  blocks_of(report->mismatch_bytes, report->device.logical_block_bytes));
	put_ascii(&put, "result", wipe_result_name(report->verification));
	put_hashes(&put, report);
	return put_end(&put);
}

json_t *put_areas(const struct wipe_report *report)
{
	json_t *areas = json_array();

	for (uint32_t i = 0; i < report->area_count && i < WIPE_AREAS_MAX; i++) {
		const struct wipe_area *area = &report->areas[i];
		struct put put;

		put_begin(&put);
		put_ascii(&put, "area", wipe_area_kind_name(area->kind));
		put_ascii(&put, "state", wipe_area_state_name(area->state));
		if (area->bytes)
			put_u64(&put, "bytes", area->bytes);
		else
			put_null(&put, "bytes");
		if (json_array_append_new(areas, put_end(&put)) != 0) {
			json_decref(areas);
			return NULL;
		}
	}
	return areas;
}
