/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Papers that are handed over: reports, registers, lists of persons, drawn as PDF,
 * A4. What they say is the caller's; how it looks is decided here.
 *
 * Every string is the caller's, UTF-8, at most WIPEPAPER_TEXT_BYTES long, without
 * characters that hide or reorder text. A line break ('\n') may stand only in
 * paragraphs, in values of fields and in cells, other than those of kind WIPEPAPER_NUMBER. No
 * string may be NULL unless it is said beside it; "" is drawn as nothing. What is all zero
 * is an empty part and takes no room.
 */
#ifndef WIPEPAPER_REPORT_H
#define WIPEPAPER_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/export.h>
#include <wipepaper/pdf.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WIPEPAPER_TEXT_BYTES 16384
#define WIPEPAPER_LINE_BYTES 400 /* of title, number, foot, watermark */
#define WIPEPAPER_QR_BYTES 300
#define WIPEPAPER_COLUMNS_MAX 16
#define WIPEPAPER_ROWS_MAX 100000 /* of all tables together */
#define WIPEPAPER_BOXES_MAX 3
#define WIPEPAPER_BLANK_LINES_MAX 8

enum wipepaper_kind {
	WIPEPAPER_TEXT,
	/* Serials, hashes: each character counts; a little smaller, or broken anywhere with no hyphen. */
	WIPEPAPER_CODE,
	WIPEPAPER_NUMBER, /* aligned at its end, rather smaller than on two lines */
	WIPEPAPER_STATE, /* a word with the mark and the colour of its tone; below it what there is to it */
};

enum wipepaper_tone {
	WIPEPAPER_PLAIN, /* no mark */
	WIPEPAPER_GOOD,
	WIPEPAPER_CAUTION,
	WIPEPAPER_BAD,
};

struct wipepaper_lines {
	const char *const *texts;
	size_t count;
};

struct wipepaper_cell {
	const char *text;	  /* NULL: nothing */
	enum wipepaper_tone tone; /* only of WIPEPAPER_STATE */
};

struct wipepaper_field {
	const char *label;
	enum wipepaper_kind kind;
	struct wipepaper_cell value;
};

struct wipepaper_column {
	const char *heading;
	enum wipepaper_kind kind;
	double weight; /* share of the width, relative to the other columns; above 0 */
};

/* On each page that it reaches the headings stand again; a row goes to two pages only if no page holds it. */
struct wipepaper_table {
	const struct wipepaper_column *columns;
	size_t column_count;		    /* 0: no table */
	const struct wipepaper_cell *cells; /* row after row, column_count each */
	size_t row_count;
	const char *none; /* stands there instead of rows; NULL: nothing does */
};

/* Its parts are drawn in this order. */
struct wipepaper_section {
	const char *heading;		/* NULL: goes on from the one before */
	struct wipepaper_lines notices; /* to be noticed: each in a box of its own */
	struct wipepaper_lines paragraphs;
	const struct wipepaper_field *fields;
	size_t field_count;
	struct wipepaper_table table;
};

/* One row of a box that is filled in by hand. */
struct wipepaper_blank {
	const char *caption;
	const char *value; /* already filled in; NULL: left free */
	const char *seal; /* faint, within a circle, where a seal goes (one character); NULL: none */
	unsigned int
		lines; /* its height, in lines of 8 mm; 0 is 1, at most WIPEPAPER_BLANK_LINES_MAX */
};

struct wipepaper_box {
	const char *heading;
	const char *text; /* what is confirmed by it; NULL: none */
	const struct wipepaper_blank *blanks;
	size_t blank_count;
};

/* Boxes for whoever confirms. Each is on one page, the first one together with the heading. */
struct wipepaper_boxes {
	const char *heading; /* NULL: none */
	struct wipepaper_box box[WIPEPAPER_BOXES_MAX];
	size_t count;
	bool is_stacked; /* one below the other instead of side by side */
};

struct wipepaper_report {
	bool is_landscape;
	const char *title;
	const char *number, *date;	  /* top right; NULL: none */
	struct wipepaper_lines addressee; /* top left; the form of a letter if there is any */
	struct wipepaper_lines sender;
	int64_t issued_at_s; /* seconds since 1970, UTC: the date of the file; no clock is asked */
	struct wipepaper_lines notices; /* in front of all sections */
	const struct wipepaper_section *sections;
	size_t section_count;
	struct wipepaper_boxes boxes;
	struct wipepaper_lines statements; /* small, at the end */
	const char *qr; /* ASCII, at most WIPEPAPER_QR_BYTES, beside the statements; NULL: none */
	const char *qr_caption; /* NULL: none */
	const char *foot;	/* on each page; NULL: only the page's number */
	const char *watermark;	/* in large letters across each page; NULL: none */
	/*
	 * A character that no font has is drawn as a sign, and a notice in front tells which it
	 * is, rather than nothing drawn at all.
	 */
	bool substitutes;
};

/*
 * Draws a report; *drawing is the caller's (wipepaper_drawing_clear()), empty after
 * a failure. The same report by the same works is the same bytes. From one thread
 * at a time, as wipepaper_draw().
 *
 * WIPE_E_USAGE: a string or a count that is not as above, or a head or box
 * taller than a page; WIPE_E_UNSUPPORTED: no font has a character of the field that the message
 * names (see substitutes); WIPE_E_NOTFOUND: a font is missing. Then nothing is drawn.
 */
WIPE_API int wipepaper_report_draw(const struct wipepaper_report *report,
				   const struct wipepaper_options *options,
				   struct wipepaper_drawing *drawing, struct wipe_error *err);

#ifdef __cplusplus
}
#endif
#endif
