/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "medium.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "clock.h"
#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "stop.h"
#include "text.h"

static int fail(const struct wipe_error *err)
{
	output_error(TOOL, NULL, "%s", err->message);
	return err->code == WIPE_E_NOTFOUND ? EXIT_USAGE : exit_from_error(err);
}

/* Of data on a device it may be a file, and the other way round. */
static bool header_is(const struct wipecert_record *record, enum wipe_kind kind)
{
	struct wipe_plan *plan = malloc(sizeof(*plan));
	bool is_such = plan && wipecert_record_plan(record, plan, NULL) == 0 &&
		       plan->crypto.is_detached && plan->crypto.header.kind == kind;

	free(plan);
	return is_such;
}

int medium_find(const char *path, const struct wipecert_record *record, struct wipe_source *source,
		struct wipe_device **device)
{
	struct wipe_device recorded;
	struct wipe_error err;
	struct stat st;
	enum wipe_kind kind;
	int rc;

	wipe_error_clear(&err);
	wipecert_record_medium(record, &recorded);
	kind = stat(path, &st) != 0 ? recorded.kind :
	       S_ISBLK(st.st_mode)  ? WIPE_KIND_DEVICE :
				      WIPE_KIND_IMAGE;
	if (kind != recorded.kind && !header_is(record, kind)) {
		output_error(TOOL, path, "%s",
			     kind == WIPE_KIND_IMAGE ?
				     _("is a file, and the record is of a device") :
				     _("is a device, and the record is of a file"));
		return EXIT_USAGE;
	}
	rc = kind == WIPE_KIND_IMAGE ? wipe_device_describe_image(path, device, &err) :
				       wipe_device_find(source, path, device, &err);
	if (rc)
		return fail(&err);
	if (!(*device)->is_partition)
		return EXIT_DONE;
	output_error(TOOL, path, _("is a partition, and records are of whole devices: give %s"),
		     (*device)->whole_node);
	return EXIT_USAGE;
}

static int differs(const struct wipe_device *device, const char *what, const char *recorded,
		   const char *found)
{
	output_error(TOOL, device->node,
		     _("this is not the medium of the record: %s is \"%s\" there and \"%s\" here"),
		     what, recorded, found);
	return EXIT_FAILED;
}

/* The medium of the record, or that on which the header of its volume lay. */
static int compare(const struct wipe_device *device, const struct wipe_device *medium)
{
	const struct wipe_device recorded = *medium;
	char there[24], here[24];

	if (device->is_virtual && !recorded.is_virtual) {
		output_error(TOOL, device->node, "%s",
			     _("is a virtual device, and the record is of a physical one"));
		return EXIT_REFUSED;
	}
	if (strcmp(device->serial, recorded.serial) != 0)
		return differs(device, _("the serial"), recorded.serial, device->serial);
	if (strcmp(device->wwn, recorded.wwn) != 0)
		return differs(device, _("the WWN"), recorded.wwn, device->wwn);
	if (device->capacity_bytes != recorded.capacity_bytes) {
		snprintf(there, sizeof(there), "%" PRIu64, recorded.capacity_bytes);
		snprintf(here, sizeof(here), "%" PRIu64, device->capacity_bytes);
		return differs(device, _("the capacity in bytes"), there, here);
	}
	return EXIT_DONE;
}

/* Without a serial only the name tells it from a medium of the data that looks the same. */
static bool is_header_of(const struct wipe_device *device, const struct wipe_device *recorded,
			 const struct expected *expected)
{
	const struct wipe_crypto *crypto = &expected->plan->crypto;
	const struct wipe_device *header = &crypto->header;
	bool is_unlike_data = header->kind != recorded->kind ||
			      header->capacity_bytes != recorded->capacity_bytes;

	return crypto->is_detached && header->kind == device->kind &&
	       (header->is_virtual || !device->is_virtual) &&
	       header->capacity_bytes == device->capacity_bytes &&
	       strcmp(header->serial, device->serial) == 0 &&
	       strcmp(header->wwn, device->wwn) == 0 &&
	       (*header->serial || is_unlike_data || strcmp(header->name, device->name) == 0);
}

static int refuse_data(const struct wipe_device *device, const struct wipe_device *header)
{
	bool is_file = header->kind == WIPE_KIND_IMAGE;
	char size[TEXT_EXACT_SIZE_BYTES];

	text_exact_size(header->capacity_bytes, size);
	output_error(TOOL, device->node,
		     is_file ?
			     _("its keys lay in the file %s: that has to be read, give it") :
		     *header->serial ?
			     _("its keys lay on the medium with the serial \"%s\": that has to be "
			       "read, give it") :
			     _("its keys lay on another medium (%s, without a serial): that has to "
			       "be read, give it"),
		     is_file	     ? header->name :
		     *header->serial ? header->serial :
				       size);
	return EXIT_USAGE;
}

