/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 返却・廃棄・消去報告書: every item and what became of it, for the officer to confirm. */
#include <stdio.h>
#include <string.h>

#include "exit.h"
#include "i18n.h"
#include "report.h"
#include "report_deeds.h"
#include "text.h"
#include "words.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define NUMBERS_MAX 30 /* of records that are listed; of more their count is told */

static const struct document_column sum_columns[] = {
	{ "whose", N_("Subcontractor"), WIPEPAPER_TEXT, 0 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 0 },
	{ NULL, N_("Kind"), WIPEPAPER_TEXT, 10 },
	{ "items", N_("Items"), WIPEPAPER_NUMBER, 6 },
	{ "erased", N_("erased"), WIPEPAPER_NUMBER, 6 },
	{ "returned", N_("returned"), WIPEPAPER_NUMBER, 6 },
	{ "disposed", N_("destroyed"), WIPEPAPER_NUMBER, 6 },
	{ "attested", N_("attested"), WIPEPAPER_NUMBER, 6 },
	{ "nothing_copied", N_("nothing was copied"), WIPEPAPER_NUMBER, 7 },
	{ "missing", N_("lost for good"), WIPEPAPER_NUMBER, 6 },
	{ "withdrawn", N_("withdrawn"), WIPEPAPER_NUMBER, 6 },
	{ "several_ways", N_("in several ways"), WIPEPAPER_NUMBER, 6 },
	{ "open", N_("still open"), WIPEPAPER_NUMBER, 6 },
};

/* Items by what became of them, so that a row adds up; what is open is counted as nothing yet. */
struct sums {
	size_t items, outcomes[WIPECERT_OUTCOMES];
	size_t several_ways; /* pieces of one went one way, others another */
};

static void count_item(const struct report_input *input, struct sums *sums, size_t index,
		       const struct wipecert_item *item)
{
	struct report_ways ways;

	sums->items++;
	report_ways_of(input, index, item, &ways);
	if (!item->lacks && ways.count > 1)
		sums->several_ways++;
	else
		sums->outcomes[item->lacks ? WIPECERT_OUTCOME_NONE : item->outcome]++;
}

static void add_sum_cells(struct document *document, json_t *row, const struct sums *sums)
{
	document_number(document, row, sums->items);
	for (unsigned int outcome = 1; outcome < WIPECERT_OUTCOMES; outcome++)
		document_number(document, row, sums->outcomes[outcome]);
	document_number(document, row, sums->several_ways);
	document_number(document, row, sums->outcomes[WIPECERT_OUTCOME_NONE]);
}

/* Where a visit to the cases of subcontractors leaves what it found. */
struct visit {
	struct document *document;
	json_t *section;
	struct wipecert_case_summary all;
};

static void count_all(struct report_input *inner, struct document *document, struct sums *sums)
{
	size_t count = inner->opened ? wipecert_case_item_count(inner->opened) : 0;
	bool is_found = inner->opened && report_find(inner);

	document->failed |= inner->opened && !is_found;
	for (size_t i = 0; is_found && i < count; i++) {
		struct wipecert_item item;

		wipecert_case_item(inner->opened, i, &item);
		count_item(inner, sums, i, &item);
	}
	report_forget(inner);
}

static void add_included_sum(void *arg, struct report_input *inner, const char *name)
{
	struct visit *visit = arg;
	struct sums sums = { .items = 0 };
	json_t *row = document_row(visit->document, visit->section);
	char text[1024];

	count_all(inner, visit->document, &sums);
	snprintf(text, sizeof(text),
		 inner->opened ? _("Subcontractor %s") : _("Subcontractor %s (cannot be read)"),
		 name);
	document_cell(visit->document, row, name);
	document_state(visit->document, row, inner->opened ? "all" : "unreadable",
		       inner->opened ? _("all kinds") : _("cannot be read"), WIPEPAPER_PLAIN);
	document_cell(visit->document, row, text);
	add_sum_cells(visit->document, row, &sums);
}

