/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "grid.h"

#include <math.h>
#include <string.h>

#include "mark.h"

#define INSET_X 4.0
#define INSET_Y 2.0
#define LINE 0.5
#define SIZE 8.5
#define WIDEST_BYTE 0.6 /* of the size: what is shorter in figures or kanji is not measured */
#define ASCENT 1.16	/* of the size, of the fonts in fonts.h */
#define MARK 7.5
#define MARK_INDENT 10.5
#define LINE_LEAST 16.0 /* below that no line of a row begins */

/* The tone of a certificate; not for WIPEPAPER_PLAIN. */
static enum wipecert_tone tone_of(enum wipepaper_tone tone)
{
	static const enum wipecert_tone tones[] = {
		[WIPEPAPER_GOOD] = WIPECERT_TONE_GOOD,
		[WIPEPAPER_CAUTION] = WIPECERT_TONE_CAUTION,
		[WIPEPAPER_BAD] = WIPECERT_TONE_BAD,
	};

	return tones[tone];
}

static double indent(const struct grid_cell *cell)
{
	return INSET_X + (cell->tone == WIPEPAPER_PLAIN ? 0 : MARK_INDENT);
}

static double text_width(const struct grid_cell *cell)
{
	return cell->width - indent(cell) - INSET_X;
}

void grid_fit(struct flow *flow, struct grid_cell *cell, double least)
{
	double size;

	if ((double)strlen(cell->text) * cell->style.size * WIDEST_BYTE <= text_width(cell))
		return;
	size = sheet_fitting_size(flow->sheet, text_width(cell), &cell->style, 0, cell->text);
	if (size >= least)
		cell->style.size = size;
}

void grid_fill(struct grid_cell *cell, enum wipepaper_kind kind,
	       const struct wipepaper_cell *content)
{
	cell->text = content->text ? content->text : "";
	cell->style = (struct sheet_style){ SHEET_TEXT, SIZE, SHEET_BLACK, PANGO_ALIGN_LEFT };
	if (kind == WIPEPAPER_CODE)
		cell->style.font = SHEET_SERIAL;
	if (kind == WIPEPAPER_NUMBER)
		cell->style.align = PANGO_ALIGN_RIGHT;
	if (kind == WIPEPAPER_STATE && content->tone != WIPEPAPER_PLAIN) {
		cell->tone = content->tone;
		cell->style.font = SHEET_BOLD;
		cell->style.colour = mark_colour(tone_of(cell->tone));
	}
}

static bool is_same(const struct flow_measured *measured, const struct grid_cell *cell)
{
	const struct sheet_style *one = &measured->style, *other = &cell->style;

	return measured->text && strcmp(measured->text, cell->text) == 0 &&
	       !(measured->width < text_width(cell)) && !(measured->width > text_width(cell)) &&
	       one->font == other->font && !(one->size < other->size) && !(one->size > other->size);
}

/* Most cells of a column say what the one above says: laying it out anew is what takes time. */
static double cell_height(struct flow *flow, const struct grid_cell *cell,
			  struct flow_measured *measured)
{
	if (!is_same(measured, cell))
		*measured = (struct flow_measured){
			.text = cell->text,
			.width = text_width(cell),
			.style = cell->style,
			.height = sheet_measure(flow->sheet, text_width(cell), &cell->style,
						cell->text),
		};
	return measured->height;
}

double grid_height(struct flow *flow, const struct grid_row *row)
{
	double most = 0;

	for (size_t i = 0; i < row->count; i++)
		most = fmax(most, cell_height(flow, &row->cells[i], &flow->measured[i]));
	return most + 2 * INSET_Y;
}

static void draw_line(struct flow *flow, const struct grid_row *row, double y)
{
	const struct grid_cell *first = &row->cells[0], *last = &row->cells[row->count - 1];

	flow_fill(flow, first->x - LINE / 2, y - LINE / 2, last->x + last->width - first->x + LINE,
		  LINE, SHEET_RULE);
}

