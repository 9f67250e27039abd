/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a report says, before it is text, a table for spreadsheets, JSON or paper. Keys are
 * for programs and never change; headings and labels are for people.
 */
#ifndef MASSHO_WIPE_CASE_DOCUMENT_H
#define MASSHO_WIPE_CASE_DOCUMENT_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include <jansson.h>
#include <wipepaper/report.h>

struct document {
	bool is_landscape;
	char title[WIPEPAPER_LINE_BYTES + 1], number[WIPEPAPER_LINE_BYTES + 1], date[32];
	char foot[WIPEPAPER_LINE_BYTES + 1], qr[WIPEPAPER_QR_BYTES + 1];
	const char *key; /* of the report: "final" */
	/* Sections are of this subcontractor, the how manieth; NULL: the contractor's own. */
	const char *whose;
	size_t whose_number;
	const char *watermark, *qr_caption;		   /* NULL: none */
	json_t *addressee, *sender, *notices, *statements; /* arrays of texts */
	json_t *sections;
	int64_t issued_at_s;
	bool asks_confirmation; /* 担当職員確認欄 */
	bool failed;		/* no memory */
};

void document_begin(struct document *document, const char *key);
void document_clear(struct document *document);

/* All below remember in document->failed that memory ran out. text may be NULL: "". */
void document_line(struct document *document, json_t *lines, const char *text);

/* The section, the document's. heading NULL: goes on from the one before. */
json_t *document_section(struct document *document, const char *key, const char *heading);
void document_paragraph(struct document *document, json_t *section, const char *text);
void document_notice(struct document *document, json_t *section, const char *text);
void document_field(struct document *document, json_t *section, const char *key, const char *label,
		    enum wipepaper_kind kind, const char *text);

struct document_column {
	const char *key;     /* NULL: only on paper, where it joins what others have */
	const char *heading; /* N_() */
	enum wipepaper_kind kind;
	double weight; /* 0: not on paper */
};
/* The section gets a table; none: said instead of rows. */
void document_table(struct document *document, json_t *section,
		    const struct document_column *columns, size_t count, const char *none);
/* A row, filled cell by cell. */
json_t *document_row(struct document *document, json_t *section);
void document_cell(struct document *document, json_t *row, const char *text);
void document_number(struct document *document, json_t *row, size_t number);
/* One that programs know as id. */
void document_state(struct document *document, json_t *row, const char *id, const char *text,
		    enum wipepaper_tone tone);

/* False: no memory. */
bool document_text(const struct document *document, size_t columns, FILE *out);
bool document_csv(const struct document *document, FILE *out);
json_t *document_json(const struct document *document);
int document_pdf(const struct document *document, const char *fonts,
		 struct wipepaper_drawing *drawing, struct wipe_error *err);

#endif
