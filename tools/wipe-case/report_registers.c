/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 受領物台帳, 媒体管理台帳, 複製物管理台帳. */
#include "compare.h"
#include "i18n.h"
#include "report.h"
#include "report_copyings.h"
#include "words.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* A register: which items stand in it, and what is said of each. */
struct register_form {
	const char *key, *heading;
	const struct document_column *columns;
	size_t column_count;
	bool (*has)(const struct wipecert_item *item);
	void (*add_cells)(const struct report_input *input, struct document *document, json_t *row,
			  size_t index, const struct wipecert_item *item);
};

static void due_cell(struct document *document, json_t *row, const struct wipecert_item *item)
{
	char day[WORDS_DAY_BYTES] = "";

	if (item->has_due)
		words_day(item->due_s - 1, day);
	document_cell(document, row, day);
}

static void answer_cells(const struct report_input *input, struct document *document, json_t *row,
			 size_t index, const struct wipecert_item *item)
{
	struct report_deeds deeds;

	report_deeds_of(input, index, item, &deeds);
	report_answer(input, &deeds, document, row);
	report_answerers(input, &deeds, document, row);
}

static void fill(const struct report_input *input, struct document *document,
		 const struct register_form *form)
{
	json_t *section = document_section(document, form->key, _(form->heading));
	size_t count = wipecert_case_item_count(input->opened), shown = 0;

	document->is_landscape = true;
	document_table(document, section, form->columns, form->column_count, _("none"));
	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;
		json_t *row;

		wipecert_case_item(input->opened, i, &item);
		if (!form->has(&item))
			continue;
		row = document_row(document, section);
		document_number(document, row, ++shown);
		document_cell(document, row, item.label);
		form->add_cells(input, document, row, i, &item);
		report_state(input, i, &item, document, row);
		answer_cells(input, document, row, i, &item);
	}
}

static const struct document_column received_columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3.2 },
	{ "label", N_("Label"), WIPEPAPER_CODE, 9 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 7.2 },
	{ "description", N_("Description"), WIPEPAPER_TEXT, 14.8 },
	{ "quantity", N_("Quantity"), WIPEPAPER_NUMBER, 5.8 },
	{ "classification", N_("Classification"), WIPEPAPER_TEXT, 8 },
	REPORT_SERIAL_COLUMNS(11),
	REPORT_DAYS_COLUMNS("received", N_("Received on"), 8.5),
	{ "due", N_("Until"), WIPEPAPER_TEXT, 8.5 },
	{ "compared", N_("Against what was received"), WIPEPAPER_TEXT, 9 },
	{ "state", N_("State"), WIPEPAPER_STATE, 12 },
	REPORT_ANSWER_COLUMNS(10, 10),
};

static bool is_received(const struct wipecert_item *item)
{
	return item->origin == WIPECERT_RECEIVED;
}

/* Of each return of its files that counts. */
static void compared_cell(const struct report_input *input, struct document *document, json_t *row,
			  size_t index, const struct wipecert_item *item)
{
	struct report_deeds deeds;
	struct report_text text;

	report_deeds_of(input, index, item, &deeds);
	report_text_begin(&text);
	for (size_t i = 0; i < deeds.count; i++) {
		struct wipecert_case_record record;
		char words[COMPARED_BYTES];
		struct compared compared;

		wipecert_case_record(input->opened, deeds.records[i], &record);
		if (record.type != WIPECERT_RETURN ||
		    !compare_of_record(input->opened, deeds.records[i], &compared))
			continue;
		compared_words(&compared, words);
		report_text_add(&text, "; ", words);
	}
	document_cell(document, row, text.bytes);
}

static void add_received(const struct report_input *input, struct document *document, json_t *row,
			 size_t index, const struct wipecert_item *item)
{
	document_cell(document, row, words_kind(item->kind));
	document_cell(document, row, item->description);
	document_number(document, row, item->quantity);
	document_cell(document, row, item->classification);
	report_serials(item, document, row);
	report_days(input, document, row, item->record);
	due_cell(document, row, item);
	compared_cell(input, document, row, index, item);
}

void report_received(const struct report_input *input, struct document *document)
{
	static const struct register_form form = { "received",	     N_("Received"),
						   received_columns, COUNT(received_columns),
						   is_received,	     add_received };

	fill(input, document, &form);
}

static const struct document_column media_columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3.6 },
	{ "label", N_("Label"), WIPEPAPER_CODE, 9 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 0 },
	{ "origin", N_("Origin"), WIPEPAPER_TEXT, 0 },
	{ NULL, N_("Kind and origin"), WIPEPAPER_TEXT, 9.5 },
	{ "quantity", N_("Quantity"), WIPEPAPER_NUMBER, 6.2 },
	{ "product", N_("Maker and model"), WIPEPAPER_TEXT, 0 },
	{ "media", N_("Media inside"), WIPEPAPER_TEXT, 0 },
	{ NULL, N_("Maker and model, media inside"), WIPEPAPER_TEXT, 15 },
	REPORT_SERIAL_COLUMNS(11),
	{ "place", N_("Place"), WIPEPAPER_TEXT, 11 },
	REPORT_DAYS_COLUMNS("since", N_("Since"), 9.5),
	{ "due", N_("Until"), WIPEPAPER_TEXT, 9.5 },
	{ "check", N_("Re-read"), WIPEPAPER_STATE, 9 },
	{ "state", N_("State"), WIPEPAPER_STATE, 12 },
	REPORT_ANSWER_COLUMNS(10, 10),
};

