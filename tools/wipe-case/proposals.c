/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "proposals.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipe/report.h>

#include "output.h"
#include "shown.h"

static bool says(const struct wipecert_record *record, const char *path, const char *word)
{
	const char *text = wipecert_record_text(record, path);

	return text && strcmp(text, word) == 0;
}

/* What an erasure that did not come off says of it. */
enum failure {
	FAILURE_FAILED,
	FAILURE_STOPPED,    /* somebody stopped it: nothing is wrong with the medium */
	FAILURE_CUT_OFF,    /* likewise a run before: nothing tells how far that came */
	FAILURE_FELL_SHORT, /* none: the rest of the copy is still to be erased */
};

/* All files that it found are gone. */
static bool found_is_gone(const struct wipecert_files_stated *stated)
{
	uint64_t gone = 0;

	for (size_t i = 1; i < WIPECERT_FILE_LEVELS; i++)
		gone += stated->sums.by_level[i];
	return stated->has_copied && gone == stated->sums.count;
}

static enum failure failure_of(const struct session *session, size_t index)
{
	struct wipecert_files_stated stated = { .has_copied = false };
	enum failure failure = FAILURE_FAILED;
	struct wipecert_result result;

	if (wipecert_case_load_record(session->opened, index, &result, NULL))
		return failure;
	if (result.record) {
		wipecert_record_files(result.record, &stated);
		if (found_is_gone(&stated))
			failure = stated.copied.begun ? FAILURE_CUT_OFF : FAILURE_FELL_SHORT;
		else if (says(result.record, "verdict",
			      wipe_verdict_name(WIPE_VERDICT_INTERRUPTED)))
			failure = FAILURE_STOPPED;
	}
	wipecert_result_clear(&result);
	return failure;
}

/* Of each item, the newest record: WIPECERT_NO_INDEX, none. */
struct newest {
	size_t *attempt; /* that an erasure of it began */
	size_t *told;	 /* an incident about an erasure of it; it has ended, or it would be open */
};

static void note_incident(const struct session *session, size_t index, struct newest *newest)
{
	struct wipecert_result result;
	size_t count, item;

	if (wipecert_case_load_record(session->opened, index, &result, NULL))
		return;
	count = !result.record || (!says(result.record, "kind", "erasure-failed") &&
				   !says(result.record, "kind", "erasure-aborted")) ?
			0 :
			wipecert_record_count(result.record, "things");
	for (size_t i = 0; i < count; i++) {
		char path[32];
		const char *id;

		snprintf(path, sizeof(path), "things/%zu", i);
		id = wipecert_record_text(result.record, path);
		if (id && !wipecert_case_find_item(session->opened, id, &item, NULL))
			newest->told[item] = index;
	}
	wipecert_result_clear(&result);
}

static void note_all(const struct session *session, struct newest *newest)
{
	size_t count = wipecert_case_record_count(session->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(session->opened, i, &record);
		if (!record.is_known)
			continue;
		if (record.type == WIPECERT_ATTEMPT && record.item != WIPECERT_NO_INDEX)
			newest->attempt[record.item] = i;
		else if (record.type == WIPECERT_INCIDENT && record.counts)
			note_incident(session, i, newest);
	}
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

/* Was an incident told since it failed? */
static bool was_told(size_t told, size_t failure)
{
	return told != WIPECERT_NO_INDEX && failure != WIPECERT_NO_INDEX && told > failure;
}

static void tell_items(const struct session *session, const struct newest *newest)
{
	size_t count = wipecert_case_item_count(session->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;
		enum failure how = FAILURE_FELL_SHORT;
		bool has_failed;
		size_t failure;

		wipecert_case_item(session->opened, i, &item);
		if (item.failed_record != WIPECERT_NO_INDEX)
			how = failure_of(session, item.failed_record);
		has_failed = how != FAILURE_FELL_SHORT;
		if (item.incident_count || !item.lacks ||
		    (!has_failed && !(item.lacks & WIPECERT_LACK_ATTEMPT)))
			continue;
		failure = has_failed ? item.failed_record : newest->attempt[i];
		if (was_told(newest->told[i], failure))
			continue;
		tell_item(session, &item, i,
			  how == FAILURE_FAILED ? "erasure-failed" : "erasure-aborted");
	}
}

void proposals_tell(const struct session *session)
{
	size_t count = wipecert_case_item_count(session->opened);
	struct newest newest = { calloc(count + 1, sizeof(size_t)),
				 calloc(count + 1, sizeof(size_t)) };
	struct wipecert_case_summary summary;

	if (newest.attempt && newest.told) {
		for (size_t i = 0; i < count; i++)
			newest.attempt[i] = newest.told[i] = WIPECERT_NO_INDEX;
		note_all(session, &newest);
		tell_items(session, &newest);
	} else {
		output_error(session->tool, NULL, "%s", _("out of memory"));
	}
	free(newest.attempt);
	free(newest.told);
	wipecert_case_summarize(session->opened, &summary);
	if (summary.invalid)
		tell_mismatch(session);
}
