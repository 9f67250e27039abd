/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cell.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "text.h"
#include "utf8.h"

static void add_piece(struct cell *cell, const char *piece, size_t bytes)
{
	size_t used = strlen(cell->text);

	/* What does not fit into a cell of this size is left out. */
	if (used + bytes + 1 < sizeof(cell->text))
		snprintf(cell->text + used, sizeof(cell->text) - used, "%.*s", (int)bytes, piece);
}

/* Columns of text up to the next blank. */
static size_t word_columns(const char *text)
{
	size_t width = 0;

	while (*text && *text != ' ')
		width += utf8_columns(utf8_next(&text));
	return width;
}

void cell_add(struct cell *cell, const char *text)
{
	size_t column = 0;

	if (*cell->text)
		add_piece(cell, "\n", 1);
	while (*text) {
		const char *start = text;
		bool blank = *text == ' ';
		size_t width = utf8_columns(utf8_next(&text));
		size_t needed = blank ? 1 + word_columns(text) : width;

		if (column && column + needed > cell->columns) {
			add_piece(cell, "\n", 1);
			column = 0;
			if (blank)
				continue;
		}
		add_piece(cell, start, (size_t)(text - start));
		column += width;
	}
}

void cell_add_untrusted(struct cell *cell, const char *text)
{
	char shown[1024];

	text_escape(text, shown, sizeof(shown));
	cell_add(cell, shown);
}

size_t cell_width(const struct cell *cell)
{
	const char *text = cell->text;
	size_t widest = 0, width = 0;

	while (*text) {
		uint32_t code_point = utf8_next(&text);

		width = code_point == '\n' ? 0 : width + utf8_columns(code_point);
		if (width > widest)
			widest = width;
	}
	return widest;
}
