/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "case_findings.h"

#include <stdio.h>
#include <string.h>

#include "copied.h"
#include "exit.h"
#include "i18n.h"
#include "output.h"
#include "text.h"
#include "utc.h"

static const char *file_of(const struct wipecert_case *opened, size_t index,
			   struct wipecert_case_record *record)
{
	if (index == WIPECERT_NO_INDEX)
		return "";
	wipecert_case_record(opened, index, record);
	return record->file;
}

static void tell_json(const struct wipecert_case_finding *finding, const char *file,
		      const char *other, const struct wipecert_case_record *record)
{
	static const uint8_t none[32];
	bool has_hash = memcmp(finding->hash, none, sizeof(none)) != 0;

	output_json(json_pack("{s:s, s:s, s:i, s:o, s:o, s:o, s:s, s:s, s:o}", "object", "finding",
			      "problem", wipecert_case_problem_name(finding->problem), "exit",
			      wipecert_case_problem_exit(finding->problem), "file",
			      output_json_text(file), "other", output_json_text(other), "hash",
			      output_json_hex(has_hash ? finding->hash : NULL, 32), "fault",
			      *file ? wipecert_fault_name(record->fault) : "none", "reason",
			      *file ? wipecert_reason_name(record->reason) : "none", "detail",
			      output_json_text(finding->detail)));
}

static void print_hash(const uint8_t hash[32])
{
	printf("    SHA-256 ");
	for (size_t i = 0; i < 32; i++)
		printf("%02x", hash[i]);
	putchar('\n');
}

/* Why, where the problem itself does not say it. */
static const char *why(const struct wipecert_case_finding *finding,
		       const struct wipecert_case_record *record)
{
	switch (finding->problem) {
	case WIPECERT_CASE_VOID:
	case WIPECERT_CASE_AGAINST_RULES:
	case WIPECERT_CASE_SETTLED:
		return case_fault_text(record);
	case WIPECERT_CASE_INVALID:
	case WIPECERT_CASE_UNDECIDED:
		return wipecert_reason_text(record->reason);
	default:
		return finding->detail;
	}
}

static void tell_text(const struct wipecert_case_finding *finding, const char *file,
		      const char *other, const struct wipecert_case_record *record)
{
	static const uint8_t none[32];
	const char *mark = wipecert_case_problem_exit(finding->problem) == EXIT_FAILED ?
				   _("FALSE") :
			   wipecert_case_problem_exit(finding->problem) ? _("OPEN") :
									  _("NOTE");
	char shown[512];

	printf("%s: %s\n", mark, wipecert_case_problem_text(finding->problem));
	if (*file) {
		text_escape(file, shown, sizeof(shown));
		printf("    %s\n", shown);
	}
	if (*why(finding, record)) {
		text_escape(why(finding, record), shown, sizeof(shown));
		printf("    %s\n", shown);
	}
	if (*other) {
		text_escape(other, shown, sizeof(shown));
		printf("    %s\n", shown);
	}
	if (memcmp(finding->hash, none, sizeof(none)) != 0)
		print_hash(finding->hash);
}

static void tell_problem(const char *tool, const struct wipecert_case_finding *finding,
			 const char *file, const struct wipecert_case_record *record)
{
	const char *reason = why(finding, record);

	if (wipecert_case_problem_exit(finding->problem))
		output_error(tool, *file ? file : NULL, "%s%s%s",
			     wipecert_case_problem_text(finding->problem), *reason ? ": " : "",
			     reason);
}

static void tell_finding(const char *tool, const struct wipecert_case *opened, enum case_form form,
			 const struct wipecert_case_finding *finding)
{
	struct wipecert_case_record record = { .is_known = false }, second;
	const char *file = file_of(opened, finding->record, &record);
	const char *other = file_of(opened, finding->other, &second);

	if (form == CASE_JSON)
		tell_json(finding, file, other, &record);
	else if (form == CASE_TEXT)
		tell_text(finding, file, other, &record);
	else if (form == CASE_PROBLEMS)
		tell_problem(tool, finding, file, &record);
}

