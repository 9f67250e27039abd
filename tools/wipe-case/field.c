/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>
#include <wipe/sys/env.h>
#include <wipecert/save.h>

#include "exit.h"
#include "listing.h"
#include "output.h"
#include "utc.h"
#include "utf8.h"

#define PATH_BYTES 64
#define CLAUSES 18
#define HOUR_S (INT64_C(60) * 60)
#define HOURS_MAX 720
#define HOURS_DEFAULT "24"
#define PERSONS_MAX_BYTES ((size_t)1 << 20)

static size_t count_fields(const struct field *table)
{
	size_t count = 0;

	while (table[count].option)
		count++;
	return count;
}

static bool is_many(enum field_kind kind)
{
	switch (kind) {
	case FIELD_LIST:
	case FIELD_ITEMS:
	case FIELD_MEDIUM:
	case FIELD_CLAUSE:
	case FIELD_RULE:
	case FIELD_DOCUMENT:
	case FIELD_PHOTOGRAPH:
	case FIELD_RECEIPT:
		return true;
	default:
		return false;
	}
}

struct poptOption *field_rows(const struct field *table, const struct poptOption *rest)
{
	static const struct poptOption end = POPT_TABLEEND;
	size_t count = count_fields(table), more = 0;
	struct poptOption *rows;

	while (rest && rest[more].longName)
		more++;
	rows = calloc(count + more + 1, sizeof(*rows));
	if (!rows)
		return NULL;
	for (size_t i = 0; i < count; i++)
		rows[i] = (struct poptOption){
			.longName = table[i].option,
			.argInfo = table[i].kind == FIELD_FLAG ? POPT_ARG_NONE : POPT_ARG_STRING,
			.val = (int)(FIELD_OPTION + i) |
			       (is_many(table[i].kind) ? OPTIONS_MANY : 0),
			.descrip = table[i].help,
			.argDescrip = table[i].argument,
		};
	if (more)
		memcpy(rows + count, rest, more * sizeof(*rows));
	rows[count + more] = end;
	return rows;
}

int field_set_option(struct fields *fields, const char *tool, int number, const char *value)
{
	size_t index = (size_t)(number - FIELD_OPTION);

	fields->flags[index] = true;
	return value ? values_add(tool, &fields->values[index], value) : 0;
}

int field_check(const struct fields *fields, const char *tool)
{
	for (size_t i = 0; fields->table[i].option; i++)
		if (fields->table[i].is_needed && !fields->flags[i] &&
		    fields->table[i].kind != FIELD_DAY && fields->table[i].kind != FIELD_HOURS)
			return options_fail(tool, _("--%s is missing"), fields->table[i].option);
	return EXIT_DONE;
}

const char *field_value(const struct fields *fields, const char *option)
{
	for (size_t i = 0; fields->table[i].option; i++)
		if (strcmp(fields->table[i].option, option) == 0)
			return fields->values[i].count ? fields->values[i].items[0] : NULL;
	return NULL;
}

void field_free(struct fields *fields)
{
	for (size_t i = 0; i < FIELDS_MAX; i++)
		values_free(&fields->values[i]);
}

void field_free_parts(struct field_parts *parts)
{
	for (size_t i = 0; i < parts->attachment_count; i++)
		wipecert_attachment_clear(&parts->attachments[i]);
	parts->attachment_count = 0;
	wipecert_manifest_free(parts->files);
	parts->files = NULL;
}

void field_today(char day[WIPECERT_DATE_BYTES])
{
	const struct wipe_env *env = wipe_env_system();
	char text[UTC_TEXT_BYTES];

	utc_format(env->ops->realtime_s(env) + WIPECERT_CASE_ZONE_S, text);
	snprintf(day, WIPECERT_DATE_BYTES, "%.10s", text);
}

/* One value on its way into an act. */
struct placing {
	struct session *session;
	struct wipecert_act *act;
	struct field_parts *parts;
	const struct field *field;
	const char *value;
	size_t index; /* the how manieth value of this option */
};

