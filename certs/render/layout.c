/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "layout.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"
#include "width.h"

#define FIELD_INDENT 2
#define FIELD_COLUMN 24
#define LONG_INDENT 4

static void append(struct layout *layout, const char *text, size_t bytes)
{
	if (layout->failed)
		return;
	if (layout->size - layout->used <= bytes) {
		size_t size = 2 * (layout->size + bytes) + 256;
		char *grown = realloc(layout->text, size);

		if (!grown) {
			layout->failed = true;
			return;
		}
		layout->text = grown;
		layout->size = size;
	}
	memcpy(layout->text + layout->used, text, bytes);
	layout->used += bytes;
	layout->text[layout->used] = '\0';
}

static void append_blanks(struct layout *layout, size_t count)
{
	while (count--)
		append(layout, " ", 1);
}

char *layout_end(struct layout *layout)
{
	if (!layout->failed)
		append(layout, "", 0);
	if (!layout->failed)
		return layout->text;
	free(layout->text);
	return NULL;
}

void layout_blank(struct layout *layout)
{
	append(layout, "\n", 1);
}

/* One character made harmless; returns how many bytes of text it took. */
static size_t take(const char *text, size_t left, const char **shown, size_t *shown_bytes,
		   uint32_t *code_point)
{
	size_t step = utf8_decode(text, left, code_point);

	*shown = text;
	*shown_bytes = step;
	if (step && !utf8_is_deceptive(*code_point))
		return step;
	*shown = "?";
	*shown_bytes = 1;
	*code_point = '?';
	return step ? step : 1;
}

/* JIS X 4051: what must not begin a line. */
static bool clings(uint32_t code_point)
{
	static const uint32_t closing[] = { 0x3001, 0x3002, 0x3009, 0x300b, 0x300d, 0x300f,
					    0x3011, 0x3015, 0x301f, 0x30fb, 0x30fc, 0xff01,
					    0xff09, 0xff0c, 0xff0e, 0xff1a, 0xff1b, 0xff1f };

	for (size_t i = 0; i < sizeof(closing) / sizeof(closing[0]); i++)
		if (closing[i] == code_point)
			return true;
	return width_of(code_point) == 0;
}

/*
 * Bytes of the longest piece that fits into columns and can be followed by a
 * line break: before a blank, or on either side of a wide character. A piece
 * without such a place is cut where the line ends.
 */
static size_t fitting(const char *text, size_t bytes, size_t columns)
{
	size_t at = 0, used = 0, good = 0;
	bool after_wide = false;

	while (at < bytes) {
		const char *shown;
		size_t shown_bytes, step;
		uint32_t code_point;

		step = take(text + at, bytes - at, &shown, &shown_bytes, &code_point);
		if (at && (code_point == ' ' ||
			   ((after_wide || width_of(code_point) == 2) && !clings(code_point))))
			good = at;
		if (used + width_of(code_point) > columns)
			return good ? good : at ? at : step;
		used += width_of(code_point);
		after_wide = width_of(code_point) == 2 || (after_wide && !width_of(code_point));
		at += step;
	}
	return bytes;
}

static void append_harmless(struct layout *layout, const char *text, size_t bytes)
{
	for (size_t at = 0; at < bytes;) {
		const char *shown;
		size_t shown_bytes;
		uint32_t code_point;

		at += take(text + at, bytes - at, &shown, &shown_bytes, &code_point);
		append(layout, shown, shown_bytes);
	}
}

/*
 * The first line begins where the text stands now, which is column indent, the
 * others with prefix and blanks up to there.
 */
static void append_wrapped(struct layout *layout, const char *prefix, size_t indent,
			   const char *text)
{
	size_t left = strlen(text);

	do {
		size_t piece = fitting(text, left, LAYOUT_COLUMNS - indent);

		append_harmless(layout, text, piece);
		append(layout, "\n", 1);
		text += piece;
		left -= piece;
		while (left && *text == ' ') {
			text++;
			left--;
		}
		if (!left)
			break;
		append(layout, prefix, strlen(prefix));
		append_blanks(layout, indent - strlen(prefix));
	} while (left);
}

void layout_title(struct layout *layout, const char *text)
{
	size_t columns = width_of_text(text);
	size_t indent = columns < LAYOUT_COLUMNS ? (LAYOUT_COLUMNS - columns) / 2 : 0;

	append_blanks(layout, indent);
	append_wrapped(layout, "", indent, text);
}

void layout_heading(struct layout *layout, const char *text)
{
	size_t columns = width_of_text(text);

	layout_blank(layout);
	append_wrapped(layout, "", 0, text);
	for (size_t i = 0; i < columns && i < LAYOUT_COLUMNS; i++)
		append(layout, "-", 1);
	append(layout, "\n", 1);
}

__attribute__((format(printf, 1, 0))) static char *print(const char *format, va_list args)
{
	char *text;

	return vasprintf(&text, format, args) < 0 ? NULL : text;
}

void layout_paragraph(struct layout *layout, unsigned int indent, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = print(format, args);
	va_end(args);
	if (!text) {
		layout->failed = true;
		return;
	}
	append_blanks(layout, indent);
	append_wrapped(layout, "", indent, text);
	free(text);
}

void layout_item(struct layout *layout, const char *mark, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = print(format, args);
	va_end(args);
	if (!text) {
		layout->failed = true;
		return;
	}
	append_blanks(layout, FIELD_INDENT);
	append_harmless(layout, mark, strlen(mark));
	append_blanks(layout, 1);
	append_wrapped(layout, "", FIELD_INDENT + 2, text);
	free(text);
}

void layout_field(struct layout *layout, const char *label, const char *format, ...)
{
	size_t columns = FIELD_INDENT + width_of_text(label);
	va_list args;
	char *text;

	va_start(args, format);
	text = print(format, args);
	va_end(args);
	if (!text) {
		layout->failed = true;
		return;
	}
	append_blanks(layout, FIELD_INDENT);
	append_harmless(layout, label, strlen(label));
	if (columns + 1 > FIELD_COLUMN) {
		append(layout, "\n", 1);
		columns = 0;
	}
	append_blanks(layout, FIELD_COLUMN - columns);
	append_wrapped(layout, "", FIELD_COLUMN, text);
	free(text);
}

void layout_long_field(struct layout *layout, const char *label, const char *value)
{
	append_blanks(layout, FIELD_INDENT);
	append_harmless(layout, label, strlen(label));
	append(layout, "\n", 1);
	append_blanks(layout, LONG_INDENT);
	append_wrapped(layout, "", LONG_INDENT, value);
}

void layout_comment(struct layout *layout, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = print(format, args);
	va_end(args);
	if (!text) {
		layout->failed = true;
		return;
	}
	append(layout, "# ", 2);
	append_wrapped(layout, "# ", 2, text);
	free(text);
}

void layout_raw(struct layout *layout, const char *format, ...)
{
	va_list args;
	char *text;

	va_start(args, format);
	text = print(format, args);
	va_end(args);
	if (!text) {
		layout->failed = true;
		return;
	}
	append(layout, text, strlen(text));
	free(text);
}
