/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 情報セキュリティ対策実施状況報告書 for a period, 事故等発生報告書. */
#include <stdio.h>
#include <stdlib.h>
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
	char day[WORDS_DAY_BYTES];

	words_day(input->now_s, day);
	document_field(document, section, "as_of", _("As of"), WIPEPAPER_TEXT, day);
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

static const struct document_column open_columns[] = {
	{ "label", N_("Item"), WIPEPAPER_CODE, 10 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 7 },
	{ "origin", N_("Origin"), WIPEPAPER_TEXT, 9 },
	{ "due", N_("Until"), WIPEPAPER_TEXT, 8 },
	{ "state", N_("What is lacking"), WIPEPAPER_STATE, 26 },
};

static void add_open(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "open", _("Open items"));
	size_t count = wipecert_case_item_count(input->opened);
	char today[WORDS_DAY_BYTES], text[256];

	words_day(input->now_s, today);
	snprintf(text, sizeof(text), _("What is open on %s, the day of this report."), today);
	document_paragraph(document, section, text);
	document_table(document, section, open_columns, COUNT(open_columns), _("none"));
	for (size_t i = 0; i < count; i++) {
		char day[WORDS_DAY_BYTES] = "";
		struct wipecert_item item;
		json_t *row;

		wipecert_case_item(input->opened, i, &item);
		if (!item.lacks)
			continue;
		if (item.has_due)
			words_day(item.due_s - 1, day);
		row = document_row(document, section);
		document_cell(document, row, item.label);
		document_cell(document, row, words_kind(item.kind));
		document_cell(document, row, words_origin(item.origin));
		document_cell(document, row, day);
		report_state(input, i, &item, document, row);
	}
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
		if (!record.is_known || !record.counts)
			continue;
		all[record.type]++;
		sums[record.type] += report_is_in_period(input, i);
	}
	document_table(document, section, sum_columns, COUNT(sum_columns), _("none"));
	for (unsigned int type = 0; type < WIPECERT_TYPES; type++) {
		json_t *row;

		if (!all[type])
			continue;
		row = document_row(document, section);
		document_state(document, row, wipecert_type_name((enum wipecert_type)type),
			       type_words((enum wipecert_type)type), WIPEPAPER_PLAIN);
		document_number(document, row, sums[type]);
		document_number(document, row, all[type]);
	}
}

static const struct document_column event_columns[] = {
	REPORT_DAYS_COLUMNS("day", N_("Day"), 8),
	{ "type", N_("Record"), WIPEPAPER_TEXT, 8 },
	{ "label", N_("Item"), WIPEPAPER_CODE, 10 },
	{ "text", N_("What"), WIPEPAPER_TEXT, 22 },
	{ "result", N_("Result"), WIPEPAPER_STATE, 10 },
	{ "id", N_("Record's id"), WIPEPAPER_CODE, 7 },
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
	case WIPECERT_CLOSE:
		return "text";
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
		return "thing/description";
	case WIPECERT_COPY_OUT:
		return "destination";
	case WIPECERT_ERASURE:
	case WIPECERT_CHECK:
		return "verdict";
	default:
		return NULL;
	}
}

static void join_things(const struct report_input *input, const struct wipecert_record *record,
			struct report_text *text)
{
	size_t count = wipecert_record_count(record, "things");

	report_text_begin(text);
	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;
		char path[40];
		const char *id;
		size_t index;

		snprintf(path, sizeof(path), "things/%zu", i);
		id = wipecert_record_text(record, path);
		if (!id || wipecert_case_find_item(input->opened, id, &index, NULL))
			continue;
		wipecert_case_item(input->opened, index, &item);
		report_text_add(text, " ", item.label);
	}
}

/* The item of a record, or all that an incident is about. */
static void label_cell(const struct report_input *input, struct document *document, json_t *row,
		       const struct wipecert_case_record *record,
		       const struct wipecert_record *said)
{
	struct wipecert_item item = { .label = "" };
	struct report_text text;

	if (record->item != WIPECERT_NO_INDEX)
		wipecert_case_item(input->opened, record->item, &item);
	join_things(input, said, &text);
	document_cell(document, row, *item.label ? item.label : text.bytes);
}

static bool is_work(enum wipecert_type type)
{
	return type == WIPECERT_ERASURE || type == WIPECERT_CHECK;
}

static bool is_ending(enum wipecert_type type)
{
	return type == WIPECERT_RETURN || type == WIPECERT_DISPOSE || type == WIPECERT_ATTEST ||
	       type == WIPECERT_EXIT_CHECK;
}

