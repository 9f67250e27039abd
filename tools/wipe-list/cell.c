/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cell.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "text.h"
#include "utf8.h"

#define ELLIPSIS "…"

void cell_start(struct cell *cell, size_t columns, size_t hang)
{
	cell->text[0] = '\0';
	cell->columns = columns;
	cell->hang = hang;
	cell->full = false;
}

static void add_piece(struct cell *cell, const char *piece, size_t bytes)
{
	size_t used = strlen(cell->text), room = sizeof(cell->text) - used;

	if (cell->full)
		return;
	cell->full = bytes + sizeof(ELLIPSIS) > room;
	snprintf(cell->text + used, room, "%.*s", cell->full ? (int)strlen(ELLIPSIS) : (int)bytes,
		 cell->full ? ELLIPSIS : piece);
}

/* What is still free in the line that is being filled; a line's end takes none of it. */
struct line {
	struct cell *cell;
	size_t column;
};

static size_t limit_of(const struct line *line)
{
	const struct cell *cell = line->cell;
	size_t hang = strchr(cell->text, '\n') ? cell->hang : 0;

	return cell->columns > hang ? cell->columns - hang : 1;
}

static void next_line(struct line *line)
{
	add_piece(line->cell, "\n", 1);
	line->column = 0;
}

static void put(struct line *line, const char *text, size_t bytes, size_t columns)
{
	add_piece(line->cell, text, bytes);
	line->column += columns;
}

/*
 * How much of a word that is too wide comes into a line of so many columns: up to
 * the last punctuation in its second half, else as much as fits, but something.
 */
static size_t part_of_word(const char *word, size_t bytes, size_t limit, size_t *columns)
{
	const char *at = word, *end = word, *after = NULL;
	size_t width = 0, width_after = 0;

	while (at < word + bytes) {
		size_t more = utf8_columns(utf8_next(&at));

		if (end != word && width + more > limit)
			break;
		width += more;
		if (strchr("-_/.:,+", *end) && 2 * width >= limit) {
			after = at;
			width_after = width;
		}
		end = at;
	}
	*columns = after ? width_after : width;
	return (size_t)((after ? after : end) - word);
}

static void put_word(struct line *line, const char *word, size_t bytes, size_t columns)
{
	while (line->column + columns > limit_of(line)) {
		size_t width, part;

		if (line->column) {
			next_line(line);
			continue;
		}
		part = part_of_word(word, bytes, limit_of(line), &width);
		if (part == bytes)
			break;
		put(line, word, part, width);
		next_line(line);
		word += part;
		bytes -= part;
		columns -= width;
	}
	put(line, word, bytes, columns);
}

void cell_add(struct cell *cell, const char *text)
{
	struct line line = { .cell = cell };

	if (*cell->text)
		next_line(&line);
	while (*text) {
		size_t blanks = strspn(text, " "), columns, bytes;

		bytes = text_unit(text + blanks, &columns);
		if (blanks && line.column && line.column + blanks + columns > limit_of(&line))
			next_line(&line);
		else if (blanks)
			put(&line, text, blanks, blanks);
		put_word(&line, text + blanks, bytes, columns);
		text += blanks + bytes;
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

		width = code_point == '\n' ? cell->hang : width + utf8_columns(code_point);
		if (width > widest)
			widest = width;
	}
	return widest;
}

size_t cell_word_width(const struct cell *cell)
{
	size_t widest = 0, width, hang = 0;

	for (const char *text = cell->text; *text;) {
		const char *end = strchrnul(text, '\n');
		char line[1024];

		snprintf(line, sizeof(line), "%.*s", (int)(end - text), text);
		for (const char *at = line; *at;) {
			at += strspn(at, " ");
			at += text_unit(at, &width);
			if (hang + width > widest)
				widest = hang + width;
		}
		text = end + (*end == '\n');
		hang = cell->hang;
	}
	return widest;
}

size_t cell_lines(const struct cell *cell)
{
	size_t count = 1;

	for (const char *at = cell->text; (at = strchr(at, '\n')); at++)
		count++;
	return count;
}
