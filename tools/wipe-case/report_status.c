/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 情報セキュリティ対策実施状況報告書 for a period, 事故等発生報告書. */
#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "report.h"
#include "type_words.h"
#include "words.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void number_field(struct document *document, json_t *section, const char *key,
			 const char *label, size_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%zu", number);
	document_field(document, section, key, label, WIPEPAPER_TEXT, text);
}

static void add_state(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "state", _("Where things stand"));
	struct wipecert_case_summary summary;

	wipecert_case_summarize(input->opened, &summary);
	number_field(document, section, "items", _("Items"), summary.items);
	number_field(document, section, "open_items", _("Open items"), summary.open_items);
	number_field(document, section, "late_items", _("Of these late"), summary.late_items);
	number_field(document, section, "awaiting", _("Awaiting the officer's confirmation"),
		     summary.awaiting);
	number_field(document, section, "open_incidents", _("Open incidents"),
		     summary.open_incidents);
	number_field(document, section, "void", _("Records without effect"),
		     summary.void_records + summary.invalid);
}

static const struct document_column sum_columns[] = {
	{ "type", N_("Kind of record"), WIPEPAPER_TEXT, 12 },
	{ "count", N_("In the period"), WIPEPAPER_NUMBER, 6 },
	{ "total", N_("In all"), WIPEPAPER_NUMBER, 6 },
};

static void add_sums(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "records", _("What was recorded"));
	size_t sums[WIPECERT_TYPES] = { 0 }, all[WIPECERT_TYPES] = { 0 };
	size_t count = wipecert_case_record_count(input->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (!record.is_known || record.fault != WIPECERT_FAULT_NONE)
			continue;
		all[record.type]++;
		sums[record.type] += report_is_in_period(input, record.issued_at_s);
	}
	document_table(document, section, sum_columns, COUNT(sum_columns), _("none"));
	for (unsigned int type = 0; type < WIPECERT_TYPES; type++) {
		char text[24];
		json_t *row;

		if (!all[type])
			continue;
		row = document_row(document, section);
		document_state(document, row, wipecert_type_name((enum wipecert_type)type),
			       type_words((enum wipecert_type)type), WIPEPAPER_PLAIN);
		snprintf(text, sizeof(text), "%zu", sums[type]);
		document_cell(document, row, text);
		snprintf(text, sizeof(text), "%zu", all[type]);
		document_cell(document, row, text);
	}
}

static const struct document_column event_columns[] = {
	{ "day", N_("Day"), WIPEPAPER_TEXT, 8 },
	{ "type", N_("Record"), WIPEPAPER_TEXT, 10 },
	{ "label", N_("Item"), WIPEPAPER_CODE, 10 },
	{ "text", N_("What"), WIPEPAPER_TEXT, 26 },
	{ "id", N_("Record's id"), WIPEPAPER_CODE, 8 },
};

/* What is worth a line of its own, and where each says it. */
static const char *path_of(enum wipecert_type type)
{
	switch (type) {
	case WIPECERT_APPROVE:
	case WIPECERT_RETURN:
	case WIPECERT_DISPOSE:
	case WIPECERT_ATTEST:
	case WIPECERT_INCIDENT:
	case WIPECERT_EXIT_CHECK:
		return "text";
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
		return "thing/description";
	case WIPECERT_COPY_OUT:
		return "destination";
	case WIPECERT_ERASURE:
		return "verdict";
	default:
		return NULL;
	}
}

static void add_event(const struct report_input *input, struct document *document, json_t *section,
		      size_t index, const struct wipecert_case_record *record)
{
	struct wipecert_item item = { .label = "" };
	char day[WORDS_DAY_BYTES], id[16];
	struct wipecert_result result;
	const char *text;
	json_t *row;

	if (wipecert_case_load_record(input->opened, index, &result, NULL))
		return;
	if (record->item != WIPECERT_NO_INDEX)
		wipecert_case_item(input->opened, record->item, &item);
	row = document_row(document, section);
	words_day(record->issued_at_s, day);
	document_cell(document, row, day);
	document_state(document, row, wipecert_type_name(record->type), type_words(record->type),
		       WIPEPAPER_PLAIN);
	document_cell(document, row, item.label);
	text = wipecert_record_text(result.record, path_of(record->type));
	if (text && record->type == WIPECERT_ERASURE)
		text = words_verdict(text);
	document_cell(document, row, text ? text : "");
	snprintf(id, sizeof(id), "%.8s", record->link.id);
	document_cell(document, row, id);
	wipecert_result_clear(&result);
}

static void add_events(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "events", _("What happened in the period"));
	size_t count = wipecert_case_record_count(input->opened);

	document_table(document, section, event_columns, COUNT(event_columns), _("none"));
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (record.is_known && record.fault == WIPECERT_FAULT_NONE &&
		    path_of(record.type) && report_is_in_period(input, record.issued_at_s))
			add_event(input, document, section, i, &record);
	}
}

static const struct document_column clause_columns[] = {
	{ "clause", N_("Clause"), WIPEPAPER_NUMBER, 5 },
	{ "applies", N_("Applies"), WIPEPAPER_STATE, 8 },
	{ "text", N_("Reason"), WIPEPAPER_TEXT, 30 },
};

