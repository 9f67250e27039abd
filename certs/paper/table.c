/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <string.h>

#include "grid.h"

#define HEADING_LEAST 6.5
#define NUMBER_LEAST 5.0
#define STATE_LEAST 6.8
#define CODE_LEAST 6.5
#define STRONG 1.0 /* the line above and below the headings */

static void lay_cells(struct flow *flow, const struct wipepaper_table *table, struct grid_row *row)
{
	double sum = 0, x = SHEET_MARGIN;

	*row = (struct grid_row){ .count = table->column_count };
	for (size_t i = 0; i < table->column_count; i++)
		sum += table->columns[i].weight;
	for (size_t i = 0; i < table->column_count; i++) {
		struct grid_cell *cell = &row->cells[i];

		cell->x = x;
		cell->width = sheet_inner(flow->sheet) * table->columns[i].weight / sum;
		cell->field = table->columns[i].heading;
		x += cell->width;
	}
}

static void lay_headings(struct flow *flow, const struct wipepaper_table *table,
			 struct grid_row *row)
{
	lay_cells(flow, table, row);
	for (size_t i = 0; i < table->column_count; i++) {
		struct grid_cell *cell = &row->cells[i];

		cell->text = table->columns[i].heading;
		cell->style = (struct sheet_style){ SHEET_BOLD, 8, SHEET_SLATE, PANGO_ALIGN_LEFT };
		if (table->columns[i].kind == WIPEPAPER_NUMBER)
			cell->style.align = PANGO_ALIGN_RIGHT;
		cell->is_head = true;
		grid_fit(flow, cell, HEADING_LEAST);
	}
}

static void draw_headings(struct flow *flow, const void *arg)
{
	const double inner = sheet_inner(flow->sheet), top = flow->y;
	struct grid_row row;

	lay_headings(flow, arg, &row);
	grid_draw(flow, &row, grid_height(flow, &row));
	flow_fill(flow, SHEET_MARGIN, top - STRONG / 2, inner, STRONG, SHEET_SLATE);
	flow_fill(flow, SHEET_MARGIN, flow->y - STRONG / 2, inner, STRONG, SHEET_SLATE);
}

static void lay_cell(const struct wipepaper_table *table, size_t row, size_t column,
		     struct grid_cell *cell)
{
	grid_fill(cell, table->columns[column].kind,
		  &table->cells[row * table->column_count + column]);
}

/* The size in which all that stands below each other takes one line each, where there is one. */
static double column_size(struct flow *flow, const struct wipepaper_table *table, size_t column,
			  const struct grid_cell *place)
{
	static const double least[] = {
		[WIPEPAPER_CODE] = CODE_LEAST,
		[WIPEPAPER_NUMBER] = NUMBER_LEAST,
		[WIPEPAPER_STATE] = STATE_LEAST,
	};
	const char *before = "";
	double size = 0;

	for (size_t row = 0; row < table->row_count && !flow->sheet->code; row++) {
		struct grid_cell cell = *place;

		lay_cell(table, row, column, &cell);
		cell.style.size = size > 0 ? size : cell.style.size;
		/* States repeat themselves. */
		if (strcmp(before, cell.text) != 0)
			grid_fit(flow, &cell, least[table->columns[column].kind]);
		before = cell.text;
		size = cell.style.size;
	}
	return size;
}

/* sizes: of the letters of each column; 0: as they are. */
static void choose_sizes(struct flow *flow, const struct wipepaper_table *table, double *sizes)
{
	struct grid_row row;

	lay_cells(flow, table, &row);
	for (size_t i = 0; i < table->column_count; i++) {
		sizes[i] = table->columns[i].kind == WIPEPAPER_TEXT ?
				   0 :
				   column_size(flow, table, i, &row.cells[i]);
	}
}

static void lay_row(struct flow *flow, const struct wipepaper_table *table, const double *sizes,
		    size_t index, struct grid_row *row)
{
	lay_cells(flow, table, row);
	for (size_t i = 0; i < table->column_count; i++) {
		lay_cell(table, index, i, &row->cells[i]);
		if (sizes[i] > 0)
			row->cells[i].style.size = sizes[i];
	}
}

static void lay_none(struct flow *flow, const struct wipepaper_table *table, struct grid_row *row)
{
	*row = (struct grid_row){ .count = 1 };
	row->cells[0] = (struct grid_cell){
		.x = SHEET_MARGIN,
		.width = sheet_inner(flow->sheet),
		.style = { SHEET_TEXT, 8.5, SHEET_GREY, PANGO_ALIGN_CENTER },
		.field = table->columns[0].heading,
		.text = table->none ? table->none : "",
	};
}

double table_begin_height(struct flow *flow, const struct wipepaper_table *table)
{
	const double sizes[WIPEPAPER_COLUMNS_MAX] = { 0 };
	struct grid_row headings, first;

	if (!table->column_count)
		return 0;
	lay_headings(flow, table, &headings);
	if (table->row_count)
		lay_row(flow, table, sizes, 0, &first);
	else
		lay_none(flow, table, &first);
	return grid_height(flow, &headings) + flow_begin_height(flow, grid_height(flow, &first));
}

/* Measured when the pages are counted, and remembered. */
static double row_height(struct flow *flow, const struct grid_row *row)
{
	float *height = &flow->row_heights[flow->rows++];

	if (!flow_draws(flow))
		*height = (float)grid_height(flow, row);
	return (double)*height;
}

static void draw_row(struct flow *flow, const struct wipepaper_table *table,
		     const struct grid_row *row, double headings)
{
	const double height = row_height(flow, row);

	if (height > flow_room(flow) && height <= flow_whole_room(flow) - headings) {
		flow_next_page(flow);
		draw_headings(flow, table);
	}
	if (height <= flow_room(flow))
		grid_draw(flow, row, height);
	else
		grid_draw_split(flow, row, draw_headings, table);
}

void table_draw(struct flow *flow, const struct wipepaper_table *table)
{
	double headings, sizes[WIPEPAPER_COLUMNS_MAX];
	struct grid_row row;

	if (!table->column_count)
		return;
	choose_sizes(flow, table, sizes);
	flow_need(flow, table_begin_height(flow, table));
	headings = flow->y;
	draw_headings(flow, table);
	headings = flow->y - headings;
	for (size_t i = 0; i < table->row_count && !flow->sheet->code; i++) {
		lay_row(flow, table, sizes, i, &row);
		draw_row(flow, table, &row, headings);
	}
	if (!table->row_count) {
		lay_none(flow, table, &row);
		grid_draw(flow, &row, grid_height(flow, &row));
	}
}