/* Grounds first, for lines and words stand on them. */
static void draw_lines(struct flow *flow, const struct grid_row *row, double height)
{
	const struct grid_cell *last = &row->cells[row->count - 1];

	for (size_t i = 0; i < row->count; i++)
		if (row->cells[i].is_head)
			flow_fill(flow, row->cells[i].x, flow->y, row->cells[i].width, height,
				  SHEET_PALE);
	for (size_t i = 0; i < row->count; i++)
		flow_fill(flow, row->cells[i].x - LINE / 2, flow->y, LINE, height, SHEET_RULE);
	flow_fill(flow, last->x + last->width - LINE / 2, flow->y, LINE, height, SHEET_RULE);
	if (row->is_open)
		draw_line(flow, row, flow->y);
	draw_line(flow, row, flow->y + height);
}

static void draw_mark(struct flow *flow, const struct grid_cell *cell)
{
	if (flow_draws(flow) && cell->tone != WIPEPAPER_PLAIN && *cell->text)
		mark_draw(flow->sheet, cell->x + INSET_X, flow->y + INSET_Y + 2.6, MARK,
			  tone_of(cell->tone));
}

/* Letters of all sizes stand on one line. */
static double lowered(const struct grid_row *row, const struct grid_cell *cell)
{
	double most = 0;

	for (size_t i = 0; i < row->count; i++)
		most = fmax(most, row->cells[i].style.size);
	return (most - cell->style.size) * ASCENT;
}

static void draw_cell(struct flow *flow, const struct grid_row *row, const struct grid_cell *cell)
{
	flow->sheet->field = cell->field;
	draw_mark(flow, cell);
	if (*cell->text)
		sheet_write(flow->sheet, cell->x + indent(cell),
			    flow->y + INSET_Y + lowered(row, cell), text_width(cell), &cell->style,
			    cell->text);
}

void grid_draw(struct flow *flow, const struct grid_row *row, double height)
{
	if (flow_draws(flow)) {
		draw_lines(flow, row, height);
		for (size_t i = 0; i < row->count; i++)
			draw_cell(flow, row, &row->cells[i]);
	}
	flow->y += height;
}

/* What of the row stands on this page; lines: where each cell goes on. */
static double draw_piece(struct flow *flow, const struct grid_row *row, double room,
			 bool is_measured, size_t *lines)
{
	double most = 0;

	for (size_t i = 0; i < row->count; i++) {
		const struct grid_cell *cell = &row->cells[i];
		double height;

		flow->sheet->field = cell->field;
		if (!is_measured && lines[i] == 0)
			draw_mark(flow, cell);
		height = sheet_write_lines(flow->sheet, cell->x + indent(cell), flow->y + INSET_Y,
					   text_width(cell), room, &cell->style, cell->text,
					   is_measured, &lines[i]);
		most = fmax(most, height);
	}
	return most + 2 * INSET_Y;
}

static bool are_done(const size_t *lines, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (lines[i] != SIZE_MAX)
			return false;
	return true;
}

void grid_draw_split(struct flow *flow, const struct grid_row *row,
		     void (*again)(struct flow *flow, const void *arg), const void *arg)
{
	size_t lines[GRID_CELLS_MAX] = { 0 };

	while (!flow->sheet->code) {
		size_t measured[GRID_CELLS_MAX];
		double room, height;

		flow_need(flow, LINE_LEAST + 2 * INSET_Y);
		room = flow_room(flow) - 2 * INSET_Y;
		memcpy(measured, lines, sizeof(measured));
		height = draw_piece(flow, row, room, true, measured);
		draw_lines(flow, row, height);
		if (flow_draws(flow))
			draw_piece(flow, row, room, false, lines);
		memcpy(lines, measured, sizeof(lines));
		flow->y += height;
		if (are_done(lines, row->count))
			return;
		flow_next_page(flow);
		if (again)
			again(flow, arg);
	}
}
