/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A report as text, as tables for spreadsheets, as JSON. */
#include <stdlib.h>
#include <string.h>

#include "csv.h"
#include "document.h"
#include "i18n.h"
#include "text.h"

#define INDENT 2
#define LABEL_COLUMNS 26
#define CELL_BYTES 1024

/* Of a cell, what people read. */
static const char *shown(const json_t *cell)
{
	const char *text =
		json_string_value(json_is_object(cell) ? json_object_get(cell, "text") : cell);

	return text ? text : "";
}

static void print_lines(const json_t *lines, size_t columns, FILE *out)
{
	size_t index;
	json_t *line;

	json_array_foreach(lines, index, line)
	{
		text_wrap(out, json_string_value(line), 0, columns);
	}
}

static void print_fields(const json_t *section, size_t columns, FILE *out)
{
	size_t index;
	json_t *field;

	json_array_foreach(json_object_get(section, "fields"), index, field)
	{
		const char *label = json_string_value(json_object_get(field, "label"));
		size_t width = text_columns(label);

		fprintf(out, "%*s%s%*s", INDENT, "", label,
			width < LABEL_COLUMNS ? (int)(LABEL_COLUMNS - width) : 1, "");
		text_wrap(out, shown(json_object_get(field, "text")),
			  INDENT + (width < LABEL_COLUMNS ? LABEL_COLUMNS : width + 1), columns);
	}
}

/* Columns that only join others are for paper. */
static bool is_told(const json_t *column)
{
	return json_is_string(json_object_get(column, "key"));
}

/* A row as a block: one line a cell that has something in it. */
static void print_row(const json_t *columns_list, const json_t *row, size_t columns, FILE *out)
{
	size_t index;
	json_t *cell;

	json_array_foreach(row, index, cell)
	{
		const json_t *column = json_array_get(columns_list, index);
		const char *label = json_string_value(json_object_get(column, "heading"));
		size_t width = text_columns(label);

		if (!*shown(cell) || !is_told(column))
			continue;
		fprintf(out, "%*s%s%*s", INDENT, "", label,
			width < LABEL_COLUMNS ? (int)(LABEL_COLUMNS - width) : 1, "");
		text_wrap(out, shown(cell),
			  INDENT + (width < LABEL_COLUMNS ? LABEL_COLUMNS : width + 1), columns);
	}
	putc('\n', out);
}

static void print_table(const json_t *section, size_t columns, FILE *out)
{
	const json_t *rows = json_object_get(section, "rows");
	size_t index;
	json_t *row;

	if (!rows)
		return;
	if (!json_array_size(rows))
		text_wrap(out, json_string_value(json_object_get(section, "none")), 0, columns);
	json_array_foreach(rows, index, row)
	{
		print_row(json_object_get(section, "columns"), row, columns, out);
	}
}

bool document_text(const struct document *document, size_t columns, FILE *out)
{
	size_t index;
	json_t *section;

	print_lines(document->addressee, columns, out);
	print_lines(document->sender, columns, out);
	fprintf(out, "%s\n%s\n\n", document->number, document->date);
	text_wrap(out, document->title, 0, columns);
	putc('\n', out);
	print_lines(document->notices, columns, out);
	json_array_foreach(document->sections, index, section)
	{
		const char *heading = json_string_value(json_object_get(section, "heading"));

		if (heading)
			fprintf(out, "\n%zu. %s\n", index + 1, heading);
		print_lines(json_object_get(section, "notices"), columns, out);
		print_lines(json_object_get(section, "paragraphs"), columns, out);
		print_fields(section, columns, out);
		print_table(section, columns, out);
	}
	putc('\n', out);
	print_lines(document->statements, columns, out);
	return !ferror(out);
}

/* row NULL: the headings. */
static bool csv_line(const json_t *columns, const json_t *row, FILE *out)
{
	size_t index, told = 0;
	json_t *column;
	bool ok = true;

	json_array_foreach(columns, index, column)
	{
		if (!is_told(column))
			continue;
		if (told++)
			csv_next(out);
		ok &= csv_text(out, shown(row ? json_array_get(row, index) :
						json_object_get(column, "heading")));
	}
	csv_end_line(out);
	return ok;
}

static bool csv_table(const json_t *section, FILE *out)
{
	const json_t *columns = json_object_get(section, "columns");
	bool ok = csv_line(columns, NULL, out);
	size_t index;
	json_t *row;

	json_array_foreach(json_object_get(section, "rows"), index, row)
	{
		ok &= csv_line(columns, row, out);
	}
	return ok;
}

/* Tables only, one below the other; a heading of its own line where there are several. */
bool document_csv(const struct document *document, FILE *out)
{
	size_t index, tables = 0, shown_tables = 0;
	json_t *section;
	bool ok = true;

	json_array_foreach(document->sections, index, section)
	{
		tables += json_object_get(section, "columns") != NULL;
	}
	csv_begin(out);
	json_array_foreach(document->sections, index, section)
	{
		const char *heading = json_string_value(json_object_get(section, "heading"));

		if (!json_object_get(section, "columns"))
			continue;
		if (shown_tables++)
			csv_end_line(out);
		if (tables > 1 && heading) {
			ok &= csv_text(out, heading);
			csv_end_line(out);
		}
		ok &= csv_table(section, out);
	}
	return ok && !ferror(out);
}

static json_t *row_json(const json_t *columns, const json_t *row)
{
	json_t *object = json_object(), *cell;
	size_t index;

	json_array_foreach(row, index, cell)
	{
		const json_t *column = json_array_get(columns, index);
		json_t *value = json_is_object(cell) ? json_object_get(cell, "id") : cell;

		if (is_told(column))
			json_object_set(object, json_string_value(json_object_get(column, "key")),
					value);
	}
	return object;
}

static json_t *section_json(const json_t *section)
{
	const json_t *columns = json_object_get(section, "columns");
	json_t *object = json_object(), *fields = json_object(), *rows, *one;
	size_t index;

	json_array_foreach(json_object_get(section, "fields"), index, one)
	{
		json_object_set(fields, json_string_value(json_object_get(one, "key")),
				json_object_get(one, "text"));
	}
	json_object_set_new(object, "fields", fields);
	if (!columns)
		return object;
	rows = json_array();
	json_array_foreach(json_object_get(section, "rows"), index, one)
	{
		json_array_append_new(rows, row_json(columns, one));
	}
	json_object_set_new(object, "rows", rows);
	return object;
}

json_t *document_json(const struct document *document)
{
	json_t *object = json_pack("{s:s, s:s}", "object", "report", "report", document->key);
	json_t *section;
	size_t index;

	json_array_foreach(document->sections, index, section)
	{
		json_object_set_new(object, json_string_value(json_object_get(section, "key")),
				    section_json(section));
	}
	return object;
}
