/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "facts.h"

#include <errno.h>
#include <string.h>

#include "get.h"

/* Linux numbers errors below this; names that the C library lacks are "E" and the number. */
#define ERRNO_MAX 512

static const char *kind_name(unsigned int value)
{
	return wipe_kind_name((enum wipe_kind)value);
}

static const char *bus_name(unsigned int value)
{
	return wipe_bus_name((enum wipe_bus)value);
}

static const char *media_name(unsigned int value)
{
	return wipe_media_name((enum wipe_media)value);
}

static const char *serial_problem_name(unsigned int value)
{
	return wipe_serial_problem_name((enum wipe_serial_problem)value);
}

static const char *wwn_source_name(unsigned int value)
{
	return wipe_wwn_source_name((enum wipe_wwn_source)value);
}

static const char *serial_source_name(unsigned int value)
{
	return wipe_serial_source_name((enum wipe_serial_source)value);
}

static const char *phase_name(unsigned int value)
{
	return wipe_phase_name((enum wipe_phase)value);
}

static const char *result_name(unsigned int value)
{
	return wipe_result_name((enum wipe_result)value);
}

static const char *verdict_name(unsigned int value)
{
	return wipe_verdict_name((enum wipe_verdict)value);
}

static const char *level_name(unsigned int value)
{
	return wipe_level_name((enum wipe_level)value);
}

static const char *verify_mode_name(unsigned int value)
{
	return wipe_verify_mode_name((enum wipe_verify_mode)value);
}

static const char *area_kind_name(unsigned int value)
{
	return wipe_area_kind_name((enum wipe_area_kind)value);
}

static const char *area_state_name(unsigned int value)
{
	return wipe_area_state_name((enum wipe_area_state)value);
}

/* Codes are negative; their table begins with WIPE_OK. */
static const char *error_code_name(unsigned int value)
{
	return wipe_code_name(-(int)value);
}

void facts_medium(const json_t *root, struct wipe_device *dev)
{
	const json_t *medium = get_value(root, "medium");

	memset(dev, 0, sizeof(*dev));
	dev->kind = (enum wipe_kind)get_index(medium, "kind", WIPE_KIND_FILE + 1, kind_name);
	/* Files are no medium: nothing is to be taken for one that is erased. */
	if (dev->kind == WIPE_KIND_FILE)
		return;
	get_copy(medium, "name", dev->name, sizeof(dev->name));
	get_copy(medium, "vendor", dev->vendor, sizeof(dev->vendor));
	get_copy(medium, "model", dev->model, sizeof(dev->model));
	get_copy(medium, "firmware", dev->firmware, sizeof(dev->firmware));
	get_copy(medium, "serial", dev->serial, sizeof(dev->serial));
	dev->serial_source = (enum wipe_serial_source)get_index(
		medium, "serial_source", WIPE_SERIAL_BRIDGE + 1, serial_source_name);
	dev->serial_plausible = get_bool(medium, "serial_plausible");
	dev->serial_problem = (enum wipe_serial_problem)get_index(
		medium, "serial_problem", WIPE_SERIAL_SHARED + 1, serial_problem_name);
	get_copy(medium, "wwn", dev->wwn, sizeof(dev->wwn));
	dev->wwn_source = (enum wipe_wwn_source)get_index(medium, "wwn_source", WIPE_WWN_BRIDGE + 1,
							  wwn_source_name);
	dev->bus = (enum wipe_bus)get_index(medium, "bus", WIPE_BUS_FILE + 1, bus_name);
	get_copy(medium, "bus_path", dev->bus_path, sizeof(dev->bus_path));
	get_copy(medium, "bridge", dev->bridge, sizeof(dev->bridge));
	get_copy(medium, "bridge_serial", dev->bridge_serial, sizeof(dev->bridge_serial));
	get_copy(medium, "controller", dev->controller, sizeof(dev->controller));
	dev->namespace_id = (uint32_t)get_count(medium, "namespace_id");
	dev->other_namespaces = (uint32_t)get_count(medium, "other_namespaces");
	dev->media =
		(enum wipe_media)get_index(medium, "media", WIPE_MEDIA_VIRTUAL + 1, media_name);
	get_copy(medium, "media_reason", dev->media_reason, sizeof(dev->media_reason));
	dev->is_virtual = get_bool(medium, "virtual");
	dev->capacity_bytes = get_u64(medium, "capacity_bytes");
	dev->logical_block_bytes = (uint32_t)get_count(medium, "logical_block_bytes");
	dev->physical_block_bytes = (uint32_t)get_count(medium, "physical_block_bytes");
}

