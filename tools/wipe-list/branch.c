/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "branch.h"

#include <langinfo.h>
#include <stdio.h>
#include <string.h>

#define DEPTH_MAX 10

struct glyphs {
	const char *branch, *last, *trunk, *none;
};

static const struct glyphs *glyphs(void)
{
	static const struct glyphs lines = { "├─", "└─", "│ ", "  " };
	static const struct glyphs ascii = { "|-", "`-", "| ", "  " };

	return strcmp(nl_langinfo(CODESET), "UTF-8") ? &ascii : &lines;
}

static size_t parent_of(const struct table *table, size_t row)
{
	return table->parent ? table->parent(table->arg, row) : TABLE_NO_PARENT;
}

/* The row and what it lies on, the lowest first, without the root; as many as are drawn. */
static size_t path_to(const struct table *table, size_t row, size_t path[DEPTH_MAX])
{
	size_t depth = 0, at = row;

	while ((at = parent_of(table, at)) != TABLE_NO_PARENT)
		depth++;
	if (depth > DEPTH_MAX)
		depth = DEPTH_MAX;
	for (size_t i = depth; i; i--) {
		path[i - 1] = row;
		row = parent_of(table, row);
	}
	return depth;
}

size_t branch_width(const struct table *table, size_t row)
{
	size_t path[DEPTH_MAX];

	return BRANCH_COLUMNS * path_to(table, row, path);
}

/* Is there a later row with the same, or with this row, as its parent? */
static bool has_later(const struct table *table, size_t row, size_t parent)
{
	for (size_t i = row + 1; i < table->row_count; i++)
		if (parent_of(table, i) == parent)
			return true;
	return false;
}

static void append(struct cell *cell, const char *text, size_t bytes)
{
	size_t used = strlen(cell->text);

	if (used + bytes < sizeof(cell->text))
		snprintf(cell->text + used, sizeof(cell->text) - used, "%.*s", (int)bytes, text);
}

static void draw_line(const struct table *table, size_t row, bool first, struct cell *out)
{
	const struct glyphs *with = glyphs();
	size_t path[DEPTH_MAX], depth = path_to(table, row, path);

	for (size_t i = 0; i < depth; i++) {
		bool more = has_later(table, path[i], parent_of(table, path[i]));
		const char *glyph = more ? with->trunk : with->none;

		if (first && i == depth - 1)
			glyph = more ? with->branch : with->last;
		append(out, glyph, strlen(glyph));
	}
	if (!first) {
		const char *glyph = has_later(table, row, row) ? with->trunk : with->none;

		append(out, glyph, strlen(glyph));
	}
}

void branch_draw(const struct table *table, size_t row, size_t lines, const struct cell *name,
		 struct cell *out)
{
	const char *text = name->text;

	for (size_t i = 0; i < lines || *text; i++) {
		size_t bytes = strcspn(text, "\n");

		if (i)
			append(out, "\n", 1);
		draw_line(table, row, !i, out);
		append(out, text, bytes);
		text += bytes + (text[bytes] == '\n');
	}
}
