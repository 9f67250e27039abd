/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <stdlib.h>
#include <unistd.h>

#include <libsmartcols/libsmartcols.h>

#include "branch.h"
#include "colour.h"
#include "i18n.h"
#include "text.h"

/* Narrower than this a cell is hard to read, and than that not to be read. */
#define READABLE_COLUMNS 10
#define LEAST_COLUMNS 4

struct layout {
	bool shown[TABLE_COLUMNS_MAX];
	size_t widths[TABLE_COLUMNS_MAX];
	size_t titles[TABLE_COLUMNS_MAX];
	size_t words[TABLE_COLUMNS_MAX];  /* of the widest word, up to which none is split */
	size_t before[TABLE_COLUMNS_MAX]; /* taken by the tree */
};

static void fill_cell(const struct table *table, size_t row, size_t column, size_t columns,
		      struct cell *cell)
{
	size_t before = table->columns[column].tree ? branch_width(table, row) : 0;

	cell_start(cell, columns > before ? columns - before : 1,
		   table->columns[column].tree ? BRANCH_COLUMNS : 0);
	table->fill(table->arg, row, column, cell);
}

static void fill_title(const struct table *table, size_t column, size_t columns, struct cell *cell)
{
	cell_start(cell, table->columns[column].rigid ? SIZE_MAX : columns, 0);
	cell_add(cell, _(table->columns[column].title));
}

static size_t larger(size_t one, size_t other)
{
	return one > other ? one : other;
}

static void measure(const struct table *table, struct layout *layout, struct cell *cell)
{
	for (size_t k = 0; k < table->column_count; k++) {
		const struct table_column *column = &table->columns[k];

		layout->shown[k] = !column->extra;
		fill_title(table, k, SIZE_MAX, cell);
		layout->widths[k] = cell_width(cell);
		layout->titles[k] = layout->words[k] = layout->widths[k];
		layout->before[k] = 0;
		for (size_t i = 0; i < table->row_count; i++) {
			size_t before = column->tree ? branch_width(table, i) : 0;

			fill_cell(table, i, k, SIZE_MAX, cell);
			layout->widths[k] = larger(layout->widths[k], before + cell_width(cell));
			layout->words[k] = larger(layout->words[k], before + cell_word_width(cell));
			layout->before[k] = larger(layout->before[k], before);
		}
	}
}

/* Of a line, with a blank between columns. */
static size_t total_width(const struct table *table, const struct layout *layout)
{
	size_t total = 0;

	for (size_t k = 0; k < table->column_count; k++)
		if (layout->shown[k])
			total += layout->widths[k] + (total ? 1 : 0);
	return total;
}

/* Extra columns in their order, as many as fit beside the others. */
static void add_extra(const struct table *table, struct layout *layout, size_t available)
{
	for (size_t k = 0; k < table->column_count; k++) {
		if (!table->columns[k].extra)
			continue;
		layout->shown[k] = true;
		if (total_width(table, layout) > available) {
			layout->shown[k] = false;
			return;
		}
	}
}

/* Down to which width columns give way: words that are wider are split. */
struct limits {
	size_t identity, others;
};

static size_t floor_of(const struct table *table, const struct layout *layout, size_t column,
		       const struct limits *limits)
{
	size_t least = table->columns[column].identity ? limits->identity : limits->others;

	if (table->columns[column].rigid)
		return layout->widths[column];
	least += least < layout->words[column] ? layout->before[column] : 0;
	if (least >= READABLE_COLUMNS)
		least = larger(least, layout->titles[column]);
	return least < layout->words[column] ? least : layout->words[column];
}

/* Narrows the widest columns until the table fits, or none gives way any more. */
static bool narrow(const struct table *table, struct layout *layout, size_t available,
		   const struct limits *limits)
{
	for (size_t total = total_width(table, layout); total > available; total--) {
		size_t widest = table->column_count;

		for (size_t k = 0; k < table->column_count; k++)
			if (layout->shown[k] &&
			    layout->widths[k] > floor_of(table, layout, k, limits) &&
			    (widest == table->column_count ||
			     layout->widths[k] > layout->widths[widest]))
				widest = k;
		if (widest == table->column_count)
			return false;
		layout->widths[widest]--;
	}
	return true;
}

/* From one attempt to the next more words are split. */
static bool fit(const struct table *table, const struct layout *natural, size_t available,
		struct layout *layout)
{
	const struct limits attempts[] = { { available, available },
					   { available, READABLE_COLUMNS },
					   { READABLE_COLUMNS, READABLE_COLUMNS } };

	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		*layout = *natural;
		if (narrow(table, layout, available, &attempts[i]))
			return true;
	}
	return false;
}

static void choose_layout(const struct table *table, size_t available, struct layout *layout,
			  struct cell *cell)
{
	const struct limits least = { LEAST_COLUMNS, LEAST_COLUMNS };
	struct layout natural;

