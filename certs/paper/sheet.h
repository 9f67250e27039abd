/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A PDF of A4 pages in memory, and text on it. Positions are in points from the
 * top left. The first failure sticks and ends the drawing; sheet_end() tells it.
 */
#ifndef PAPER_SHEET_H
#define PAPER_SHEET_H

#include <stdbool.h>

#include <pango/pangocairo.h>

#include <wipepaper/pdf.h>

#include "lacking.h"

#define SHEET_WIDTH 595.28
#define SHEET_HEIGHT 841.89
#define SHEET_MARGIN 45.0
#define SHEET_INNER (SHEET_WIDTH - 2 * SHEET_MARGIN)

enum sheet_form {
	SHEET_PORTRAIT,
	SHEET_LANDSCAPE,
};

enum sheet_font {
	SHEET_TEXT,
	SHEET_BOLD,
	SHEET_CODE,
	SHEET_CODE_BOLD,
	SHEET_SERIAL, /* as SHEET_CODE, but broken at any character */
};

enum sheet_colour {
	SHEET_BLACK,
	SHEET_GREY,
	SHEET_WHITE,
	SHEET_RULE,  /* thin lines */
	SHEET_SLATE, /* headings */
	SHEET_PALE,  /* ground of boxes */
	SHEET_GREEN,
	SHEET_GREEN_PALE,
	SHEET_AMBER,
	SHEET_AMBER_PALE,
	SHEET_RED,
	SHEET_RED_PALE,
	SHEET_RED_FAINT, /* lets through what is beneath */
};

struct sheet_style {
	enum sheet_font font;
	double size; /* points */
	enum sheet_colour colour;
	PangoAlignment align;
};

struct sheet {
	cairo_surface_t *surface;
	cairo_t *cr;
	PangoContext *pango;
	const char *language;
	double width, height;
	GByteArray *bytes;
	struct wipe_error *err;
	int code;	   /* of the first failure; 0: none */
	const char *field; /* what is being drawn, for messages */
	/* Gets to know what no font has, and a sign stands for it; NULL: that is a failure. */
	struct lacking *lacking;
};

/* What a document says of itself; issued_at_s becomes its date: the clock is not asked. */
struct sheet_document {
	const char *language, *title;
	int64_t issued_at_s;
	enum sheet_form form;
};

int sheet_start(struct sheet *sheet, PangoFontMap *map, const struct sheet_document *document,
		struct wipe_error *err);
/* Bytes of the document, the caller's (free()), or the code of the first failure. */
int sheet_end(struct sheet *sheet, unsigned char **pdf, size_t *pdf_bytes);
void sheet_next_page(struct sheet *sheet);

/* The height that text takes in this width, broken into lines. */
double sheet_measure(struct sheet *sheet, double width, const struct sheet_style *style,
		     const char *text);
/* Draws it with its top left there; returns the height. */
double sheet_write(struct sheet *sheet, double x, double y, double width,
		   const struct sheet_style *style, const char *text);
/*
 * Draws, unless is_measured, as many lines of text from *line on as fit in this height.
 * *line is then the next one, SIZE_MAX after the last. Returns the height that they take.
 */
double sheet_write_lines(struct sheet *sheet, double x, double y, double width, double height,
			 const struct sheet_style *style, const char *text, bool is_measured,
			 size_t *line);
/* The size, at most style's and at least least, in which text fits on one line. */
double sheet_fitting_size(struct sheet *sheet, double width, const struct sheet_style *style,
			  double least, const char *text);

/* The space between the margins. */
double sheet_inner(const struct sheet *sheet);

void sheet_colour(struct sheet *sheet, enum sheet_colour colour);
void sheet_fill_box(struct sheet *sheet, double x, double y, double width, double height,
		    enum sheet_colour colour);
void sheet_line_box(struct sheet *sheet, double x, double y, double width, double height,
		    double line, enum sheet_colour colour);
void sheet_rule(struct sheet *sheet, double x, double y, double width, double line,
		enum sheet_colour colour);

#endif