static int fail(const struct placing *placing, const struct wipe_error *err)
{
	char option[PATH_BYTES];
	const char *path = placing->field->path, *message = err->message;
	size_t length = strlen(path);
	const char *behind = length && strncmp(message, path, length) == 0 ?
				     strstr(message + length, ": ") :
				     NULL;

	snprintf(option, sizeof(option), "--%s", placing->field->option);
	output_error(placing->session->tool, option, "%s", behind ? behind + 2 : message);
	return err->code == WIPE_E_FORMAT ? EXIT_USAGE : exit_from_error(err);
}

static int put_text(const struct placing *placing, const char *path, const char *text)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	return wipecert_act_text(placing->act, path, text, &err) ? fail(placing, &err) : EXIT_DONE;
}

static int bad_value(const struct placing *placing, const char *wanted)
{
	return options_fail(placing->session->tool, _("--%s: %s is not %s"), placing->field->option,
			    placing->value, wanted);
}

static bool is_blank(uint32_t character)
{
	return character == ' ' || character == 0xa0 || character == 0x3000;
}

/* Without blanks at its ends, which nobody sees; the caller's (free()). NULL: no memory. */
static char *trim(const char *text)
{
	const char *first = NULL, *end = text;

	for (const char *at = text, *next = text; *at; at = next) {
		if (is_blank(utf8_next(&next)))
			continue;
		first = first ? first : at;
		end = next;
	}
	return first ? strndup(first, (size_t)(end - first)) : strdup("");
}

static int put_trimmed(const struct placing *placing, const char *path, const char *text)
{
	char *trimmed = trim(text);
	int code;

	if (!trimmed)
		return output_error(placing->session->tool, NULL, "%s", _("out of memory")),
		       EXIT_FAILED;
	code = *trimmed ? put_text(placing, path, trimmed) :
			  options_fail(placing->session->tool, _("--%s is empty"),
				       placing->field->option);
	free(trimmed);
	return code;
}

static int place_text(const struct placing *placing)
{
	return put_trimmed(placing, placing->field->path, placing->value);
}

static int place_in_list(const struct placing *placing)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/%zu", placing->field->path, placing->index);
	return put_trimmed(placing, path, placing->value);
}

static int place_number(const struct placing *placing)
{
	unsigned long number;
	struct wipe_error err;

	if (!options_number(placing->value, 1, 1000000, &number))
		return bad_value(placing, _("a number from 1 to 1000000"));
	wipe_error_clear(&err);
	return wipecert_act_number(placing->act, placing->field->path, number, &err) ?
		       fail(placing, &err) :
		       EXIT_DONE;
}

/* Whoever counts nothing means all of it. */
static int place_left(const struct placing *placing)
{
	struct wipecert_item item;
	struct wipe_error err;
	size_t index;

	wipe_error_clear(&err);
	if (!*placing->parts->item ||
	    wipecert_case_find_item(placing->session->opened, placing->parts->item, &index, NULL))
		return EXIT_DONE;
	wipecert_case_item(placing->session->opened, index, &item);
	if (!item.quantity_left)
		return EXIT_DONE;
	return wipecert_act_number(placing->act, placing->field->path, item.quantity_left, &err) ?
		       fail(placing, &err) :
		       EXIT_DONE;
}

static int place_day(const struct placing *placing)
{
	return wipecert_date_parse(placing->value, NULL) ?
		       place_text(placing) :
		       bad_value(placing, _("a day like 2026-11-22"));
}

static int place_item(const struct placing *placing)
{
	return session_find_item(placing->session, placing->value, placing->parts->item);
}

static int place_item_id(const struct placing *placing)
{
	char id[WIPECERT_ID_BYTES], path[PATH_BYTES];
	int code = session_find_item(placing->session, placing->value, id);

	if (code != EXIT_DONE)
		return code;
	if (placing->field->kind == FIELD_ITEM_ID)
		return put_text(placing, placing->field->path, id);
	snprintf(path, sizeof(path), "%s/%zu", placing->field->path, placing->index);
	return put_text(placing, path, id);
}

static int place_record(const struct placing *placing)
{
	struct wipecert_case_record record;
	size_t index;
	int code = session_find_record(placing->session, placing->value, &index);

	if (code != EXIT_DONE)
		return code;
	wipecert_case_record(placing->session->opened, index, &record);
	return put_text(placing, placing->field->path, record.link.id);
}

