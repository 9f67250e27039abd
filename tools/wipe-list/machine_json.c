/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine_json.h"

#include "output.h"

/* The kinds of its uses; null for what has no node, or if they could not be found out. */
static json_t *uses_json(const struct machine_uses *uses)
{
	json_t *list;

	if (!uses->known)
		return json_null();
	list = json_array();
	for (size_t i = 0; i < sizeof(uses->kinds) / sizeof(uses->kinds[0]); i++)
		if (uses->kinds[i] &&
		    json_array_append_new(list,
					  json_string(wipe_use_name((enum wipe_use_kind)i)))) {
			json_decref(list);
			return NULL;
		}
	return list;
}

json_t *machine_finding_json(const struct wipe_machine_finding *finding,
			     const struct machine_uses *uses)
{
	return json_pack(
		"{s:s, s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o,"
		" s:o, s:o, s:o}",
		"object", "finding", "kind", wipe_machine_kind_name(finding->kind), "state",
		wipe_machine_state_name(finding->state), "reason", finding->reason, "accounted",
		(int)finding->accounted, "name", output_json_text(finding->name), "node",
		output_json_text(finding->node), "part_of", output_json_text(finding->part_of),
		"vendor", output_json_text(finding->vendor), "model",
		output_json_text(finding->model), "ids", output_json_text(finding->ids),
		"class_code", output_json_text(finding->class_code), "driver",
		output_json_text(finding->driver), "detail", output_json_text(finding->detail),
		"sysfs_path", output_json_text(finding->sysfs_path), "size_bytes",
		finding->size_bytes ? output_json_bytes(finding->size_bytes) : json_null(),
		"hidden_count",
		finding->hidden_count ? json_integer((json_int_t)finding->hidden_count) :
					json_null(),
		"advice", output_json_text(finding->advice), "uses", uses_json(uses));
}

static json_t *label_json(const struct wipe_machine *machine)
{
	return json_pack(
		"{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:b}", "source",
		wipe_machine_source_name(machine->source), "maker",
		output_json_text(machine->maker), "model", output_json_text(machine->model),
		"serial", output_json_text(machine->serial), "asset_tag",
		output_json_text(machine->asset_tag), "uuid", output_json_text(machine->uuid),
		"board_maker", output_json_text(machine->board_maker), "board_model",
		output_json_text(machine->board_model), "board_serial",
		output_json_text(machine->board_serial), "chassis",
		output_json_text(machine->chassis), "firmware", output_json_text(machine->firmware),
		"serial_withheld", (int)machine->serial_withheld);
}

json_t *machine_json(const struct wipe_machine *machine, const struct wipe_machine_survey *survey)
{
	return json_pack("{s:s, s:s, s:I, s:I, s:I, s:s?, s:o, s:o}", "object", "machine",
			 "verdict", wipe_machine_verdict_name(survey->verdict), "disks",
			 (json_int_t)survey->disks, "controllers", (json_int_t)survey->controllers,
			 "unaccounted", (json_int_t)survey->unaccounted, "doubt", survey->doubt,
			 "doubt_path", output_json_text(survey->doubt_path), "label",
			 label_json(machine));
}