static void add_sums(const struct report_input *input, struct document *document)
{
	struct visit visit = { .document = document };
	struct sums sums[WIPECERT_KINDS] = { { .items = 0 } };
	size_t count = wipecert_case_item_count(input->opened);

	visit.section = document_section(document, "summary", _("Summary"));
	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;

		wipecert_case_item(input->opened, i, &item);
		count_item(input, &sums[item.kind], i, &item);
	}
	document_table(document, visit.section, sum_columns, COUNT(sum_columns), _("none"));
	for (unsigned int kind = 0; kind < WIPECERT_KINDS; kind++) {
		json_t *row;

		if (!sums[kind].items)
			continue;
		row = document_row(document, visit.section);
		document_cell(document, row, "");
		document_state(document, row, wipecert_kind_name((enum wipecert_item_kind)kind),
			       words_kind((enum wipecert_item_kind)kind), WIPEPAPER_PLAIN);
		document_cell(document, row, words_kind((enum wipecert_item_kind)kind));
		add_sum_cells(document, row, &sums[kind]);
	}
	report_each_included(input, add_included_sum, &visit);
}

/* For spreadsheets and programs one column a fact; on paper they stand below each other. */
static const struct document_column item_columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3.6 },
	{ "label", N_("Label"), WIPEPAPER_CODE, 0 },
	{ "description", N_("Description"), WIPEPAPER_TEXT, 0 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 0 },
	{ "origin", N_("Origin"), WIPEPAPER_TEXT, 0 },
	{ "classification", N_("Classification"), WIPEPAPER_TEXT, 0 },
	{ "product", N_("Maker and model"), WIPEPAPER_TEXT, 0 },
	{ NULL, N_("Item"), WIPEPAPER_TEXT, 17 },
	{ NULL, N_("Kind and origin"), WIPEPAPER_TEXT, 8.5 },
	{ "quantity", N_("Quantity"), WIPEPAPER_NUMBER, 5.8 },
	REPORT_SERIAL_COLUMNS(10.5),
	{ "level", N_("Level"), WIPEPAPER_TEXT, 0 },
	{ "state", N_("Result"), WIPEPAPER_STATE, 10.5 },
	{ "returned_pieces", N_("Pieces returned"), WIPEPAPER_NUMBER, 0 },
	{ "disposed_pieces", N_("Pieces destroyed"), WIPEPAPER_NUMBER, 0 },
	{ "day", N_("Day"), WIPEPAPER_TEXT, 0 },
	{ "entered", N_("Entered on"), WIPEPAPER_TEXT, 0 },
	{ "pieces", N_("How many of them"), WIPEPAPER_TEXT, 0 },
	{ "method", N_("Method"), WIPEPAPER_TEXT, 0 },
	{ "copied_to", N_("Copied to"), WIPEPAPER_TEXT, 0 },
	{ "not_erased", N_("Copied to, and not erased"), WIPEPAPER_TEXT, 0 },
	{ "reason", N_("Reason"), WIPEPAPER_TEXT, 0 },
	{ "to", N_("Returned to"), WIPEPAPER_TEXT, 0 },
	{ "by", N_("Carried out and watched by"), WIPEPAPER_TEXT, 0 },
	{ "compared", N_("Against what was received"), WIPEPAPER_TEXT, 0 },
	{ "evidence", N_("Evidence"), WIPEPAPER_TEXT, 0 },
	{ NULL, N_("What was done"), WIPEPAPER_TEXT, 25 },
	{ "record", N_("Record of the result"), WIPEPAPER_CODE, 0 },
	{ "records", N_("All its records"), WIPEPAPER_CODE, 0 },
	{ NULL, N_("All its records"), WIPEPAPER_CODE, 6.8 },
	REPORT_ANSWER_COLUMNS(9.5, 10.5),
};

