/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include <wipecert/act.h>

#include "act_check.h"
#include "consistent.h"
#include "facts.h"
#include "files_facts.h"
#include "get.h"
#include "instant.h"
#include "parsed.h"
#include "schema.h"
#include "strict.h"
#include "text.h"

static const char *type_name(unsigned int type)
{
	static const char *const names[] = {
		[WIPECERT_ATTEMPT] = "attempt",	      [WIPECERT_ERASURE] = "erasure",
		[WIPECERT_CHECK] = "check",	      [WIPECERT_CONFIRMATION] = "confirmation",
		[WIPECERT_ROSTER] = "roster",	      [WIPECERT_INIT] = "init",
		[WIPECERT_APPROVE] = "approve",	      [WIPECERT_STAFF] = "staff",
		[WIPECERT_RECEIVE] = "receive",	      [WIPECERT_PERMIT] = "permit",
		[WIPECERT_CHALLENGE] = "challenge",   [WIPECERT_COPY_OUT] = "copy-out",
		[WIPECERT_EXIT_CHECK] = "exit-check", [WIPECERT_RETURN] = "return",
		[WIPECERT_DISPOSE] = "dispose",	      [WIPECERT_ATTEST] = "attest",
		[WIPECERT_INCIDENT] = "incident",     [WIPECERT_DECLARE] = "declare",
		[WIPECERT_MERGE] = "merge",	      [WIPECERT_CLOSE] = "close",
	};

	return type < sizeof(names) / sizeof(names[0]) ? names[type] : "unknown";
}

const char *wipecert_type_name(enum wipecert_type type)
{
	return type_name((unsigned int)type);
}

bool wipecert_type_named(const char *name, enum wipecert_type *type)
{
	for (unsigned int i = 0; i < WIPECERT_TYPES; i++) {
		*type = (enum wipecert_type)i;
		if (strcmp(type_name(i), name) == 0)
			return true;
	}
	return false;
}

static int check_schema(json_t *root, struct wipe_error *err)
{
	struct schema *schema;
	int rc = schema_of_thread(&schema, err);

	return rc ? rc : schema_validate(schema, root, err);
}

/* The schema knows the form of a time, not how many days a month has. */
static int check_time(const json_t *object, const char *key, struct wipe_error *err)
{
	const char *text = get_text(object, key);
	int64_t time_s;

	if (!text || instant_parse(text, &time_s))
		return 0;
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s is no date of the calendar"), text);
}

static int check_times(json_t *root, struct wipe_error *err)
{
	const json_t *execution = get_value(root, "execution");
	const json_t *interruptions = get_value(execution, "interruptions");
	const json_t *members = get_value(root, "members");
	int rc = check_time(root, "issued_at", err);

	if (!rc)
		rc = check_time(execution, "started_at", err);
	if (!rc)
		rc = check_time(execution, "ended_at", err);
	for (size_t i = 0; i < json_array_size(interruptions) && !rc; i++) {
		const json_t *one = json_array_get(interruptions, i);

		rc = check_time(one, "stopped_at", err);
		if (!rc)
			rc = check_time(one, "resumed_at", err);
	}
	for (size_t i = 0; i < json_array_size(members) && !rc; i++) {
		const json_t *one = json_array_get(members, i);

		rc = check_time(one, "from", err);
		if (!rc)
			rc = check_time(one, "until", err);
	}
	return rc ? rc : act_check_dates(root, err);
}

static int keep(struct wipecert_record *record, const void *json, size_t json_bytes,
		struct wipe_error *err)
{
	record->json = malloc(json_bytes + 1);
	if (!record->json)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	memcpy(record->json, json, json_bytes);
	record->json[json_bytes] = '\0';
	record->json_bytes = json_bytes;
	record->type =
		(enum wipecert_type)get_index(record->root, "type", WIPECERT_TYPES, type_name);
	get_copy(record->root, "id", record->id, sizeof(record->id));
	return 0;
}

int wipecert_record_parse(const void *json, size_t json_bytes, struct wipecert_record **record,
			  struct wipe_error *err)
{
	struct wipecert_record *made = calloc(1, sizeof(*made));
	int rc;

	*record = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = strict_load(json, json_bytes, &made->root, err);
	if (!rc)
		rc = check_schema(made->root, err);
	if (!rc)
		rc = check_times(made->root, err);
	if (!rc)
		rc = keep(made, json, json_bytes, err);
	if (rc) {
		wipecert_record_free(made);
		return rc;
	}
	*record = made;
	return 0;
}

void wipecert_record_free(struct wipecert_record *record)
{
	if (!record)
		return;
	json_decref(record->root);
	free(record->json);
	free(record);
}

enum wipecert_type wipecert_record_type(const struct wipecert_record *record)
{
	return record->type;
}

const char *wipecert_record_id(const struct wipecert_record *record)
{
	return record->id;
}

