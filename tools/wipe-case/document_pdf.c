/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report as wipepaper draws it: the same strings, in its structures. */
#include <stdlib.h>

#include "document.h"
#include "i18n.h"
#include "paper.h"

/* Everything that the drawing points to; freed as a whole. */
struct parts {
	void **items;
	size_t count;
	bool failed;
};

static void *take(struct parts *parts, size_t count, size_t bytes)
{
	void **items = realloc(parts->items, (parts->count + 1) * sizeof(*items));
	void *taken = calloc(count ? count : 1, bytes);

	if (items)
		parts->items = items;
	if (!items || !taken) {
		free(taken);
		parts->failed = true;
		return NULL;
	}
	return parts->items[parts->count++] = taken;
}

static void free_parts(struct parts *parts)
{
	for (size_t i = 0; i < parts->count; i++)
		free(parts->items[i]);
	free(parts->items);
}

static struct wipepaper_lines lines_of(struct parts *parts, const json_t *list)
{
	size_t count = json_array_size(list);
	const char **texts = take(parts, count, sizeof(*texts));

	for (size_t i = 0; texts && i < count; i++)
		texts[i] = json_string_value(json_array_get(list, i));
	return (struct wipepaper_lines){ texts, texts ? count : 0 };
}

static struct wipepaper_cell cell_of(const json_t *cell)
{
	if (!json_is_object(cell))
		return (struct wipepaper_cell){ .text = json_string_value(cell) };
	return (struct wipepaper_cell){
		.text = json_string_value(json_object_get(cell, "text")),
		.tone = (enum wipepaper_tone)json_integer_value(json_object_get(cell, "tone")),
	};
}

static void take_fields(struct parts *parts, const json_t *list, struct wipepaper_section *section)
{
	size_t count = json_array_size(list);
	struct wipepaper_field *fields = take(parts, count, sizeof(*fields));

	for (size_t i = 0; fields && i < count; i++) {
		const json_t *one = json_array_get(list, i);

		fields[i] = (struct wipepaper_field){
			.label = json_string_value(json_object_get(one, "label")),
			.kind = (enum wipepaper_kind)json_integer_value(
				json_object_get(one, "kind")),
			.value = cell_of(json_object_get(one, "text")),
		};
	}
	section->fields = fields;
	section->field_count = fields ? count : 0;
}

/* Columns with no width are not for paper. */
static bool is_drawn(const json_t *column)
{
	return json_real_value(json_object_get(column, "weight")) > 0;
}

static void take_columns(struct parts *parts, const json_t *list, struct wipepaper_table *table)
{
	size_t count = json_array_size(list);
	struct wipepaper_column *columns = take(parts, count, sizeof(*columns));

	for (size_t i = 0; columns && i < count; i++) {
		const json_t *one = json_array_get(list, i);

		if (!is_drawn(one))
			continue;
		columns[table->column_count++] = (struct wipepaper_column){
			.heading = json_string_value(json_object_get(one, "heading")),
			.kind = (enum wipepaper_kind)json_integer_value(
				json_object_get(one, "kind")),
			.weight = json_real_value(json_object_get(one, "weight")),
		};
	}
	table->columns = columns;
}

static void take_row(const json_t *columns, const json_t *row, struct wipepaper_cell *cells)
{
	size_t index, drawn = 0;
	json_t *column;

	json_array_foreach(columns, index, column)
	{
		if (is_drawn(column))
			cells[drawn++] = cell_of(json_array_get(row, index));
	}
}

static void take_table(struct parts *parts, const json_t *from, struct wipepaper_table *table)
{
	const json_t *rows = json_object_get(from, "rows");
	const json_t *columns = json_object_get(from, "columns");
	size_t count = json_array_size(rows), index;
	struct wipepaper_cell *cells;
	json_t *row;

	if (!rows)
		return;
	take_columns(parts, columns, table);
	cells = take(parts, count * table->column_count, sizeof(*cells));
	table->cells = cells;
	table->row_count = cells ? count : 0;
	table->none = json_string_value(json_object_get(from, "none"));
	json_array_foreach(rows, index, row)
	{
		if (cells)
			take_row(columns, row, &cells[index * table->column_count]);
	}
}

static void take_sections(struct parts *parts, const json_t *list, struct wipepaper_report *report)
{
	size_t count = json_array_size(list);
	struct wipepaper_section *sections = take(parts, count, sizeof(*sections));

	for (size_t i = 0; sections && i < count; i++) {
		const json_t *one = json_array_get(list, i);

		sections[i].heading = json_string_value(json_object_get(one, "heading"));
		sections[i].notices = lines_of(parts, json_object_get(one, "notices"));
		sections[i].paragraphs = lines_of(parts, json_object_get(one, "paragraphs"));
		take_fields(parts, json_object_get(one, "fields"), &sections[i]);
		take_table(parts, one, &sections[i].table);
	}
	report->sections = sections;
	report->section_count = sections ? count : 0;
}

/* 担当職員確認欄: filled in by hand where the officer confirms on paper. */
static void ask_confirmation(struct parts *parts, struct wipepaper_report *report)
{
	static const struct {
		const char *caption;
		unsigned int lines;
		bool has_seal;
	} rows[] = {
		{ N_("Section"), 1, false },
		{ N_("Name"), 1, false },
		{ N_("Date of confirmation"), 1, false },
		{ N_("Signature or seal"), 2, true },
		{ N_("Remarks"), 2, false },
	};
	size_t count = sizeof(rows) / sizeof(rows[0]);
	struct wipepaper_blank *blanks = take(parts, count, sizeof(*blanks));

	for (size_t i = 0; blanks && i < count; i++)
		blanks[i] = (struct wipepaper_blank){ .caption = _(rows[i].caption),
						      .lines = rows[i].lines,
						      .seal = rows[i].has_seal ? "印" : NULL };
	report->boxes.heading = _("For the officer");
	report->boxes.count = 1;
	report->boxes.box[0] = (struct wipepaper_box){
		.heading = _("Confirmation by the officer"),
		.text = _("I have checked the above."),
		.blanks = blanks,
		.blank_count = blanks ? count : 0,
	};
}

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

int document_pdf(const struct document *document, const char *fonts,
		 struct wipepaper_drawing *drawing, struct wipe_error *err)
{
	struct parts parts = { .items = NULL };
	struct wipepaper_report report = {
		.is_landscape = document->is_landscape,
		.title = document->title,
		.number = or_null(document->number),
		.date = or_null(document->date),
		.addressee = lines_of(&parts, document->addressee),
		.sender = lines_of(&parts, document->sender),
		.issued_at_s = document->issued_at_s,
		.notices = lines_of(&parts, document->notices),
		.statements = lines_of(&parts, document->statements),
		.qr = or_null(document->qr),
		.qr_caption = *document->qr ? document->qr_caption : NULL,
		.foot = or_null(document->foot),
		.watermark = document->watermark,
		/* What a register says has to come out, whatever an item is called. */
		.substitutes = true,
	};
	int rc;

	take_sections(&parts, document->sections, &report);
	if (document->asks_confirmation)
		ask_confirmation(&parts, &report);
	rc = parts.failed ? wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory")) :
			    paper_draw_report(&report, fonts, drawing, err);
	free_parts(&parts);
	return rc;
}
