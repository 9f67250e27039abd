/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "status_incidents.h"

#include <stdio.h>
#include <string.h>

#include <wipecert/act.h>

#include "output.h"
#include "shown.h"
#include "status_item.h"
#include "text.h"
#include "words.h"

/* What opened an incident, and the newest record of what came of it. */
struct open_incident {
	size_t index;
	struct wipecert_case_record record;
	struct wipecert_result result;
	bool has_resolution;
	struct wipecert_case_record resolution;
};

void status_items_of(const struct session *session, size_t record, char items[STATUS_ITEMS_BYTES])
{
	size_t count = wipecert_case_item_count(session->opened), used = 0;

	*items = '\0';
	for (size_t i = 0; i < count; i++) {
		char title[SHOWN_TITLE_BYTES];
		int written;

		if (!wipecert_case_is_about(session->opened, record, i))
			continue;
		shown_title(session->opened, i, title);
		written = snprintf(items + used, STATUS_ITEMS_BYTES - used, "%s%s",
				   used ? _(", ") : "", title);
		if (written < 0 || (size_t)written >= STATUS_ITEMS_BYTES - used) {
			items[used] = '\0';
			return;
		}
		used += (size_t)written;
	}
}

static const char *said(const struct open_incident *incident, const char *path)
{
	const char *text = wipecert_record_text(incident->result.record, path);

	return text ? text : "";
}

static void find_resolution(const struct session *session, struct open_incident *incident)
{
	for (size_t i = wipecert_case_record_count(session->opened); i-- > 0;) {
		struct wipecert_case_incident other;

		if (!wipecert_case_incident(session->opened, i, &other) ||
		    other.about != incident->index)
			continue;
		wipecert_case_record(session->opened, i, &incident->resolution);
		incident->has_resolution = incident->resolution.counts;
		if (incident->has_resolution)
			return;
	}
}

static json_t *items_json(const struct session *session, size_t record)
{
	size_t count = wipecert_case_item_count(session->opened);
	json_t *list = json_array();

	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;

		if (!wipecert_case_is_about(session->opened, record, i))
			continue;
		wipecert_case_item(session->opened, i, &item);
		json_array_append_new(list, json_string(item.id));
	}
	return list;
}

static void incident_json(const struct session *session, const struct open_incident *incident)
{
	const struct wipecert_case_record *resolution = &incident->resolution;

	output_json(json_pack(
		"{s:s, s:s, s:o, s:o, s:o, s:o, s:o, s:b}", "object", "incident", "id",
		incident->record.link.id, "kind", output_json_text(said(incident, "kind")),
		"noticed_on", output_json_text(said(incident, "noticed_on")), "text",
		output_json_text(said(incident, "text")), "items",
		items_json(session, incident->index), "resolution",
		incident->has_resolution ? json_string(resolution->link.id) : json_null(),
		"awaiting", incident->has_resolution && resolution->awaits));
}

/* The command that goes on, but for what only people know. */
static void print_next(const struct session *session, const struct open_incident *incident)
{
	char folder[SHOWN_WORD_BYTES], kind[SHOWN_WORD_BYTES];

	shown_word(wipecert_case_path(session->opened), folder);
	shown_word(said(incident, "kind"), kind);
	/* TRANSLATORS: a command that people paste; TEXT, KEY and CERT are for them to fill in */
	printf(_("    What came of it:\n      wipe-case incident %s --resolves %.8s --kind %s --text "
		 "TEXT --cause TEXT --measures TEXT --key KEY --cert CERT\n"),
	       folder, incident->record.link.id, kind);
}

static void print_incident(const struct session *session, const struct open_incident *incident)
{
	char items[STATUS_ITEMS_BYTES], text[STATUS_REASON_BYTES], day[WORDS_DAY_BYTES];

	status_items_of(session, incident->index, items);
	text_escape(said(incident, "text"), text, sizeof(text));
	words_day(incident->record.stated_s, day);
	printf("  %.8s  %s  %s%s%s: %s\n", incident->record.link.id, day,
	       words_incident(said(incident, "kind")), *items ? "  " : "", items, text);
	if (incident->has_resolution && incident->resolution.awaits)
		printf(_("    What came of it: record %.8s, which awaits the officer's "
			 "confirmation (wipe-case confirm)\n"),
		       incident->resolution.link.id);
	else
		print_next(session, incident);
}

void status_incidents(const struct session *session)
{
	size_t count = wipecert_case_record_count(session->opened), shown = 0;
	bool is_json = session->options->json;

	for (size_t i = 0; i < count; i++) {
		struct open_incident incident = { .index = i };
		struct wipecert_case_incident is;

		if (!wipecert_case_incident(session->opened, i, &is) || !is.is_open ||
		    wipecert_case_load_record(session->opened, i, &incident.result, NULL))
			continue;
		wipecert_case_record(session->opened, i, &incident.record);
		find_resolution(session, &incident);
		if (!shown++ && !is_json)
			printf("%s\n", _("Open incidents, until an officer confirms what came of "
					 "each:"));
		if (is_json)
			incident_json(session, &incident);
		else
			print_incident(session, &incident);
		wipecert_result_clear(&incident.result);
	}
	if (shown && !is_json)
		putchar('\n');
}
