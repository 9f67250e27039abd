/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 従事者名簿: the list in force, whoever was on an earlier one, and the attachments that name them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>
#include <wipecert/save.h>

#include "i18n.h"
#include "report.h"
#include "text.h"
#include "words.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct document_column columns[] = {
	{ "number", N_("No."), WIPEPAPER_NUMBER, 3 },
	{ "person", N_("Name"), WIPEPAPER_TEXT, 10 },
	{ "affiliation", N_("Affiliation"), WIPEPAPER_TEXT, 14 },
	{ "position", N_("Position"), WIPEPAPER_TEXT, 10 },
	{ "role", N_("Role"), WIPEPAPER_TEXT, 7 },
	{ "expertise", N_("Expertise"), WIPEPAPER_TEXT, 14 },
	{ "experience", N_("Experience"), WIPEPAPER_TEXT, 14 },
	{ "nationality", N_("Nationality"), WIPEPAPER_TEXT, 7 },
	{ "from", N_("First day"), WIPEPAPER_TEXT, 8 },
	{ "until", N_("Last day"), WIPEPAPER_TEXT, 8 },
	{ "state", N_("State"), WIPEPAPER_STATE, 12 },
};
/* Of the attachment, in the columns' order; NULL: from the record. */
static const char *const keys[COUNT(columns)] = { NULL, "person",    "affiliation", "position",
						  NULL, "expertise", "experience",  "nationality",
						  NULL, NULL,	     NULL };

static const char *role_word(const char *role)
{
	if (role && strcmp(role, "engineer") == 0)
		return _("engineer");
	return role && strcmp(role, "manager") == 0 ? _("manager") : _("other");
}

/* The attachment that names them: there may be documents beside it. False: there is none. */
static bool find_persons(const struct wipecert_record *record, uint8_t sha256[32])
{
	size_t count = wipecert_record_count(record, "attachments");

	for (size_t i = 0; i < count; i++) {
		char path[48];
		const char *what;

		snprintf(path, sizeof(path), "attachments/%zu/what", i);
		what = wipecert_record_text(record, path);
		snprintf(path, sizeof(path), "attachments/%zu/sha256", i);
		if (what && strcmp(what, "persons") == 0)
			return wipecert_record_hex(record, path, sha256, 32);
	}
	return false;
}

/* The persons of the attachment; NULL: it was left out, or is not what it must be. */
static json_t *load_persons(const struct report_input *input, const struct wipecert_record *record)
{
	unsigned char *bytes = NULL;
	uint8_t sha256[32];
	char path[4096];
	json_t *whole, *persons;
	size_t length;

	if (!find_persons(record, sha256) ||
	    !wipecert_case_attachment(input->opened, sha256, path, sizeof(path)) ||
	    wipecert_load(path, WIPECERT_SCAN_MAX_BYTES, &bytes, &length, NULL))
		return NULL;
	whole = json_loadb((const char *)bytes, length, JSON_REJECT_DUPLICATES, NULL);
	free(bytes);
	persons = json_incref(json_object_get(whole, "persons"));
	json_decref(whole);
	if (json_is_array(persons))
		return persons;
	json_decref(persons);
	return NULL;
}

static const char *from_record(const struct wipecert_record *record, size_t index, const char *key)
{
	char path[48];
	const char *text;

	snprintf(path, sizeof(path), "persons/%zu/%s", index, key);
	text = wipecert_record_text(record, path);
	return text ? text : "";
}

/* Of the person's entry in the attachment, from 1. */
static size_t number_at(const struct wipecert_record *record, size_t index)
{
	char path[48];

	snprintf(path, sizeof(path), "persons/%zu/number", index);
	return (size_t)wipecert_record_number(record, path);
}

/* One list, as it is gone through. */
struct list {
	const struct wipecert_record *record;
	json_t *persons;   /* NULL: the names were left out */
	const char *later; /* the day of the list that took its place; NULL: it is in force */
	const char *today; /* of the report */
	json_t *known;	   /* persons of later lists, by key_of() */
};

static const json_t *person_at(const struct list *list, size_t index)
{
	return json_array_get(list->persons, number_at(list->record, index) - 1);
}

