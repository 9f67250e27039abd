/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 返却・廃棄・消去報告書: every item and what became of it, for the officer to confirm. */
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "report.h"
#include "words.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define OUTCOMES (WIPECERT_OUTCOME_MISSING + 1)

static const struct document_column sum_columns[] = {
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 10 },
	{ "items", N_("Items"), WIPEPAPER_NUMBER, 6 },
	{ "erased", N_("erased"), WIPEPAPER_NUMBER, 6 },
	{ "returned", N_("returned"), WIPEPAPER_NUMBER, 6 },
	{ "disposed", N_("destroyed"), WIPEPAPER_NUMBER, 6 },
	{ "attested", N_("attested"), WIPEPAPER_NUMBER, 6 },
	{ "nothing_copied", N_("nothing was copied"), WIPEPAPER_NUMBER, 7 },
	{ "missing", N_("lost for good"), WIPEPAPER_NUMBER, 6 },
	{ "open", N_("still open"), WIPEPAPER_NUMBER, 6 },
};

static void number_cell(struct document *document, json_t *row, size_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", number);
	document_cell(document, row, text);
}

static void add_sums(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "summary", _("Summary"));
	size_t sums[WIPECERT_KINDS][OUTCOMES] = { { 0 } }, items[WIPECERT_KINDS] = { 0 };
	size_t count = wipecert_case_item_count(input->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;

		wipecert_case_item(input->opened, i, &item);
		items[item.kind]++;
		sums[item.kind][item.lacks ? WIPECERT_OUTCOME_NONE : item.outcome]++;
	}
	document_table(document, section, sum_columns, COUNT(sum_columns), _("none"));
	for (unsigned int kind = 0; kind < WIPECERT_KINDS; kind++) {
		json_t *row;

		if (!items[kind])
			continue;
		row = document_row(document, section);
		document_state(document, row, wipecert_kind_name((enum wipecert_item_kind)kind),
			       words_kind((enum wipecert_item_kind)kind), WIPEPAPER_PLAIN);
		number_cell(document, row, items[kind]);
		for (unsigned int outcome = 1; outcome < OUTCOMES; outcome++)
			number_cell(document, row, sums[kind][outcome]);
		number_cell(document, row, sums[kind][WIPECERT_OUTCOME_NONE]);
	}
}

static const struct document_column item_columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3 },
	{ "label", N_("Label"), WIPEPAPER_CODE, 10 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 6 },
	{ "origin", N_("Origin"), WIPEPAPER_TEXT, 8 },
	{ "product", N_("Maker and model"), WIPEPAPER_TEXT, 12 },
	{ "serial", N_("Serial"), WIPEPAPER_CODE, 12 },
	{ "level", N_("Level"), WIPEPAPER_TEXT, 6 },
	{ "state", N_("Result"), WIPEPAPER_STATE, 13 },
	{ "day", N_("Day"), WIPEPAPER_TEXT, 8 },
	{ "record", N_("Record"), WIPEPAPER_CODE, 8 },
	{ "confirmation", N_("Confirmation"), WIPEPAPER_STATE, 13 },
};

/* What an erasure achieved, in a word; "" of anything else. */
static const char *level_of(const struct report_input *input, const struct wipecert_item *item)
{
	struct wipecert_result result;
	const char *level, *word = "";

	if (item->outcome != WIPECERT_OUTCOME_ERASED || item->outcome_record == WIPECERT_NO_INDEX ||
	    wipecert_case_load_record(input->opened, item->outcome_record, &result, NULL))
		return "";
	level = wipecert_record_text(result.record, "method/level_achieved");
	for (unsigned int i = 0; level && i <= WIPE_LEVEL_PURGE; i++)
		if (strcmp(level, wipe_level_name((enum wipe_level)i)) == 0)
			word = words_level((enum wipe_level)i);
	wipecert_result_clear(&result);
	return word;
}

