/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wipe-cert confirm: an officer's answer to a record, or one on paper that is
 * entered. What would not count when it is verified is not made.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>
#include <wipecert/save.h>
#include <wipecert/weigh.h>

#include "command.h"
#include "copied.h"
#include "exit.h"
#include "log.h"
#include "output.h"
#include "sandbox.h"
#include "signing.h"
#include "text.h"
#include "trust.h"
#include "verdict.h"

#define TOOL COMMAND_TOOL " confirm"

enum {
	OPTION_ACCEPT = 1,
	OPTION_REJECT,
	OPTION_REASON,
	OPTION_LABEL_SEEN,
	OPTION_CHECK_RECORD,
	OPTION_PAPER_SCAN,
};

static const struct poptOption table[] = {
	{ "accept", 0, POPT_ARG_NONE, NULL, OPTION_ACCEPT, N_("accept the record"), NULL },
	{ "reject", 0, POPT_ARG_NONE, NULL, OPTION_REJECT, N_("reject the record; needs --reason"),
	  NULL },
	{ "reason", 0, POPT_ARG_STRING, NULL, OPTION_REASON | OPTIONS_MANY,
	  N_("a reason, at most 500 characters; can be repeated"), N_("TEXT") },
	{ "label-seen", 0, POPT_ARG_NONE, NULL, OPTION_LABEL_SEEN,
	  N_("the label of the medium was compared with the record"), NULL },
	{ "check-record", 0, POPT_ARG_STRING, NULL, OPTION_CHECK_RECORD,
	  N_("the medium was re-read, and wipe-check wrote this record of it"), N_("FILE") },
	{ "paper-scan", 0, POPT_ARG_STRING, NULL, OPTION_PAPER_SCAN,
	  N_("the officer decided on paper, of which this file is a scan; the signature is that "
	     "of whoever enters it"),
	  N_("FILE") },
	SIGNING_OPTION_ROWS,
	TRUST_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... --accept|--reject --key KEY --cert CERT -o OUT.p7m RECORD"),
	.summary = N_("Accepts or rejects a signed record of an erasure, or what a contractor "
		      "recorded in a case, in a signed record of its own that names its hashes."),
	.notes = N_("With a trust folder (--trust) a confirmation that would not count is "
		    "refused, exit status 3: by somebody who is no officer, or who signed the "
		    "record."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct settings {
	struct signing_options signing;
	struct trust_options trust;
	bool accepts, rejects;
	struct values reasons;
	const char *check_record, *paper_scan;
	bool label_seen;
};

/* What is read, and what is made of it. */
struct work {
	struct wipecert_trust *trust;
	int64_t time_s;
	struct verdict record, check;
	struct wipecert_meta meta;
	struct wipecert_confirmation confirmation;
	struct wipecert_signer *signer;
	char *json;
	size_t json_bytes;
	struct signing signing;
};

static int set_option(void *arg, int number, const char *value)
{
	struct settings *settings = arg;

	if (trust_is_option(number))
		return trust_set_option(&settings->trust, TOOL, number, value);
	if (signing_is_option(number))
		return signing_set_option(&settings->signing, number, value);
	switch (number) {
	case OPTION_ACCEPT:
		settings->accepts = true;
		break;
	case OPTION_REJECT:
		settings->rejects = true;
		break;
	case OPTION_REASON:
		return values_add(TOOL, &settings->reasons, value);
	case OPTION_LABEL_SEEN:
		settings->label_seen = true;
		break;
	case OPTION_CHECK_RECORD:
		settings->check_record = value;
		break;
	case OPTION_PAPER_SCAN:
		settings->paper_scan = value;
		break;
	}
	return 0;
}

static int check_settings(const struct settings *settings)
{
	if (settings->accepts == settings->rejects)
		return options_fail(TOOL, "%s", _("either --accept or --reject"));
	if (settings->rejects && !settings->reasons.count)
		return options_fail(TOOL, "%s", _("--reject needs a --reason"));
	if (settings->reasons.count > WIPECERT_GROUNDS_MAX)
		return options_fail(TOOL, _("at most %d times --reason"), WIPECERT_GROUNDS_MAX);
	for (size_t i = 0; i < settings->reasons.count; i++)
		if (strlen(settings->reasons.items[i]) >= WIPECERT_GROUND_BYTES)
			return options_fail(TOOL, "%s", _("a --reason has at most 500 characters"));
	return signing_check_options(&settings->signing);
}

static int fail(const char *path, const struct wipe_error *err)
{
	output_wipe_error(TOOL, path, err);
	return exit_from_error(err);
}

static int refuse(const char *path, const char *why)
{
	output_error(TOOL, path, "%s", why);
	return EXIT_REFUSED;
}

/* A record that nothing is wrong with. */
static int read_record(const struct work *work, const char *path, struct verdict *verdict)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (verdict_of_file(work->trust, path, work->time_s, verdict, &err))
		return fail(path, &err);
	if (verdict->obstacle == VERDICT_NO_FILE) {
		output_error(TOOL, path, "%s", verdict->error);
		return verdict->exit;
	}
	if (!verdict->record) {
		output_error(TOOL, path, _("not authentic: %s%s%s"),
			     wipecert_reason_text(verdict->reason),
			     verdict->detail && *verdict->detail ? ": " : "",
			     verdict->detail ? verdict->detail : "");
		return EXIT_FAILED;
	}
	return EXIT_DONE;
}

/* What an officer has to know of what went back, before it is signed. */
static void warn_of_return(const struct work *work, const char *path)
{
	const struct compared *compared = &work->record.record->compared;
	char words[COMPARED_BYTES];

	if (!compared_differs(compared))
		return;
	compared_words(compared, words);
	output_error(TOOL, path, _("what went back is not what was received: %s"), words);
}

/* That files had been changed before they were erased, likewise. */
static void warn_of_copies(const struct work *work, const char *path)
{
	const struct verdict_record *record = work->record.record;
	char words[COPIED_BYTES] = "";

	if (record->has_copied)
		copied_warn(&record->copied, record->copied_is_whole, words);
	if (*words)
		output_error(TOOL, path, "%s", words);
}

static int check_record(const struct work *work, const struct settings *settings, const char *path)
{
	if (!wipecert_type_is_answered(work->record.record->type))
		return refuse(path, _("a record of a type that nobody confirms"));
	if (!work->record.is_signed)
		return refuse(path, _("only a signed record can be confirmed"));
	if (settings->label_seen && work->record.record->is_of_files)
		return refuse(path, _("files have no label to be seen: leave --label-seen out"));
	if (settings->accepts && work->record.record->type == WIPECERT_ERASURE &&
	    work->record.record->has_copied && !work->record.record->copied_is_whole)
		return refuse(path, _("not all of the copy is erased: it cannot be accepted"));
	if (settings->accepts && work->record.record->type == WIPECERT_ERASURE &&
	    !work->record.record->has_copied && work->record.held != WIPECERT_HELD_YES)
		return refuse(path, _("the erasure did not hold: it cannot be accepted"));
	warn_of_copies(work, path);
	if (work->record.authentic != WIPECERT_VALID)
		output_error(TOOL, path, _("warning: %s"),
			     wipecert_reason_text(work->record.reason));
	return EXIT_DONE;
}

static bool is_about(const struct verdict *check, const struct verdict *record)
{
	const struct wipecert_link *about = &check->record->about;

	return memcmp(about->econtent_sha256, record->link.econtent_sha256, 32) == 0 &&
	       about->is_signed &&
	       memcmp(about->signature_sha256, record->link.signature_sha256, 32) == 0;
}

static int take_check(struct work *work, const struct settings *settings)
{
	const char *path = settings->check_record;
	int code;

	if (!path)
		return EXIT_DONE;
	code = read_record(work, path, &work->check);
	if (code != EXIT_DONE)
		return code;
	if (work->check.record->type != WIPECERT_CHECK)
		return refuse(path, _("no record of a re-read"));
	if (!is_about(&work->check, &work->record))
		return refuse(path, _("a re-read against another record"));
	if (settings->accepts && work->check.held != WIPECERT_HELD_YES)
		return refuse(path, _("the medium was not found as recorded"));
	work->confirmation.has_check = true;
	work->confirmation.check = work->check.link;
	memcpy(work->confirmation.check.id, work->check.record->id,
	       sizeof(work->confirmation.check.id));
	work->confirmation.reread = work->check.record->windows ? WIPECERT_REREAD_SAMPLE :
								  WIPECERT_REREAD_FULL;
	return EXIT_DONE;
}

static int take_settings(struct work *work, const struct settings *settings)
{
	struct wipecert_confirmation *made = &work->confirmation;
	struct wipe_error err;

	made->accepts = settings->accepts;
	made->label_seen = settings->label_seen;
	made->ground_count = settings->reasons.count;
	for (size_t i = 0; i < made->ground_count; i++)
		snprintf(made->grounds[i], sizeof(made->grounds[i]), "%s",
			 settings->reasons.items[i]);
	wipe_error_clear(&err);
	if (settings->paper_scan && wipecert_confirmation_scan(made, settings->paper_scan, &err))
		return fail(settings->paper_scan, &err);
	return EXIT_DONE;
}

static int build(struct work *work)
{
	struct wipecert_link about = work->record.link;
	const struct wipe_env *env = wipe_env_system();
	struct wipe_error err;
	int rc;

	memcpy(about.id, work->record.record->id, sizeof(about.id));
	work->meta.about = &about;
	work->meta.signer_flag = wipecert_signer_flag_at(work->signer, env->ops->realtime_s(env));
	wipe_error_clear(&err);
	rc = wipecert_confirmation_build(&work->confirmation, &work->meta, &work->json,
					 &work->json_bytes, &err);
	work->meta.about = NULL;
	return rc ? fail(NULL, &err) : EXIT_DONE;
}

/* What is signed but not saved yet, as a verifier will see it. */
static int check_weight(const struct work *work)
{
	const struct wipe_env *env = wipe_env_system();
	enum wipecert_reason fault = WIPECERT_REASON_NONE;
	struct wipecert_result result;
	struct wipecert_voice voice;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipecert_verify(work->trust, work->signing.der, work->signing.der_bytes,
			    env->ops->realtime_s(env), &result, &err))
		return fail(NULL, &err);
	if (result.authentic == WIPECERT_INVALID)
		fault = result.reason;
	else if (wipecert_voice_of(&result, &voice))
		fault = wipecert_confirmation_fault(work->record.voice, &voice);
	wipecert_result_clear(&result);
	/* Without anchors nobody is known; that is for those to judge who verify it. */
	if (fault == WIPECERT_REASON_NONE || fault == WIPECERT_REASON_NO_TRUST ||
	    fault == WIPECERT_REASON_ROLE_UNKNOWN || fault == WIPECERT_REASON_DEMO)
		return EXIT_DONE;
	return refuse(wipecert_signer_name(work->signer), wipecert_reason_text(fault));
}

