/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables of several reports have in common. */
#include <stdio.h>
#include <string.h>

#include <wipecert/confirm.h>

#include "copied.h"
#include "i18n.h"
#include "report.h"
#include "text.h"
#include "type_words.h"
#include "words.h"

static void serials_cell(const struct wipecert_item *item, const char *between,
			 struct document *document, json_t *row)
{
	struct report_text text;

	report_text_begin(&text);
	report_text_add(&text, "", item->serial);
	for (size_t i = 0; i < item->media_count; i++)
		if (strcmp(item->media[i].serial, item->serial) != 0)
			report_text_add(&text, between, item->media[i].serial);
	document_cell(document, row, text.bytes);
}

void report_serials(const struct wipecert_item *item, struct document *document, json_t *row)
{
	serials_cell(item, " ", document, row);
	serials_cell(item, "\n", document, row);
}

void report_product(const struct wipecert_item *item, struct report_text *text)
{
	report_text_begin(text);
	report_text_add(text, "", item->maker);
	report_text_add(text, " ", item->model);
}

void report_day(const struct report_input *input, size_t record, char out[REPORT_DAY_BYTES])
{
	struct wipecert_case_record one;

	*out = '\0';
	if (record == WIPECERT_NO_INDEX)
		return;
	wipecert_case_record(input->opened, record, &one);
	words_day(one.stated_s, out);
}

void report_entered(const struct report_input *input, size_t record, char out[REPORT_DAY_BYTES])
{
	char stated[REPORT_DAY_BYTES];
	struct wipecert_case_record one;

	*out = '\0';
	if (record == WIPECERT_NO_INDEX)
		return;
	wipecert_case_record(input->opened, record, &one);
	words_day(one.stated_s, stated);
	words_day(one.issued_at_s, out);
	if (strcmp(stated, out) == 0)
		*out = '\0';
}

void report_days(const struct report_input *input, struct document *document, json_t *row,
		 size_t record)
{
	char stated[REPORT_DAY_BYTES], entered[REPORT_DAY_BYTES], both[128];

	report_day(input, record, stated);
	report_entered(input, record, entered);
	document_cell(document, row, stated);
	document_cell(document, row, entered);
	snprintf(both, sizeof(both), *entered ? _("%s\n(entered %s)") : "%s", stated, entered);
	document_cell(document, row, both);
}

void report_id(const struct report_input *input, size_t record, char out[REPORT_ID_BYTES])
{
	struct wipecert_case_record one = { .link = { .id = "" } };

	if (record != WIPECERT_NO_INDEX)
		wipecert_case_record(input->opened, record, &one);
	snprintf(out, REPORT_ID_BYTES, "%.8s", one.link.id);
}

bool report_is_in_period(const struct report_input *input, size_t record)
{
	struct wipecert_case_record one;

	wipecert_case_record(input->opened, record, &one);
	return one.stated_s >= input->period.from_s && one.stated_s < input->period.until_s;
}

static enum wipepaper_tone outcome_tone(enum wipecert_outcome outcome)
{
	if (outcome == WIPECERT_OUTCOME_WITHDRAWN)
		return WIPEPAPER_PLAIN;
	return outcome == WIPECERT_OUTCOME_MISSING || outcome == WIPECERT_OUTCOME_ATTESTED ?
		       WIPEPAPER_CAUTION :
		       WIPEPAPER_GOOD;
}

static void add_way(struct report_text *text, uint64_t pieces, enum wipecert_outcome outcome)
{
	if (pieces)
		report_text_format(text, _(", "), "%s %llu", outcome_words(outcome),
				   (unsigned long long)pieces);
}

/*
 * What an erasure states of the copy, where more is to be said of it than that it is gone. False:
 * the lists in the case do not bear it out.
 */
static bool add_copied(const struct report_input *input, size_t erasure, struct report_text *text)
{
	const char *wrong;
	struct wipecert_case_record record;
	char words[COPIED_BYTES];

	if (erasure == WIPECERT_NO_INDEX)
		return true;
	wipecert_case_record(input->opened, erasure, &record);
	if (!record.copied)
		return true;
	copied_warn(record.copied, record.has_come_off, words);
	report_text_add(text, "\n", words);
	wrong = copied_lists_words(copied_ask_lists(input->opened, erasure));
	report_text_add(text, "\n", wrong);
	return !wrong;
}

/* Pieces that went different ways are told each. */
static void closed_cell(const struct report_input *input, size_t index,
			const struct wipecert_item *item, struct document *document, json_t *row)
{
	struct report_text text;
	struct report_ways ways;
	bool is_borne_out;

	report_ways_of(input, index, item, &ways);
	report_text_begin(&text);
	if (ways.count > 1) {
		add_way(&text, ways.returned, WIPECERT_OUTCOME_RETURNED);
		add_way(&text, ways.disposed, WIPECERT_OUTCOME_DISPOSED);
		add_way(&text, ways.rest, item->outcome);
	} else {
		report_text_add(&text, "", outcome_words(item->outcome));
	}
	is_borne_out = add_copied(input, item->outcome_record, &text);
	document_state(document, row, wipecert_outcome_name(item->outcome), text.bytes,
		       is_borne_out ? outcome_tone(item->outcome) : WIPEPAPER_BAD);
}