static void add_thing(struct document *document, json_t *row, const struct wipecert_item *item)
{
	struct report_text product, text;

	report_product(item, &product);
	document_cell(document, row, item->label);
	document_cell(document, row, item->description);
	document_cell(document, row, words_kind(item->kind));
	document_cell(document, row, words_origin(item->origin));
	document_cell(document, row, item->classification);
	document_cell(document, row, product.bytes);
	report_text_begin(&text);
	report_text_add(&text, "\n", item->label);
	report_text_add(&text, "\n", item->description);
	report_text_add(&text, "\n", product.bytes);
	document_cell(document, row, text.bytes);
	report_text_begin(&text);
	report_text_add(&text, "\n", words_kind(item->kind));
	report_text_add(&text, "\n", words_origin(item->origin));
	report_text_add(&text, "\n", item->classification);
	document_cell(document, row, text.bytes);
	document_number(document, row, item->quantity);
	report_serials(item, document, row);
}

static void add_pieces(struct document *document, json_t *row, uint64_t pieces)
{
	if (pieces)
		document_number(document, row, (size_t)pieces);
	else
		document_cell(document, row, "");
}

static void add_item(const struct report_input *input, struct document *document, json_t *section,
		     size_t index, const struct wipecert_item *item, size_t number)
{
	json_t *row = document_row(document, section);
	struct report_deeds deeds;
	struct report_told told;
	struct report_ways ways;
	char id[REPORT_ID_BYTES];

	report_deeds_of(input, index, item, &deeds);
	report_tell(input, index, item, &deeds, &told);
	report_ways_of(input, index, item, &ways);
	report_id(input, item->outcome_record, id);
	document_number(document, row, number);
	add_thing(document, row, item);
	document_cell(document, row, told.level.bytes);
	report_state(input, index, item, document, row);
	add_pieces(document, row, ways.returned);
	add_pieces(document, row, ways.disposed);
	document_cell(document, row, told.day.bytes);
	document_cell(document, row, told.entered.bytes);
	document_cell(document, row, told.pieces.bytes);
	document_cell(document, row, told.method.bytes);
	document_cell(document, row, told.places.bytes);
	document_cell(document, row, told.left.bytes);
	document_cell(document, row, told.reason.bytes);
	document_cell(document, row, told.to.bytes);
	document_cell(document, row, told.by.bytes);
	document_cell(document, row, told.compared.bytes);
	document_cell(document, row, told.evidence.bytes);
	document_cell(document, row, told.paper.bytes);
	document_cell(document, row, id);
	document_cell(document, row, told.records.bytes);
	document_cell(document, row, told.record_lines.bytes);
	report_answer(input, &deeds, document, row);
	report_answerers(input, &deeds, document, row);
}

static bool is_attested(const struct report_input *input, size_t index, struct wipecert_item *item)
{
	wipecert_case_item(input->opened, index, item);
	return item->outcome == WIPECERT_OUTCOME_ATTESTED;
}

/* The contractor's word is listed apart from what can be shown again. */
static void add_items(const struct report_input *input, struct document *document, bool attested)
{
	json_t *section = attested ? document_section(document, "attested",
						      _("By the contractor's word alone")) :
				     document_section(document, "items", _("Items"));
	size_t count = wipecert_case_item_count(input->opened), shown = 0;
	struct wipecert_item item;

	if (attested)
		document_paragraph(
			document, section,
			_("No tool could show these: telephones, network storage, cloud, "
			  "backups, dead disks by their label. The contractor declares "
			  "them."));
	document_table(document, section, item_columns, COUNT(item_columns), _("none"));
	for (size_t i = 0; i < count; i++)
		if (is_attested(input, i, &item) == attested)
			add_item(input, document, section, i, &item, ++shown);
}

/* Whatever their state: each item stands in one of the two tables. */
void report_final_items(const struct report_input *input, struct document *document)
{
	size_t count = wipecert_case_item_count(input->opened), attested = 0;
	struct wipecert_item item;

	for (size_t i = 0; i < count; i++)
		attested += is_attested(input, i, &item);
	add_items(input, document, false);
	if (attested)
		add_items(input, document, true);
}