static void report(const struct settings *settings, const struct work *work,
		   const struct options *options)
{
	const char *signer = wipecert_signer_name(work->signer);
	char name[1024], path[1024], words[COMPARED_BYTES];

	if (options->json) {
		output_json(json_pack(
			"{s:s, s:o, s:s, s:s, s:o, s:s, s:s, s:o, s:o, s:o}", "object", "confirm",
			"output", output_json_text(settings->signing.output), "id", work->meta.id,
			"about_id", work->record.record->id, "compared",
			compared_json(&work->record.record->compared), "decision",
			settings->accepts ? "accept" : "reject", "means",
			work->confirmation.is_paper ? "paper" : "signed", "signer",
			output_json_text(signer), "econtent_sha256",
			output_json_hex(work->signing.link.econtent_sha256, 32), "signature_sha256",
			output_json_hex(work->signing.link.signature_sha256, 32)));
		return;
	}
	if (options->quiet)
		return;
	text_escape(signer, name, sizeof(name));
	text_escape(settings->signing.output, path, sizeof(path));
	if (work->confirmation.is_paper)
		printf(_("%s: answer on paper to record %s, entered by %s\n"), path,
		       work->record.record->id, name);
	else if (settings->accepts)
		printf(_("%s: record %s accepted by %s\n"), path, work->record.record->id, name);
	else
		printf(_("%s: record %s rejected by %s\n"), path, work->record.record->id, name);
	if (!work->record.record->has_files)
		return;
	compared_words(&work->record.record->compared, words);
	printf("%s: %s: %s\n", path, _("Against what was received"), words);
}

