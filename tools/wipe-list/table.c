/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <stdlib.h>
#include <unistd.h>

#include <libsmartcols/libsmartcols.h>

#include "colour.h"
#include "i18n.h"
#include "text.h"

#define WRAPPED_COLUMNS_MIN 8
/* What the lines of a tree take of its column, a level. */
#define BRANCH_COLUMNS 2

struct layout {
	bool shown[TABLE_COLUMNS_MAX];
	size_t widths[TABLE_COLUMNS_MAX];
};

static size_t depth_of(const struct table *table, size_t row)
{
	size_t depth = 0;

	while (table->parent && (row = table->parent(table->arg, row)) != TABLE_NO_PARENT)
		depth++;
	return depth;
}

static void measure(const struct table *table, struct layout *layout)
{
	struct cell cell;

	for (size_t k = 0; k < table->column_count; k++) {
		const struct table_column *column = &table->columns[k];

		layout->shown[k] = !column->extra;
		layout->widths[k] = text_columns(_(column->title));
		for (size_t i = 0; i < table->row_count; i++) {
			size_t width;

			cell = (struct cell){ .columns = SIZE_MAX };
			table->fill(table->arg, i, k, &cell);
			width = cell_width(&cell);
			if (column->tree)
				width += BRANCH_COLUMNS * depth_of(table, i);
			if (width > layout->widths[k])
				layout->widths[k] = width;
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

/* The wrapped column that is widest, or column_count if all are at their least. */
static size_t widest_wrapped(const struct table *table, const struct layout *layout)
{
	size_t widest = table->column_count;

	for (size_t k = 0; k < table->column_count; k++)
		if (table->columns[k].wrapped && layout->shown[k] &&
		    layout->widths[k] > WRAPPED_COLUMNS_MIN &&
		    (widest == table->column_count || layout->widths[k] > layout->widths[widest]))
			widest = k;
	return widest;
}

static void choose_layout(const struct table *table, struct layout *layout)
{
	size_t available = isatty(STDOUT_FILENO) ? text_terminal_columns(STDOUT_FILENO) : SIZE_MAX;

	measure(table, layout);
	add_extra(table, layout, available);
	for (size_t total = total_width(table, layout); total > available; total--) {
		size_t widest = widest_wrapped(table, layout);

		if (widest == table->column_count)
			return;
		layout->widths[widest]--;
	}
}

static int add_columns(struct libscols_table *out, const struct table *table,
		       const struct layout *layout)
{
	for (size_t k = 0; k < table->column_count; k++) {
		const struct table_column *column = &table->columns[k];
		int flags = (column->wrapped ? SCOLS_FL_WRAP : 0) |
			    (column->right ? SCOLS_FL_RIGHT : 0) |
			    (column->tree ? SCOLS_FL_TREE : 0);
		struct libscols_column *made;

		if (!layout->shown[k])
			continue;
		made = scols_table_new_column(out, _(column->title), 1, flags);
		if (!made)
			return -1;
		if (column->wrapped) {
			scols_column_set_wrapfunc(made, scols_wrapnl_chunksize,
						  scols_wrapnl_nextchunk, NULL);
			scols_column_set_safechars(made, "\n");
		}
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

static int add_row(struct libscols_table *out, const struct table *table,
		   const struct layout *layout, struct libscols_line **lines, size_t row)
{
	size_t parent = table->parent ? table->parent(table->arg, row) : TABLE_NO_PARENT;
	struct cell cell;

	lines[row] = scols_table_new_line(out, parent < row ? lines[parent] : NULL);
	if (!lines[row] || scols_line_set_color(lines[row], colour_of(table, row)))
		return -1;
	for (size_t k = 0, shown = 0; k < table->column_count; k++) {
		if (!layout->shown[k])
			continue;
		cell = (struct cell){ .columns = layout->widths[k] };
		table->fill(table->arg, row, k, &cell);
		if (scols_line_set_data(lines[row], shown++, cell.text))
			return -1;
	}
	return 0;
}

int table_print(const struct table *table)
{
	struct libscols_line **lines = calloc(table->row_count + 1, sizeof(struct libscols_line *));
	struct libscols_table *out;
	struct layout layout;
	int rc = -1;

	scols_init_debug(0);
	out = scols_new_table();
	if (!lines || !out)
		goto end;
	scols_table_enable_colors(out, colour_wanted(STDOUT_FILENO));
	choose_layout(table, &layout);
	rc = add_columns(out, table, &layout);
	for (size_t i = 0; i < table->row_count && !rc; i++)
		rc = add_row(out, table, &layout, lines, i);
	if (!rc)
		rc = scols_print_table(out);
end:
	scols_unref_table(out);
	free(lines);
	return rc ? -1 : 0;
}
