/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reports of wipe-case; each fills a document from a case. */
#ifndef MASSHO_WIPE_CASE_REPORT_H
#define MASSHO_WIPE_CASE_REPORT_H

#include "document.h"
#include "session.h"

struct report_period {
	int64_t from_s, until_s; /* until is the first second after it */
	char from[WIPECERT_DATE_BYTES], until[WIPECERT_DATE_BYTES]; /* "" open */
};

struct report_input {
	const struct wipecert_case *opened;
	struct report_period period;
	int64_t now_s;
};

/* All remember in document->failed that memory ran out. */
void report_final(const struct report_input *input, struct document *document);
/* What of it is told for the case of a subcontractor. */
void report_final_items(const struct report_input *input, struct document *document);
void report_status(const struct report_input *input, struct document *document);
void report_received(const struct report_input *input, struct document *document);
void report_media(const struct report_input *input, struct document *document);
void report_copies(const struct report_input *input, struct document *document);
void report_staff(const struct report_input *input, struct document *document);
void report_incidents(const struct report_input *input, struct document *document);

/* Contract and contractor, as a section. */
void report_contract(const struct report_input *input, struct document *document);

/* What several tables have of an item. */
#define REPORT_TEXT_BYTES 2048
/* Its serial and those of its media, one a line. */
void report_serials(const struct wipecert_item *item, char out[REPORT_TEXT_BYTES]);
/* "Maker Model". */
void report_product(const struct wipecert_item *item, char out[REPORT_TEXT_BYTES]);
/* The state as a cell: what became of it, or what it lacks. */
void report_state(const struct report_input *input, const struct wipecert_item *item,
		  struct document *document, json_t *row);
/* The officer's answer to its outcome as a cell. */
void report_answer(const struct report_input *input, const struct wipecert_item *item,
		   struct document *document, json_t *row);
/* The day of a record, "" for WIPECERT_NO_INDEX. */
void report_day(const struct report_input *input, size_t record, char out[16]);
bool report_is_in_period(const struct report_input *input, int64_t time_s);

#endif
