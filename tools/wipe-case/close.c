/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case close: refused while anything is open; else every item and what became of it. */
#include <stdio.h>
#include <string.h>

#include "act.h"
#include "command.h"
#include "exit.h"
#include "output.h"
#include "text.h"
#include "type_words.h"
#include "words.h"

#define TOOL COMMAND_TOOL " close"
#define PATH_BYTES 48
/* Of those of which it has to be declared whether they apply. */
#define CLAUSE_FIRST 12
#define CLAUSE_LAST 18

static void tell_open_item(const struct session *session, const struct wipecert_item *item)
{
	char label[512], lacks[512];

	text_escape(item->label, label, sizeof(label));
	words_join_lacks(item->lacks, lacks, sizeof(lacks));
	output_error(session->tool, label, "%s", lacks);
}

static int list_included(const struct session *session)
{
	size_t count = wipecert_case_included_count(session->opened);
	int code = EXIT_DONE;

	for (size_t i = 0; i < count; i++) {
		const char *name;
		const struct wipecert_case *inner =
			wipecert_case_included(session->opened, i, &name);
		struct wipecert_case_summary summary = { .open_items = 0 };
		char shown[512];

		if (inner && !wipecert_case_is_open(inner))
			continue;
		if (inner)
			wipecert_case_summarize(inner, &summary);
		text_escape(name, shown, sizeof(shown));
		output_error(session->tool, shown,
			     _("in the case of this subcontractor something is open; items: %zu"),
			     summary.open_items);
		code = EXIT_REFUSED;
	}
	return code;
}

/* Each of what keeps the case from being closed. */
static int list_open(const struct session *session)
{
	size_t count = wipecert_case_item_count(session->opened);
	struct wipecert_case_summary summary;
	int code = list_included(session);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_item item;

		wipecert_case_item(session->opened, i, &item);
		if (!item.lacks)
			continue;
		tell_open_item(session, &item);
		code = EXIT_REFUSED;
	}
	wipecert_case_summarize(session->opened, &summary);
	if (summary.open_incidents)
		output_error(session->tool, NULL, _("open incidents: %zu"), summary.open_incidents);
	if (summary.open_attempts)
		output_error(session->tool, NULL,
			     _("erasures of which nothing tells how they ended: %zu"),
			     summary.open_attempts);
	if (summary.included_open)
		output_error(session->tool, NULL, "%s",
			     _("something is open in the case of a subcontractor"));
	return summary.open_incidents || summary.open_attempts || summary.included_open ?
		       EXIT_REFUSED :
		       code;
}

/* What is false in the folder does not become true by being closed. */
static int list_false(struct session *session)
{
	size_t count;
	struct wipe_error err;
	int code = EXIT_DONE;

	wipe_error_clear(&err);
	if (wipecert_case_check_attachments(session->opened, &err))
		return session_fail(session, NULL, &err);
	count = wipecert_case_finding_count(session->opened);
	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record = { .file = NULL };
		struct wipecert_case_finding finding;
		bool has_detail;

		wipecert_case_finding(session->opened, i, &finding);
		if (wipecert_case_problem_exit(finding.problem) != EXIT_FAILED)
			continue;
		if (finding.record != WIPECERT_NO_INDEX)
			wipecert_case_record(session->opened, finding.record, &record);
		has_detail = finding.detail && *finding.detail;
		output_error(session->tool, record.file, "%s%s%s",
			     wipecert_case_problem_text(finding.problem), has_detail ? ": " : "",
			     has_detail ? finding.detail : "");
		code = EXIT_REFUSED;
	}
	return code;
}

/* Whoever closes is to know of them. */
static void list_without_effect(const struct session *session)
{
	size_t count = wipecert_case_record_count(session->opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(session->opened, i, &record);
		if (record.is_known && !record.counts && record.fault != WIPECERT_FAULT_NONE)
			output_error(session->tool, record.file, _("a record without effect: %s"),
				     case_fault_text(&record));
	}
}

/* Which clauses a declaration is about, as bits. */
static unsigned int clauses_of(const struct session *session, size_t declaration)
{
	struct wipecert_result result;
	unsigned int clauses = 0;
	size_t count;

	if (wipecert_case_load_record(session->opened, declaration, &result, NULL))
		return 0;
	count = wipecert_record_count(result.record, "clauses");
	for (size_t i = 0; i < count; i++) {
		char path[PATH_BYTES];
		uint64_t clause;

		snprintf(path, sizeof(path), "clauses/%zu/clause", i);
		clause = wipecert_record_number(result.record, path);
		clauses |= clause <= CLAUSE_LAST ? 1u << clause : 0;
	}
	wipecert_result_clear(&result);
	return clauses;
}

/* Nothing hangs on them here, but it is the last time that somebody looks. */
static void list_undeclared(const struct session *session)
{
	size_t count = wipecert_case_record_count(session->opened), used = 0;
	unsigned int declared = 0;
	char list[64] = "";

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(session->opened, i, &record);
		if (record.is_known && record.type == WIPECERT_DECLARE && record.counts)
			declared |= clauses_of(session, i);
	}
	for (unsigned int clause = CLAUSE_FIRST; clause <= CLAUSE_LAST; clause++)
		if (!(declared & 1u << clause) && used < sizeof(list))
			used += (size_t)snprintf(list + used, sizeof(list) - used, "%s%u",
						 used ? ", " : "", clause);
	if (used)
		output_error(session->tool, NULL,
			     _("clauses of which nobody declared whether they apply: %s"), list);
}