/* Work that failed, or was found to have, is no good news, whatever else is said of it. */
static void result_cell(const struct report_input *input, struct document *document, json_t *row,
			size_t index, const struct wipecert_case_record *record)
{
	if (record->standing == WIPECERT_DISMISSED)
		document_state(document, row, "rejected", _("rejected"), WIPEPAPER_BAD);
	else if (record->held == WIPECERT_HELD_UNVERIFIED)
		document_state(document, row, "unverified", _("not proved"), WIPEPAPER_CAUTION);
	else if (record->copied && !record->has_come_off)
		document_state(document, row, "left", _("not all of the copy is erased"),
			       WIPEPAPER_CAUTION);
	else if (is_work(record->type) && !record->has_come_off &&
		 record->held != WIPECERT_HELD_YES)
		document_state(document, row, "failed", _("failed"), WIPEPAPER_BAD);
	else if (report_is_undone(input, index))
		document_state(document, row, "undone", _("no longer holds"), WIPEPAPER_CAUTION);
	else if (report_failed_check(input, index) != WIPECERT_NO_INDEX)
		document_state(document, row, "check-failed", _("a re-read failed"), WIPEPAPER_BAD);
	else if (record->standing == WIPECERT_CONFIRMED || record->is_on_paper || record->awaits)
		report_answer_to(input, index, document, row);
	/* What an officer was to answer and has not, and nobody waits for that. */
	else if (is_ending(record->type))
		document_state(document, row, "replaced", _("another record stands for it"),
			       WIPEPAPER_PLAIN);
	else
		document_state(document, row, "none", "", WIPEPAPER_PLAIN);
}

static void add_event(const struct report_input *input, struct document *document, json_t *section,
		      size_t index, const struct wipecert_case_record *record)
{
	struct wipecert_result result;
	char id[REPORT_ID_BYTES];
	const char *text;
	json_t *row;

	if (wipecert_case_load_record(input->opened, index, &result, NULL)) {
		document_notice(document, section, _("A record could not be read."));
		return;
	}
	row = document_row(document, section);
	report_days(input, document, row, index);
	document_state(document, row, wipecert_type_name(record->type), type_words(record->type),
		       WIPEPAPER_PLAIN);
	label_cell(input, document, row, record, result.record);
	text = wipecert_record_text(result.record, path_of(record->type));
	if (!text && record->type == WIPECERT_RETURN)
		text = wipecert_record_text(result.record, "to");
	document_cell(document, row,
		      is_work(record->type) && text ?
			      words_verdict(wipecert_record_outcome(result.record)) :
			      text);
	result_cell(input, document, row, index, record);
	report_id(input, index, id);
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
		/* That copying began is told by the record of how it ended. */
		if (record.is_known && record.fault == WIPECERT_FAULT_NONE && !record.is_ended &&
		    path_of(record.type) && report_is_in_period(input, i))
			add_event(input, document, section, i, &record);
	}
}

static const struct document_column clause_columns[] = {
	{ "clause", N_("Clause"), WIPEPAPER_NUMBER, 5 },
	{ "applies", N_("Applies"), WIPEPAPER_STATE, 8 },
	{ "text", N_("Reason"), WIPEPAPER_TEXT, 26 },
	{ "declared_on", N_("Declared on"), WIPEPAPER_TEXT, 8 },
	{ "state", N_("State"), WIPEPAPER_STATE, 12 },
};

#define CLAUSES 18
#define CLAUSE_FIRST 12 /* of those of which it has to be declared whether they apply */

static void add_undeclared(struct document *document, json_t *section, size_t clause)
{
	json_t *row = document_row(document, section);

	document_number(document, row, clause);
	document_state(document, row, "undeclared", "", WIPEPAPER_PLAIN);
	document_cell(document, row, "");
	document_cell(document, row, "");
	document_state(document, row, "undeclared", _("not declared"), WIPEPAPER_CAUTION);
}

