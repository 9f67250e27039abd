/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "dry_run.h"

#include <stdio.h>
#include <stdlib.h>

#include "i18n.h"
#include "keys_show.h"
#include "output.h"
#include "result.h"
#include "text.h"
#include "title.h"

/* How the report would look if everything succeeded: the library says what it would claim. */
static void conclude_success(const struct target *target, struct wipe_report *report)
{
	report->device = *target->device;
	report->plan = target->plan;
	report->direct_io = true;
	report->passes_completed = target->plan.pass_count;
	report->verify_completed = target->plan.verify != WIPE_VERIFY_NONE;
	report->bytes_to_verify = report->bytes_verified = wipe_plan_pass_bytes(&target->plan);
	for (uint32_t i = 0; i < target->plan.crypto.volume_count; i++) {
		const struct wipe_luks *luks = &target->plan.crypto.volumes[i].luks;

		report->volumes[i] =
			(struct wipe_volume_result){ .is_destroyed = true,
						     .slots_destroyed = luks->slot_count,
						     .tokens_removed = luks->token_count,
						     .bytes_verified = luks->area_bytes,
						     .slots_changed = luks->slot_count };
	}
	wipe_report_conclude(report);
}

static uint64_t bytes_to_move(const struct wipe_plan *plan)
{
	uint64_t pass = wipe_plan_pass_bytes(plan);
	uint64_t bytes = wipe_plan_trusts_drive(plan) ? 0 : pass * plan->pass_count;

	if (plan->verify == WIPE_VERIFY_FULL)
		bytes += pass;
	else if (plan->verify == WIPE_VERIFY_SAMPLE)
		bytes += plan->capacity_bytes / 100 * plan->sample_percent;
	return bytes;
}

static void print_passes(const struct wipe_plan *plan)
{
	for (uint32_t i = 0; i < plan->pass_count; i++) {
		const struct wipe_pass_spec *spec = &plan->passes[i].spec;

		printf("    %2u. %s", i + 1, wipe_pass_kind_name(spec->kind));
		for (uint32_t k = 0; k < spec->pattern_bytes; k++)
			printf("%s%02x", k ? "" : " ", spec->pattern[k]);
		putchar('\n');
	}
}

static void print_text(const struct target *target, const struct wipe_report *report)
{
	const struct wipe_device *device = target->device;
	const struct wipe_plan *plan = &target->plan;
	char size[TEXT_EXACT_SIZE_BYTES], moved[TEXT_SIZE_BYTES], at_100[TEXT_DURATION_BYTES];
	char shown[512], title[TITLE_BYTES], guess[TEXT_GUESS_BYTES];
	struct wipe_estimate estimate;

	text_exact_size(plan->capacity_bytes, size);
	text_size(bytes_to_move(plan), moved);
	text_duration(bytes_to_move(plan) / 100000000u, at_100);
	text_escape(device->node, shown, sizeof(shown));
	title_of(device, title);
	printf(_("%s: %s, serial %s, %s\n"), shown, title,
	       device->serial[0] ? device->serial : _("(none)"), size);
	printf(_("  method: %s (%u passes), verification: %s\n"), plan->scheme->name,
	       plan->pass_count, wipe_verify_mode_name(plan->verify));
	print_passes(plan);
	keys_print(plan);
	printf(_("  level within reach: %s. %s\n"), result_level_text(plan->level_reachable),
	       wipe_level_reason_text(plan->level_reason));
	if (wipe_plan_trusts_drive(plan))
		printf("%s", _("  the drive may make up the zeros when it is read: nothing will be "
			       "proved\n"));
	for (uint32_t i = 0; i < report->area_count; i++)
		if (report->areas[i].state != WIPE_AREA_ABSENT)
			printf("    %s: %s\n", result_area_text(report->areas[i].kind),
			       result_state_text(report->areas[i].state));
	printf(_("  to write and read: %s; at 100 MB/s that takes %s\n"), moved, at_100);
	if (wipe_plan_estimate(plan, device, &estimate)) {
		text_guess(estimate.least_s, estimate.most_s, guess);
		printf(_("  with such media it usually takes %s\n"), guess);
	}
	for (size_t i = 0; i < device->content_count; i++) {
		if (plan->crypto.scope_bytes &&
		    device->contents[i].partition_number != plan->crypto.scope_partition)
			continue;
		text_escape(device->contents[i].label, shown, sizeof(shown));
		printf(_("  will be lost: %s: %s %s\n"), device->contents[i].node,
		       device->contents[i].type, shown);
	}
}

