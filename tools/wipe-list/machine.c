/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <wipe/machine.h>

#include "colour.h"
#include "exit.h"
#include "field.h"
#include "i18n.h"
#include "output.h"
#include "table.h"
#include "text.h"

#define TOOL "wipe-list"

enum column { NAME, WHAT, MODEL, SIZE, STATE, DRIVER, IDS };

static const struct table_column columns[] = {
	[NAME] = { .title = N_("NAME") },
	[WHAT] = { .title = N_("WHAT"), .wrapped = true },
	[MODEL] = { .title = N_("VENDOR/MODEL"), .wrapped = true },
	[SIZE] = { .title = N_("SIZE"), .right = true },
	[STATE] = { .title = N_("STATE"), .wrapped = true },
	[DRIVER] = { .title = N_("DRIVER"), .extra = true },
	[IDS] = { .title = N_("IDS"), .extra = true },
};

static const struct wipe_machine_finding *finding_at(const void *arg, size_t row)
{
	return &((const struct wipe_machine_survey *)arg)->items[row];
}

static void fill(const void *arg, size_t row, size_t column, struct cell *cell)
{
	const struct wipe_machine_finding *finding = finding_at(arg, row);

	switch ((enum column)column) {
	case NAME:
		field_text(cell, finding->name);
		break;
	case WHAT:
		cell_add(cell, finding->what);
		break;
	case MODEL:
		field_model(cell, finding->vendor, finding->model);
		break;
	case SIZE:
		if (finding->size_bytes)
			field_size(cell, finding->size_bytes);
		else
			cell_add(cell, "-");
		break;
	case STATE:
		cell_add(cell, finding->why);
		if (*finding->detail && !finding->accounted)
			cell_add_untrusted(cell, finding->detail);
		break;
	case DRIVER:
		field_text(cell, finding->driver);
		break;
	case IDS:
		field_text(cell, finding->ids);
		break;
	}
}

static enum table_mood mood(const void *arg, size_t row)
{
	return finding_at(arg, row)->accounted ? TABLE_PLAIN : TABLE_WARNING;
}

static void print_label(const struct wipe_machine *machine)
{
	static const char *const titles[] = { N_("machine:"), N_("serial:"), N_("asset tag:") };
	char model[160], shown[1024];
	const char *values[] = { model, machine->serial, machine->asset_tag };

	snprintf(model, sizeof(model), "%s%s%s", machine->maker,
		 *machine->maker && *machine->model ? " " : "", machine->model);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		text_escape(values[i], shown, sizeof(shown));
		printf("%s %s\n", _(titles[i]),
		       *shown				  ? shown :
		       machine->serial_withheld && i == 1 ? _("only root may read it") :
							    _("not told"));
	}
}

/* What a person has to see to, each with what to do. */
static void print_unaccounted(const struct wipe_machine_survey *survey)
{
	char name[512];

	for (size_t i = 0; i < survey->count; i++) {
		const struct wipe_machine_finding *finding = &survey->items[i];

		if (finding->accounted)
			continue;
		text_escape(finding->name, name, sizeof(name));
		printf("\n%s %s: %s\n", finding->what, name, finding->why);
		if (finding->hidden_count)
			printf(_("  hidden drives: %u\n"), finding->hidden_count);
		printf("  ");
		text_wrap(stdout, finding->advice, 2, text_terminal_columns(STDOUT_FILENO));
	}
}

static void print_verdict(const struct wipe_machine_survey *survey)
{
	bool coloured = colour_wanted(STDOUT_FILENO);
	bool complete = survey->verdict == WIPE_MACHINE_COMPLETE;
	char path[512];

	printf("\n%s", coloured ? (complete ? COLOUR_GOOD : COLOUR_WARNING) : "");
	switch (survey->verdict) {
	case WIPE_MACHINE_COMPLETE:
		printf(_("complete: disks %zu, nothing is unaccounted for"), survey->disks);
		break;
	case WIPE_MACHINE_INCOMPLETE:
		printf(_("incomplete: disks %zu, unaccounted for: %zu"), survey->disks,
		       survey->unaccounted);
		break;
	case WIPE_MACHINE_UNKNOWN:
		printf(_("unknown: disks %zu, but not everything could be looked at"),
		       survey->disks);
		break;
	}
	printf("%s\n", coloured ? COLOUR_END : "");
	text_escape(survey->doubt_path, path, sizeof(path));
	if (survey->doubt)
		printf("%s%s%s\n", survey->doubt_text, *path ? ": " : "", path);
}

static json_t *finding_json(const struct wipe_machine_finding *finding)
{
	return json_pack(
		"{s:s, s:s, s:s, s:s, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o,"
		" s:I, s:s}",
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
		"hidden_count", (json_int_t)finding->hidden_count, "advice", finding->advice);
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

static void print_json(const struct wipe_machine *machine, const struct wipe_machine_survey *survey)
{
	for (size_t i = 0; i < survey->count; i++)
		output_json(finding_json(&survey->items[i]));
	output_json(json_pack("{s:s, s:s, s:I, s:I, s:I, s:s?, s:o, s:o}", "object", "machine",
			      "verdict", wipe_machine_verdict_name(survey->verdict), "disks",
			      (json_int_t)survey->disks, "controllers",
			      (json_int_t)survey->controllers, "unaccounted",
			      (json_int_t)survey->unaccounted, "doubt", survey->doubt, "doubt_path",
			      output_json_text(survey->doubt_path), "label", label_json(machine)));
}

static int print(const struct wipe_machine *machine, const struct wipe_machine_survey *survey)
{
	const struct table table = { .columns = columns,
				     .column_count = sizeof(columns) / sizeof(columns[0]),
				     .row_count = survey->count,
				     .arg = survey,
				     .fill = fill,
				     .mood = mood };

	print_label(machine);
	printf("\n");
	fflush(stdout);
	if (survey->count && table_print(&table))
		return -1;
	print_unaccounted(survey);
	print_verdict(survey);
	return 0;
}

int machine_run(bool json)
{
	struct wipe_machine_survey *survey;
	struct wipe_machine machine;
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	wipe_machine_read("", &machine);
	if (wipe_machine_survey("", &survey, &err)) {
		output_wipe_error(TOOL, NULL, &err);
		return exit_from_error(&err);
	}
	code = survey->verdict == WIPE_MACHINE_COMPLETE ? EXIT_DONE : EXIT_UNCONFIRMED;
	if (json) {
		print_json(&machine, survey);
	} else if (print(&machine, survey)) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		code = EXIT_FAILED;
	}
	wipe_machine_survey_free(survey);
	return code;
}
