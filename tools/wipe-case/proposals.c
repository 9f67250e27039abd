/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proposals.h"

#include <stdio.h>
#include <string.h>

#include <wipe/report.h>

#include "output.h"
#include "shown.h"

static bool says(const struct wipecert_record *record, const char *path, const char *word)
{
	const char *text = wipecert_record_text(record, path);

	return text && strcmp(text, word) == 0;
}

/* Somebody stopped it: nothing is wrong with the medium. */
static bool was_stopped(const struct session *session, size_t index)
{
	struct wipecert_result result;
	bool stopped;

	if (wipecert_case_load_record(session->opened, index, &result, NULL))
		return false;
	stopped = result.record &&
		  says(result.record, "verdict", wipe_verdict_name(WIPE_VERDICT_INTERRUPTED));
	wipecert_result_clear(&result);
	return stopped;
}

/* The record that shows it: the erasure that failed, or the newest attempt. */
static size_t find_failure(const struct session *session, const struct wipecert_item *item,
			   size_t index)
{
	if (item->failed_record != WIPECERT_NO_INDEX)
		return item->failed_record;
	for (size_t i = wipecert_case_record_count(session->opened); i-- > 0;) {
		struct wipecert_case_record record;

		wipecert_case_record(session->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_ATTEMPT && record.item == index)
			return i;
	}
	return WIPECERT_NO_INDEX;
}

static bool is_about_erasing(const struct wipecert_record *record, const char *item)
{
	size_t count = wipecert_record_count(record, "things");

	if (!says(record, "kind", "erasure-failed") && !says(record, "kind", "erasure-aborted"))
		return false;
	for (size_t i = 0; i < count; i++) {
		char path[32];

		snprintf(path, sizeof(path), "things/%zu", i);
		if (says(record, path, item))
			return true;
	}
	return false;
}

/* Was an incident told since, for the same failure? It has ended, or it would be open. */
static bool was_told(const struct session *session, const struct wipecert_item *item, size_t since)
{
	size_t count = wipecert_case_record_count(session->opened);
	bool told = false;

	for (size_t i = since == WIPECERT_NO_INDEX ? count : since + 1; i < count && !told; i++) {
		struct wipecert_case_record record;
		struct wipecert_result result;

		wipecert_case_record(session->opened, i, &record);
		if (!record.is_known || record.type != WIPECERT_INCIDENT || !record.counts ||
		    wipecert_case_load_record(session->opened, i, &result, NULL))
			continue;
		told = result.record && is_about_erasing(result.record, item->id);
		wipecert_result_clear(&result);
	}
	return told;
}

static void tell_item(const struct session *session, const struct wipecert_item *item, size_t index,
		      const char *kind)
{
	char folder[SHOWN_WORD_BYTES], title[SHOWN_TITLE_BYTES];

	if (session->options->json) {
		output_json(json_pack("{s:s, s:s, s:s}", "object", "proposal", "kind", kind, "item",
				      item->id));
		return;
	}
	shown_word(wipecert_case_path(session->opened), folder);
	shown_title(session->opened, index, title);
	/* TRANSLATORS: a command that people paste; TEXT, KEY and CERT are for them to fill in */
	printf(_("Proposed for %s:\n  wipe-case incident %s --kind %s --item %.8s --text TEXT --key "
		 "KEY --cert CERT\n"),
	       title, folder, kind, item->id);
}

static void tell_mismatch(const struct session *session)
{
	char folder[SHOWN_WORD_BYTES];

	if (session->options->json) {
		output_json(json_pack("{s:s, s:s, s:n}", "object", "proposal", "kind",
				      "signature-mismatch", "item"));
		return;
	}
	shown_word(wipecert_case_path(session->opened), folder);
	printf(_("Proposed:\n  wipe-case incident %s --kind signature-mismatch --text TEXT --key KEY "
		 "--cert CERT\n"),
	       folder);
}

void proposals_tell(const struct session *session)
{
	size_t count = wipecert_case_item_count(session->opened);
	struct wipecert_case_summary summary;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;
		bool has_failed;
		size_t failure;

		wipecert_case_item(session->opened, i, &item);
		has_failed = item.failed_record != WIPECERT_NO_INDEX;
		if (item.incident_count || !item.lacks ||
		    (!has_failed && !(item.lacks & WIPECERT_LACK_ATTEMPT)))
			continue;
		failure = find_failure(session, &item, i);
		if (was_told(session, &item, failure))
			continue;
		tell_item(session, &item, i,
			  has_failed && !was_stopped(session, failure) ? "erasure-failed" :
									 "erasure-aborted");
	}
	wipecert_case_summarize(session->opened, &summary);
	if (summary.invalid)
		tell_mismatch(session);
}