void report_state(const struct report_input *input, size_t index, const struct wipecert_item *item,
		  struct document *document, json_t *row)
{
	bool is_late = item->lacks && item->has_due && input->now_s >= item->due_s;
	char words[1024];
	struct report_text text;
	bool is_borne_out;

	if (!item->lacks) {
		closed_cell(input, index, item, document, row);
		return;
	}
	words_join_lacks(item->lacks, words, sizeof(words));
	report_text_begin(&text);
	report_text_add(&text, "", words);
	is_borne_out = add_copied(input,
				  item->failed_record != WIPECERT_NO_INDEX ? item->failed_record :
									     item->outcome_record,
				  &text);
	document_state(document, row, "open", text.bytes,
		       is_late || !is_borne_out ||
				       (item->lacks &
					(WIPECERT_LACK_INCIDENT | WIPECERT_LACK_REJECTED)) ?
			       WIPEPAPER_BAD :
			       WIPEPAPER_CAUTION);
}

enum answer {
	ANSWER_NONE, /* there is nothing to answer */
	ANSWER_UNCONFIRMED,
	ANSWER_PARTLY,
	ANSWER_PAPER,
	ANSWER_CONFIRMED,
	ANSWER_REJECTED,
};

static const struct {
	const char *id, *word;
	enum wipepaper_tone tone;
} answers[] = {
	[ANSWER_NONE] = { "none", NULL, WIPEPAPER_PLAIN },
	[ANSWER_UNCONFIRMED] = { "unconfirmed", N_("not confirmed yet"), WIPEPAPER_CAUTION },
	[ANSWER_PARTLY] = { "partly", N_("confirmed in part"), WIPEPAPER_CAUTION },
	[ANSWER_PAPER] = { "paper", N_("on paper"), WIPEPAPER_CAUTION },
	[ANSWER_CONFIRMED] = { "confirmed", N_("confirmed"), WIPEPAPER_GOOD },
	[ANSWER_REJECTED] = { "rejected", N_("rejected"), WIPEPAPER_BAD },
};

static enum answer answer_of(const struct wipecert_case_record *record)
{
	if (record->standing == WIPECERT_CONFIRMED)
		return ANSWER_CONFIRMED;
	if (record->standing == WIPECERT_DISMISSED)
		return ANSWER_REJECTED;
	return record->is_on_paper ? ANSWER_PAPER : ANSWER_UNCONFIRMED;
}

/* Paper and signatures together are told as paper: it is the weaker of them. */
static enum answer join_answers(enum answer one, enum answer other)
{
	if (one == ANSWER_NONE || one == other)
		return other;
	if (one == ANSWER_REJECTED || other == ANSWER_REJECTED)
		return ANSWER_REJECTED;
	if (one == ANSWER_UNCONFIRMED || other == ANSWER_UNCONFIRMED || one == ANSWER_PARTLY)
		return ANSWER_PARTLY;
	return ANSWER_PAPER;
}

void report_answer(const struct report_input *input, const struct report_deeds *deeds,
		   struct document *document, json_t *row)
{
	enum answer answer = ANSWER_NONE;

	for (size_t i = 0; i < deeds->count; i++) {
		struct wipecert_case_record record;

		if (!deeds->bears[i])
			continue;
		wipecert_case_record(input->opened, deeds->records[i], &record);
		answer = join_answers(answer, answer_of(&record));
	}
	if (answer == ANSWER_CONFIRMED && deeds->are_some_left)
		answer = ANSWER_PARTLY;
	document_state(document, row, answers[answer].id,
		       answers[answer].word ? _(answers[answer].word) : "", answers[answer].tone);
}

void report_answer_to(const struct report_input *input, size_t record, struct document *document,
		      json_t *row)
{
	struct report_deeds deeds = { .records = { record },
				      .bears = { true },
				      .count = record != WIPECERT_NO_INDEX };

	report_answer(input, &deeds, document, row);
}

/* The officer's record that decided, or the one by which it was entered; WIPECERT_NO_INDEX: none. */
static size_t answer_to(const struct wipecert_case_record *record)
{
	switch (answer_of(record)) {
	case ANSWER_CONFIRMED:
	case ANSWER_REJECTED:
		return record->confirmed_by;
	case ANSWER_PAPER:
		return record->paper;
	default:
		return WIPECERT_NO_INDEX;
	}
}

/* An answer on paper; also a rejection. */
static bool is_entered(const struct report_input *input, size_t answer)
{
	struct wipecert_case_record record;

	wipecert_case_record(input->opened, answer, &record);
	return record.is_from_paper;
}

/* Of a decision on paper the name is that of whoever entered it. */
static void describe_answer(const struct report_input *input, size_t answer, const char *between,
			    struct report_text *text)
{
	bool is_paper = is_entered(input, answer);
	char day[REPORT_DAY_BYTES];