/* The causes first: damaged records, what else is false, what is open because of it, notes. */
static unsigned int rank_of(enum wipecert_case_problem problem)
{
	int code = wipecert_case_problem_exit(problem);

	if (problem == WIPECERT_CASE_INVALID)
		return 0;
	return code == EXIT_FAILED ? 1 : code == EXIT_UNCONFIRMED ? 2 : 3;
}

static int tell_findings(const char *tool, const struct wipecert_case *opened, enum case_form form)
{
	size_t count = wipecert_case_finding_count(opened);
	int code = EXIT_DONE;

	for (unsigned int rank = 0; rank <= 3; rank++)
		for (size_t i = 0; i < count; i++) {
			struct wipecert_case_finding finding;

			wipecert_case_finding(opened, i, &finding);
			if (rank_of(finding.problem) != rank)
				continue;
			code = exit_combine(code, wipecert_case_problem_exit(finding.problem));
			tell_finding(tool, opened, form, &finding);
		}
	return code;
}

static void tell_heads(const struct wipecert_case *opened, enum case_form form)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(opened, &summary);
	for (size_t i = 0; i < summary.head_count; i++) {
		if (form == CASE_JSON)
			output_json(json_pack(
				"{s:s, s:o, s:I, s:s}", "object", "head", "econtent_sha256",
				output_json_hex(summary.heads[i].econtent_sha256, 32), "number",
				(json_int_t)summary.head_numbers[i], "id", summary.heads[i].id));
		else if (form == CASE_TEXT) {
			printf(_("Newest record, number %llu:\n"),
			       (unsigned long long)summary.head_numbers[i]);
			print_hash(summary.heads[i].econtent_sha256);
		}
	}
}

static bool has_finding(const struct wipecert_case *opened, enum wipecert_case_problem problem)
{
	size_t count = wipecert_case_finding_count(opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_finding finding;

		wipecert_case_finding(opened, i, &finding);
		if (finding.problem == problem)
			return true;
	}
	return false;
}

static const char *verdict_text(const struct wipecert_case *opened, int code)
{
	if (code == EXIT_FAILED)
		return _("The case is NOT whole.");
	if (code != EXIT_DONE)
		return _("It cannot be confirmed that the case is whole.");
	return has_finding(opened, WIPECERT_CASE_SETTLED) ?
		       _("The case is whole: every record is authentic, none is gone as far as "
			 "others hold them; what was recorded against a rule an officer has "
			 "answered.") :
		       _("The case is whole: every record is authentic, none is "
			 "gone as far as others hold them, all rules were kept.");
}

static void tell_verdict(const struct wipecert_case *opened, enum case_form form, int code)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(opened, &summary);
	if (form != CASE_TEXT)
		return;
	if (summary.is_demo)
		printf("%s\n", _("OPEN: demonstration certificates signed: this proves nothing."));
	printf("%s\n", verdict_text(opened, code));
	printf(_("Records: %zu, items: %zu\n"), summary.records, summary.items);
}

static bool is_of_the_clock(const struct wipecert_case *opened,
			    const struct wipecert_case_finding *finding)
{
	struct wipecert_case_record record;

	if (finding->record == WIPECERT_NO_INDEX)
		return false;
	wipecert_case_record(opened, finding->record, &record);
	return record.is_early;
}

static size_t count_wrong(const struct wipecert_case *opened)
{
	size_t count = wipecert_case_finding_count(opened), wrong = 0;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_finding finding;

		wipecert_case_finding(opened, i, &finding);
		wrong += finding.problem != WIPECERT_CASE_NOT_PINNED &&
			 wipecert_case_problem_exit(finding.problem) != EXIT_DONE &&
			 !is_of_the_clock(opened, &finding);
	}
	return wrong;
}

static size_t count_to_come(const struct wipecert_case *opened)
{
	size_t count = wipecert_case_record_count(opened), found = 0;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		found += record.is_early;
	}
	return found;
}

void case_warn(const char *tool, const struct wipecert_case *opened)
{
	size_t to_come = count_to_come(opened), wrong = count_wrong(opened);

	if (to_come)
		output_error(tool, NULL,
			     _("records that bear a time still to come, or whose signers are not "
			       "valid yet: %zu; of those only duties count: is the clock right?"),
			     to_come);
	if (wrong)
		output_error(
			tool, NULL,
			_("something is wrong with %zu records or files: see wipe-case verify"),
			wrong);
}

