/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reports of wipe-case; each fills a document from a case. */
#ifndef MASSHO_WIPE_CASE_REPORT_H
#define MASSHO_WIPE_CASE_REPORT_H

#include "document.h"
#include "report_text.h"
#include "session.h"

struct report_period {
	int64_t from_s, until_s; /* until is the first second after it */
	char from[WIPECERT_DATE_BYTES], until[WIPECERT_DATE_BYTES]; /* "" open */
};

struct report_input {
	const struct wipecert_case *opened; /* NULL: of a subcontractor, and cannot be read */
	struct report_period period;
	int64_t now_s;
	struct report_found *found; /* what several records say together (report_found.c) */
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

/*
 * Calls visit for the case of each subcontractor, and for those within it, each under the
 * name that the one above it has for it.
 */
typedef void (*report_visit_fn)(void *arg, struct report_input *inner, const char *name);
void report_each_included(const struct report_input *input, report_visit_fn visit, void *arg);

/* False: no memory. report_forget() always. */
bool report_find(struct report_input *input);
void report_forget(struct report_input *input);

/*
 * Records that made an item what it is, in order: they count, and are not rejected but for the last
 * word. Its erasures are among them, whatever became of it afterwards; what takes the place of
 * another record that nobody answered stands alone.
 */
#define REPORT_DEEDS_MAX 64
struct report_deeds {
	size_t records[REPORT_DEEDS_MAX], count;
	bool bears[REPORT_DEEDS_MAX]; /* the officer's answer to it is one to what became of the item */
	bool are_more;
	bool are_some_left; /* media or pieces of which nothing is told yet: nothing is confirmed of those */
};
void report_deeds_of(const struct report_input *input, size_t index,
		     const struct wipecert_item *item, struct report_deeds *deeds);
/* Where the item was copied to and this erasure (WIPECERT_NO_INDEX: none yet) erased it, one a line. */
void report_places(const struct report_input *input, size_t index, size_t erasure,
		   struct report_text *places);
/* Pieces of an item, by what became of them. */
struct report_ways {
	uint64_t returned, disposed, rest; /* rest: by what became of the item as a whole */
	unsigned int count;		   /* how many of these are there */
};
void report_ways_of(const struct report_input *input, size_t index,
		    const struct wipecert_item *item, struct report_ways *ways);
/* The newest re-read of that record that found something else; WIPECERT_NO_INDEX: none. */
size_t report_failed_check(const struct report_input *input, size_t record);
/* Likewise, of an erasure of the item. */
size_t report_failed_check_of_item(const struct report_input *input, size_t item);
/* The newest closing that counted when it was made; WIPECERT_NO_INDEX: there is none. */
size_t report_last_closing(const struct report_input *input);
/* A closing, or that a device left, of which a later record says otherwise. */
bool report_is_undone(const struct report_input *input, size_t record);
bool report_has_attachment(const struct report_input *input, const uint8_t sha256[32]);
/* Who signed the record: the name in the certificate. */
const char *report_signer(const struct report_input *input, size_t record);

/* What several tables have of an item. */
/* Its serial and those of its media, separated: as a cell, and one a line as they stand on paper. */
void report_serials(const struct wipecert_item *item, struct document *document, json_t *row);
#define REPORT_SERIAL_COLUMNS(weight)                      \
	{ "serial", N_("Serial"), WIPEPAPER_CODE, 0 },     \
	{                                                  \
		NULL, N_("Serial"), WIPEPAPER_CODE, weight \
	}
/* "Maker Model". */
void report_product(const struct wipecert_item *item, struct report_text *text);
/* The state as a cell: what became of it, or what it lacks. */
void report_state(const struct report_input *input, size_t index, const struct wipecert_item *item,
		  struct document *document, json_t *row);
/* The officer's answer to what became of it: as a cell, and who, when and how in three. */
void report_answer(const struct report_input *input, const struct report_deeds *deeds,
		   struct document *document, json_t *row);
void report_answerers(const struct report_input *input, const struct report_deeds *deeds,
		      struct document *document, json_t *row);
#define REPORT_ANSWER_COLUMNS(weight, by_weight)                           \
	{ "confirmation", N_("Confirmation"), WIPEPAPER_STATE, weight },   \
		{ "officer", N_("Confirmed by"), WIPEPAPER_TEXT, 0 },      \
		{ "confirmed_on", N_("Confirmed on"), WIPEPAPER_TEXT, 0 }, \
		{ "means", N_("Confirmed how"), WIPEPAPER_TEXT, 0 },       \
	{                                                                  \
		NULL, N_("Confirmed by"), WIPEPAPER_TEXT, by_weight        \
	}
/* The officer's answer to one record, as a cell. */
void report_answer_to(const struct report_input *input, size_t record, struct document *document,
		      json_t *row);
/* "confirmed by NAME, DAY (by signature)", or what else is to be said of one record. */
void report_answered(const struct report_input *input, size_t record, struct report_text *text);

/* Why an officer rejected it; "": none did. */
void report_reasons(const struct report_input *input, size_t record, struct report_text *text);

/* The day that a record states; "" for WIPECERT_NO_INDEX. */
#define REPORT_DAY_BYTES 16
void report_day(const struct report_input *input, size_t record, char out[REPORT_DAY_BYTES]);
/* The day on which it was entered, if that is another one; else "". */
void report_entered(const struct report_input *input, size_t record, char out[REPORT_DAY_BYTES]);
/* Both as cells, and together as they stand on paper. */
void report_days(const struct report_input *input, struct document *document, json_t *row,
		 size_t record);
#define REPORT_DAYS_COLUMNS(key, heading, weight)                                                \
	{ key, heading, WIPEPAPER_TEXT, 0 }, { "entered", N_("Entered on"), WIPEPAPER_TEXT, 0 }, \
	{                                                                                        \
		NULL, heading, WIPEPAPER_TEXT, weight                                            \
	}
/* "1a2b3c4d", of the id; "" for WIPECERT_NO_INDEX. */
#define REPORT_ID_BYTES 9
void report_id(const struct report_input *input, size_t record, char out[REPORT_ID_BYTES]);
bool report_is_in_period(const struct report_input *input, size_t record);

#endif