static const json_t *passes_of(const json_t *root)
{
	return get_value(get_value(root, "method"), "passes");
}

size_t facts_pass_count(const json_t *root)
{
	return json_array_size(passes_of(root));
}

bool facts_one_pass(const json_t *from, uint64_t capacity_bytes, struct wipe_pass *pass)
{
	struct wipe_stream_inputs *in = &pass->inputs;

	memset(pass, 0, sizeof(*pass));
	if (!from || !wipe_pass_kind_parse(get_text(from, "kind"), &pass->spec.kind))
		return false;
	if (pass->spec.kind == WIPE_PASS_FILL) {
		pass->spec.pattern_bytes = (uint8_t)get_hex_some(
			from, "pattern", pass->spec.pattern, sizeof(pass->spec.pattern));
		return true;
	}
	if (pass->spec.kind == WIPE_PASS_ZEROOUT)
		return true;
	get_hex(from, "secret", in->secret, sizeof(in->secret));
	in->challenge_bytes = get_hex_some(from, "challenge", in->challenge, sizeof(in->challenge));
	in->serial_bytes = get_hex_some(from, "serial_bytes", in->serial, sizeof(in->serial));
	in->wwn_bytes = get_hex_some(from, "wwn", in->wwn, sizeof(in->wwn));
	in->capacity_bytes = capacity_bytes;
	in->pass = (uint32_t)get_count(from, "pass");
	in->attempt = (uint32_t)get_count(from, "attempt");
	get_hex(from, "key", pass->key, sizeof(pass->key));
	return true;
}

bool facts_pass(const json_t *root, size_t index, struct wipe_pass *pass)
{
	return facts_one_pass(json_array_get(passes_of(root), index),
			      get_u64(get_value(root, "medium"), "capacity_bytes"), pass);
}

static void read_plan(const json_t *root, struct wipe_plan *plan)
{
	const json_t *method = get_value(root, "method");
	const json_t *verification = get_value(root, "verification");

	plan->scheme = wipe_scheme_find(get_text(method, "name"));
	plan->reason = get_text(method, "reason");
	plan->level_requested = (enum wipe_level)get_index(method, "level_requested",
							   WIPE_LEVEL_PURGE + 1, level_name);
	plan->level_reachable = (enum wipe_level)get_index(method, "level_reachable",
							   WIPE_LEVEL_PURGE + 1, level_name);
	plan->level_reason = get_text(method, "level_reason");
	plan->verify = (enum wipe_verify_mode)get_index(verification, "mode", WIPE_VERIFY_NONE + 1,
							verify_mode_name);
	plan->sample_percent = (uint32_t)get_count(verification, "sample_percent");
	get_hex(verification, "seed", plan->sample_seed, sizeof(plan->sample_seed));
	while (plan->pass_count < WIPE_PASSES_MAX &&
	       facts_pass(root, plan->pass_count, &plan->passes[plan->pass_count]))
		plan->pass_count++;
}

static int errno_of(const char *name)
{
	for (int number = 1; name && number < ERRNO_MAX; number++) {
		const char *known = strerrorname_np(number);

		if (known && strcmp(known, name) == 0)
			return number;
	}
	return EIO; /* some error, whatever its name here */
}

static void read_errors(const json_t *execution, struct wipe_report *report)
{
	size_t index;
	json_t *from;

	json_array_foreach(get_value(execution, "errors"), index, from)
	{
		struct wipe_bad_range *range = &report->bad_ranges[report->bad_range_count];
		const char *error = get_text(from, "error");

		if (report->bad_range_count == WIPE_BAD_RANGES_MAX)
			return;
		range->offset_bytes = get_u64(from, "offset_bytes");
		range->length_bytes = get_u64(from, "length_bytes");
		range->phase =
			(enum wipe_phase)get_index(from, "phase", WIPE_PHASE_DONE + 1, phase_name);
		range->pass = (uint32_t)get_count(from, "pass");
		if (error && strcmp(error, "mismatch") != 0)
			range->sys_errno = errno_of(error);
		get_hex(from, "expected", range->expected, sizeof(range->expected));
		get_hex(from, "found", range->found, sizeof(range->found));
		report->bad_range_count++;
	}
}

static void read_resumed(const json_t *from, struct wipe_report *report)
{
	if (report->interruption_count == WIPE_INTERRUPTIONS_MAX)
		return;
	report->interruptions[report->interruption_count++] = (struct wipe_interruption){
		.stopped_at_s = get_time(from, "stopped_at"),
		.resumed_at_s = get_time(from, "resumed_at"),
		.pass = (uint32_t)get_count(from, "pass"),
		.covered_bytes = get_u64(from, "covered_bytes"),
	};
}