/*
 * Of a header's medium its area of keys, else all that the last pass went over. Where a claim rests
 * on keys that lay elsewhere, the medium of the data shows nothing.
 */
static int expect_parts(const struct wipe_device *device, struct expected *expected)
{
	const struct wipe_plan *plan = expected->plan;

	if (expected->is_header) {
		expected->pass = plan->header_pass;
		expected->spans[0] =
			(struct wipe_extent){ .length_bytes =
						      plan->crypto.volumes[0].luks.area_bytes };
		expected->span_count = 1;
		return EXIT_DONE;
	}
	expected->pass = plan->passes[plan->pass_count - 1];
	if (plan->is_limited && plan->crypto.is_detached)
		return refuse_data(device, &plan->crypto.header);
	for (uint32_t i = 0; plan->is_limited && i < plan->span_count; i++)
		expected->spans[expected->span_count++] = plan->spans[i];
	return EXIT_DONE;
}

static void take_identity(const struct wipe_device *device, struct wipe_stream_inputs *inputs)
{
	inputs->serial_bytes = (uint32_t)strlen(device->serial);
	memcpy(inputs->serial, device->serial, inputs->serial_bytes);
	inputs->wwn_bytes = (uint32_t)strlen(device->wwn);
	memcpy(inputs->wwn, device->wwn, inputs->wwn_bytes);
	inputs->capacity_bytes = device->capacity_bytes;
}

static int check_key(const struct wipe_device *device, struct wipe_pass *pass)
{
	uint8_t recorded[WIPE_KEY_BYTES];
	struct wipe_error err;

	wipe_error_clear(&err);
	if (pass->spec.kind == WIPE_PASS_FILL || pass->spec.kind == WIPE_PASS_ZEROOUT)
		return EXIT_DONE;
	memcpy(recorded, pass->key, sizeof(recorded));
	take_identity(device, &pass->inputs);
	if (wipe_stream_key(&pass->inputs, pass->key, &err) != 0)
		return fail(&err);
	if (memcmp(recorded, pass->key, sizeof(recorded)) == 0)
		return EXIT_DONE;
	output_error(TOOL, device->node, "%s",
		     _("the recorded key is not the one that this medium's identity gives"));
	return EXIT_FAILED;
}

int medium_expect(const struct wipe_device *device, const struct wipecert_record *record,
		  struct expected *expected)
{
	struct wipe_plan *plan = malloc(sizeof(*plan));
	struct wipe_device recorded;
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	*expected = (struct expected){ .plan = plan };
	if (!plan)
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	if (wipecert_record_plan(record, plan, &err) != 0) {
		code = fail(&err);
	} else {
		wipecert_record_medium(record, &recorded);
		expected->is_header = is_header_of(device, &recorded, expected);
		code = expected->is_header ? EXIT_DONE : compare(device, &recorded);
		if (code == EXIT_DONE)
			code = expect_parts(device, expected);
		if (code == EXIT_DONE)
			code = check_key(device, &expected->pass);
	}
	expected->plan = NULL;
	free(plan);
	return code;
}

struct watching {
	struct progress *progress;
};

static int watch(void *arg, const struct wipe_progress *now)
{
	const struct watching *watching = arg;

	progress_update(watching->progress, 0, now, clock_ns());
	return stop_requested();
}

int medium_read(const struct config *config, const struct wipe_device *device,
		const struct expected *expected, struct wipe_report *report)
{
	struct watching watching = { .progress = progress_new(config->progress, 1) };
	struct wipe_job_options options = { .progress = watch, .progress_arg = &watching };
	struct wipe_check_request request = { .pass = expected->pass,
					      .spans = expected->spans,
					      .span_count = expected->span_count,
					      .full = !config->samples,
					      .samples = config->samples };
	struct wipe_target *target = NULL;
	struct wipe_error err;
	int code = EXIT_DONE;

	engine_fill(&config->engine, 0, &options);
	wipe_error_clear(&err);
	if (!watching.progress)
		return output_error(TOOL, NULL, "%s", _("out of memory")), EXIT_FAILED;
	progress_name(watching.progress, 0, device->name);
	if (wipe_target_open_read(device, &target, &err) != 0) {
		code = fail(&err);
		goto out;
	}
	stop_catch();
	if (wipe_check_run(target, &request, wipe_env_system(), &options, report, &err) != 0) {
		progress_hide(watching.progress);
		output_message(TOOL, device->node, err.message);
	}
	progress_finish(watching.progress, 0, clock_ns());
	wipe_target_close(target, NULL);
out:
	progress_free(watching.progress);
	return code;
}