static int place_medium_part(const struct placing *placing, const char *key, const char *value)
{
	char path[PATH_BYTES];

	snprintf(path, sizeof(path), "%s/%zu/%s", placing->field->path, placing->index, key);
	return value && *value ? put_trimmed(placing, path, value) : put_text(placing, path, NULL);
}

static int place_medium(const struct placing *placing)
{
	char *copy = strdup(placing->value), *rest = copy, *parts[3] = { NULL };
	size_t count = 0;
	int code;

	if (!copy)
		return EXIT_FAILED;
	while (rest && count < 3)
		parts[count++] = strsep(&rest, ",");
	if (rest || count == 2 || !*parts[count - 1])
		code = bad_value(placing, _("SERIAL or MAKER,MODEL,SERIAL"));
	else
		code = place_medium_part(placing, "maker", count == 3 ? parts[0] : NULL);
	if (code == EXIT_DONE)
		code = place_medium_part(placing, "model", count == 3 ? parts[1] : NULL);
	if (code == EXIT_DONE)
		code = place_medium_part(placing, "serial", parts[count - 1]);
	free(copy);
	return code;
}

/* "13=no" or "14=yes,why" */
static int place_clause(const struct placing *placing)
{
	const char *equals = strchr(placing->value, '='), *text;
	char number[4] = "", path[PATH_BYTES];
	unsigned long clause;
	struct wipe_error err;
	bool applies;
	int rc;

	if (equals && (size_t)(equals - placing->value) < sizeof(number))
		snprintf(number, sizeof(number), "%.*s", (int)(equals - placing->value),
			 placing->value);
	text = equals ? strchr(equals, ',') : NULL;
	if (!options_number(number, 1, CLAUSES, &clause) ||
	    (strncmp(equals + 1, "yes", 3) != 0 && strncmp(equals + 1, "no", 2) != 0))
		return bad_value(placing, _("CLAUSE=yes or CLAUSE=no, and a reason after a comma"));
	applies = equals[1] == 'y';
	if (equals[applies ? 4 : 3] && &equals[applies ? 4 : 3] != text)
		return bad_value(placing, _("CLAUSE=yes or CLAUSE=no, and a reason after a comma"));
	wipe_error_clear(&err);
	snprintf(path, sizeof(path), "clauses/%zu/clause", placing->index);
	rc = wipecert_act_number(placing->act, path, clause, &err);
	snprintf(path, sizeof(path), "clauses/%zu/applies", placing->index);
	if (!rc)
		rc = wipecert_act_bool(placing->act, path, applies, &err);
	snprintf(path, sizeof(path), "clauses/%zu/text", placing->index);
	if (!rc)
		rc = wipecert_act_text(placing->act, path, text && text[1] ? text + 1 : NULL, &err);
	return rc ? fail(placing, &err) : EXIT_DONE;
}

static int keep_attachment(struct field_parts *parts, const char *tool,
			   struct wipecert_attachment *attachment)
{
	if (parts->attachment_count == FIELD_ATTACHMENTS_MAX) {
		wipecert_attachment_clear(attachment);
		return options_fail(tool, _("more than %d attachments"), FIELD_ATTACHMENTS_MAX);
	}
	parts->attachments[parts->attachment_count++] = *attachment;
	return EXIT_DONE;
}

/* The officer decided on paper; whoever signs vouches for the scan only. */
static int place_paper(const struct placing *placing)
{
	struct wipecert_attachment scan;
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = wipecert_attachment_load(placing->value, &scan, &err);
	if (rc)
		return fail(placing, &err);
	rc = wipecert_act_text(placing->act, "means/kind", "paper", &err);
	if (!rc)
		rc = wipecert_act_hex(placing->act, "means/scan_sha256", scan.sha256, 32, &err);
	if (!rc)
		rc = wipecert_act_bytes(placing->act, "means/scan_bytes", scan.length, &err);
	if (!rc)
		return keep_attachment(placing->parts, placing->session->tool, &scan);
	wipecert_attachment_clear(&scan);
	return fail(placing, &err);
}

int field_attach(struct session *session, struct wipecert_act *act, struct field_parts *parts,
		 struct wipecert_attachment *attachment, const char *what, bool personal)
{
	char path[PATH_BYTES];
	struct wipe_error err;
	size_t at = parts->listed++;
	int rc;

