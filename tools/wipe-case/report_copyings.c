/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_copyings.h"

#include <stdio.h>
#include <stdlib.h>
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

/* An erasure that came off, by the medium's serial. */
struct erasure {
	const char *serial;
	size_t record, item;
};

struct erasures {
	struct erasure *all;
	size_t count;
};

static int compare(const void *left, const void *right)
{
	const struct erasure *a = left, *b = right;
	int order = strcmp(a->serial, b->serial);

	if (order)
		return order;
	return (a->record > b->record) - (a->record < b->record);
}

static bool find_erasures(const struct report_input *input, struct erasures *erasures)
{
	size_t count = wipecert_case_record_count(input->opened);

	erasures->all = malloc((count + 1) * sizeof(*erasures->all));
	for (size_t i = 0; erasures->all && i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_ERASURE &&
		    record.fault == WIPECERT_FAULT_NONE && record.held == WIPECERT_HELD_YES)
			erasures->all[erasures->count++] =
				(struct erasure){ record.serial, i, record.item };
	}
	if (erasures->all)
		qsort(erasures->all, erasures->count, sizeof(*erasures->all), compare);
	return erasures->all != NULL;
}

/* What is enough for one item may be too little for another one on the same medium. */
static bool is_enough(const struct report_input *input, size_t record,
		      const struct wipecert_item *item)
{
	struct wipecert_result result;
	unsigned int level = 0;
	const char *name;

	if (wipecert_case_load_record(input->opened, record, &result, NULL))
		return false;
	name = wipecert_record_text(result.record, "method/level_achieved");
	while (name && level < WIPE_LEVEL_PURGE &&
	       strcmp(name, wipe_level_name((enum wipe_level)level)) != 0)
		level++;
	wipecert_result_clear(&result);
	return name && level >= (unsigned int)item->level_required;
}

/* The first erasure after the copying of what it was copied to; WIPECERT_NO_INDEX: none. */
static size_t find_erasure(const struct report_input *input, const struct erasures *erasures,
			   size_t copying, const struct wipecert_case_record *record,
			   const struct wipecert_item *item)
{
	const struct erasure wanted = { record->serial, copying, 0 };
	size_t low = 0, high = erasures->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare(&erasures->all[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < erasures->count; low++) {
		const struct erasure *one = &erasures->all[low];

		if (strcmp(one->serial, record->serial) != 0)
			break;
		if ((*record->serial || one->item == record->item) &&
		    is_enough(input, one->record, item))
			return one->record;
	}
	return WIPECERT_NO_INDEX;
}

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

static void number_cell(struct document *document, json_t *row, uint64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%llu", (unsigned long long)number);
	document_cell(document, row, text);
}

static void add_said(struct document *document, json_t *row, const struct wipecert_record *said)
{
	const char *bytes = wipecert_record_text(said, "manifest/bytes");

	day_cell(document, row, said);
	number_cell(document, row, wipecert_record_number(said, "manifest/files"));
	document_cell(document, row, bytes ? bytes : "");
	document_cell(document, row, wipecert_record_text(said, "destination"));
	document_cell(document, row, wipecert_record_text(said, "serial"));
	result_cell(document, row, said);
}

static void add_copying(const struct report_input *input, struct document *document,
			json_t *section, const struct erasures *erasures, size_t index,
			const struct wipecert_case_record *record)
{
	struct wipecert_result result;
	struct wipecert_item item;
	char id[REPORT_ID_BYTES], day[REPORT_DAY_BYTES];
	size_t erasure;
	json_t *row;

	if (wipecert_case_load_record(input->opened, index, &result, NULL)) {
		document_notice(document, section, _("A record could not be read."));
		return;
	}
	wipecert_case_item(input->opened, record->item, &item);
	erasure = find_erasure(input, erasures, index, record, &item);
	row = document_row(document, section);
	document_number(document, row, json_array_size(json_object_get(section, "rows")));
	document_cell(document, row, item.label);
	add_said(document, row, result.record);
	report_id(input, index, id);
	document_cell(document, row, id);
	report_day(input, erasure, day);
	document_cell(document, row, day);
	report_id(input, erasure, id);
	document_cell(document, row, id);
	report_answer_to(input, erasure, document, row);
	wipecert_result_clear(&result);
}

void report_copyings(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "copyings", _("Copying, one by one"));
	size_t count = wipecert_case_record_count(input->opened);
	struct erasures erasures = { .count = 0 };

	document_table(document, section, columns, COUNT(columns), _("none"));
	if (!find_erasures(input, &erasures)) {
		document->failed = true;
		return;
	}
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_COPY_OUT &&
		    record.item != WIPECERT_NO_INDEX &&
		    record.fault != WIPECERT_FAULT_NOT_AUTHENTIC)
			add_copying(input, document, section, &erasures, i, &record);
	}
	free(erasures.all);
}
