/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_check.h"

#include <math.h>
#include <string.h>

#include "text.h"
#include "utf8.h"

enum presence {
	NEEDED,
	MAY_MISS,
};

enum breaks {
	ONE_LINE,
	MAY_BREAK,
};

/* The first failure sticks; field is for its message. */
struct check {
	struct wipe_error *err;
	int code;
	size_t rows;
};

static void refuse(struct check *check, const char *message, const char *field)
{
	if (!check->code)
		check->code = wipe_error_set(check->err, WIPE_E_USAGE, 0, "%s: %s",
					     field ? field : "-", message);
}

static bool is_clear(const char *text, size_t bytes, enum breaks breaks)
{
	for (size_t at = 0; at < bytes;) {
		uint32_t code_point = 0;
		size_t length = utf8_decode(text + at, bytes - at, &code_point);
		bool is_break = breaks == MAY_BREAK && code_point == '\n';

		if (!length || (utf8_is_deceptive(code_point) && !is_break))
			return false;
		at += length;
	}
	return true;
}

static void check_text(struct check *check, const char *field, const char *text, size_t most,
		       enum presence presence, enum breaks breaks)
{
	size_t bytes = text ? strnlen(text, most + 1) : 0;

	if (!text && presence == NEEDED)
		refuse(check, _("is missing"), field);
	else if (bytes > most)
		refuse(check, _("is too long"), field);
	else if (!is_clear(text, bytes, breaks))
		refuse(check, _("is no UTF-8, or has characters that hide or reorder text"), field);
}

static void check_line(struct check *check, const char *field, const char *text,
		       enum presence presence)
{
	check_text(check, field, text, WIPEPAPER_TEXT_BYTES, presence, ONE_LINE);
}

/* What has no room but for one line. */
static void check_short(struct check *check, const char *field, const char *text,
			enum presence presence)
{
	check_text(check, field, text, WIPEPAPER_LINE_BYTES, presence, ONE_LINE);
}

static void check_lines(struct check *check, const char *field, const struct wipepaper_lines *lines,
			enum breaks breaks)
{
	for (size_t i = 0; i < lines->count && !check->code; i++)
		check_text(check, field, lines->texts[i], WIPEPAPER_TEXT_BYTES, NEEDED, breaks);
}

static void check_cell(struct check *check, const char *field, enum wipepaper_kind kind,
		       const struct wipepaper_cell *cell, enum breaks breaks)
{
	check_text(check, field, cell->text, WIPEPAPER_TEXT_BYTES, MAY_MISS, breaks);
	if ((unsigned int)cell->tone > WIPEPAPER_BAD || (unsigned int)kind > WIPEPAPER_STATE)
		refuse(check, _("is of no known kind"), field);
}

static void check_columns(struct check *check, const struct wipepaper_table *table)
{
	if (table->column_count > WIPEPAPER_COLUMNS_MAX)
		refuse(check, _("has too many columns"), _("table"));
	else if (!table->column_count && table->row_count)
		refuse(check, _("has rows without columns"), _("table"));
	for (size_t i = 0; i < table->column_count && !check->code; i++) {
		const struct wipepaper_column *column = &table->columns[i];

		check_line(check, _("column"), column->heading, NEEDED);
		if (!isfinite(column->weight) || column->weight <= 0)
			refuse(check, _("has no width"), column->heading);
	}
}

static void check_table(struct check *check, const struct wipepaper_table *table)
{
	check_columns(check, table);
	check_line(check, _("table"), table->none, MAY_MISS);
	if (table->row_count > WIPEPAPER_ROWS_MAX - check->rows)
		refuse(check, _("has too many rows"), _("table"));
	check->rows += table->row_count;
	for (size_t row = 0; row < table->row_count && !check->code; row++)
		for (size_t i = 0; i < table->column_count; i++) {
			const struct wipepaper_column *column = &table->columns[i];

			check_cell(check, column->heading, column->kind,
				   &table->cells[row * table->column_count + i],
				   column->kind == WIPEPAPER_NUMBER ? ONE_LINE : MAY_BREAK);
		}
}

static void check_section(struct check *check, const struct wipepaper_section *section)
{
	check_line(check, _("heading"), section->heading, MAY_MISS);
	check_lines(check, _("notice"), &section->notices, ONE_LINE);
	check_lines(check, _("paragraph"), &section->paragraphs, MAY_BREAK);
	for (size_t i = 0; i < section->field_count && !check->code; i++) {
		const struct wipepaper_field *field = &section->fields[i];

		check_line(check, _("label"), field->label, NEEDED);
		check_cell(check, field->label, field->kind, &field->value, MAY_BREAK);
	}
	if (!check->code)
		check_table(check, &section->table);
}

static void check_box(struct check *check, const struct wipepaper_box *box)
{
	check_line(check, _("box"), box->heading, NEEDED);
	check_line(check, box->heading, box->text, MAY_MISS);
	for (size_t i = 0; i < box->blank_count && !check->code; i++) {
		const struct wipepaper_blank *blank = &box->blanks[i];

		check_line(check, box->heading, blank->caption, NEEDED);
		check_line(check, blank->caption, blank->value, MAY_MISS);
		check_line(check, blank->caption, blank->seal, MAY_MISS);
		if (blank->lines > WIPEPAPER_BLANK_LINES_MAX)
			refuse(check, _("has too many lines"), blank->caption);
	}
}

static void check_boxes(struct check *check, const struct wipepaper_boxes *boxes)
{
	check_line(check, _("boxes"), boxes->heading, MAY_MISS);
	if (boxes->count > WIPEPAPER_BOXES_MAX)
		refuse(check, _("too many"), _("boxes"));
	for (size_t i = 0; i < boxes->count && !check->code; i++)
		check_box(check, &boxes->box[i]);
}

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return !*text;
}

/* Only what every reader of such codes takes for the same characters. */
static void check_qr(struct check *check, const char *text)
{
	check_text(check, "QR", text, WIPEPAPER_QR_BYTES, MAY_MISS, ONE_LINE);
	if (text && (!*text || !is_ascii(text)))
		refuse(check, _("is no text in ASCII"), "QR");
}

int report_check(const struct wipepaper_report *report, struct wipe_error *err)
{
	struct check check = { .err = err };

	check_short(&check, _("title"), report->title, NEEDED);
	check_short(&check, _("number"), report->number, MAY_MISS);
	check_line(&check, _("date"), report->date, MAY_MISS);
	check_lines(&check, _("addressee"), &report->addressee, ONE_LINE);
	check_lines(&check, _("sender"), &report->sender, ONE_LINE);
	check_lines(&check, _("notice"), &report->notices, ONE_LINE);
	for (size_t i = 0; i < report->section_count && !check.code; i++)
		check_section(&check, &report->sections[i]);
	check_boxes(&check, &report->boxes);
	check_lines(&check, _("statement"), &report->statements, MAY_BREAK);
	check_qr(&check, report->qr);
	check_line(&check, "QR", report->qr_caption, MAY_MISS);
	check_short(&check, _("foot"), report->foot, MAY_MISS);
	check_short(&check, _("watermark"), report->watermark, MAY_MISS);
	return check.code;
}
