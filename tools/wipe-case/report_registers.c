/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 受領物台帳, 媒体管理台帳, 複製物管理台帳. */
#include <stdio.h>

#include "i18n.h"
#include "report.h"
#include "words.h"

static void number_cell(struct document *document, json_t *row, size_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", number);
	document_cell(document, row, text);
}

static void due_cell(struct document *document, json_t *row, const struct wipecert_item *item)
{
	char day[WORDS_DAY_BYTES] = "";

	if (item->has_due)
		words_day(item->due_s - 1, day);
	document_cell(document, row, day);
}

static const struct document_column received_columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3 },
	{ "label", N_("Label"), WIPEPAPER_CODE, 9 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 6 },
	{ "description", N_("Description"), WIPEPAPER_TEXT, 16 },
	{ "quantity", N_("Quantity"), WIPEPAPER_NUMBER, 5 },
	{ "classification", N_("Classification"), WIPEPAPER_TEXT, 8 },
	{ "serial", N_("Serial"), WIPEPAPER_CODE, 12 },
	{ "received", N_("Received on"), WIPEPAPER_TEXT, 8 },
	{ "due", N_("Until"), WIPEPAPER_TEXT, 8 },
	{ "state", N_("State"), WIPEPAPER_STATE, 14 },
	{ "confirmation", N_("Confirmation"), WIPEPAPER_STATE, 12 },
};
#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

void report_received(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "received", _("Received"));
	size_t count = wipecert_case_item_count(input->opened), shown = 0;

	document->is_landscape = true;
	document_table(document, section, received_columns, COUNT(received_columns), _("none"));
	for (size_t i = 0; i < count; i++) {
		char text[REPORT_TEXT_BYTES], day[16];
		struct wipecert_item item;
		json_t *row;

		wipecert_case_item(input->opened, i, &item);
		if (item.origin != WIPECERT_RECEIVED)
			continue;
		row = document_row(document, section);
		number_cell(document, row, ++shown);
		document_cell(document, row, item.label);
		document_cell(document, row, words_kind(item.kind));
		document_cell(document, row, item.description);
		number_cell(document, row, item.quantity);
		document_cell(document, row, item.classification);
		report_serials(&item, text);
		document_cell(document, row, text);
		report_day(input, item.record, day);
		document_cell(document, row, day);
		due_cell(document, row, &item);
		report_state(input, &item, document, row);
		report_answer(input, &item, document, row);
	}
}

static const struct document_column media_columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3 },
	{ "label", N_("Label"), WIPEPAPER_CODE, 9 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 6 },
	{ "product", N_("Maker and model"), WIPEPAPER_TEXT, 14 },
	{ "serial", N_("Serial"), WIPEPAPER_CODE, 14 },
	{ "origin", N_("Origin"), WIPEPAPER_TEXT, 9 },
	{ "place", N_("Place"), WIPEPAPER_TEXT, 12 },
	{ "since", N_("Since"), WIPEPAPER_TEXT, 8 },
	{ "due", N_("Until"), WIPEPAPER_TEXT, 8 },
	{ "state", N_("State"), WIPEPAPER_STATE, 14 },
	{ "confirmation", N_("Confirmation"), WIPEPAPER_STATE, 12 },
};

static bool is_medium(const struct wipecert_item *item)
{
	return item->kind == WIPECERT_KIND_MEDIUM || item->kind == WIPECERT_KIND_DEVICE;
}

void report_media(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "media", _("Media and devices"));
	size_t count = wipecert_case_item_count(input->opened), shown = 0;

	document->is_landscape = true;
	document_table(document, section, media_columns, COUNT(media_columns), _("none"));
	for (size_t i = 0; i < count; i++) {
		char text[REPORT_TEXT_BYTES], day[16];
		struct wipecert_item item;
		json_t *row;

		wipecert_case_item(input->opened, i, &item);
		if (!is_medium(&item))
			continue;
		row = document_row(document, section);
		number_cell(document, row, ++shown);
		document_cell(document, row, item.label);
		document_cell(document, row, words_kind(item.kind));
		report_product(&item, text);
		document_cell(document, row, text);
		report_serials(&item, text);
		document_cell(document, row, text);
		document_cell(document, row, words_origin(item.origin));
		document_cell(document, row, item.place);
		report_day(input, item.record, day);
		document_cell(document, row, day);
		due_cell(document, row, &item);
		report_state(input, &item, document, row);
		report_answer(input, &item, document, row);
	}
}

static const struct document_column copy_columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3 },
	{ "label", N_("Label"), WIPEPAPER_CODE, 9 },
	{ "of", N_("Copied from"), WIPEPAPER_CODE, 9 },
	{ "origin", N_("Permit"), WIPEPAPER_TEXT, 9 },
	{ "description", N_("Description"), WIPEPAPER_TEXT, 16 },
	{ "place", N_("Place"), WIPEPAPER_TEXT, 14 },
	{ "since", N_("Permitted"), WIPEPAPER_TEXT, 8 },
	{ "due", N_("Until"), WIPEPAPER_TEXT, 8 },
	{ "state", N_("State"), WIPEPAPER_STATE, 14 },
	{ "confirmation", N_("Confirmation"), WIPEPAPER_STATE, 12 },
};

void report_copies(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "copies", _("Copies"));
	size_t count = wipecert_case_item_count(input->opened), shown = 0;

	document->is_landscape = true;
	document_table(document, section, copy_columns, COUNT(copy_columns), _("none"));
	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item, parent = { .label = "" };
		char day[16];
		json_t *row;

		wipecert_case_item(input->opened, i, &item);
		if (item.origin != WIPECERT_COPIED_INSIDE && item.origin != WIPECERT_COPIED_OUTSIDE)
			continue;
		if (item.parent != WIPECERT_NO_INDEX)
			wipecert_case_item(input->opened, item.parent, &parent);
		row = document_row(document, section);
		number_cell(document, row, ++shown);
		document_cell(document, row, item.label);
		document_cell(document, row, parent.label);
		document_cell(document, row, words_origin(item.origin));
		document_cell(document, row, item.description);
		document_cell(document, row, item.place);
		report_day(input, item.record, day);
		document_cell(document, row, day);
		due_cell(document, row, &item);
		report_state(input, &item, document, row);
		report_answer(input, &item, document, row);
	}
}
