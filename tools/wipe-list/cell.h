/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of one cell of a table: harmless, and broken into lines that fit. */
#ifndef MASSHO_WIPE_LIST_CELL_H
#define MASSHO_WIPE_LIST_CELL_H

#include <stddef.h>

#define CELL_BYTES 2048

/* What a cell is filled into; columns is the width of its lines. */
struct cell {
	char text[CELL_BYTES];
	size_t columns;
};

/*
 * Appends harmless text on a line of its own, broken at blanks where it gets too
 * wide, and within a word that is wider than the cell.
 */
void cell_add(struct cell *cell, const char *text);

/* The same with untrusted text: control characters and the like are escaped. */
void cell_add_untrusted(struct cell *cell, const char *text);

/* Columns of the widest line. */
size_t cell_width(const struct cell *cell);

#endif
