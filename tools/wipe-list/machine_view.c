/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "machine_view.h"

#include <stdio.h>
#include <string.h>

#include "colour.h"
#include "field.h"
#include "i18n.h"
#include "text.h"
#include "words.h"

enum column { NAME, WHAT, MODEL, SIZE, STATE, DRIVER, IDS };

static const struct table_column columns[] = {
	[NAME] = { .title = N_("NAME"), .identity = true },
	[WHAT] = { .title = N_("WHAT") },
	[MODEL] = { .title = N_("VENDOR/MODEL") },
	[SIZE] = { .title = N_("SIZE"), .rigid = true, .right = true },
	[STATE] = { .title = N_("STATE") },
	[DRIVER] = { .title = N_("DRIVER"), .extra = true },
	[IDS] = { .title = N_("IDS"), .extra = true },
};

static const struct wipe_machine_finding *finding_at(const void *arg, size_t row)
{
	return &((const struct machine_view *)arg)->survey->items[row];
}

/* "mounted, swap": each kind once. False: there is none. */
static bool use_words(const struct machine_uses *uses, char *out, size_t out_bytes)
{
	*out = '\0';
	for (size_t i = 0; i < sizeof(uses->kinds) / sizeof(uses->kinds[0]); i++) {
		size_t used = strlen(out);

		if (uses->kinds[i])
			snprintf(out + used, out_bytes - used, "%s%s", used ? ", " : "",
				 words_use((enum wipe_use_kind)i));
	}
	return *out;
}

/* What is told in full below the table is only named in it. */
static const char *state_word(const struct wipe_machine_finding *finding)
{
	static const char *const words[] = {
		[WIPE_MACHINE_VISIBLE_PART] = N_("VISIBLE IN PART"),
		[WIPE_MACHINE_NOT_VISIBLE] = N_("NOT VISIBLE"),
		[WIPE_MACHINE_UNREADABLE] = N_("UNREADABLE"),
		[WIPE_MACHINE_NOT_EXAMINED] = N_("NOT EXAMINED"),
	};

	return finding->accounted || !words[finding->state] ? finding->why :
							      _(words[finding->state]);
}

/* That it is visible does not say that it may be erased now. */
static void fill_state(const struct machine_view *view, size_t row, struct cell *cell)
{
	const struct wipe_machine_finding *finding = &view->survey->items[row];
	char kinds[256], line[512];

	if (view->uses && use_words(&view->uses[row], kinds, sizeof(kinds))) {
		snprintf(line, sizeof(line), _("%s; in use: %s"), state_word(finding), kinds);
		cell_add(cell, line);
	} else {
		cell_add(cell, state_word(finding));
	}
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
		fill_state(arg, row, cell);
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
	const struct machine_view *view = arg;
	char kinds[256];

	if (!finding_at(arg, row)->accounted)
		return TABLE_WARNING;
	return view->uses && use_words(&view->uses[row], kinds, sizeof(kinds)) ? TABLE_WARNING :
										 TABLE_PLAIN;
}

static void print_label(const struct wipe_machine *machine, const struct sheet *sheet)
{
	static const char *const titles[] = { N_("machine:"), N_("serial:"), N_("asset tag:") };
	char model[160], shown[1024];
	const char *values[] = { model, machine->serial, machine->asset_tag };

	snprintf(model, sizeof(model), "%s%s%s", machine->maker,
		 *machine->maker && *machine->model ? " " : "", machine->model);
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		text_escape(values[i], shown, sizeof(shown));
		fprintf(sheet->stream, "%s %s\n", _(titles[i]),
			*shown				   ? shown :
			machine->serial_withheld && i == 1 ? _("only root may read it") :
							     _("not told"));
	}
}

/* What a person has to see to, each with what to do. */
static void print_unaccounted(const struct wipe_machine_survey *survey, const struct sheet *sheet)
{
	char name[512], detail[512], line[2048];

	for (size_t i = 0; i < survey->count; i++) {
		const struct wipe_machine_finding *finding = &survey->items[i];

		if (finding->accounted)
			continue;
		text_escape(finding->name, name, sizeof(name));
		text_escape(finding->detail, detail, sizeof(detail));
		snprintf(line, sizeof(line), "%s %s: %s%s%s%s", finding->what, name, finding->why,
			 *detail ? " (" : "", detail, *detail ? ")" : "");
		fprintf(sheet->stream, "\n");
		text_wrap(sheet->stream, line, 0, sheet->columns);
		if (finding->hidden_count)
			fprintf(sheet->stream, _("  hidden drives: %u\n"), finding->hidden_count);
		fprintf(sheet->stream, "  ");
		text_wrap(sheet->stream, finding->advice, 2, sheet->columns);
	}
}

static void print_verdict(const struct wipe_machine_survey *survey, const struct sheet *sheet)
{
	FILE *out = sheet->stream;
	bool complete = survey->verdict == WIPE_MACHINE_COMPLETE;
	char path[512], line[1024] = "";

	switch (survey->verdict) {
	case WIPE_MACHINE_COMPLETE:
		snprintf(line, sizeof(line), _("complete: disks %zu, nothing is unaccounted for"),
			 survey->disks);
		break;
	case WIPE_MACHINE_INCOMPLETE:
		snprintf(line, sizeof(line), _("incomplete: disks %zu, unaccounted for: %zu"),
			 survey->disks, survey->unaccounted);
		break;
	case WIPE_MACHINE_UNKNOWN:
		snprintf(line, sizeof(line),
			 _("unknown: disks %zu, but not everything could be looked at"),
			 survey->disks);
		break;
	}
	fprintf(out, "\n%s", sheet->coloured ? (complete ? COLOUR_GOOD : COLOUR_WARNING) : "");
	text_wrap(out, line, 0, sheet->columns);
	fprintf(out, "%s", sheet->coloured ? COLOUR_END : "");
	text_escape(survey->doubt_path, path, sizeof(path));
	snprintf(line, sizeof(line), "%s%s%s", survey->doubt_text, *path ? ": " : "", path);
	if (survey->doubt)
		text_wrap(out, line, 0, sheet->columns);
}

int machine_view_print(const struct machine_view *view, const struct sheet *sheet)
{
	const struct table table = { .columns = columns,
				     .column_count = sizeof(columns) / sizeof(columns[0]),
				     .row_count = view->survey->count,
				     .arg = view,
				     .fill = fill,
				     .mood = mood };

	print_label(view->machine, sheet);
	fprintf(sheet->stream, "\n");
	if (view->survey->count && table_print(&table, sheet))
		return -1;
	print_unaccounted(view->survey, sheet);
	print_verdict(view->survey, sheet);
	return 0;
}