	wipe_error_clear(&err);
	snprintf(path, sizeof(path), "attachments/%zu/what", at);
	rc = wipecert_act_text(act, path, what, &err);
	snprintf(path, sizeof(path), "attachments/%zu/sha256", at);
	if (!rc)
		rc = wipecert_act_hex(act, path, attachment->sha256, 32, &err);
	snprintf(path, sizeof(path), "attachments/%zu/bytes", at);
	if (!rc)
		rc = wipecert_act_bytes(act, path, attachment->length, &err);
	snprintf(path, sizeof(path), "attachments/%zu/suffix", at);
	/* An empty text cannot be said by people; here it is no text of theirs. */
	if (!rc)
		rc = wipecert_act_text(act, path, *attachment->suffix ? attachment->suffix : "bin",
				       &err);
	snprintf(path, sizeof(path), "attachments/%zu/personal", at);
	if (!rc)
		rc = wipecert_act_bool(act, path, personal, &err);
	if (!rc)
		return keep_attachment(parts, session->tool, attachment);
	wipecert_attachment_clear(attachment);
	return session_fail(session, NULL, &err);
}

static int place_rule(const struct placing *placing)
{
	const char *equals = strrchr(placing->value, '=');
	char path[PATH_BYTES], name[512];
	int code;

	if (!equals || equals == placing->value || !equals[1] ||
	    (size_t)(equals - placing->value) >= sizeof(name))
		return bad_value(placing, _("NAME=EDITION"));
	snprintf(name, sizeof(name), "%.*s", (int)(equals - placing->value), placing->value);
	snprintf(path, sizeof(path), "%s/%zu/name", placing->field->path, placing->index);
	code = put_text(placing, path, name);
	snprintf(path, sizeof(path), "%s/%zu/edition", placing->field->path, placing->index);
	return code == EXIT_DONE ? put_text(placing, path, equals + 1) : code;
}

static int place_hours(const struct placing *placing)
{
	unsigned long hours;
	struct wipe_error err;

	if (!options_number(placing->value, 1, HOURS_MAX, &hours))
		return bad_value(placing, _("a number of hours from 1 to 720"));
	wipe_error_clear(&err);
	return wipecert_act_time(placing->act, placing->field->path,
				 placing->session->meta.issued_at_s + (int64_t)hours * HOUR_S,
				 &err) ?
		       fail(placing, &err) :
		       EXIT_DONE;
}

int field_attach_persons(struct session *session, struct wipecert_act *act,
			 struct field_parts *parts, json_t *persons)
{
	const struct wipe_env *env = wipe_env_system();
	struct wipecert_attachment attachment;
	json_t *whole = NULL;
	char *text = NULL;
	uint8_t salt[32];
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = env->ops->random(env, salt, sizeof(salt));
	if (!rc)
		whole = json_pack("{s:s, s:o, s:O}", "schema", "massho.persons/1", "salt",
				  output_json_hex(salt, sizeof(salt)), "persons", persons);
	json_decref(persons);
	text = whole ? json_dumps(whole, JSON_INDENT(2)) : NULL;
	json_decref(whole);
	if (!text)
		rc = wipe_error_set(&err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	else
		rc = wipecert_attachment_make(text, strlen(text), "json", &attachment, &err);
	free(text);
	return rc ? session_fail(session, NULL, &err) :
		    field_attach(session, act, parts, &attachment, "persons", true);
}

static int place_persons(const struct placing *placing)
{
	unsigned char *bytes = NULL;
	struct wipe_error err;
	size_t length;
	json_t *text;

	wipe_error_clear(&err);
	if (wipecert_load(placing->value, PERSONS_MAX_BYTES, &bytes, &length, &err))
		return fail(placing, &err);
	text = json_stringn((const char *)bytes, length);
	free(bytes);
	if (!text)
		return bad_value(placing, _("a text in UTF-8"));
	return field_attach_persons(placing->session, placing->act, placing->parts, text);
}

static int place_files(const struct placing *placing)
{
	struct listing listing;
	int code = listing_begin(&listing, placing->session, placing->value);

	if (code == EXIT_DONE)
		code = listing_scan(&listing, placing->value);
	if (listing.progress)
		progress_hide(listing.progress);
	if (code == EXIT_DONE && !wipecert_manifest_count(listing.manifest)) {
		output_error(placing->session->tool, placing->value, "%s",
			     _("no file is there: nothing is recorded"));
		code = EXIT_REFUSED;
	}
	if (code == EXIT_DONE)
		code = listing_attach(&listing, placing->act, placing->parts);
	if (code == EXIT_DONE) {
		placing->parts->passed_over = listing.skipped;
		placing->parts->files = listing.manifest;
		listing.manifest = NULL;
	}
	listing_end(&listing);
	return code;
}

static int place_file(const struct placing *placing)
{
	static const char *const what[] = {
		[FIELD_DOCUMENT] = "document",
		[FIELD_PHOTOGRAPH] = "photograph",
		[FIELD_RECEIPT] = "receipt",
	};
	struct wipecert_attachment attachment;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipecert_attachment_load(placing->value, &attachment, &err))
		return fail(placing, &err);
	return field_attach(placing->session, placing->act, placing->parts, &attachment,
			    what[placing->field->kind], true);
}