static void closing_day(const struct report_input *input, size_t closing, struct report_text *text)
{
	char day[REPORT_DAY_BYTES], entered[REPORT_DAY_BYTES];

	report_day(input, closing, day);
	report_entered(input, closing, entered);
	report_text_begin(text);
	report_text_add(text, "", day);
	if (*entered)
		report_text_format(text, " ", _("(entered %s)"), entered);
}

static void closing_hash(const struct report_input *input, size_t closing, char hash[65])
{
	struct wipecert_case_record record;

	wipecert_case_record(input->opened, closing, &record);
	text_hex(record.link.econtent_sha256, 32, hash);
}

/* The closing in force, and what the officer says of it. */
static void add_closing_record(const struct report_input *input, struct document *document,
			       json_t *section, size_t closing)
{
	struct report_text text;
	char hash[65];

	closing_day(input, closing, &text);
	document_field(document, section, "closed_on", _("Closed on"), WIPEPAPER_TEXT, text.bytes);
	document_field(document, section, "closed_by", _("Who closed the case"), WIPEPAPER_TEXT,
		       report_signer(input, closing));
	report_answered(input, closing, &text);
	document_field(document, section, "closing_answer", _("Confirmation of the closing"),
		       WIPEPAPER_TEXT, text.bytes);
	closing_hash(input, closing, hash);
	document_field(document, section, "closing_sha256", _("SHA-256 of the closing record"),
		       WIPEPAPER_CODE, hash);
}

/* One that was taken back, or rejected: it may have been handed over and confirmed. */
static void add_former_closing(const struct report_input *input, struct document *document,
			       json_t *section, size_t closing)
{
	struct report_text text, reasons;
	char hash[65];

	closing_day(input, closing, &text);
	report_text_add(&text, ", ", report_signer(input, closing));
	document_field(document, section, "former_closing", _("Closing that no longer holds"),
		       WIPEPAPER_TEXT, text.bytes);
	report_answered(input, closing, &text);
	report_reasons(input, closing, &reasons);
	if (reasons.used)
		report_text_format(&text, "\n", _("Reason: %s"), reasons.bytes);
	document_field(document, section, "former_closing_answer", _("The officer's answer to it"),
		       WIPEPAPER_TEXT, text.bytes);
	closing_hash(input, closing, hash);
	document_field(document, section, "former_closing_sha256", _("SHA-256 of that record"),
		       WIPEPAPER_CODE, hash);
}

static void add_closing(const struct report_input *input, struct document *document,
			const struct wipecert_case_summary *summary)
{
	json_t *section = document_section(document, "closing", _("Closing"));
	size_t last = report_last_closing(input);
	char hash[65];

	document_field(document, section, "state", _("State of the case"), WIPEPAPER_TEXT,
		       summary->is_closed ? _("closed") : _("not closed"));
	if (!summary->is_closed) {
		if (last != WIPECERT_NO_INDEX)
			add_former_closing(input, document, section, last);
		return;
	}
	add_closing_record(input, document, section, summary->closing);
	closing_hash(input, summary->closing, hash);
	snprintf(document->foot, sizeof(document->foot), _("Closing record %s"), hash);
	snprintf(document->qr, sizeof(document->qr), "MASSHO CLOSE %s", hash);
	document->qr_caption = _("SHA-256 of the closing record");
}

/* Of all subcontractors together. */
static void sum_up(void *arg, struct report_input *inner, const char *name)
{
	struct visit *visit = arg;
	struct wipecert_case_summary summary;

	(void)name;
	if (!inner->opened)
		return;
	wipecert_case_summarize(inner->opened, &summary);
	visit->all.open_items += summary.open_items;
	visit->all.on_paper += summary.on_paper;
	visit->all.attested += summary.attested;
}

static void notice_of(struct document *document, const char *text)
{
	document_line(document, document->notices, text);
}