const char *case_fault_text(const struct wipecert_case_record *record)
{
	if (record->fault == WIPECERT_FAULT_NOT_AUTHENTIC && record->reason != WIPECERT_REASON_NONE)
		return wipecert_reason_text(record->reason);
	/* It may have been opened again since, by this very record. */
	if (record->fault == WIPECERT_FAULT_AFTER_CLOSE)
		return _("it came after the case had been closed");
	return wipecert_fault_text(record->fault);
}

/* Something is gone or false, or does not count yet: closing would be refused, or forget it. */
static bool is_whole(const struct wipecert_case *opened)
{
	size_t count = wipecert_case_finding_count(opened);

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_finding finding;

		wipecert_case_finding(opened, i, &finding);
		if (wipecert_case_problem_exit(finding.problem) == EXIT_FAILED ||
		    is_of_the_clock(opened, &finding))
			return false;
	}
	return true;
}

static void tell_lines(const struct wipecert_case *opened, size_t lines)
{
	printf(has_finding(opened, WIPECERT_CASE_MISSING) ?
		       _("Lines that do not join: %zu, records between them are gone (wipe-case "
			 "verify)\n") :
		       _("Lines that were not merged: %zu (wipe-case merge)\n"),
	       lines);
}

/* After a power cut, say: what is on the medium is not known until it is copied again, or erased. */
static size_t count_open_copyings(const struct wipecert_case *opened)
{
	size_t count = wipecert_case_record_count(opened), open = 0;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record;
		struct wipecert_item item;

		wipecert_case_record(opened, i, &record);
		if (!record.is_begun || record.is_ended || !record.counts ||
		    record.erased_by != WIPECERT_NO_INDEX || record.item == WIPECERT_NO_INDEX)
			continue;
		wipecert_case_item(opened, record.item, &item);
		open += item.lacks != 0;
	}
	return open;
}

static void tell_open_copyings(const struct wipecert_case *opened)
{
	size_t open = count_open_copyings(opened);

	if (open)
		printf(_("Copyings of which nothing tells how they ended: %zu (wipe-case status "
			 "--item; run the same copy-out again)\n"),
		       open);
}

static void tell_nothing_open(const struct wipecert_case *opened)
{
	printf("%s\n", is_whole(opened) ?
			       _("Nothing is open: the case can be closed (wipe-case close).") :
			       _("Nothing is open as far as the records tell, but the case is not "
				 "whole: it cannot be closed so (wipe-case verify)."));
}

size_t case_last_closing(const struct wipecert_case *opened)
{
	for (size_t i = wipecert_case_record_count(opened); i-- > 0;) {
		struct wipecert_case_record record;

		wipecert_case_record(opened, i, &record);
		if (record.is_known && record.type == WIPECERT_CLOSE && record.counts)
			return i;
	}
	return WIPECERT_NO_INDEX;
}

/* The closing that was taken back, or that what is open now has overtaken; WIPECERT_NO_INDEX: none. */
static size_t undone_closing(const struct wipecert_case *opened,
			     const struct wipecert_case_summary *summary)
{
	return summary->is_closed ? WIPECERT_NO_INDEX : case_last_closing(opened);
}

static json_t *undone_json(const struct wipecert_case *opened,
			   const struct wipecert_case_summary *summary)
{
	size_t index = undone_closing(opened, summary);
	struct wipecert_case_record record;

	if (index == WIPECERT_NO_INDEX)
		return json_null();
	wipecert_case_record(opened, index, &record);
	return json_string(record.link.id);
}