const char *wipecert_record_json(const struct wipecert_record *record, size_t *bytes)
{
	if (bytes)
		*bytes = record->json_bytes;
	return record->json;
}

int64_t wipecert_record_issued_at(const struct wipecert_record *record)
{
	return get_time(record->root, "issued_at");
}

void wipecert_record_medium(const struct wipecert_record *record, struct wipe_device *device)
{
	facts_medium(record->root, device);
}

static bool read_link(const json_t *from, struct wipecert_link *link)
{
	memset(link, 0, sizeof(*link));
	if (!json_is_object(from))
		return false;
	get_hex(from, "econtent_sha256", link->econtent_sha256, sizeof(link->econtent_sha256));
	link->is_signed = get_hex(from, "signature_sha256", link->signature_sha256,
				  sizeof(link->signature_sha256));
	get_copy(from, "id", link->id, sizeof(link->id));
	return true;
}

static size_t read_links(const json_t *from, struct wipecert_link *links, size_t max)
{
	size_t count = json_array_size(from);

	for (size_t i = 0; i < count && i < max; i++)
		read_link(json_array_get(from, i), &links[i]);
	return count;
}

size_t wipecert_record_previous(const struct wipecert_record *record, struct wipecert_link *links,
				size_t max)
{
	return read_links(get_value(record->root, "previous"), links, max);
}

size_t wipecert_record_resumes(const struct wipecert_record *record, struct wipecert_link *links,
			       size_t max)
{
	return read_links(get_value(record->root, "resumes"), links, max);
}

bool wipecert_record_place(const struct wipecert_record *record, struct wipecert_place *place)
{
	const json_t *from = get_value(record->root, "case");

	memset(place, 0, sizeof(*place));
	if (!json_is_object(from))
		return false;
	place->has_init = get_hex(from, "init_sha256", place->init_sha256, 32);
	place->number = get_count(from, "number");
	place->writer_number = get_count(from, "writer_number");
	place->has_writer_previous =
		read_link(get_value(from, "writer_previous"), &place->writer_previous);
	get_copy(from, "item", place->item, sizeof(place->item));
	return true;
}

bool wipecert_record_closes(const struct wipecert_record *record, struct wipecert_link *link)
{
	return read_link(get_value(record->root, "closes"), link);
}

bool wipecert_record_about(const struct wipecert_record *record, struct wipecert_link *link)
{
	return read_link(get_value(record->root, "about"), link);
}

int wipecert_record_last_pass(const struct wipecert_record *record, struct wipe_pass *pass,
			      struct wipe_error *err)
{
	if (record->type > WIPECERT_CHECK)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("a %s record is about no medium"),
				      wipecert_type_name(record->type));
	if (record->type == WIPECERT_CHECK)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("a check record is about another record: use that one"));
	if (files_is(record->root))
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("files that were erased are no longer there to be read"));
	if (!facts_pass(record->root, facts_pass_count(record->root) - 1, pass))
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
				      _("what the last pass left on the medium is not known"));
	return 0;
}

int wipecert_record_plan(const struct wipecert_record *record, struct wipe_plan *plan,
			 struct wipe_error *err)
{
	struct wipe_report *report;
	struct wipe_pass pass;
	int rc = wipecert_record_last_pass(record, &pass, err);

	if (rc)
		return rc;
	report = malloc(sizeof(*report));
	if (!report)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	facts_report(record->root, report);
	rc = consistent_passes(record->type, report, err);
	if (!rc)
		rc = consistent_crypto(record->type, record->root, report, err);
	if (!rc)
		rc = consistent_method(record->root, report, err);
	if (!rc)
		*plan = report->plan;
	free(report);
	return rc;
}

bool wipecert_record_content_sha256(const struct wipecert_record *record, uint8_t sha256[32])
{
	return get_hex(get_value(record->root, "verification"), "content_sha256", sha256, 32);
}

void wipecert_record_stated(const struct wipecert_record *record, struct wipecert_stated *stated)
{
	const json_t *method = get_value(record->root, "method");
	const json_t *passes = get_value(method, "passes");
	size_t count = json_array_size(passes);
	const json_t *last = count ? json_array_get(passes, count - 1) : NULL;
	const json_t *scope = get_value(get_value(method, "crypto"), "scope");

	*stated = (struct wipecert_stated){
		.verdict = get_text(record->root, "verdict"),
		.pass_kind = get_text(last, "kind"),
		.pass_pattern = get_text(last, "pattern"),
		.pass_key = get_text(last, "key"),
		.windows = get_count(get_value(record->root, "verification"), "windows"),
		.partition = get_count(scope, "partition"),
		.flag_count = json_array_size(get_value(record->root, "flags")),
	};
}

const char *wipecert_record_flag(const struct wipecert_record *record, size_t index)
{
	return json_string_value(json_array_get(get_value(record->root, "flags"), index));
}
