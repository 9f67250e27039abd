/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of one cell of a table: harmless, and broken into lines that fit. */
#ifndef MASSHO_WIPE_LIST_CELL_H
#define MASSHO_WIPE_LIST_CELL_H

#include <stdbool.h>
#include <stddef.h>

#define CELL_BYTES 8192

/* What a cell is filled into; columns is the width of its lines. */
struct cell {
	char text[CELL_BYTES];
	size_t columns;
	size_t hang; /* so much less have all lines after the first */
	bool full;   /* something was left out */
};

/* Empties it. */
void cell_start(struct cell *cell, size_t columns, size_t hang);

/*
 * Appends harmless text on a line of its own, broken at blanks and between wide
 * characters where it gets too wide. A word that is wider than the cell is broken
 * too, after punctuation if it has any. What a cell has no room for is left out
 * and ends in an ellipsis.
 */
void cell_add(struct cell *cell, const char *text);

/* The same with untrusted text: control characters and the like are escaped. */
void cell_add_untrusted(struct cell *cell, const char *text);

/* Columns of the widest line, hang included. */
size_t cell_width(const struct cell *cell);

/* Columns of the widest piece that is broken only where there is no other way. */
size_t cell_word_width(const struct cell *cell);

size_t cell_lines(const struct cell *cell);

#endif