	report_day(input, answer, day);
	report_text_format(text, "", is_paper ? _("entered by %s") : "%s",
			   report_signer(input, answer));
	report_text_add(text, between, day);
	report_text_add(text, between, is_paper ? _("on paper") : _("by signature"));
}

void report_answered(const struct report_input *input, size_t record, struct report_text *text)
{
	struct wipecert_case_record one;
	struct report_text who;
	enum answer answer;
	size_t by;

	report_text_begin(text);
	wipecert_case_record(input->opened, record, &one);
	answer = answer_of(&one);
	report_text_add(text, "", _(answers[answer].word));
	by = answer_to(&one);
	if (by == WIPECERT_NO_INDEX)
		return;
	report_text_begin(&who);
	describe_answer(input, by, ", ", &who);
	report_text_format(text, " ", "(%s)", who.bytes);
}

void report_reasons(const struct report_input *input, size_t record, struct report_text *text)
{
	struct wipecert_confirmation confirmation;
	struct wipecert_case_record one;
	struct wipecert_result result;

	report_text_begin(text);
	wipecert_case_record(input->opened, record, &one);
	if (answer_of(&one) != ANSWER_REJECTED ||
	    wipecert_case_load_record(input->opened, one.confirmed_by, &result, NULL))
		return;
	if (wipecert_record_confirmation(result.record, &confirmation))
		for (size_t i = 0; i < confirmation.ground_count; i++)
			report_text_add(text, "; ", confirmation.grounds[i]);
	wipecert_result_clear(&result);
}

/* Whoever answered several of them on one day is named once. */
static void add_answerer(const struct report_input *input, size_t deed, struct report_text texts[3],
			 struct report_text *paper)
{
	struct wipecert_case_record record;
	struct report_text one;
	char day[REPORT_DAY_BYTES];
	size_t answer;

	wipecert_case_record(input->opened, deed, &record);
	answer = answer_to(&record);
	if (answer == WIPECERT_NO_INDEX)
		return;
	report_text_begin(&one);
	describe_answer(input, answer, "\n", &one);
	if (strstr(paper->bytes, one.bytes))
		return;
	report_text_add(paper, "\n", one.bytes);
	report_day(input, answer, day);
	report_text_add(&texts[0], "; ", report_signer(input, answer));
	report_text_add(&texts[1], "; ", day);
	report_text_add(&texts[2], "; ",
			is_entered(input, answer) ? _("on paper") : _("by signature"));
}

void report_answerers(const struct report_input *input, const struct report_deeds *deeds,
		      struct document *document, json_t *row)
{
	struct report_text texts[3], paper;

	report_text_begin(&paper);
	for (size_t i = 0; i < 3; i++)
		report_text_begin(&texts[i]);
	for (size_t i = 0; i < deeds->count; i++)
		if (deeds->bears[i])
			add_answerer(input, deeds->records[i], texts, &paper);
	for (size_t i = 0; i < 3; i++)
		document_cell(document, row, texts[i].bytes);
	document_cell(document, row, paper.bytes);
}

static void field(const struct report_input *input, struct document *document, json_t *section,
		  const char *key, const char *label, const char *path)
{
	const char *text = wipecert_record_text(wipecert_case_init(input->opened), path);

	document_field(document, section, key, label, WIPEPAPER_TEXT, text ? text : "-");
}

static void add_rules(const struct report_input *input, struct document *document, json_t *section)
{
	const struct wipecert_record *init = wipecert_case_init(input->opened);
	size_t count = wipecert_record_count(init, "rules");

	for (size_t i = 0; i < count; i++) {
		char path[40], key[40];
		const char *name, *edition;
		struct report_text text;

		snprintf(path, sizeof(path), "rules/%zu/name", i);
		name = wipecert_record_text(init, path);
		snprintf(path, sizeof(path), "rules/%zu/edition", i);
		edition = wipecert_record_text(init, path);
		snprintf(key, sizeof(key), "rule_%zu", i + 1);
		report_text_begin(&text);
		report_text_format(&text, "", _("%s (%s)"), name ? name : "",
				   edition ? edition : "");
		document_field(document, section, key, _("Rules"), WIPEPAPER_TEXT, text.bytes);
	}
}

void report_contract(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "contract", _("Contract"));
	char hash[65], period[64];
	uint8_t sha256[32];

	field(input, document, section, "title", _("Contract title"), "contract/title");
	field(input, document, section, "number", _("Contract number"), "contract/number");
	field(input, document, section, "date", _("Signed on"), "contract/date");
	field(input, document, section, "place", _("Place of work"), "contractor/place_of_work");
	add_rules(input, document, section);
	if (*input->period.from || *input->period.until) {
		snprintf(period, sizeof(period), _("%s to %s"), input->period.from,
			 input->period.until);
		document_field(document, section, "period", _("Period"), WIPEPAPER_TEXT, period);
	}
	wipecert_case_init_sha256(input->opened, sha256);
	text_hex(sha256, sizeof(sha256), hash);
	document_field(document, section, "init_sha256", _("Case (SHA-256 of its first record)"),
		       WIPEPAPER_CODE, hash);
}