/* Whoever closed it thinks that all is done. */
static void tell_undone(const struct wipecert_case *opened,
			const struct wipecert_case_summary *summary)
{
	size_t index = undone_closing(opened, summary);
	struct wipecert_case_record record;
	char day[UTC_TEXT_BYTES];

	if (index == WIPECERT_NO_INDEX)
		return;
	wipecert_case_record(opened, index, &record);
	utc_format(record.stated_s + WIPECERT_CASE_ZONE_S, day);
	printf(record.standing == WIPECERT_DISMISSED ?
		       _("The case is open again: an officer rejected the closing of %.10s (record "
			 "%.8s)\n") :
		       _("The case is open again: the closing of %.10s (record %.8s) no longer "
			 "holds\n"),
	       day, record.link.id);
}

json_t *case_state_json(const struct wipecert_case *opened)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(opened, &summary);
	return json_pack(
		"{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:I, "
		"s:I, s:I, s:I, s:I, s:b, s:b, s:o}",
		"object", "state", "records", (json_int_t)summary.records, "items",
		(json_int_t)summary.items, "open_items", (json_int_t)summary.open_items,
		"late_items", (json_int_t)summary.late_items, "awaiting_confirmation",
		(json_int_t)summary.awaiting, "open_incidents", (json_int_t)summary.open_incidents,
		"open_attempts", (json_int_t)summary.open_attempts, "open_copyings",
		(json_int_t)count_open_copyings(opened), "invalid_records",
		(json_int_t)summary.invalid, "undecided_records", (json_int_t)summary.undecided,
		"void_records", (json_int_t)summary.void_records, "against_rules_records",
		(json_int_t)summary.against_rules, "attested_items", (json_int_t)summary.attested,
		"on_paper_items", (json_int_t)summary.on_paper, "withdrawn_items",
		(json_int_t)summary.withdrawn, "heads", (json_int_t)summary.head_count,
		"subcontractors", (json_int_t)summary.included, "subcontractors_open",
		summary.included_open, "closed", summary.is_closed, "closing_undone",
		undone_json(opened, &summary));
}

void case_tell_state(const struct wipecert_case *opened, enum case_form form)
{
	struct wipecert_case_summary summary;

	if (form == CASE_JSON) {
		output_json(case_state_json(opened));
		return;
	}
	if (form != CASE_TEXT)
		return;
	wipecert_case_summarize(opened, &summary);
	if (summary.is_closed)
		printf("%s\n", _("The case is closed."));
	tell_undone(opened, &summary);
	if (summary.awaiting)
		printf(_("Awaiting the officer's confirmation: %zu\n"), summary.awaiting);
	if (summary.on_paper)
		printf(_("Closed by an answer on paper, entered by the contractor: %zu\n"),
		       summary.on_paper);
	if (summary.open_items)
		printf(_("Open items: %zu of %zu, late: %zu\n"), summary.open_items, summary.items,
		       summary.late_items);
	if (summary.open_incidents)
		printf(_("Open incidents: %zu\n"), summary.open_incidents);
	if (summary.open_attempts)
		printf(_("Erasures of which nothing tells how they ended: %zu\n"),
		       summary.open_attempts);
	tell_open_copyings(opened);
	if (summary.against_rules)
		printf(_("Recorded against a rule, and not answered by an officer yet: %zu\n"),
		       summary.against_rules);
	if (summary.head_count > 1)
		tell_lines(opened, summary.head_count);
	if (summary.included)
		printf(_("Cases of subcontractors: %zu, %s\n"), summary.included,
		       summary.included_open ? _("something is open in them") :
					       _("nothing is open in them"));
	if (!summary.open_items && !summary.open_incidents && !summary.open_attempts &&
	    !summary.included_open && summary.items && !summary.is_closed)
		tell_nothing_open(opened);
}

int case_tell(const char *tool, struct wipecert_case *opened, enum case_form form, int *code)
{
	struct wipecert_case_summary summary;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipecert_case_check_attachments(opened, &err) || copied_check_lists(opened, &err)) {
		output_wipe_error(tool, wipecert_case_path(opened), &err);
		return exit_from_error(&err);
	}
	*code = tell_findings(tool, opened, form);
	wipecert_case_summarize(opened, &summary);
	if (summary.is_demo)
		*code = exit_combine(*code, EXIT_UNCONFIRMED);
	tell_heads(opened, form);
	tell_verdict(opened, form, *code);
	case_tell_state(opened, form);
	return EXIT_DONE;
}
