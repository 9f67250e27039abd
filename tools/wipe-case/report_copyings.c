/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_copyings.h"

#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "text.h"
#include "words.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct document_column columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3.2 },
	{ "label", N_("Label"), WIPEPAPER_CODE, 10 },
	{ "day", N_("Copied on"), WIPEPAPER_TEXT, 8.5 },
	{ "files", N_("Files"), WIPEPAPER_NUMBER, 6 },
	{ "bytes", N_("Bytes"), WIPEPAPER_NUMBER, 9 },
	{ "destination", N_("Copied to"), WIPEPAPER_TEXT, 16 },
	{ "serial", N_("Serial"), WIPEPAPER_CODE, 12 },
	{ "result", N_("Result"), WIPEPAPER_STATE, 13 },
	{ "record", N_("Record"), WIPEPAPER_CODE, 7.5 },
	{ "erased", N_("Erased on"), WIPEPAPER_TEXT, 8.5 },
	{ "erasure", N_("Record of the erasure"), WIPEPAPER_CODE, 7.5 },
	{ "confirmation", N_("Confirmation"), WIPEPAPER_STATE, 10 },
};

static void result_cell(struct document *document, json_t *row, const struct wipecert_record *said)
{
	const char *result = wipecert_record_text(said, "result");
	unsigned long long failed = (unsigned long long)wipecert_record_number(said, "failed");
	char text[128];

	if (result && strcmp(result, "complete") == 0) {
		document_state(document, row, result, _("complete"), WIPEPAPER_GOOD);
		return;
	}
	if (result && strcmp(result, "partial") == 0) {
		snprintf(text, sizeof(text), _("partial, %llu failed"), failed);
		document_state(document, row, result, text, WIPEPAPER_CAUTION);
		return;
	}
	document_state(document, row, result, _("begun"), WIPEPAPER_CAUTION);
}

/* Of the time at which it began: the day in Japan. */
static void day_cell(struct document *document, json_t *row, const struct wipecert_record *said)
{
	char day[WORDS_DAY_BYTES];

	words_day(wipecert_record_time(said, "started_at"), day);
	document_cell(document, row, day);
}

static void add_said(struct document *document, json_t *row, const struct wipecert_record *said)
{
	const char *bytes = wipecert_record_text(said, "manifest/bytes");

	day_cell(document, row, said);
	document_number(document, row, (size_t)wipecert_record_number(said, "manifest/files"));
	document_cell(document, row, bytes ? bytes : "");
	document_cell(document, row, wipecert_record_text(said, "destination"));
	document_cell(document, row, wipecert_record_text(said, "serial"));
	result_cell(document, row, said);
}

static void add_copying(const struct report_input *input, struct document *document,
			json_t *section, size_t index, const struct wipecert_case_record *record)
{
	struct wipecert_result result;
	struct wipecert_item item;
	size_t erased_by;
	char id[REPORT_ID_BYTES], day[REPORT_DAY_BYTES];
	json_t *row;

	if (wipecert_case_load_record(input->opened, index, &result, NULL)) {
		document_notice(document, section, _("A record could not be read."));
		return;
	}
	wipecert_case_item(input->opened, record->item, &item);
	row = document_row(document, section);
	document_number(document, row, json_array_size(json_object_get(section, "rows")));
	document_cell(document, row, item.label);
	add_said(document, row, result.record);
	report_id(input, index, id);
	document_cell(document, row, id);
	erased_by = record->is_one_of_several ? WIPECERT_NO_INDEX : record->erased_by;
	report_day(input, erased_by, day);
	document_cell(document, row,
		      record->is_one_of_several ? _("not known of which place") : day);
	report_id(input, erased_by, id);
	document_cell(document, row, id);
	report_answer_to(input, erased_by, document, row);
	wipecert_result_clear(&result);
}

void report_copyings(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "copyings", _("Copying, one by one"));
	size_t count = wipecert_case_record_count(input->opened);

	document_table(document, section, columns, COUNT(columns), _("none"));
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_COPY_OUT && record.counts &&
		    !record.is_ended)
			add_copying(input, document, section, i, &record);
	}
}