/* By what a person is known on several lists. False: by nothing. */
static bool key_of(const struct list *list, size_t index, struct report_text *key)
{
	char path[48], hash[65];
	uint8_t sha256[32];
	const char *name = json_string_value(json_object_get(person_at(list, index), "person"));

	snprintf(path, sizeof(path), "persons/%zu/certificate_sha256", index);
	report_text_begin(key);
	report_text_add(key, "", from_record(list->record, index, "role"));
	if (wipecert_record_hex(list->record, path, sha256, sizeof(sha256))) {
		text_hex(sha256, sizeof(sha256), hash);
		name = hash;
	}
	report_text_add(key, " ", name);
	return name != NULL;
}

/* Of the person, on the day of the report: the first day and the last are days at work. */
static void state_cell(struct document *document, json_t *row, const struct list *list,
		       size_t index)
{
	const char *from = from_record(list->record, index, "from"),
		   *until = from_record(list->record, index, "until");
	char text[128];

	if (list->later) {
		snprintf(text, sizeof(text), _("no longer on the list of %s"), list->later);
		document_state(document, row, "superseded", text, WIPEPAPER_CAUTION);
	} else if (*until && strcmp(until, list->today) < 0) {
		document_state(document, row, "ended", _("period ended"), WIPEPAPER_CAUTION);
	} else if (strcmp(from, list->today) > 0) {
		document_state(document, row, "not-begun", _("not begun yet"), WIPEPAPER_CAUTION);
	} else {
		document_state(document, row, "in-force", _("in force"), WIPEPAPER_PLAIN);
	}
}

static void add_person(struct document *document, json_t *section, const struct list *list,
		       size_t index)
{
	const json_t *person = person_at(list, index);
	json_t *row = document_row(document, section);

	for (size_t i = 0; i < COUNT(columns); i++) {
		const char *key = columns[i].key;

		if (keys[i]) {
			const char *text = json_string_value(json_object_get(person, keys[i]));

			document_cell(document, row, text ? text : i == 1 ? _("(left out)") : "");
		} else if (strcmp(key, "number") == 0) {
			document_number(document, row,
					json_array_size(json_object_get(section, "rows")));
		} else if (strcmp(key, "role") == 0) {
			document_cell(document, row,
				      role_word(from_record(list->record, index, "role")));
		} else if (strcmp(key, "state") == 0) {
			state_cell(document, row, list, index);
		} else {
			document_cell(document, row, from_record(list->record, index, key));
		}
	}
}

/* Of an earlier list those alone who are on none since. */
static void add_persons(struct document *document, json_t *section, const struct list *list)
{
	size_t count = wipecert_record_count(list->record, "persons");
	json_t *known = json_object();

	document->failed |= !known;
	for (size_t i = 0; i < count; i++) {
		struct report_text key;
		bool has_key = key_of(list, i, &key);

		if (!has_key || !json_object_get(list->known, key.bytes))
			add_person(document, section, list, i);
		if (has_key && json_object_set_new(known, key.bytes, json_true()) != 0)
			document->failed = true;
	}
	json_object_update(list->known, known);
	json_decref(known);
}

/* False: it cannot be read. */
static bool add_list(const struct report_input *input, struct document *document, json_t *section,
		     size_t index, struct list *list, bool *are_left_out)
{
	struct wipecert_result result;

	if (wipecert_case_load_record(input->opened, index, &result, NULL))
		return false;
	list->record = result.record;
	list->persons = load_persons(input, result.record);
	*are_left_out |= !list->persons;
	add_persons(document, section, list);
	json_decref(list->persons);
	wipecert_result_clear(&result);
	return true;
}

/* The newest first. */
static void add_lists(const struct report_input *input, struct document *document, json_t *section)
{
	char later[REPORT_DAY_BYTES], today[WORDS_DAY_BYTES];
	struct list list = { .known = json_object(), .today = today };
	bool are_left_out = false;

	document->failed |= !list.known;
	words_day(input->now_s, today);
	for (size_t i = wipecert_case_record_count(input->opened); i-- > 0;) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (!record.is_known || record.type != WIPECERT_STAFF || !record.counts)
			continue;
		if (!add_list(input, document, section, i, &list, &are_left_out))
			document_notice(document, section, _("A record could not be read."));
		report_day(input, i, later);
		list.later = later;
	}
	json_decref(list.known);
	if (are_left_out)
		document_notice(document, section,
				_("The names were left out of this copy of the case."));
}

void report_staff(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "staff", _("Persons"));

	document->is_landscape = true;
	document_table(document, section, columns, COUNT(columns), _("none"));
	add_lists(input, document, section);
}
