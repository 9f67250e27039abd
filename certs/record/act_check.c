/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "act_check.h"

#include <stdlib.h>
#include <string.h>

#include "act.h"
#include "get.h"
#include "instant.h"
#include "parsed.h"
#include "text.h"
#include "utf8.h"

#define CORPORATE_DIGITS 13

static int contradiction(struct wipe_error *err, const char *what)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0, "%s", what);
}

static int check_day(const json_t *object, const char *path, struct wipe_error *err)
{
	const char *text = json_string_value(act_find(object, path));

	if (!text || wipecert_date_parse(text, NULL))
		return 0;
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s is no date of the calendar"), text);
}

static int check_moment(const json_t *object, const char *key, struct wipe_error *err)
{
	const char *text = get_text(object, key);
	int64_t time_s;

	if (!text || instant_parse(text, &time_s))
		return 0;
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s is no date of the calendar"), text);
}

int act_check_dates(const json_t *root, struct wipe_error *err)
{
	static const char *const days[] = { "contract/date", "date",	"from",	      "until",
					    "received_on",   "due_on",	"left_on",    "returned_on",
					    "disposed_on",   "done_on", "noticed_on", "closed_on" };
	static const char *const moments[] = { "started_at", "ended_at", "expires_at" };
	const json_t *persons = get_value(root, "persons");
	int rc = 0;

	for (size_t i = 0; i < sizeof(days) / sizeof(days[0]) && !rc; i++)
		rc = check_day(root, days[i], err);
	for (size_t i = 0; i < sizeof(moments) / sizeof(moments[0]) && !rc; i++)
		rc = check_moment(root, moments[i], err);
	for (size_t i = 0; i < json_array_size(persons) && !rc; i++) {
		rc = check_day(json_array_get(persons, i), "from", err);
		if (!rc)
			rc = check_day(json_array_get(persons, i), "until", err);
	}
	return rc;
}

/* Dates are compared as they are written. */
static bool is_before(const char *day, const char *other)
{
	return day && other && strcmp(day, other) < 0;
}

/*
 * 国税庁告示第18号: the first digit is 9 less the remainder by 9 of the sum of the
 * others, those at even places from the right counted twice.
 */
static bool is_corporate_number(const char *digits)
{
	unsigned int sum = 0;

	for (size_t n = 1; n < CORPORATE_DIGITS; n++) {
		unsigned int digit = (unsigned int)(digits[CORPORATE_DIGITS - n] - '0');

		sum += digit * (n % 2 ? 1 : 2);
	}
	return (unsigned int)(digits[0] - '0') == 9 - sum % 9;
}

static int check_init(const json_t *root, struct wipe_error *err)
{
	const char *number = json_string_value(act_find(root, "contractor/corporate_number"));

	if (number && !is_corporate_number(number))
		return contradiction(err, _("the corporate number is mistyped: its check digit "
					    "is another"));
	return 0;
}

static int check_approve(const json_t *root, struct wipe_error *err)
{
	const char *subject = get_text(root, "subject");
	bool has_item = act_find(root, "case/item") && !json_is_null(act_find(root, "case/item"));

	if (strcmp(subject, "method") == 0 && !get_text(root, "level") && !get_text(root, "method"))
		return contradiction(err, _("neither a level nor a method is accepted"));
	if (strcmp(subject, "method") != 0 && (get_text(root, "level") || get_text(root, "method")))
		return contradiction(err, _("a level or a method is told, which only goes with the "
					    "subject method"));
	if (strcmp(subject, "instruction") == 0 && has_item == (get_text(root, "serial") != NULL))
		return contradiction(err, _("an instruction names an item or a serial"));
	return 0;
}

static int compare_persons(const void *a, const void *b)
{
	const json_t *const *first = a, *const *second = b;
	const char *hash = get_text(*first, "certificate_sha256");
	const char *other = get_text(*second, "certificate_sha256");

	return strcmp(hash ? hash : "", other ? other : "");
}

/* Two entries of one certificate, next to each other, are of one person. */
static int check_certificates(const json_t *persons, struct wipe_error *err)
{
	size_t count = json_array_size(persons);
	const json_t **sorted = calloc(count ? count : 1, sizeof(*sorted));
	int rc = 0;

	if (!sorted)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	for (size_t i = 0; i < count; i++)
		sorted[i] = json_array_get(persons, i);
	qsort(sorted, count, sizeof(*sorted), compare_persons);
	for (size_t i = 1; i < count && !rc; i++)
		if (get_text(sorted[i], "certificate_sha256") &&
		    compare_persons(&sorted[i - 1], &sorted[i]) == 0 &&
		    get_count(sorted[i - 1], "number") != get_count(sorted[i], "number"))
			rc = contradiction(err, _("one certificate stands for two persons"));
	free(sorted);
	return rc;
}