static void print_ruling(const struct config *config, const struct target *target,
			 const struct ruling *ruling)
{
	if (!config->case_path)
		return;
	erasing_print_item(&target->erasing);
	printf(_("  level that the case requires: %s\n"),
	       result_level_text(target->level_required));
	erasing_print_ruling(ruling);
}

static json_t *ruling_json(const struct config *config, const struct target *target,
			   const struct ruling *ruling)
{
	json_t *object;

	if (!config->case_path)
		return json_null();
	object = erasing_ruling_json(&target->erasing, ruling);
	json_object_set_new(object, "level_required",
			    json_string(wipe_level_name(target->level_required)));
	return object;
}

static json_t *passes_json(const struct wipe_plan *plan)
{
	json_t *passes = json_array();

	for (uint32_t i = 0; i < plan->pass_count; i++) {
		const struct wipe_pass_spec *spec = &plan->passes[i].spec;

		json_array_append_new(
			passes,
			json_pack("{s:s,s:o}", "kind", wipe_pass_kind_name(spec->kind), "pattern",
				  output_json_hex(spec->pattern_bytes ? spec->pattern : NULL,
						  spec->pattern_bytes)));
	}
	return passes;
}

static json_t *areas_json(const struct wipe_report *report)
{
	json_t *areas = json_array();

	for (uint32_t i = 0; i < report->area_count; i++)
		json_array_append_new(areas,
				      json_pack("{s:s,s:s}", "area",
						wipe_area_kind_name(report->areas[i].kind), "state",
						wipe_area_state_name(report->areas[i].state)));
	return areas;
}

static json_t *uses_json(const struct wipe_device *device)
{
	json_t *uses = json_array();

	for (size_t i = 0; i < device->use_count; i++)
		json_array_append_new(uses, json_pack("{s:s,s:o,s:o}", "use",
						      wipe_use_name(device->uses[i].kind), "node",
						      output_json_text(device->uses[i].node), "by",
						      output_json_text(device->uses[i].by)));
	return uses;
}

static void print_json(const struct config *config, const struct target *target,
		       const struct ruling *ruling, const struct wipe_report *report)
{
	const struct wipe_plan *plan = &target->plan;
	struct wipe_estimate estimate;
	bool known = wipe_plan_estimate(plan, target->device, &estimate);

	output_json(json_pack(
		"{s:s,s:o,s:o,s:o,s:o,s:s,s:s,s:o,s:s,s:s,s:s,s:o,s:o,s:o,s:o,s:o,s:o}", "object",
		"plan", "device", output_json_text(target->device->node), "name",
		output_json_text(target->device->name), "serial",
		output_json_text(target->device->serial), "capacity_bytes",
		output_json_bytes(plan->capacity_bytes), "method", plan->scheme->name,
		"method_reason", plan->reason, "passes", passes_json(plan), "verify",
		wipe_verify_mode_name(plan->verify), "level_reachable",
		wipe_level_name(plan->level_reachable), "level_reason", plan->level_reason,
		"bytes_to_move", output_json_bytes(bytes_to_move(plan)), "areas",
		areas_json(report), "uses", uses_json(target->device), "estimate",
		output_json_estimate(known ? &estimate : NULL), "keys", keys_json(plan), "case",
		ruling_json(config, target, ruling)));
}

void dry_run_print(const struct config *config, const struct target *target,
		   const struct ruling *ruling)
{
	struct wipe_report *report = calloc(1, sizeof(*report));

	if (!report) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return;
	}
	conclude_success(target, report);
	if (config->options.json)
		print_json(config, target, ruling, report);
	else
		print_text(target, report);
	if (!config->options.json)
		print_ruling(config, target, ruling);
	free(report);
}
