/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "status_open.h"

#include <stdio.h>

#include <wipecert/act.h>

#include "compare.h"
#include "copied.h"
#include "output.h"
#include "shown.h"
#include "status_incidents.h"
#include "status_item.h"
#include "text.h"
#include "type_words.h"
#include "words.h"

/* What a record is about, where it names no item: that of an incident, or the incident. */
static void describe(const struct session *session, size_t index,
		     const struct wipecert_case_record *record, char about[STATUS_ITEMS_BYTES])
{
	struct wipecert_case_incident incident;
	struct wipecert_case_record begun;

	*about = '\0';
	if (record->item != WIPECERT_NO_INDEX) {
		char title[SHOWN_TITLE_BYTES];

		shown_title(session->opened, record->item, title);
		snprintf(about, STATUS_ITEMS_BYTES, "%s", title);
		return;
	}
	if (!wipecert_case_incident(session->opened, index, &incident))
		return;
	status_items_of(session, index, about);
	if (incident.about != WIPECERT_NO_INDEX) {
		char items[STATUS_ITEMS_BYTES / 2];

		snprintf(items, sizeof(items), "%s", about);
		wipecert_case_record(session->opened, incident.about, &begun);
		/* TRANSLATORS: the id of the record that opened an incident, and its items */
		snprintf(about, STATUS_ITEMS_BYTES, _("what came of %.8s %s"), begun.link.id,
			 items);
	}
}

/* Of what came of an incident: the record that opened it. */
static json_t *about_json(const struct session *session, size_t index)
{
	struct wipecert_case_incident incident;
	struct wipecert_case_record begun;

	if (!wipecert_case_incident(session->opened, index, &incident) ||
	    incident.about == WIPECERT_NO_INDEX)
		return json_null();
	wipecert_case_record(session->opened, incident.about, &begun);
	return json_string(begun.link.id);
}

static void print_awaiting(const struct session *session, size_t index,
			   const struct wipecert_case_record *record,
			   const struct compared *compared)
{
	char about[STATUS_ITEMS_BYTES], words[COMPARED_BYTES], copied[COPIED_BYTES];

	describe(session, index, record, about);
	printf("  %.8s  %s  %s\n", record->link.id, type_words(record->type), about);
	if (record->copied) {
		copied_words(record->copied, copied);
		printf("            %s: %s\n", _("Of what was copied"), copied);
	}
	if (!compared_differs(compared))
		return;
	compared_words(compared, words);
	printf("            %s: %s\n", _("Against what was received"), words);
}

static void show_awaiting(const struct session *session)
{
	size_t count = wipecert_case_record_count(session->opened), shown = 0;
	bool is_json = session->options->json;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		struct compared compared = { .is_told = false };

		wipecert_case_record(session->opened, i, &record);
		if (!record.awaits)
			continue;
		/* There may be thousands. */
		if (record.type == WIPECERT_RETURN && (is_json || record.differs))
			compare_of_record(session->opened, i, &compared);
		if (!shown++ && !is_json)
			printf("%s\n", _("Awaiting the officer's confirmation:"));
		if (is_json)
			output_json(json_pack(
				"{s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "object", "awaiting", "id",
				record.link.id, "type", wipecert_type_name(record.type), "item",
				status_item_id(session, record.item), "about",
				about_json(session, i), "compared", compared_json(&compared),
				"copied", copied_json(record.copied)));
		else
			print_awaiting(session, i, &record, &compared);
	}
	if (shown && !is_json)
		putchar('\n');
}

/* As long as the item lacks something for it. */
static bool leaves_item_open(const struct session *session, size_t index,
			     const struct wipecert_case_record *record)
{
	struct wipecert_item item;

	wipecert_case_item(session->opened, record->item, &item);
	return (item.lacks & WIPECERT_LACK_REJECTED) &&
	       (item.outcome_record == index || item.exit_record == index ||
		record->type == WIPECERT_ERASURE);
}

/* The incident that it would have ended, or that it told of, is still open. */
static bool leaves_incident_open(const struct session *session, size_t index)
{
	struct wipecert_case_incident incident, begun;

	if (!wipecert_case_incident(session->opened, index, &incident))
		return false;
	if (!incident.is_resolution)
		return incident.is_open;
	return incident.about != WIPECERT_NO_INDEX &&
	       wipecert_case_incident(session->opened, incident.about, &begun) && begun.is_open;
}

/* No other closing came in its place. */
static bool leaves_case_open(const struct session *session, size_t index)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(session->opened, &summary);
	return !summary.is_closed && case_last_closing(session->opened) == index;
}

static bool leaves_open(const struct session *session, size_t index,
			const struct wipecert_case_record *record)
{
	if (record->standing != WIPECERT_DISMISSED)
		return false;
	if (record->item != WIPECERT_NO_INDEX)
		return leaves_item_open(session, index, record);
	return record->is_known && record->type == WIPECERT_CLOSE ?
		       leaves_case_open(session, index) :
		       leaves_incident_open(session, index);
}

/* What an officer said no to, and why. */
static void show_rejected(const struct session *session)
{
	size_t count = wipecert_case_record_count(session->opened), shown = 0;
	bool is_json = session->options->json;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		char reason[STATUS_REASON_BYTES], about[STATUS_ITEMS_BYTES];

		wipecert_case_record(session->opened, i, &record);
		if (!leaves_open(session, i, &record))
			continue;
		status_reason(session, &record, reason);
		if (is_json) {
			output_json(json_pack(
				"{s:s, s:s, s:s, s:o, s:o, s:o}", "object", "rejected", "id",
				record.link.id, "type", wipecert_type_name(record.type), "item",
				status_item_id(session, record.item), "about",
				about_json(session, i), "reason", output_json_text(reason)));
			continue;
		}
		if (!shown++)
			printf("%s\n", _("Rejected by the officer:"));
		describe(session, i, &record, about);
		printf("  %.8s  %s%s%s: %s\n", record.link.id, type_words(record.type),
		       *about ? "  " : "", about, reason);
	}
	if (shown)
		putchar('\n');
}

static void print_challenge(const struct session *session, size_t index,
			    const struct wipecert_case_record *record, int64_t now_s)
{
	struct wipecert_result result;
	struct wipecert_item item;
	char until[WORDS_MOMENT_BYTES], title[SHOWN_TITLE_BYTES];
	int64_t expires_s;

	wipecert_case_item(session->opened, record->item, &item);
	if (!item.lacks || wipecert_case_load_record(session->opened, index, &result, NULL))
		return;
	expires_s = result.record ? wipecert_record_time(result.record, "expires_at") : 0;
	wipecert_result_clear(&result);
	/* A newer one came in its place. */
	if (now_s >= expires_s && item.challenge != index)
		return;
	words_moment(expires_s, until);
	shown_item(&item, title);
	printf(now_s < expires_s ? _("Challenge drawn for %s and not answered yet, until %s\n") :
				   _("Challenge drawn for %s, never answered, expired %s\n"),
	       title, until);
}

/* What was drawn and waits for an erasure; each of them can be answered. */
static void print_challenges(const struct session *session, int64_t now_s)
{
	size_t count = wipecert_case_record_count(session->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(session->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_CHALLENGE && record.counts &&
		    !record.is_answered)
			print_challenge(session, i, &record, now_s);
	}
}

void status_open(const struct session *session, int64_t now_s)
{
	show_awaiting(session);
	show_rejected(session);
	if (!session->options->json)
		print_challenges(session, now_s);
}