static int check_staff(const json_t *root, struct wipe_error *err)
{
	const json_t *persons = get_value(root, "persons");

	for (size_t i = 0; i < json_array_size(persons); i++) {
		const json_t *one = json_array_get(persons, i);

		if (is_before(get_text(one, "until"), get_text(one, "from")))
			return contradiction(err, _("somebody's time ends before it begins"));
	}
	return check_certificates(persons, err);
}

static int check_media(const json_t *media, struct wipe_error *err)
{
	size_t count = json_array_size(media);

	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(get_text(json_array_get(media, i), "serial"),
				   get_text(json_array_get(media, k), "serial")) == 0)
				return contradiction(err, _("two media in it have one serial"));
	return 0;
}

static int check_thing(const json_t *root, struct wipe_error *err)
{
	const json_t *thing = get_value(root, "thing");
	const char *kind = get_text(thing, "kind");

	if ((strcmp(kind, "medium") == 0 || strcmp(kind, "device") == 0) &&
	    get_count(thing, "quantity") != 1)
		return contradiction(err, _("each medium and each device is an item of its own: "
					    "its quantity is 1"));
	return check_media(get_value(thing, "media"), err);
}

static int check_permit(const json_t *root, struct wipe_error *err)
{
	bool brings_in = strcmp(get_text(root, "purpose"), "bring-in") == 0;
	const char *kind = json_string_value(act_find(root, "thing/kind"));

	if (is_before(get_text(root, "until"), get_text(root, "from")))
		return contradiction(err, _("the permit ends before it begins"));
	if (brings_in == (get_text(root, "parent") != NULL))
		return contradiction(err, _("a copy has an item that it is of, and nothing else "
					    "has one"));
	if (brings_in && strcmp(kind, "medium") != 0 && strcmp(kind, "device") != 0)
		return contradiction(err, _("only a device or a medium is brought in"));
	return check_thing(root, err);
}

static int check_challenge(const json_t *root, struct wipe_error *err)
{
	return get_time(root, "expires_at") > get_time(root, "issued_at") ?
		       0 :
		       contradiction(err, _("the challenge expires before it is drawn"));
}

/* What is only about to be copied has no end, no files, and nothing that failed. */
static int check_begun(const json_t *root, bool fell_short, struct wipe_error *err)
{
	if (get_text(root, "ended_at") || !json_is_null(get_value(root, "manifest")) ||
	    fell_short || get_text(root, "begun") || get_text(root, "read_back"))
		return contradiction(err, _("the copying has only begun, and more is told of it"));
	return 0;
}

static int check_copy_out(const json_t *root, struct wipe_error *err)
{
	const char *result = get_text(root, "result");
	const json_t *manifest = get_value(root, "manifest");
	bool fell_short = get_count(root, "failed") || get_count(root, "passed_over") ||
			  get_count(root, "not_reached");

	if (strcmp(result, "begun") == 0)
		return check_begun(root, fell_short, err);
	if (!get_text(root, "ended_at") || json_is_null(manifest))
		return contradiction(err, _("the copying ended, and neither its end nor its files "
					    "are told"));
	if (get_time(root, "ended_at") < get_time(root, "started_at"))
		return contradiction(err, _("the copying ends before it begins"));
	if ((strcmp(result, "complete") == 0) == fell_short)
		return contradiction(err, _("it is complete if nothing failed, was passed over or "
					    "not reached, and only then"));
	if ((get_count(manifest, "files") != 0) != (get_text(root, "read_back") != NULL))
		return contradiction(err, _("how files were read back is told if there are some, "
					    "and only then"));
	return 0;
}

/* What goes back is the same, changed or new; what came is the same, changed or missing. */
static int check_return(const json_t *root, struct wipe_error *err)
{
	const json_t *compared = get_value(root, "compared");
	const json_t *manifest = get_value(root, "manifest");
	uint64_t kept = get_count(compared, "same") + get_count(compared, "changed");

	if (json_is_null(compared))
		return 0;
	if (json_is_null(manifest))
		return contradiction(err, _("files were compared with what was received, and none "
					    "are told"));
	if (kept + get_count(compared, "additional") != get_count(manifest, "files"))
		return contradiction(err, _("not as many files were compared as went back"));
	if (kept + get_count(compared, "missing") == 0)
		return contradiction(err, _("what went back was compared with nothing"));
	return 0;
}

static int check_incident(const json_t *root, struct wipe_error *err)
{
	bool is_resolved = strcmp(get_text(root, "stage"), "resolved") == 0;

	if (is_resolved != (get_text(root, "about") != NULL))
		return contradiction(err, _("what came of an incident names the record that "
					    "opened it"));
	if (is_resolved && (!get_text(root, "cause") || !get_text(root, "measures")))
		return contradiction(err, _("an incident is resolved once its cause and the "
					    "measures taken are told"));
	if (get_bool(root, "missing") && !json_array_size(get_value(root, "things")))
		return contradiction(err, _("something is given up for lost, and nothing is "
					    "named"));
	return 0;
}