static int confirm(struct work *work, struct settings *settings, const struct options *options)
{
	const char *path = options->arguments[0];
	int code = trust_load(&settings->trust, TOOL, &work->trust);

	work->time_s = trust_time(&settings->trust);
	if (code == EXIT_DONE)
		code = read_record(work, path, &work->record);
	if (code == EXIT_DONE)
		code = check_record(work, settings, path);
	if (code == EXIT_DONE)
		warn_of_return(work, path);
	if (code == EXIT_DONE)
		code = take_check(work, settings);
	if (code == EXIT_DONE)
		code = take_settings(work, settings);
	if (code == EXIT_DONE)
		code = signing_load(&settings->signing, &work->signer);
	if (code == EXIT_DONE)
		code = build(work);
	if (code == EXIT_DONE)
		code = signing_sign(&settings->signing, work->signer, work->json, work->json_bytes,
				    &work->signing);
	if (code == EXIT_DONE)
		code = check_weight(work);
	if (code == EXIT_DONE)
		code = signing_save(&settings->signing, &work->signing, work->json,
				    work->json_bytes);
	if (code == EXIT_DONE)
		report(settings, work, options);
	return code;
}

static void free_work(struct work *work)
{
	signing_free(&work->signing);
	wipecert_signer_free(work->signer);
	verdict_clear(&work->check);
	verdict_clear(&work->record);
	wipecert_trust_free(work->trust);
	free(work->json);
	free(work);
}

static int start(const struct options *options, struct settings *settings)
{
	struct work *work = calloc(1, sizeof(*work));
	struct log *log = NULL;
	int code;

	if (!work) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	code = check_settings(settings);
	if (code == EXIT_DONE)
		code = signing_meta(&settings->signing, &work->meta);
	if (code == EXIT_DONE)
		code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(options->log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = confirm(work, settings, options);
	log_line(log, WIPE_LOG_INFO, "%s to %s: %s", options->arguments[0],
		 settings->signing.output ? settings->signing.output : "-", exit_name(code));
	log_close(log);
	free_work(work);
	return code;
}

int command_confirm(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct options options;
	int code;

	signing_init(&settings.signing, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &settings, &options);
	if (code == OPTIONS_GO)
		code = start(&options, &settings);
	values_free(&settings.reasons);
	trust_free_options(&settings.trust);
	options_free(&options);
	return code;
}
