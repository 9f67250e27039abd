/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A row of cells side by side: of a table, or label and value of a field. */
#ifndef PAPER_GRID_H
#define PAPER_GRID_H

#include "flow.h"

#define GRID_CELLS_MAX WIPEPAPER_COLUMNS_MAX

struct grid_cell {
	double x, width; /* of the cell; its text stands within */
	struct sheet_style style;
	const char *field, *text; /* what it is, for messages; what stands there */
	enum wipepaper_tone tone; /* its mark stands before the text */
	bool is_head;		  /* on a ground of its own */
};

struct grid_row {
	struct grid_cell cells[GRID_CELLS_MAX];
	size_t count;
	bool is_open; /* nothing above draws the line on which it hangs */
};

/* Puts in what a cell of this kind looks like, but for where it stands. */
void grid_fill(struct grid_cell *cell, enum wipepaper_kind kind,
	       const struct wipepaper_cell *content);

/* Smaller letters, down to least (points), if then the text stands on one line. */
void grid_fit(struct flow *flow, struct grid_cell *cell, double least);

double grid_height(struct flow *flow, const struct grid_row *row);
/* At y, which goes on by height. */
void grid_draw(struct flow *flow, const struct grid_row *row, double height);

/* A row that no page holds: line after line. again: called on each further page; NULL: nothing. */
void grid_draw_split(struct flow *flow, const struct grid_row *row,
		     void (*again)(struct flow *flow, const void *arg), const void *arg);

#endif