static bool is_medium(const struct wipecert_item *item)
{
	return item->kind == WIPECERT_KIND_MEDIUM || item->kind == WIPECERT_KIND_DEVICE;
}

static void join_media(const struct wipecert_item *item, const char *between,
		       struct report_text *text)
{
	for (size_t i = 0; i < item->media_count; i++) {
		const struct wipecert_medium *medium = &item->media[i];
		struct report_text one;

		report_text_begin(&one);
		report_text_add(&one, " ", medium->maker);
		report_text_add(&one, " ", medium->model);
		report_text_add(&one, " ", medium->serial);
		report_text_add(text, between, one.bytes);
	}
}

/* A failed one stays told, also after the medium was erased again. */
static void check_cell(const struct report_input *input, struct document *document, json_t *row,
		       size_t index, const struct wipecert_item *item)
{
	size_t failed = report_failed_check_of_item(input, index);
	char day[REPORT_DAY_BYTES];
	struct report_text text;

	report_text_begin(&text);
	report_day(input, failed, day);
	if (failed != WIPECERT_NO_INDEX)
		report_text_format(&text, "", _("failed %s"), day);
	document_state(document, row, failed == WIPECERT_NO_INDEX ? "none" : "failed", text.bytes,
		       failed == WIPECERT_NO_INDEX ? WIPEPAPER_PLAIN :
		       item->lacks		   ? WIPEPAPER_BAD :
						     WIPEPAPER_CAUTION);
}

static void add_medium(const struct report_input *input, struct document *document, json_t *row,
		       size_t index, const struct wipecert_item *item)
{
	struct report_text text;

	document_cell(document, row, words_kind(item->kind));
	document_cell(document, row, words_origin(item->origin));
	report_text_begin(&text);
	report_text_add(&text, "\n", words_kind(item->kind));
	report_text_add(&text, "\n", words_origin(item->origin));
	document_cell(document, row, text.bytes);
	document_number(document, row, item->quantity);
	report_product(item, &text);
	document_cell(document, row, text.bytes);
	report_text_begin(&text);
	join_media(item, "; ", &text);
	document_cell(document, row, text.bytes);
	report_product(item, &text);
	join_media(item, "\n", &text);
	document_cell(document, row, text.bytes);
	report_serials(item, document, row);
	document_cell(document, row, item->place);
	report_days(input, document, row, item->record);
	due_cell(document, row, item);
	check_cell(input, document, row, index, item);
}

void report_media(const struct report_input *input, struct document *document)
{
	static const struct register_form form = { "media",	  N_("Media and devices"),
						   media_columns, COUNT(media_columns),
						   is_medium,	  add_medium };

	fill(input, document, &form);
}

static const struct document_column copy_columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3.2 },
	{ "label", N_("Label"), WIPEPAPER_CODE, 9 },
	{ "of", N_("Copied from"), WIPEPAPER_CODE, 9 },
	{ "origin", N_("Permit"), WIPEPAPER_TEXT, 9 },
	{ "permit", N_("Permitted how"), WIPEPAPER_STATE, 10 },
	{ "description", N_("Description"), WIPEPAPER_TEXT, 15 },
	{ "place", N_("Place"), WIPEPAPER_TEXT, 12 },
	REPORT_DAYS_COLUMNS("since", N_("Permitted"), 8.5),
	{ "due", N_("Until"), WIPEPAPER_TEXT, 8.5 },
	{ "state", N_("State"), WIPEPAPER_STATE, 13 },
	REPORT_ANSWER_COLUMNS(10, 10),
};

/* By signature, or on paper and what the officer said to that. */
static void permit_cell(const struct report_input *input, struct document *document, json_t *row,
			const struct wipecert_item *item)
{
	struct wipecert_case_record record;

	wipecert_case_record(input->opened, item->record, &record);
	if (record.standing == WIPECERT_DISMISSED)
		document_state(document, row, "rejected", _("rejected"), WIPEPAPER_BAD);
	else if (!record.is_from_paper)
		document_state(document, row, "signed", _("by signature"), WIPEPAPER_PLAIN);
	else if (record.standing == WIPECERT_CONFIRMED)
		document_state(document, row, "paper-confirmed", _("on paper, confirmed"),
			       WIPEPAPER_PLAIN);
	else
		document_state(document, row, "paper", _("on paper"), WIPEPAPER_CAUTION);
}

static void add_copy(const struct report_input *input, struct document *document, json_t *row,
		     size_t index, const struct wipecert_item *item)
{
	struct wipecert_item parent = { .label = "" };

	(void)index;
	if (item->parent != WIPECERT_NO_INDEX)
		wipecert_case_item(input->opened, item->parent, &parent);
	document_cell(document, row, parent.label);
	document_cell(document, row, words_origin(item->origin));
	permit_cell(input, document, row, item);
	document_cell(document, row, item->description);
	document_cell(document, row, item->place);
	report_days(input, document, row, item->record);
	due_cell(document, row, item);
}

static bool is_copy(const struct wipecert_item *item)
{
	return item->origin == WIPECERT_COPIED_INSIDE || item->origin == WIPECERT_COPIED_OUTSIDE;
}

void report_copies(const struct report_input *input, struct document *document)
{
	static const struct register_form form = { "copies",	 N_("Copies"),
						   copy_columns, COUNT(copy_columns),
						   is_copy,	 add_copy };

	fill(input, document, &form);
	report_copyings(input, document);
}
