/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "act_lines.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "act_fields.h"
#include "get.h"
#include "hex.h"
#include "instant.h"
#include "parsed.h"
#include "text.h"
#include "words.h"

struct telling {
	size_t most;
	act_line_fn told;
	void *arg;
	bool failed;
};

static void tell(const struct telling *telling, const char *label, const char *value, bool is_code)
{
	const struct act_line line = { .label = label, .value = value, .is_code = is_code };

	telling->told(telling->arg, &line);
}

static void put_bytes(FILE *out, const char *decimal)
{
	char text[WORDS_BYTES];

	words_bytes(strtoull(decimal, NULL, 10), text);
	fputs(text, out);
}

static void put_time(FILE *out, const char *instant)
{
	char text[WORDS_TIME_BYTES];
	int64_t time_s = 0;

	instant_parse(instant, &time_s);
	words_time(time_s, text);
	fputs(text, out);
}

/* As an officer reads it out. */
static void put_challenge(FILE *out, const char *hex)
{
	uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES];
	char text[2 * WIPE_CHALLENGE_MAX_BYTES + 1];

	if (!hex_decode(hex, challenge, sizeof(challenge)))
		return;
	wipe_challenge_format(challenge, text);
	fputs(text, out);
}

static void put_words(FILE *out, const json_t *list)
{
	for (size_t i = 0; i < json_array_size(list); i++)
		fprintf(out, "%s%s", i ? _(", ") : "",
			act_word(json_string_value(json_array_get(list, i))));
}

static void put_text(FILE *out, enum field_kind kind, const char *text)
{
	switch (kind) {
	case FIELD_TIME:
		put_time(out, text);
		break;
	case FIELD_BYTES:
		put_bytes(out, text);
		break;
	case FIELD_WORD:
		fputs(act_word(text), out);
		break;
	case FIELD_CHALLENGE:
		put_challenge(out, text);
		break;
	default:
		fputs(text, out);
	}
}

static void put_flag(FILE *out, enum field_kind kind, bool value)
{
	if (kind == FIELD_APPLIES)
		fputs(value ? _("applies") : _("does not apply"), out);
	else if (kind == FIELD_YES_NO)
		fputs(value ? _("yes") : _("no"), out);
	else if (value)
		fputs(kind == FIELD_PERSONAL ? _("personal data") :
					       _("on paper (entered by the contractor)"),
		      out);
}

/* Nothing where there is nothing to tell. */
static void put_value(FILE *out, enum field_kind kind, const json_t *value)
{
	if (kind == FIELD_COUNT)
		fprintf(out, "%zu", json_array_size(value));
	else if (kind == FIELD_WORDS)
		put_words(out, value);
	else if (json_is_string(value))
		put_text(out, kind, json_string_value(value));
	else if (json_is_integer(value))
		fprintf(out, "%" JSON_INTEGER_FORMAT, json_integer_value(value));
	else if (json_is_boolean(value))
		put_flag(out, kind, json_is_true(value));
}

/* The caller's; "" nothing to tell; NULL: no memory. */
static char *value_of(const struct act_field *field, const json_t *value)
{
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);

	if (!out)
		return NULL;
	put_value(out, field->kind, value);
	if (fclose(out) == 0)
		return text;
	free(text);
	return NULL;
}

static void tell_value(struct telling *telling, const struct act_field *field, const json_t *value)
{
	bool is_code = field->kind == FIELD_CODE || field->kind == FIELD_CHALLENGE;
	char *text = value_of(field, value);

	telling->failed |= !text;
	if (text && *text)
		tell(telling, _(field->label), text, is_code);
	free(text);
}

/* "value, label value": what is absent is left out. False: no memory. */
static bool put_entry(FILE *out, const struct act_field *fields, const json_t *entry)
{
	bool any = false;

	for (; fields->path; fields++) {
		char *text = value_of(fields, act_find(entry, fields->path));

		if (!text)
			return false;
		if (*text)
			fprintf(out, "%s%s%s%s", any ? _(", ") : "",
				*fields->label ? _(fields->label) : "", *fields->label ? " " : "",
				text);
		any |= *text;
		free(text);
	}
	return true;
}

static void tell_entry(struct telling *telling, const struct act_field *field, const json_t *entry)
{
	char *text = NULL;
	size_t bytes;
	FILE *out = open_memstream(&text, &bytes);
	bool whole = out && put_entry(out, field->entry, entry);

	if (out && fclose(out))
		whole = false;
	if (whole)
		tell(telling, _(field->label), text, false);
	telling->failed |= !whole;
	free(text);
}