/* The last declaration of each clause. */
static void add_clauses(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "clauses", _("Which clauses apply"));
	size_t count = wipecert_case_record_count(input->opened);

	document_table(document, section, clause_columns, COUNT(clause_columns), _("none"));
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		struct wipecert_result result;

		wipecert_case_record(input->opened, i, &record);
		if (!record.is_known || record.type != WIPECERT_DECLARE ||
		    record.fault != WIPECERT_FAULT_NONE ||
		    wipecert_case_load_record(input->opened, i, &result, NULL))
			continue;
		for (size_t k = 0; k < wipecert_record_count(result.record, "clauses"); k++) {
			json_t *row = document_row(document, section);
			char path[40], number[24];
			bool applies;
			const char *text;

			snprintf(path, sizeof(path), "clauses/%zu/clause", k);
			snprintf(number, sizeof(number), "%llu",
				 (unsigned long long)wipecert_record_number(result.record, path));
			document_cell(document, row, number);
			snprintf(path, sizeof(path), "clauses/%zu/applies", k);
			applies = wipecert_record_bool(result.record, path);
			document_state(document, row, applies ? "yes" : "no",
				       applies ? _("applies") : _("does not apply"),
				       WIPEPAPER_PLAIN);
			snprintf(path, sizeof(path), "clauses/%zu/text", k);
			text = wipecert_record_text(result.record, path);
			document_cell(document, row, text ? text : "");
		}
		wipecert_result_clear(&result);
	}
}

void report_status(const struct report_input *input, struct document *document)
{
	document->asks_confirmation = true;
	add_state(input, document);
	add_sums(input, document);
	add_events(input, document);
	add_clauses(input, document);
}

static const struct document_column incident_columns[] = {
	{ "day", N_("Noticed"), WIPEPAPER_TEXT, 8 },
	{ "stage", N_("Stage"), WIPEPAPER_STATE, 9 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 9 },
	{ "text", N_("What happened"), WIPEPAPER_TEXT, 20 },
	{ "cause", N_("Cause"), WIPEPAPER_TEXT, 14 },
	{ "measures", N_("Measures"), WIPEPAPER_TEXT, 14 },
	{ "items", N_("Items"), WIPEPAPER_CODE, 10 },
	{ "id", N_("Record's id"), WIPEPAPER_CODE, 8 },
};

static const char *kind_word(const char *kind)
{
	static const struct {
		const char *kind, *word;
	} words[] = {
		{ "lost", N_("lost") },
		{ "stolen", N_("stolen") },
		{ "leaked", N_("leaked") },
		{ "erasure-failed", N_("erasure failed") },
		{ "erasure-aborted", N_("erasure broken off") },
		{ "signature-mismatch", N_("signature does not verify") },
		{ "other", N_("other") },
	};

	for (size_t i = 0; kind && i < COUNT(words); i++)
		if (strcmp(words[i].kind, kind) == 0)
			return _(words[i].word);
	return "";
}

static void join_things(const struct report_input *input, const struct wipecert_record *record,
			char out[REPORT_TEXT_BYTES])
{
	size_t count = wipecert_record_count(record, "things"), used = 0;

	*out = '\0';
	for (size_t i = 0; i < count && used < REPORT_TEXT_BYTES; i++) {
		struct wipecert_item item;
		char path[40];
		const char *id;
		size_t index;

		snprintf(path, sizeof(path), "things/%zu", i);
		id = wipecert_record_text(record, path);
		if (!id || wipecert_case_find_item(input->opened, id, &index, NULL))
			continue;
		wipecert_case_item(input->opened, index, &item);
		used += (size_t)snprintf(out + used, REPORT_TEXT_BYTES - used, "%s%s",
					 used ? " " : "", item.label);
	}
}

static void add_incident(const struct report_input *input, struct document *document,
			 json_t *section, const struct wipecert_case_record *record,
			 const struct wipecert_record *said)
{
	const char *stage = wipecert_record_text(said, "stage");
	bool is_resolved = stage && strcmp(stage, "resolved") == 0;
	char text[REPORT_TEXT_BYTES], id[16];
	json_t *row = document_row(document, section);

	document_cell(document, row, wipecert_record_text(said, "noticed_on"));
	document_state(document, row, stage,
		       !is_resolved   ? _("opened") :
		       record->awaits ? _("resolved, not confirmed") :
					_("resolved"),
		       !is_resolved   ? WIPEPAPER_PLAIN :
		       record->awaits ? WIPEPAPER_CAUTION :
					WIPEPAPER_GOOD);
	document_cell(document, row, kind_word(wipecert_record_text(said, "kind")));
	document_cell(document, row, wipecert_record_text(said, "text"));
	document_cell(document, row, wipecert_record_text(said, "cause"));
	document_cell(document, row, wipecert_record_text(said, "measures"));
	join_things(input, said, text);
	document_cell(document, row, text);
	snprintf(id, sizeof(id), "%.8s", record->link.id);
	document_cell(document, row, id);
}

void report_incidents(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "incidents", _("Incidents"));
	size_t count = wipecert_case_record_count(input->opened);

	document->is_landscape = true;
	document->asks_confirmation = true;
	document_table(document, section, incident_columns, COUNT(incident_columns), _("none"));
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		struct wipecert_result result;

		wipecert_case_record(input->opened, i, &record);
		if (!record.is_known || record.type != WIPECERT_INCIDENT ||
		    record.fault != WIPECERT_FAULT_NONE ||
		    !report_is_in_period(input, record.issued_at_s) ||
		    wipecert_case_load_record(input->opened, i, &result, NULL))
			continue;
		add_incident(input, document, section, &record, result.record);
		wipecert_result_clear(&result);
	}
}