/* What a closing closes: what came, what became of it, and what the officer said of it. */
static bool is_closed_by(const struct wipecert_case_record *record)
{
	switch (record->type) {
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
	case WIPECERT_COPY_OUT:
	case WIPECERT_ERASURE:
	case WIPECERT_EXIT_CHECK:
	case WIPECERT_RETURN:
	case WIPECERT_DISPOSE:
	case WIPECERT_ATTEST:
	case WIPECERT_INCIDENT:
		return true;
	case WIPECERT_CONFIRMATION:
		/* When a paper was signed its record does not say. */
		return record->decision == WIPECERT_ACCEPTED;
	default:
		return false;
	}
}

/* The last of them, also in cases of subcontractors. False: there is none. */
static bool find_last(const struct wipecert_case *opened, struct wipecert_case_record *last)
{
	size_t count = wipecert_case_record_count(opened);
	bool is_found = false;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		if (!record.is_known || !record.counts || !is_closed_by(&record) ||
		    record.stated_s < last->stated_s)
			continue;
		*last = record;
		is_found = true;
	}
	count = wipecert_case_included_count(opened);
	for (size_t i = 0; i < count; i++) {
		const struct wipecert_case *inner;
		const char *name;

		inner = wipecert_case_included(opened, i, &name);
		is_found |= inner && find_last(inner, last);
	}
	return is_found;
}

/* A day that was given; without one it is today. */
static int check_day(const struct session *session, const struct fields *fields)
{
	struct wipecert_case_record last = { .stated_s = INT64_MIN };
	const char *given = field_value(fields, "date");
	char day[WORDS_DAY_BYTES];

	if (!given || !find_last(session->opened, &last))
		return EXIT_DONE;
	words_day(last.stated_s, day);
	if (strcmp(given, day) >= 0)
		return EXIT_DONE;
	return options_fail(
		session->tool,
		_("--date: %s is before what would be closed by it: %s, record %.8s (%s)"), given,
		type_words(last.type), last.link.id, day);
}

/* The officer's answer to what became of the item. */
static const char *answer_id(const struct session *session, size_t outcome, bool *on_paper,
			     struct wipecert_case_record *answer)
{
	struct wipecert_case_record record;

	wipecert_case_record(session->opened, outcome, &record);
	*on_paper = record.standing != WIPECERT_CONFIRMED;
	wipecert_case_record(session->opened, *on_paper ? record.paper : record.confirmed_by,
			     answer);
	return answer->link.id;
}

/* at: which one it is of those that are named. */
static int list_item(const struct session *session, struct wipecert_act *act, size_t index,
		     size_t at, struct wipe_error *err)
{
	struct wipecert_case_record outcome, answer;
	struct wipecert_item item;
	char path[PATH_BYTES];
	bool on_paper;
	const char *answered;
	int rc;

	wipecert_case_item(session->opened, index, &item);
	wipecert_case_record(session->opened, item.outcome_record, &outcome);
	answered = answer_id(session, item.outcome_record, &on_paper, &answer);
	snprintf(path, sizeof(path), "items/%zu/item", at);
	rc = wipecert_act_text(act, path, item.id, err);
	snprintf(path, sizeof(path), "items/%zu/outcome", at);
	if (!rc)
		rc = wipecert_act_text(act, path, wipecert_outcome_name(item.outcome), err);
	snprintf(path, sizeof(path), "items/%zu/record", at);
	if (!rc)
		rc = wipecert_act_text(act, path, outcome.link.id, err);
	snprintf(path, sizeof(path), "items/%zu/confirmation", at);
	if (!rc)
		rc = wipecert_act_text(act, path, answered, err);
	snprintf(path, sizeof(path), "items/%zu/paper", at);
	return rc ? rc : wipecert_act_bool(act, path, on_paper, err);
}

static int finish(struct session *session, struct wipecert_act *act, struct field_parts *parts)
{
	size_t count = wipecert_case_item_count(session->opened), named = 0;
	struct wipe_error err;
	int code = list_open(session), rc = 0;

	(void)parts;
	code = exit_combine(code, list_false(session));
	if (code != EXIT_DONE)
		return code;
	list_without_effect(session);
	list_undeclared(session);
	wipe_error_clear(&err);
	for (size_t i = 0; i < count && !rc; i++) {
		struct wipecert_item item;

		wipecert_case_item(session->opened, i, &item);
		/* It never was there, or was never used. */
		if (item.outcome != WIPECERT_OUTCOME_WITHDRAWN)
			rc = list_item(session, act, i, named++, &err);
	}
	return rc ? session_fail(session, NULL, &err) : EXIT_DONE;
}

int command_close(int argc, char **argv)
{
	/* clang-format off */
	static const struct field fields[] = {
		{ "date", "closed_on", FIELD_DAY, true, N_("when (default: today)"), N_("DAY") },
		{ "text", "text", FIELD_TEXT, false, N_("a remark"), N_("TEXT") },
		{ "document", "", FIELD_DOCUMENT, false,
		  N_("a file to keep beside the record; can be repeated"), N_("FILE") },
		{ NULL, NULL, FIELD_TEXT, false, NULL, NULL },
	};
	/* clang-format on */
	static const struct act_command command = {
		.tool = TOOL,
		.type = WIPECERT_CLOSE,
		.arguments = N_("DIR [OPTION]... --key KEY --cert CERT"),
		.summary =
			N_("Closes the case: every item with what became of it and the officer's "
			   "answer. While anything is open it is refused (exit status 3), and "
			   "what is open is listed."),
		.fields = fields,
		.check_case = check_day,
		.finish = finish,
	};

	return act_run(&command, argc, argv);
}
