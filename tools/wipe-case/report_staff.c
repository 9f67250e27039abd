/* SPDX-License-Identifier: GPL-3.0-or-later */
/* 従事者名簿: from the list in force, and the attachment that names the persons. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>
#include <wipecert/save.h>

#include "i18n.h"
#include "report.h"

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
};
/* Of the attachment, in the columns' order; NULL: from the record. */
static const char *const keys[COUNT(columns)] = { NULL, "person",    "affiliation", "position",
						  NULL, "expertise", "experience",  "nationality",
						  NULL, NULL };

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

static void add_person(struct document *document, json_t *section,
		       const struct wipecert_record *record, size_t index, const json_t *person)
{
	json_t *row = document_row(document, section);

	for (size_t i = 0; i < COUNT(columns); i++) {
		const char *key = columns[i].key;

		if (keys[i]) {
			const char *text = json_string_value(json_object_get(person, keys[i]));

			document_cell(document, row, text ? text : i == 1 ? _("(left out)") : "");
		} else if (strcmp(key, "number") == 0) {
			document_number(document, row, index + 1);
		} else if (strcmp(key, "role") == 0) {
			document_cell(document, row, role_word(from_record(record, index, "role")));
		} else {
			document_cell(document, row, from_record(record, index, key));
		}
	}
}

/* The newest list that counts; WIPECERT_NO_INDEX: there is none. */
static size_t find_list(const struct report_input *input)
{
	size_t count = wipecert_case_record_count(input->opened), found = WIPECERT_NO_INDEX;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(input->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_STAFF &&
		    record.fault == WIPECERT_FAULT_NONE)
			found = i;
	}
	return found;
}

void report_staff(const struct report_input *input, struct document *document)
{
	json_t *section = document_section(document, "staff", _("Persons"));
	size_t at = find_list(input), count;
	struct wipecert_result result;
	json_t *persons;

	document->is_landscape = true;
	document_table(document, section, columns, COUNT(columns), _("none"));
	if (at == WIPECERT_NO_INDEX || wipecert_case_load_record(input->opened, at, &result, NULL))
		return;
	persons = load_persons(input, result.record);
	count = wipecert_record_count(result.record, "persons");
	for (size_t i = 0; i < count; i++)
		add_person(document, section, result.record, i,
			   json_array_get(persons, number_at(result.record, i) - 1));
	if (!persons)
		document_notice(document, section,
				_("The names were left out of this copy of the case."));
	json_decref(persons);
	wipecert_result_clear(&result);
}