static int (*const places[])(const struct placing *placing) = {
	[FIELD_TEXT] = place_text,	 [FIELD_LIST] = place_in_list,
	[FIELD_NUMBER] = place_number,	 [FIELD_PIECES] = place_number,
	[FIELD_DAY] = place_day,	 [FIELD_ITEM] = place_item,
	[FIELD_ITEM_ID] = place_item_id, [FIELD_ITEMS] = place_item_id,
	[FIELD_RECORD] = place_record,	 [FIELD_MEDIUM] = place_medium,
	[FIELD_CLAUSE] = place_clause,	 [FIELD_FILES] = place_files,
	[FIELD_RULE] = place_rule,	 [FIELD_HOURS] = place_hours,
	[FIELD_PERSONS] = place_persons, [FIELD_PAPER] = place_paper,
	[FIELD_DOCUMENT] = place_file,	 [FIELD_PHOTOGRAPH] = place_file,
	[FIELD_RECEIPT] = place_file,
};

static int apply_one(const struct fields *fields, size_t index, struct placing *placing)
{
	const struct values *values = &fields->values[index];
	struct wipe_error err;
	char today[WIPECERT_DATE_BYTES];
	int code = EXIT_DONE;

	placing->field = &fields->table[index];
	wipe_error_clear(&err);
	if (placing->field->kind == FIELD_FLAG && fields->flags[index])
		return wipecert_act_bool(placing->act, placing->field->path, true, &err) ?
			       fail(placing, &err) :
			       EXIT_DONE;
	for (size_t i = 0; i < values->count && code == EXIT_DONE; i++) {
		placing->value = values->items[i];
		placing->index = i;
		code = places[placing->field->kind](placing);
	}
	if (placing->field->kind == FIELD_DAY && placing->field->is_needed && !values->count) {
		field_today(today);
		code = put_text(placing, placing->field->path, today);
	}
	if (placing->field->kind == FIELD_PIECES && !values->count)
		code = place_left(placing);
	if (placing->field->kind == FIELD_HOURS && placing->field->is_needed && !values->count) {
		placing->value = HOURS_DEFAULT;
		code = place_hours(placing);
	}
	return code;
}

int field_apply(const struct fields *fields, struct session *session, struct wipecert_act *act,
		struct field_parts *parts)
{
	struct placing placing = { .session = session, .act = act, .parts = parts };
	int code = EXIT_DONE;

	for (size_t i = 0; fields->table[i].option && code == EXIT_DONE; i++)
		code = apply_one(fields, i, &placing);
	return code;
}

/* "...: /thing/kind: is none of the allowed values" */
int field_explain(const struct fields *fields, const char *tool, const struct wipe_error *err)
{
	const char *place = strchr(err->message, '/'), *what = place ? strstr(place, ": ") : NULL;
	char option[PATH_BYTES];

	for (size_t i = 0; what && fields->table[i].option; i++) {
		const char *path = fields->table[i].path;
		size_t length = strlen(path);

		if (!length || strncmp(place + 1, path, length) != 0 ||
		    (place[1 + length] != ':' && place[1 + length] != '/'))
			continue;
		snprintf(option, sizeof(option), "--%s", fields->table[i].option);
		output_error(tool, option, "%s", what + 2);
		return EXIT_USAGE;
	}
	output_wipe_error(tool, NULL, err);
	return EXIT_USAGE;
}