static void read_interruptions(const json_t *execution, struct wipe_report *report)
{
	size_t index;
	json_t *from;

	json_array_foreach(get_value(execution, "interruptions"), index, from)
	{
		const char *reason = get_text(from, "reason");

		if (reason && strcmp(reason, "resumed") == 0)
			read_resumed(from, report);
		else if (reason && strcmp(reason, "medium-gone") == 0)
			report->device_gone = true;
		else
			report->interrupted = true;
	}
}

static void read_error(const json_t *execution, struct wipe_error *error)
{
	const json_t *from = get_value(execution, "error");
	unsigned int code;

	wipe_error_clear(error);
	if (!json_is_object(from))
		return;
	code = get_index(from, "code", (unsigned int)-WIPE_E_CRYPTO + 1, error_code_name);
	error->code = code ? -(int)code : WIPE_E_SYSTEM;
	if (get_text(from, "errno"))
		error->sys_errno = errno_of(get_text(from, "errno"));
	if (get_text(from, "offset_bytes"))
		error->offset_bytes = get_u64(from, "offset_bytes");
}

static void read_execution(const json_t *root, struct wipe_report *report)
{
	const json_t *execution = get_value(root, "execution");

	report->started_at_s = get_time(execution, "started_at");
	report->ended_at_s = get_time(execution, "ended_at");
	if (__builtin_mul_overflow(get_count(execution, "duration_ms"), UINT64_C(1000000),
				   &report->duration_ns))
		report->duration_ns = UINT64_MAX;
	report->media_touched = get_bool(execution, "media_touched");
	report->direct_io = get_bool(execution, "direct_io");
	report->passes_completed = (uint32_t)get_count(execution, "passes_completed");
	report->bytes_written = get_u64(execution, "bytes_written");
	report->write_error_bytes = get_u64(execution, "write_error_bytes");
	report->bad_ranges_not_listed = get_count(execution, "errors_not_listed");
	read_errors(execution, report);
	read_interruptions(execution, report);
	read_error(execution, &report->error);
}

static void read_verification(const json_t *root, struct wipe_report *report)
{
	const json_t *verification = get_value(root, "verification");

	report->verify_completed = get_bool(verification, "completed");
	report->bytes_to_verify = get_u64(verification, "bytes_to_verify");
	report->bytes_verified = get_u64(verification, "bytes_verified");
	report->windows_verified = get_count(verification, "windows");
	report->unreadable_bytes = get_u64(verification, "unreadable_bytes");
	if (__builtin_mul_overflow(get_count(verification, "mismatches"),
				   (uint64_t)report->device.logical_block_bytes,
				   &report->mismatch_bytes))
		report->mismatch_bytes = UINT64_MAX;
	report->has_content_sha256 = get_hex(verification, "content_sha256", report->content_sha256,
					     sizeof(report->content_sha256));
	get_hex(verification, "chunks_sha256", report->chunks_sha256,
		sizeof(report->chunks_sha256));
	report->verification = (enum wipe_result)get_index(verification, "result",
							   WIPE_RESULT_FAIL + 1, result_name);
}

static void read_areas(const json_t *root, struct wipe_report *report)
{
	size_t index;
	json_t *from;

	json_array_foreach(get_value(root, "areas"), index, from)
	{
		struct wipe_area *area = &report->areas[report->area_count];

		if (report->area_count == WIPE_AREAS_MAX)
			return;
		area->kind = (enum wipe_area_kind)get_index(from, "area", WIPE_AREA_OLD_KEYS + 1,
							    area_kind_name);
		area->state = (enum wipe_area_state)get_index(from, "state", WIPE_AREA_ABSENT + 1,
							      area_state_name);
		area->bytes = get_u64(from, "bytes");
		report->area_count++;
	}
}

void facts_report(const json_t *root, struct wipe_report *report)
{
	memset(report, 0, sizeof(*report));
	facts_medium(root, &report->device);
	read_plan(root, &report->plan);
	report->plan.capacity_bytes = report->device.capacity_bytes;
	report->plan.block_bytes = report->device.logical_block_bytes;
	facts_crypto(root, report);
	read_execution(root, report);
	read_verification(root, report);
	read_areas(root, report);
	report->verdict = (enum wipe_verdict)get_index(root, "verdict",
						       WIPE_VERDICT_INTERRUPTED + 1, verdict_name);
	report->level_achieved = (enum wipe_level)get_index(
		get_value(root, "method"), "level_achieved", WIPE_LEVEL_PURGE + 1, level_name);
}