static void notice_findings(const struct report_input *input, struct document *document)
{
	size_t count = wipecert_case_finding_count(input->opened), wrong = 0;
	char text[512];

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_finding finding;

		wipecert_case_finding(input->opened, i, &finding);
		wrong += wipecert_case_problem_exit(finding.problem) == EXIT_FAILED;
	}
	if (!wrong)
		return;
	snprintf(text, sizeof(text),
		 _("The case is not whole: something in it is false or gone (findings: %zu). See "
		   "wipe-case verify."),
		 wrong);
	notice_of(document, text);
}

static void notice_void(const struct report_input *input, struct document *document)
{
	size_t count = wipecert_case_record_count(input->opened), wrong = 0;
	struct report_text numbers, text;

	report_text_begin(&numbers);
	report_text_begin(&text);
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (record.counts &&
		    (record.fault == WIPECERT_FAULT_NONE || record.fault == WIPECERT_FAULT_LABEL))
			continue;
		if (wrong++ < NUMBERS_MAX)
			report_text_format(&numbers, ", ", "%llu %.8s",
					   (unsigned long long)record.number, record.link.id);
	}
	if (!wrong)
		return;
	report_text_add(&numbers, ", ", wrong > NUMBERS_MAX ? "…" : "");
	report_text_format(&text, "",
			   _("Records without effect or against the rules: %zu (numbers: %s)."),
			   wrong, numbers.bytes);
	notice_of(document, text.bytes);
}

static void notice_former_closing(const struct report_input *input, struct document *document,
				  size_t closing)
{
	struct wipecert_case_record record;
	char day[REPORT_DAY_BYTES], text[512];

	wipecert_case_record(input->opened, closing, &record);
	report_day(input, closing, day);
	snprintf(text, sizeof(text),
		 record.standing == WIPECERT_DISMISSED ?
			 _("The officer rejected the closing of %s.") :
			 _("The case was closed on %s; that no longer holds, by what came to light "
			   "or was rejected since."),
		 day);
	notice_of(document, text);
}

static void notice_closing(const struct report_input *input, struct document *document,
			   const struct wipecert_case_summary *summary)
{
	size_t last = report_last_closing(input);
	struct wipecert_case_record record;
	char text[512];

	if (!summary->is_closed) {
		snprintf(text, sizeof(text), _("The case is not closed. Open items: %zu."),
			 summary->open_items);
		notice_of(document, text);
		if (last != WIPECERT_NO_INDEX)
			notice_former_closing(input, document, last);
		return;
	}
	wipecert_case_record(input->opened, summary->closing, &record);
	if (record.awaits)
		notice_of(document, _("The closing awaits the officer's confirmation."));
}

static void add_notices(const struct report_input *input, struct document *document,
			const struct wipecert_case_summary *summary)
{
	struct visit visit = { .document = document };
	char text[512];

	report_each_included(input, sum_up, &visit);
	notice_closing(input, document, summary);
	notice_findings(input, document);
	notice_void(input, document);
	if (summary->included_open) {
		snprintf(text, sizeof(text),
			 _("Something is open in the case of a subcontractor. Open items: %zu."),
			 visit.all.open_items);
		notice_of(document, text);
	}
	if (summary->on_paper + visit.all.on_paper) {
		snprintf(text, sizeof(text),
			 _("Confirmed on paper and entered by the contractor: %zu items."),
			 summary->on_paper + visit.all.on_paper);
		notice_of(document, text);
	}
	if (summary->attested + visit.all.attested) {
		snprintf(text, sizeof(text), _("By the contractor's word alone: %zu items."),
			 summary->attested + visit.all.attested);
		notice_of(document, text);
	}
}

void report_final(const struct report_input *input, struct document *document)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(input->opened, &summary);
	document->is_landscape = true;
	document->asks_confirmation = true;
	add_notices(input, document, &summary);
	add_closing(input, document, &summary);
	add_sums(input, document);
	report_final_items(input, document);
	document_line(document, document->statements,
		      _("This report says what the signed records of the case say. Whoever has the "
			"case can verify it without the contractor: wipe-case verify."));
	document_line(document, document->statements,
		      _("It is issued by the contractor and is no certificate of a third party."));
}