static void add_item(const struct report_input *input, struct document *document, json_t *section,
		     const struct wipecert_item *item, size_t number)
{
	struct wipecert_case_record record = { .link = { .id = "" } };
	json_t *row = document_row(document, section);
	char text[REPORT_TEXT_BYTES], day[16];

	number_cell(document, row, number);
	document_cell(document, row, item->label);
	document_cell(document, row, words_kind(item->kind));
	document_cell(document, row, words_origin(item->origin));
	report_product(item, text);
	document_cell(document, row, text);
	report_serials(item, text);
	document_cell(document, row, text);
	document_cell(document, row, level_of(input, item));
	report_state(input, item, document, row);
	report_day(input, item->outcome_record, day);
	document_cell(document, row, day);
	if (item->outcome_record != WIPECERT_NO_INDEX)
		wipecert_case_record(input->opened, item->outcome_record, &record);
	snprintf(text, sizeof(text), "%.8s", record.link.id);
	document_cell(document, row, text);
	report_answer(input, item, document, row);
}

/* The contractor's word is listed apart from what can be shown again. */
static void add_items(const struct report_input *input, struct document *document, bool attested)
{
	json_t *section = attested ? document_section(document, "attested",
						      _("By the contractor's word alone")) :
				     document_section(document, "items", _("Items"));
	size_t count = wipecert_case_item_count(input->opened), shown = 0;

	if (attested)
		document_paragraph(
			document, section,
			_("No tool could show these: telephones, network storage, cloud, "
			  "backups, dead disks by their label. The contractor declares "
			  "them."));
	document_table(document, section, item_columns, COUNT(item_columns), _("none"));
	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;

		wipecert_case_item(input->opened, i, &item);
		if ((item.outcome == WIPECERT_OUTCOME_ATTESTED) == attested)
			add_item(input, document, section, &item, ++shown);
	}
}

void report_final_items(const struct report_input *input, struct document *document)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(input->opened, &summary);
	add_items(input, document, false);
	if (summary.attested)
		add_items(input, document, true);
}

static void add_closing(const struct report_input *input, struct document *document,
			const struct wipecert_case_summary *summary)
{
	struct wipecert_case_record record;
	char hash[65];

	if (!summary->is_closed || summary->closing == WIPECERT_NO_INDEX)
		return;
	wipecert_case_record(input->opened, summary->closing, &record);
	for (size_t i = 0; i < 32; i++)
		snprintf(hash + 2 * i, 3, "%02x", record.link.econtent_sha256[i]);
	snprintf(document->foot, sizeof(document->foot), _("Closing record %s"), hash);
	snprintf(document->qr, sizeof(document->qr), "MASSHO CLOSE %s", hash);
	document->qr_caption = _("SHA-256 of the closing record");
}

static void add_notices(struct document *document, const struct wipecert_case_summary *summary)
{
	char text[REPORT_TEXT_BYTES];

	if (!summary->is_closed) {
		snprintf(text, sizeof(text), _("The case is not closed. Open items: %zu."),
			 summary->open_items);
		document_line(document, document->notices, text);
	}
	if (summary->included_open)
		document_line(document, document->notices,
			      _("Something is open in the case of a subcontractor."));
	if (summary->on_paper) {
		snprintf(text, sizeof(text),
			 _("Confirmed on paper and entered by the contractor: %zu items."),
			 summary->on_paper);
		document_line(document, document->notices, text);
	}
	if (summary->attested) {
		snprintf(text, sizeof(text), _("By the contractor's word alone: %zu items."),
			 summary->attested);
		document_line(document, document->notices, text);
	}
}

void report_final(const struct report_input *input, struct document *document)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(input->opened, &summary);
	document->is_landscape = true;
	document->asks_confirmation = true;
	add_notices(document, &summary);
	add_sums(input, document);
	report_final_items(input, document);
	add_closing(input, document, &summary);
	document_line(document, document->statements,
		      _("This report says what the signed records of the case say. Whoever has the "
			"case can verify it without the contractor: wipe-case verify."));
	document_line(document, document->statements,
		      _("It is issued by the contractor and is no certificate of a third party."));
}