static void add_clause(const struct report_input *input, struct document *document, json_t *section,
		       size_t index, const struct wipecert_record *said, size_t entry, size_t later)
{
	json_t *row = document_row(document, section);
	char path[40], day[REPORT_DAY_BYTES], text[128];
	bool applies;

	snprintf(path, sizeof(path), "clauses/%zu/clause", entry);
	document_number(document, row, (size_t)wipecert_record_number(said, path));
	snprintf(path, sizeof(path), "clauses/%zu/applies", entry);
	applies = wipecert_record_bool(said, path);
	document_state(document, row, applies ? "yes" : "no",
		       applies ? _("applies") : _("does not apply"), WIPEPAPER_PLAIN);
	snprintf(path, sizeof(path), "clauses/%zu/text", entry);
	document_cell(document, row, wipecert_record_text(said, path));
	report_day(input, index, day);
	document_cell(document, row, day);
	if (later == WIPECERT_NO_INDEX) {
		document_state(document, row, "in-force", _("in force"), WIPEPAPER_GOOD);
		return;
	}
	report_day(input, later, day);
	snprintf(text, sizeof(text), _("superseded %s"), day);
	document_state(document, row, "superseded", text, WIPEPAPER_PLAIN);
}

/* What a declaration says of one clause. */
struct clause {
	size_t clause, record, entry; /* entry: where in the record */
	size_t later;		      /* the declaration that superseded it, or WIPECERT_NO_INDEX */
};

struct clauses {
	struct clause *list;
	size_t count, room;
	size_t newest[CLAUSES + 1];
};

/* The newest declaration first: what is met again was superseded by what was met before. */
static bool take_clauses(const struct report_input *input, size_t index, struct clauses *clauses)
{
	struct wipecert_result result;
	size_t count, room;

	if (wipecert_case_load_record(input->opened, index, &result, NULL))
		return true;
	count = wipecert_record_count(result.record, "clauses");
	room = clauses->count + count;
	if (room > clauses->room) {
		struct clause *grown = realloc(clauses->list, 2 * room * sizeof(*grown));

		if (!grown) {
			wipecert_result_clear(&result);
			return false;
		}
		clauses->list = grown;
		clauses->room = 2 * room;
	}
	for (size_t i = 0; i < count; i++) {
		char path[40];
		uint64_t clause;

		snprintf(path, sizeof(path), "clauses/%zu/clause", i);
		clause = wipecert_record_number(result.record, path);
		if (clause > CLAUSES)
			continue;
		clauses->list[clauses->count++] =
			(struct clause){ (size_t)clause, index, i, clauses->newest[clause] };
		clauses->newest[clause] = index;
	}
	wipecert_result_clear(&result);
	return true;
}

static bool find_clauses(const struct report_input *input, struct clauses *clauses)
{
	for (size_t i = 0; i <= CLAUSES; i++)
		clauses->newest[i] = WIPECERT_NO_INDEX;
	for (size_t i = wipecert_case_record_count(input->opened); i-- > 0;) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_DECLARE &&
		    record.fault == WIPECERT_FAULT_NONE && !take_clauses(input, i, clauses))
			return false;
	}
	return true;
}

/* What is in force in front, each by its number; of those of one number the newest first. */
static int compare_clauses(const void *left, const void *right)
{
	const struct clause *one = left, *other = right;
	bool is_old = one->later != WIPECERT_NO_INDEX,
	     other_is_old = other->later != WIPECERT_NO_INDEX;

	if (is_old != other_is_old)
		return is_old ? 1 : -1;
	if (one->clause != other->clause)
		return one->clause < other->clause ? -1 : 1;
	return (one->record < other->record) - (one->record > other->record);
}

static void add_declared(const struct report_input *input, struct document *document,
			 json_t *section, const struct clause *clause)
{
	struct wipecert_result result;

	if (wipecert_case_load_record(input->opened, clause->record, &result, NULL)) {
		document_notice(document, section, _("A record could not be read."));
		return;
	}
	add_clause(input, document, section, clause->record, result.record, clause->entry,
		   clause->later);
	wipecert_result_clear(&result);
}

/* Those of which nothing was declared stand where their number is. */
static void list_clauses(const struct report_input *input, struct document *document,
			 json_t *section, struct clauses *clauses)
{
	size_t at = 0;

	if (clauses->count)
		qsort(clauses->list, clauses->count, sizeof(*clauses->list), compare_clauses);
	for (size_t number = 0; number <= CLAUSES; number++) {
		if (number >= CLAUSE_FIRST && !document->whose &&
		    clauses->newest[number] == WIPECERT_NO_INDEX)
			add_undeclared(document, section, number);
		for (; at < clauses->count && clauses->list[at].clause == number &&
		       clauses->list[at].later == WIPECERT_NO_INDEX;
		     at++)
			add_declared(input, document, section, &clauses->list[at]);
	}
	for (; at < clauses->count; at++)
		add_declared(input, document, section, &clauses->list[at]);
}

static void add_clauses(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "clauses", _("Which clauses apply"));
	struct clauses clauses = { .list = NULL };

	document_table(document, section, clause_columns, COUNT(clause_columns), _("none"));
	if (find_clauses(input, &clauses))
		list_clauses(input, document, section, &clauses);
	else
		document->failed = true;
	free(clauses.list);
}