	measure(table, &natural, cell);
	add_extra(table, &natural, available);
	if (fit(table, &natural, available, layout))
		return;
	for (size_t k = table->column_count; k--;) {
		if (!table->columns[k].spare)
			continue;
		natural.shown[k] = false;
		if (fit(table, &natural, available, layout))
			return;
	}
	(void)narrow(table, layout, available, &least);
}

static int add_columns(struct libscols_table *out, const struct table *table,
		       const struct layout *layout)
{
	for (size_t k = 0; k < table->column_count; k++) {
		const struct table_column *column = &table->columns[k];
		struct libscols_column *made;

		if (!layout->shown[k])
			continue;
		/* Cells are broken already; the library is to see that and not to break them. */
		made = scols_table_new_column(out, NULL, 1,
					      SCOLS_FL_WRAP | (column->right ? SCOLS_FL_RIGHT : 0));
		if (!made || scols_column_set_wrapfunc(made, scols_wrapnl_chunksize,
						       scols_wrapnl_nextchunk, NULL))
			return -1;
	}
	return 0;
}

static const char *colour_of(const struct table *table, size_t row)
{
	static const char *const colours[] = {
		[TABLE_PLAIN] = NULL,
		[TABLE_WARNING] = COLOUR_WARNING,
		[TABLE_GOOD] = COLOUR_GOOD,
	};

	return table->mood ? colours[table->mood(table->arg, row)] : NULL;
}

/* A row's cells, one more to draw the tree into. */
struct cells {
	struct cell of[TABLE_COLUMNS_MAX], drawn;
};

static int add_line(struct libscols_table *out, const struct table *table,
		    const struct layout *layout, const struct cells *cells, const char *colour)
{
	struct libscols_line *line = scols_table_new_line(out, NULL);

	if (!line || scols_line_set_color(line, colour))
		return -1;
	for (size_t k = 0, shown = 0; k < table->column_count; k++)
		if (layout->shown[k] && scols_line_set_data(line, shown++, cells->of[k].text))
			return -1;
	return 0;
}

/* The titles are a row as any: the library would not break its own ones. */
static int add_titles(struct libscols_table *out, const struct table *table,
		      const struct layout *layout, struct cells *cells)
{
	for (size_t k = 0; k < table->column_count; k++)
		fill_title(table, k, layout->widths[k], &cells->of[k]);
	return add_line(out, table, layout, cells, NULL);
}

static int add_row(struct libscols_table *out, const struct table *table,
		   const struct layout *layout, size_t row, struct cells *cells)
{
	size_t lines = 0;

	for (size_t k = 0; k < table->column_count; k++) {
		if (!layout->shown[k])
			continue;
		fill_cell(table, row, k, layout->widths[k], &cells->of[k]);
		lines = larger(lines, cell_lines(&cells->of[k]));
	}
	for (size_t k = 0; k < table->column_count; k++) {
		if (!table->columns[k].tree)
			continue;
		cell_start(&cells->drawn, 0, 0);
		branch_draw(table, row, lines, &cells->of[k], &cells->drawn);
		cells->of[k] = cells->drawn;
	}
	return add_line(out, table, layout, cells, colour_of(table, row));
}

static int fill_table(struct libscols_table *out, const struct table *table, size_t columns)
{
	struct cells *cells = calloc(1, sizeof(*cells));
	struct layout layout;
	int rc = -1;

	if (!cells)
		return rc;
	choose_layout(table, columns, &layout, &cells->drawn);
	rc = add_columns(out, table, &layout);
	if (!rc)
		rc = add_titles(out, table, &layout, cells);
	for (size_t i = 0; i < table->row_count && !rc; i++)
		rc = add_row(out, table, &layout, i, cells);
	free(cells);
	return rc;
}

int table_print(const struct table *table, const struct sheet *sheet)
{
	struct libscols_table *out;
	int rc = -1;

	scols_init_debug(0);
	out = scols_new_table();
	/* Cells are harmless already: what the library escapes again gets wider than was measured. */
	if (out && !scols_table_set_stream(out, sheet->stream) &&
	    !scols_table_enable_noencoding(out, 1) && !scols_table_enable_noheadings(out, 1) &&
	    !scols_table_enable_colors(out, sheet->coloured) &&
	    !scols_table_set_termforce(out, SCOLS_TERMFORCE_NEVER) &&
	    !fill_table(out, table, sheet->columns))
		rc = scols_print_table(out);
	scols_unref_table(out);
	return rc ? -1 : 0;
}

struct sheet sheet_stdout(void)
{
	return (struct sheet){ .stream = stdout,
			       .columns = isatty(STDOUT_FILENO) ?
						  text_terminal_columns(STDOUT_FILENO) :
						  SIZE_MAX,
			       .coloured = colour_wanted(STDOUT_FILENO) };
}