static void tell_list(struct telling *telling, const struct act_field *field, const json_t *list)
{
	size_t count = json_array_size(list), shown = count < telling->most ? count : telling->most;
	char more[128];

	for (size_t i = 0; i < shown; i++) {
		const json_t *one = json_array_get(list, i);

		if (field->kind == FIELD_ENTRIES)
			tell_entry(telling, field, one);
		else
			tell(telling, _(field->label), json_string_value(one), false);
	}
	if (shown == count)
		return;
	snprintf(more, sizeof(more), _("and %zu more, which only the record lists"), count - shown);
	telling->told(telling->arg, &(struct act_line){ "", more, false, true });
}

static void tell_fields(struct telling *telling, const struct act_field *fields, const json_t *root)
{
	for (; fields && fields->path; fields++) {
		const json_t *value = act_find(root, fields->path);

		if (fields->kind == FIELD_ENTRIES || fields->kind == FIELD_EACH)
			tell_list(telling, fields, value);
		else
			tell_value(telling, fields, value);
	}
}

/* What an officer has to know before he says that it came back. */
static void tell_compared(const struct telling *telling, const struct wipecert_record *act)
{
	uint64_t changed = wipecert_record_number(act, "compared/changed");
	uint64_t missing = wipecert_record_number(act, "compared/missing");
	uint64_t additional = wipecert_record_number(act, "compared/additional");
	char text[256];

	if (act->type != WIPECERT_RETURN || !act_find(act->root, "manifest/files"))
		return;
	if (!act_find(act->root, "compared/same")) {
		tell(telling, _("Against what was received"), _("not compared"), false);
		return;
	}
	snprintf(text, sizeof(text),
		 _("the same %" PRIu64 ", changed %" PRIu64 ", missing %" PRIu64 ", new %" PRIu64),
		 wipecert_record_number(act, "compared/same"), changed, missing, additional);
	tell(telling, _("Against what was received"), text, false);
	if (changed || missing || additional)
		telling->told(telling->arg,
			      &(struct act_line){ "", _("What went back is not what was received."),
						  false, true });
}

bool act_lines(const struct wipecert_record *act, size_t most, act_line_fn told, void *arg)
{
	struct telling telling = { most, told, arg, false };

	tell_fields(&telling, act_fields(act->type), act->root);
	tell_compared(&telling, act);
	tell_fields(&telling, act_fields_common(), act->root);
	return !telling.failed;
}

/* What it is about; or it is what brings the item. */
static const char *item_of(const struct wipecert_record *record, const struct wipecert_place *place)
{
	bool brings = record->type == WIPECERT_RECEIVE || record->type == WIPECERT_PERMIT;

	return brings ? record->id : place->item;
}

void act_lines_case(const struct wipecert_result *result, act_line_fn told, void *arg)
{
	const struct telling telling = { .told = told, .arg = arg };
	struct wipecert_place place;
	char hex[65], number[64];

	if (!wipecert_record_place(result->record, &place))
		return;
	hex_encode(place.has_init ? place.init_sha256 : result->link.econtent_sha256, 32, hex);
	tell(&telling, _("SHA-256 of the first record"), hex, true);
	if (!place.has_init)
		tell(&telling, "", _("This is the record that begins the case."), false);
	snprintf(number, sizeof(number), "%" PRIu64, place.number);
	tell(&telling, _("Number in the case"), number, false);
	snprintf(number, sizeof(number), "%" PRIu64, place.writer_number);
	tell(&telling, _("Number of the signer"), number, false);
	if (*item_of(result->record, &place))
		tell(&telling, _("Item"), item_of(result->record, &place), true);
}

void act_lines_item(const struct wipecert_result *result, act_line_fn told, void *arg)
{
	const struct telling telling = { .told = told, .arg = arg };
	struct wipecert_place place;
	char hex[65];

	if (!wipecert_record_place(result->record, &place) || !place.has_init)
		return;
	hex_encode(place.init_sha256, 32, hex);
	tell(&telling, _("Item"), item_of(result->record, &place), true);
	tell(&telling, _("First record of the case (SHA-256)"), hex, true);
}

void act_lines_paper(const struct wipecert_record *act, act_line_fn told, void *arg)
{
	const struct telling telling = { .told = told, .arg = arg };
	const char *sha256 = wipecert_record_text(act, "means/scan_sha256");
	char bytes[WORDS_BYTES];

	if (!wipecert_record_on_paper(act))
		return;
	words_bytes(wipecert_record_bytes(act, "means/scan_bytes"), bytes);
	tell(&telling, _("SHA-256 of the scan"), sha256 ? sha256 : "", true);
	tell(&telling, _("Size of the scan"), bytes, false);
	told(arg, &(struct act_line){
			  "",
			  _("Entered by the contractor: the signature below is not the officer's. "
			    "What the officer decided is on the paper."),
			  false, true });
}