void report_status(const struct report_input *input, struct document *document)
{
	document->is_landscape = true;
	document->asks_confirmation = true;
	add_state(input, document);
	add_open(input, document);
	add_sums(input, document);
	add_events(input, document);
	add_clauses(input, document);
}

static const struct document_column incident_columns[] = {
	{ "day", N_("Noticed"), WIPEPAPER_TEXT, 8.5 },
	{ "stage", N_("Stage"), WIPEPAPER_STATE, 9 },
	{ "kind", N_("Kind"), WIPEPAPER_TEXT, 8 },
	{ "text", N_("What happened"), WIPEPAPER_TEXT, 18 },
	{ "cause", N_("Cause"), WIPEPAPER_TEXT, 12 },
	{ "measures", N_("Measures"), WIPEPAPER_TEXT, 12 },
	{ "items", N_("Items"), WIPEPAPER_CODE, 9 },
	{ "id", N_("Record's id"), WIPEPAPER_CODE, 8 },
	REPORT_ANSWER_COLUMNS(0, 0),
	{ "reason", N_("Reason of the rejection"), WIPEPAPER_TEXT, 0 },
	{ NULL, N_("The officer's answer"), WIPEPAPER_TEXT, 14 },
};

static bool is_resolution(const char *stage)
{
	return stage && strcmp(stage, "resolved") == 0;
}

static void stage_cell(struct document *document, json_t *row,
		       const struct wipecert_case_record *record, const char *stage)
{
	bool is_confirmed = record->standing == WIPECERT_CONFIRMED ||
			    (record->is_on_paper && !record->awaits);

	if (!is_resolution(stage))
		document_state(document, row, stage, _("opened"), WIPEPAPER_PLAIN);
	else if (record->standing == WIPECERT_DISMISSED)
		document_state(document, row, "rejected", _("rejected"), WIPEPAPER_BAD);
	else if (is_confirmed)
		document_state(document, row, stage, _("resolved"), WIPEPAPER_GOOD);
	else
		document_state(document, row, stage, _("resolved, not confirmed"),
			       WIPEPAPER_CAUTION);
}

/* That something came about needs no answer; if there is one, it is told. */
static void incident_answer_cells(const struct report_input *input, struct document *document,
				  json_t *row, size_t index,
				  const struct wipecert_case_record *record, bool is_resolved)
{
	bool is_told = is_resolved || record->awaits || record->is_on_paper ||
		       record->standing == WIPECERT_CONFIRMED ||
		       record->standing == WIPECERT_DISMISSED;
	struct report_deeds deeds = { .records = { index }, .bears = { true }, .count = is_told };
	struct report_text reasons, paper;

	report_text_begin(&paper);
	report_reasons(input, index, &reasons);
	report_answer(input, &deeds, document, row);
	report_answerers(input, &deeds, document, row);
	document_cell(document, row, reasons.bytes);
	if (is_told)
		report_answered(input, index, &paper);
	if (reasons.used)
		report_text_format(&paper, "\n", _("Reason: %s"), reasons.bytes);
	document_cell(document, row, paper.bytes);
}

static void add_incident(const struct report_input *input, struct document *document,
			 json_t *section, size_t index, const struct wipecert_record *said)
{
	const char *stage = wipecert_record_text(said, "stage");
	struct wipecert_case_record record;
	char id[REPORT_ID_BYTES];
	struct report_text text;
	json_t *row = document_row(document, section);

	wipecert_case_record(input->opened, index, &record);
	document_cell(document, row, wipecert_record_text(said, "noticed_on"));
	stage_cell(document, row, &record, stage);
	document_cell(document, row, words_incident(wipecert_record_text(said, "kind")));
	document_cell(document, row, wipecert_record_text(said, "text"));
	document_cell(document, row, wipecert_record_text(said, "cause"));
	document_cell(document, row, wipecert_record_text(said, "measures"));
	join_things(input, said, &text);
	document_cell(document, row, text.bytes);
	report_id(input, index, id);
	document_cell(document, row, id);
	incident_answer_cells(input, document, row, index, &record, is_resolution(stage));
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
		    record.fault != WIPECERT_FAULT_NONE || !report_is_in_period(input, i) ||
		    wipecert_case_load_record(input->opened, i, &result, NULL))
			continue;
		add_incident(input, document, section, i, result.record);
		wipecert_result_clear(&result);
	}
}
