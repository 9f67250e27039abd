/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wipe-case roster: who works under the contract. Names, and what the annex asks of each
 * person, go into an attachment; the record has roles, certificates and times.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>
#include <wipecert/save.h>

#include "act.h"
#include "command.h"
#include "exit.h"
#include "output.h"

#define TOOL COMMAND_TOOL " roster"
#define TABLE_MAX_BYTES ((size_t)1 << 20)
#define PERSONS_MAX 1000
#define PATH_BYTES 64

/* Columns of the table, and their keys in the attachment; NULL: only in the record. */
static const char *const columns[] = { NULL,	     NULL,	    NULL,	NULL,
				       "person",     "affiliation", "position", "expertise",
				       "experience", "nationality" };
enum column {
	ROLE,
	CERTIFICATE,
	FROM,
	UNTIL,
	PERSON,
	AFFILIATION,
	EXPERTISE = AFFILIATION + 2,
	NATIONALITY = EXPERTISE + 2,
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

/* Whose certificate it is: two roles of one person are two lines. */
struct known {
	char name[WIPECERT_PERSON_BYTES];
	uint8_t sha256[32]; /* zeros: none */
	size_t number;
	/* As it was written, NUL for each tab; that of reading. */
	const char *line;
	size_t length, at; /* at: which line of the file */
};

struct reading {
	struct session *session;
	struct wipecert_act *act;
	const char *path;
	size_t line, count, managers; /* managers: who can sign */
	json_t *persons;
	struct known *known; /* of each line before; PERSONS_MAX of them */
};

static int bad_line(const struct reading *reading, const char *why)
{
	output_error(TOOL, reading->path, _("line %zu: %s"), reading->line, why);
	return EXIT_USAGE;
}

static int set(const struct reading *reading, const char *key, const char *value)
{
	char path[PATH_BYTES];
	struct wipe_error err;

	wipe_error_clear(&err);
	snprintf(path, sizeof(path), "persons/%zu/%s", reading->count, key);
	return wipecert_act_text(reading->act, path, value, &err) ? bad_line(reading, err.message) :
								    EXIT_DONE;
}

/* That of an earlier line of the same person, or a new one. */
static size_t number_of(const struct reading *reading, const struct known *own)
{
	static const uint8_t none[32];

	for (size_t i = 0; i < reading->count; i++)
		if (memcmp(own->sha256, none, 32) != 0 &&
		    memcmp(own->sha256, reading->known[i].sha256, 32) == 0 &&
		    strcmp(own->name, reading->known[i].name) == 0)
			return reading->known[i].number;
	return reading->count + 1;
}

static int set_certificate(const struct reading *reading, const char *file, uint8_t sha256[32])
{
	char path[PATH_BYTES];
	struct wipe_error err;

	if (strcmp(file, "-") == 0)
		return set(reading, "certificate_sha256", NULL);
	wipe_error_clear(&err);
	snprintf(path, sizeof(path), "persons/%zu/certificate_sha256", reading->count);
	if (wipecert_certificate_fingerprint(file, sha256, &err) ||
	    wipecert_act_hex(reading->act, path, sha256, 32, &err))
		return bad_line(reading, err.message);
	return EXIT_DONE;
}

/* An officer could not confirm what he signed for the contractor. */
static int check_officer(const struct reading *reading, const char *role, const char *file)
{
	enum wipecert_role wanted = strcmp(role, "manager") == 0 ? WIPECERT_MANAGER :
								   WIPECERT_ENGINEER;
	struct session *session = reading->session;
	unsigned int roles;
	struct wipe_error err;
	bool is_known;

	if (strcmp(role, "other") == 0 || strcmp(file, "-") == 0)
		return EXIT_DONE;
	wipe_error_clear(&err);
	if (wipecert_certificate_roles(wipecert_case_trust(session->opened), file,
				       session->meta.issued_at_s, &roles, &is_known, &err))
		return bad_line(reading, err.message);
	return roles & 1u << WIPECERT_OFFICER && !(roles & 1u << wanted) ?
		       bad_line(reading, _("the certificate is an officer's")) :
		       EXIT_DONE;
}

static int set_person(struct reading *reading, char *const fields[COLUMNS])
{
	json_t *person = json_object();
	bool failed = !person;

	for (size_t i = PERSON; i < COLUMNS && !failed; i++) {
		json_t *text = *fields[i] ? json_string(fields[i]) : json_null();

		failed = json_object_set_new(person, columns[i], text) != 0;
		if (failed)
			json_decref(person);
	}
	if (failed || json_array_append_new(reading->persons, person) != 0)
		return bad_line(reading, _("not in UTF-8"));
	return EXIT_DONE;
}

static bool is_blank(const char *text)
{
	return !text[strspn(text, " ")];
}

/* What the annex asks of everybody. */
static int check_asked(const struct reading *reading, char *const fields[COLUMNS])
{
	static const struct {
		size_t column;
		const char *missing;
	} asked[] = {
		{ PERSON, N_("the person's name is missing") },
		{ AFFILIATION, N_("the affiliation, field 6, is missing") },
		{ EXPERTISE, N_("the expertise, field 8, is missing") },
		{ NATIONALITY, N_("the nationality, field 10, is missing") },
	};

	for (size_t i = 0; i < sizeof(asked) / sizeof(asked[0]); i++)
		if (is_blank(fields[asked[i].column]))
			return bad_line(reading, _(asked[i].missing));
	return EXIT_DONE;
}

static int take_fields(struct reading *reading, char *const fields[COLUMNS])
{
	struct known *own = &reading->known[reading->count];
	char path[PATH_BYTES];
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	if (!wipecert_date_parse(fields[FROM], NULL) ||
	    (strcmp(fields[UNTIL], "-") != 0 && !wipecert_date_parse(fields[UNTIL], NULL)))
		return bad_line(reading, _("a day is not like 2026-11-22"));
	code = check_asked(reading, fields);
	if (code != EXIT_DONE)
		return code;
	snprintf(own->name, sizeof(own->name), "%s", fields[PERSON]);
	code = set(reading, "role", fields[ROLE]);
	if (code == EXIT_DONE)
		code = set_certificate(reading, fields[CERTIFICATE], own->sha256);
	if (code == EXIT_DONE)
		code = check_officer(reading, fields[ROLE], fields[CERTIFICATE]);
	own->number = number_of(reading, own);
	snprintf(path, sizeof(path), "persons/%zu/number", reading->count);
	if (code == EXIT_DONE && wipecert_act_number(reading->act, path, own->number, &err))
		return bad_line(reading, err.message);
	if (code == EXIT_DONE)
		code = set(reading, "from", fields[FROM]);
	if (code == EXIT_DONE)
		code = set(reading, "until",
			   strcmp(fields[UNTIL], "-") == 0 ? NULL : fields[UNTIL]);
	return code == EXIT_DONE ? set_person(reading, fields) : code;
}

/* Fields are cut apart already, in the file's own bytes. */
static int check_new(struct reading *reading, const char *line, size_t length)
{
	struct known *own = &reading->known[reading->count];
	char why[64];

	own->line = line;
	own->length = length;
	own->at = reading->line;
	for (const struct known *one = reading->known; one < own; one++) {
		if (one->length != length || memcmp(one->line, line, length) != 0)
			continue;
		snprintf(why, sizeof(why), _("the same as line %zu"), one->at);
		return bad_line(reading, why);
	}
	return EXIT_DONE;
}

static int take_line(struct reading *reading, char *line)
{
	char *fields[COLUMNS], *rest = line;
	size_t length = strlen(line), count = 0;
	int code;

	if (length && line[length - 1] == '\r')
		line[--length] = '\0';
	if (!length || *line == '#')
		return EXIT_DONE;
	while (rest && count < COLUMNS)
		fields[count++] = strsep(&rest, "\t");
	if (count != COLUMNS || rest)
		return bad_line(reading, _("not ten fields between tabs"));
	if (strcmp(fields[ROLE], "engineer") != 0 && strcmp(fields[ROLE], "manager") != 0 &&
	    strcmp(fields[ROLE], "other") != 0)
		return bad_line(reading, _("the role is none of engineer, manager, other"));
	if (reading->count == PERSONS_MAX)
		return bad_line(reading, _("more persons than a list holds"));
	code = check_new(reading, line, length);
	if (code == EXIT_DONE)
		code = take_fields(reading, fields);
	reading->managers += strcmp(fields[ROLE], "manager") == 0 &&
			     strcmp(fields[CERTIFICATE], "-") != 0;
	reading->count++;
	return code;
}

static int read_table(struct session *session, struct wipecert_act *act, struct field_parts *parts,
		      const char *path)
{
	struct reading reading = {
		.session = session,
		.act = act,
		.path = path,
		.persons = json_array(),
		.known = calloc(PERSONS_MAX, sizeof(*reading.known)),
	};
	unsigned char *bytes = NULL;
	struct wipe_error err;
	size_t length;
	int code = EXIT_DONE;
	char *rest;

	wipe_error_clear(&err);
	if (!reading.persons || !reading.known ||
	    wipecert_load(path, TABLE_MAX_BYTES, &bytes, &length, &err)) {
		json_decref(reading.persons);
		free(reading.known);
		output_wipe_error(TOOL, NULL, &err);
		return err.code == WIPE_E_FORMAT ? EXIT_USAGE : exit_from_error(&err);
	}
	rest = (char *)bytes;
	/* As editors and spreadsheets put it before a table. */
	if (length >= 3 && memcmp(rest, "\xef\xbb\xbf", 3) == 0) {
		rest += 3;
		length -= 3;
	}
	if (strlen(rest) != length)
		code = bad_line(&reading, _("it contains a NUL"));
	for (reading.line = 1; rest && code == EXIT_DONE; reading.line++)
		code = take_line(&reading, strsep(&rest, "\n"));
	free(bytes);
	free(reading.known);
	if (code == EXIT_DONE && !reading.count)
		code = bad_line(&reading, _("nobody is on the list"));
	if (code == EXIT_DONE && !reading.managers)
		output_error(TOOL, path, "%s",
			     _("no manager with a certificate is on the list: while it is in force "
			       "nobody can declare anything or close the case"));
	if (code == EXIT_DONE)
		return field_attach_persons(session, act, parts, reading.persons);
	json_decref(reading.persons);
	return code;
}

static int finish(struct session *session, struct wipecert_act *act, struct field_parts *parts)
{
	return read_table(session, act, parts, session->options->arguments[1]);
}

int command_roster(int argc, char **argv)
{
	/* clang-format off */
	static const struct field fields[] = {
		{ "document", "", FIELD_DOCUMENT, false,
		  N_("a file to keep beside the record; can be repeated"), N_("FILE") },
		{ "note", "note", FIELD_TEXT, false, N_("a remark"), N_("TEXT") },
		{ NULL, NULL, FIELD_TEXT, false, NULL, NULL },
	};
	/* clang-format on */
	static const struct act_command command = {
		.tool = TOOL,
		.type = WIPECERT_STAFF,
		.arguments = N_("DIR TABLE [OPTION]... --key KEY --cert CERT"),
		.arguments_count = 2,
		.summary =
			N_("Tells who works under the contract. TABLE has a line for each person, "
			   "ten fields between tabs: engineer, manager or other; the person's "
			   "certificate, a file, or \"-\"; the first day and the last, as in "
			   "2026-11-22, the last may be \"-\"; name; affiliation; position; "
			   "expertise; experience; nationality. Lines that begin with # are left "
			   "out. The list takes the place of the one before it."),
		.notes =
			N_("From then on only who is on the list, in that role and on that day, "
			   "signs records for the contractor. Names and what follows them are kept "
			   "apart, and an export can leave them out."),
		.fields = fields,
		.finish = finish,
	};

	return act_run(&command, argc, argv);
}