static int check_declare(const json_t *root, struct wipe_error *err)
{
	const json_t *clauses = get_value(root, "clauses");
	uint32_t seen = 0;

	for (size_t i = 0; i < json_array_size(clauses); i++) {
		uint32_t bit = 1u << get_count(json_array_get(clauses, i), "clause");

		if (seen & bit)
			return contradiction(err, _("a clause is declared twice"));
		seen |= bit;
	}
	return 0;
}

static int check_merge(const json_t *root, struct wipe_error *err)
{
	if (json_array_size(get_value(root, "previous")) < 2 &&
	    !json_array_size(get_value(root, "included")))
		return contradiction(err, _("nothing comes together"));
	return 0;
}

static const struct {
	bool needs_item;
	int (*check)(const json_t *root, struct wipe_error *err);
} acts[WIPECERT_TYPES] = {
	[WIPECERT_INIT] = { false, check_init },
	[WIPECERT_APPROVE] = { false, check_approve },
	[WIPECERT_STAFF] = { false, check_staff },
	[WIPECERT_RECEIVE] = { false, check_thing },
	[WIPECERT_PERMIT] = { false, check_permit },
	[WIPECERT_CHALLENGE] = { true, check_challenge },
	[WIPECERT_COPY_OUT] = { true, check_copy_out },
	[WIPECERT_EXIT_CHECK] = { true, NULL },
	[WIPECERT_RETURN] = { true, check_return },
	[WIPECERT_DISPOSE] = { true, NULL },
	[WIPECERT_ATTEST] = { true, NULL },
	[WIPECERT_INCIDENT] = { false, check_incident },
	[WIPECERT_DECLARE] = { false, check_declare },
	[WIPECERT_MERGE] = { false, check_merge },
};

/* The record that begins a case is the first, names no case and follows nothing. */
static int check_place(const struct wipecert_record *record, const struct wipecert_place *place,
		       struct wipe_error *err)
{
	bool begins = record->type == WIPECERT_INIT;

	if (begins == place->has_init)
		return contradiction(err, _("the record that begins a case names none, and every "
					    "other names it"));
	if (begins != (wipecert_record_previous(record, NULL, 0) == 0) ||
	    begins != (place->number == 1))
		return contradiction(err, _("the record that begins a case is the first, and "
					    "nothing else is"));
	if (place->has_writer_previous != (place->writer_number > 1))
		return contradiction(err, _("the first record of a signer follows none of his, "
					    "and every other one does"));
	return 0;
}

/* All of Unicode's space separators; others are deceptive, and refused before. */
static bool is_blank(uint32_t character)
{
	return character == 0x20 || character == 0xa0 || character == 0x1680 ||
	       (character >= 0x2000 && character <= 0x200a) || character == 0x202f ||
	       character == 0x205f || character == 0x3000;
}

static bool has_edges(const char *text)
{
	size_t bytes = text ? strlen(text) : 0;
	uint32_t character = 0;

	for (size_t at = 0, step; at < bytes; at += step) {
		step = utf8_decode(text + at, bytes - at, &character);
		if (!step || (at == 0 && is_blank(character)))
			return true;
	}
	return bytes && is_blank(character);
}

/* What items are told apart by: two that look alike must be one. */
static int check_edges(const json_t *root, struct wipe_error *err)
{
	static const char *const paths[] = { "thing/label", "thing/serial", "serial" };
	const json_t *media = act_find(root, "thing/media");
	bool found = false;

	for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
		found |= has_edges(json_string_value(act_find(root, paths[i])));
	for (size_t i = 0; i < json_array_size(media); i++)
		found |= has_edges(get_text(json_array_get(media, i), "serial"));
	return found ? contradiction(err, _("a label or a serial begins or ends with a blank")) : 0;
}

int act_check(const struct wipecert_record *record, struct wipe_error *err)
{
	struct wipecert_place place;
	int rc;

	wipecert_record_place(record, &place);
	rc = check_place(record, &place, err);
	if (!rc && acts[record->type].needs_item && !*place.item)
		rc = contradiction(err, _("it does not say which item it is about"));
	if (!rc && wipecert_record_on_paper(record) &&
	    !wipecert_record_bytes(record, "means/scan_bytes"))
		rc = contradiction(err, _("the scan of the paper is empty"));
	if (!rc)
		rc = check_edges(record->root, err);
	if (!rc && acts[record->type].check)
		rc = acts[record->type].check(record->root, err);
	return rc;
}
