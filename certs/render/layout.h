/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Text in at most 80 columns: headings, paragraphs, labelled values. Characters
 * that hide or reorder text become '?', wherever they come from. A failure (no
 * memory) sticks and shows in layout_end().
 */
#ifndef RENDER_LAYOUT_H
#define RENDER_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

#define LAYOUT_COLUMNS 80

struct layout {
	char *text;
	size_t used, size;
	bool failed;
};

/* An all-zero struct is an empty layout. The text, the caller's; NULL: no memory. */
char *layout_end(struct layout *layout);

void layout_blank(struct layout *layout);
void layout_title(struct layout *layout, const char *text);
void layout_heading(struct layout *layout, const char *text);
/* Wrapped, every line behind indent columns. */
void layout_paragraph(struct layout *layout, unsigned int indent, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A paragraph with a mark of one column in front of its first line. */
void layout_item(struct layout *layout, const char *mark, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* A label and a value beside it; a long label stands above its value. */
void layout_field(struct layout *layout, const char *label, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* The same for values that are long and should not be broken, such as hashes. */
void layout_long_field(struct layout *layout, const char *label, const char *value);
/* A comment of a shell script: every line begins with "# ". */
void layout_comment(struct layout *layout, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
/* As it is, without wrapping or replacing: only for fixed text and digits. */
void layout_raw(struct layout *layout, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
