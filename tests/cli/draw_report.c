/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Draws a report that is told as JSON, as a tool does it:
 *
 *   draw_report OUT JSON
 *
 * The names are those of wipepaper/report.h; lines are arrays of strings, a cell is a
 * string or [string, tone], and what is missing is all zero. Exits with the negative of the
 * library's code.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <wipecert/save.h>

#include "paper.h"
#include "startup.h"

/* Everything lives as long as the program. */
struct kept {
	struct kept *next;
	max_align_t bytes[];
};
static struct kept *all;

static void *keep(size_t count, size_t size)
{
	struct kept *kept = calloc(1, sizeof(*kept) + (count ? count : 1) * size);

	if (!kept)
		abort();
	kept->next = all;
	all = kept;
	return kept->bytes;
}

static const char *text(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

static unsigned int number(const json_t *object, const char *name)
{
	return (unsigned int)json_integer_value(json_object_get(object, name));
}

static struct wipepaper_lines lines(const json_t *object, const char *name)
{
	const json_t *array = json_object_get(object, name);
	struct wipepaper_lines result = { .count = json_array_size(array) };
	const char **texts = keep(result.count, sizeof(*texts));

	for (size_t i = 0; i < result.count; i++)
		texts[i] = json_string_value(json_array_get(array, i));
	result.texts = texts;
	return result;
}

static struct wipepaper_cell cell(const json_t *value)
{
	if (!json_is_array(value))
		return (struct wipepaper_cell){ .text = json_string_value(value) };
	return (struct wipepaper_cell){
		.text = json_string_value(json_array_get(value, 0)),
		.tone = (enum wipepaper_tone)json_integer_value(json_array_get(value, 1)),
	};
}

static void take_fields(const json_t *array, struct wipepaper_section *section)
{
	struct wipepaper_field *fields = keep(json_array_size(array), sizeof(*fields));

	section->field_count = json_array_size(array);
	for (size_t i = 0; i < section->field_count; i++) {
		const json_t *field = json_array_get(array, i);

		fields[i].label = text(field, "label");
		fields[i].kind = (enum wipepaper_kind)number(field, "kind");
		fields[i].value = cell(json_object_get(field, "value"));
	}
	section->fields = fields;
}

static void take_rows(const json_t *rows, struct wipepaper_table *table)
{
	struct wipepaper_cell *cells;

	table->row_count = json_array_size(rows);
	cells = keep(table->row_count * table->column_count, sizeof(*cells));
	for (size_t row = 0; row < table->row_count; row++)
		for (size_t i = 0; i < table->column_count; i++)
			cells[row * table->column_count + i] =
				cell(json_array_get(json_array_get(rows, row), i));
	table->cells = cells;
}

static void take_table(const json_t *object, struct wipepaper_table *table)
{
	const json_t *array = json_object_get(object, "columns");
	struct wipepaper_column *columns = keep(json_array_size(array), sizeof(*columns));

	table->column_count = json_array_size(array);
	for (size_t i = 0; i < table->column_count; i++) {
		const json_t *column = json_array_get(array, i);

		columns[i].heading = text(column, "heading");
		columns[i].kind = (enum wipepaper_kind)number(column, "kind");
		columns[i].weight = json_number_value(json_object_get(column, "weight"));
	}
	table->columns = columns;
	table->none = text(object, "none");
	take_rows(json_object_get(object, "rows"), table);
}

static void take_sections(const json_t *array, struct wipepaper_report *report)
{
	struct wipepaper_section *sections = keep(json_array_size(array), sizeof(*sections));

	report->section_count = json_array_size(array);
	for (size_t i = 0; i < report->section_count; i++) {
		const json_t *object = json_array_get(array, i);

		sections[i].heading = text(object, "heading");
		sections[i].notices = lines(object, "notices");
		sections[i].paragraphs = lines(object, "paragraphs");
		take_fields(json_object_get(object, "fields"), &sections[i]);
		take_table(json_object_get(object, "table"), &sections[i].table);
	}
	report->sections = sections;
}

static void take_blanks(const json_t *array, struct wipepaper_box *box)
{
	struct wipepaper_blank *blanks = keep(json_array_size(array), sizeof(*blanks));

	box->blank_count = json_array_size(array);
	for (size_t i = 0; i < box->blank_count; i++) {
		const json_t *blank = json_array_get(array, i);

		blanks[i].caption = text(blank, "caption");
		blanks[i].value = text(blank, "value");
		blanks[i].seal = text(blank, "seal");
		blanks[i].lines = number(blank, "lines");
	}
	box->blanks = blanks;
}

static void take_boxes(const json_t *object, struct wipepaper_boxes *boxes)
{
	const json_t *array = json_object_get(object, "box");

	boxes->heading = text(object, "heading");
	boxes->is_stacked = json_is_true(json_object_get(object, "is_stacked"));
	boxes->count = json_array_size(array);
	for (size_t i = 0; i < boxes->count && i < WIPEPAPER_BOXES_MAX; i++) {
		const json_t *box = json_array_get(array, i);

		boxes->box[i].heading = text(box, "heading");
		boxes->box[i].text = text(box, "text");
		take_blanks(json_object_get(box, "blanks"), &boxes->box[i]);
	}
}

static struct wipepaper_report report_of(const json_t *root)
{
	struct wipepaper_report report = {
		.is_landscape = json_is_true(json_object_get(root, "is_landscape")),
		.title = text(root, "title"),
		.number = text(root, "number"),
		.date = text(root, "date"),
		.addressee = lines(root, "addressee"),
		.sender = lines(root, "sender"),
		.issued_at_s = json_integer_value(json_object_get(root, "issued_at_s")),
		.notices = lines(root, "notices"),
		.statements = lines(root, "statements"),
		.qr = text(root, "qr"),
		.qr_caption = text(root, "qr_caption"),
		.foot = text(root, "foot"),
		.watermark = text(root, "watermark"),
		.substitutes = json_is_true(json_object_get(root, "substitutes")),
	};

	take_sections(json_object_get(root, "sections"), &report);
	take_boxes(json_object_get(root, "boxes"), &report.boxes);
	return report;
}

int main(int argc, char **argv)
{
	struct wipepaper_drawing drawing;
	struct wipepaper_report report;
	struct wipe_error err = { .code = 0 };
	json_t *root;
	int rc;

	startup_run();
	root = argc == 3 ? json_load_file(argv[2], 0, NULL) : NULL;
	if (!root)
		return 100;
	report = report_of(root);
	rc = paper_draw_report(&report, NULL, &drawing, &err);
	if (!rc)
		rc = wipecert_save(argv[1], drawing.pdf, drawing.pdf_bytes, &err);
	if (rc)
		fprintf(stderr, "draw_report: %s\n", err.message);
	free(drawing.pdf); /* nothing links the library */
	json_decref(root);
	return -rc;
}
