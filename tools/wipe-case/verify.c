/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case verify: the whole case, by nothing but its folder and what others hold of it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "exit.h"
#include "next.h"
#include "output.h"
#include "session.h"
#include "text.h"
#include "words.h"

#define TOOL COMMAND_TOOL " verify"

enum { OPTION_HEAD = 1 };

static const struct poptOption table[] = {
	{ "head", 0, POPT_ARG_STRING, NULL, OPTION_HEAD | OPTIONS_MANY,
	  N_("hash of a record that another party holds, with its number after a colon if that is "
	     "known; can be repeated"),
	  N_("HASH[:NUMBER]") },
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR [OPTION]..."),
	.summary = N_("Verifies every record of the case, how they follow one another, the rules, "
		      "and the files beside them."),
	.notes = N_("That the newest records are gone shows only if somebody else holds one of "
		    "them: an officer's answer, a challenge, an export, a timestamp; --head takes "
		    "what they hold. That it is the right case shows by the hash of its first "
		    "record (--init)."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct config {
	struct session_options session;
	struct values heads;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	return number == OPTION_HEAD ? values_add(TOOL, &config->heads, value) :
				       session_set_option(&config->session, number, value);
}

static int hold_head(const struct session *session, const char *value)
{
	const char *colon = strchr(value, ':');
	unsigned long number = 0;
	char digits[72] = "";
	uint8_t sha256[32];
	struct wipe_error err;

	snprintf(digits, sizeof(digits), "%.*s", colon ? (int)(colon - value) : 71, value);
	if (!session_parse_hash(digits, sha256) ||
	    (colon && !options_number(colon + 1, 1, 1000000000, &number)))
		return options_fail(TOOL, _("--head: %s is not HASH or HASH:NUMBER"), value);
	wipe_error_clear(&err);
	return wipecert_case_hold_against(session->opened, sha256, number, &err) ?
		       session_fail(session, NULL, &err) :
		       EXIT_DONE;
}

static const char *file_of(const struct session *session, size_t index,
			   struct wipecert_case_record *record)
{
	if (index == WIPECERT_NO_INDEX)
		return "";
	wipecert_case_record(session->opened, index, record);
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
		return wipecert_fault_text(record->fault);
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

static int tell_findings(const struct session *session)
{
	size_t count = wipecert_case_finding_count(session->opened);
	int code = EXIT_DONE;

	for (size_t i = 0; i < count; i++) {
		struct wipecert_case_record record = { .is_known = false }, second;
		struct wipecert_case_finding finding;
		const char *file, *other;

		wipecert_case_finding(session->opened, i, &finding);
		file = file_of(session, finding.record, &record);
		other = file_of(session, finding.other, &second);
		code = exit_combine(code, wipecert_case_problem_exit(finding.problem));
		if (session->options->json)
			tell_json(&finding, file, other, &record);
		else if (!session->options->quiet)
			tell_text(&finding, file, other, &record);
	}
	return code;
}

static void tell_heads(const struct session *session)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(session->opened, &summary);
	for (size_t i = 0; i < summary.head_count; i++) {
		if (session->options->json)
			output_json(json_pack(
				"{s:s, s:o, s:I, s:s}", "object", "head", "econtent_sha256",
				output_json_hex(summary.heads[i].econtent_sha256, 32), "number",
				(json_int_t)summary.number, "id", summary.heads[i].id));
		else if (!session->options->quiet) {
			printf(_("Newest record, number %llu:\n"),
			       (unsigned long long)summary.number);
			print_hash(summary.heads[i].econtent_sha256);
		}
	}
}

static void tell_verdict(const struct session *session, int code)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(session->opened, &summary);
	if (session->options->json || session->options->quiet)
		return;
	if (summary.is_demo)
		printf("%s\n", _("OPEN: demonstration certificates signed: this proves nothing."));
	printf("%s\n", code == EXIT_DONE ?
			       _("The case is whole: every record is authentic, none is "
				 "gone as far as others hold them, all rules were kept.") :
		       code == EXIT_FAILED ? _("The case is NOT whole.") :
					     _("It cannot be confirmed that the case is whole."));
	printf(_("Records: %zu, items: %zu\n"), summary.records, summary.items);
}

static int verify(struct session *session, const struct config *config)
{
	struct wipecert_case_summary summary;
	struct wipe_error err;
	int code = EXIT_DONE;

	wipe_error_clear(&err);
	for (size_t i = 0; i < config->heads.count && code == EXIT_DONE; i++)
		code = hold_head(session, config->heads.items[i]);
	if (code == EXIT_DONE && wipecert_case_check_attachments(session->opened, &err))
		code = session_fail(session, NULL, &err);
	if (code != EXIT_DONE)
		return code;
	code = tell_findings(session);
	wipecert_case_summarize(session->opened, &summary);
	if (summary.is_demo)
		code = exit_combine(code, EXIT_UNCONFIRMED);
	tell_heads(session);
	tell_verdict(session, code);
	next_tell_state(session);
	return code;
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, false);

	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	if (code == EXIT_DONE)
		code = verify(&session, config);
	session_end(&session, code);
	return code;
}

int command_verify(int argc, char **argv)
{
	struct config config = { .heads = { NULL, 0 } };
	struct options options;
	int code;

	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO)
		code = run(&config, &options);
	values_free(&config.heads);
	session_free_options(&config.session);
	options_free(&options);
	return code;
}
