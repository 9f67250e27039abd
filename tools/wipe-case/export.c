/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case export: a folder for whoever audits the case. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

#include "command.h"
#include "exit.h"
#include "output.h"
#include "session.h"
#include "text.h"

#define TOOL COMMAND_TOOL " export"
#define NOTE_NAME "VERIFY.txt"
#define PATH_BYTES 4096

enum { OPTION_WITHOUT_PERSONAL = 1 };

static const struct poptOption table[] = {
	{ "without-personal", 0, POPT_ARG_NONE, NULL, OPTION_WITHOUT_PERSONAL,
	  N_("leave out names of files and what says something of persons"), NULL },
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR OUT [OPTION]..."),
	.summary = N_("Copies the case into the new folder OUT for whoever audits it. It verifies "
		      "there without anything else: wipe-verify, or the officer's page."),
	.notes =
		N_("Whoever gets it holds the newest record's hash, too: from then on its removal "
		   "from the case would be noticed. What is damaged stays behind and is told (exit "
		   "status 1)."),
	.table = table,
	.least_arguments = 2,
	.most_arguments = 2,
};

struct config {
	struct session_options session;
	bool without_personal;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	if (number != OPTION_WITHOUT_PERSONAL)
		return session_set_option(&config->session, number, value);
	config->without_personal = true;
	return 0;
}

static void put_hash(FILE *out, const uint8_t sha256[32], const char *after)
{
	for (size_t i = 0; i < 32; i++)
		fprintf(out, "%02x", sha256[i]);
	fprintf(out, "%s\n", after);
}

/* For people without these tools, and what they hold by it. */
static void write_note(FILE *out, const struct session *session, const struct config *config)
{
	struct wipecert_case_summary summary;
	uint8_t sha256[32];

	wipecert_case_summarize(session->opened, &summary);
	fprintf(out, "%s\n\n",
		_("A copy of a case: signed records of what was received, permitted, "
		  "copied, erased, returned and confirmed under a contract."));
	fprintf(out, "%s\n  wipe-verify . --init ", _("To verify it whole, in this folder:"));
	wipecert_case_init_sha256(session->opened, sha256);
	put_hash(out, sha256, "");
	fprintf(out, "%s\n",
		_("Compare that hash with the one on the papers of the contract, not with this "
		  "file. Or drop this folder onto the officer's page."));
	fprintf(out, "\n%s\n", _("To check the signature of one record with stock tools:"));
	fprintf(out, "  openssl cms -verify -inform DER -binary -cades -in records/FILE -CAfile "
		     "trust/manager/FILE\n");
	fprintf(out, "\n%s\n", _("The newest records of this copy:"));
	for (size_t i = 0; i < summary.head_count; i++) {
		fprintf(out, "  %llu  ", (unsigned long long)summary.head_numbers[i]);
		put_hash(out, summary.heads[i].econtent_sha256, "");
	}
	if (config->without_personal)
		fprintf(out, "\n%s\n",
			_("Names of files and what says something of persons were left out; the "
			  "records still verify."));
}

struct writing {
	const struct session *session;
	const struct config *config;
};

/* Into the copy, while it has no name yet. */
static int save_note(void *arg, const char *folder, struct wipe_error *err)
{
	const struct writing *writing = arg;
	char path[PATH_BYTES], *text = NULL;
	size_t length = 0;
	FILE *out = open_memstream(&text, &length);
	int rc;

	if (!out)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", strerror(errno));
	write_note(out, writing->session, writing->config);
	if (fclose(out))
		rc = wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", strerror(errno));
	else if (snprintf(path, sizeof(path), "%s/%s", folder, NOTE_NAME) >= (int)sizeof(path))
		rc = wipe_error_set(err, WIPE_E_USAGE, ENAMETOOLONG, "%s", folder);
	else
		rc = wipecert_save(path, text, length, err);
	free(text);
	return rc;
}

static void tell_left(void *arg, const char *path, const char *why)
{
	const struct writing *writing = arg;

	output_message(writing->session->tool, path, why);
}

static void tell(const struct session *session, const struct wipecert_case_export *counts)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(session->opened, &summary);
	if (session->options->json) {
		output_json(json_pack(
			"{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "object", "export", "records",
			(json_int_t)counts->records, "attachments", (json_int_t)counts->attachments,
			"left_out", (json_int_t)counts->left_out, "foreign",
			(json_int_t)counts->foreign, "damaged", (json_int_t)counts->damaged,
			"number", (json_int_t)summary.number, "head",
			output_json_hex(
				summary.head_count ? summary.heads[0].econtent_sha256 : NULL, 32)));
		return;
	}
	if (session->options->quiet)
		return;
	printf(_("Exported and read back: %zu records, %zu attachments; left out: %zu\n"),
	       counts->records, counts->attachments, counts->left_out);
	if (counts->foreign)
		printf(_("Files that do not belong there, and stayed behind: %zu\n"),
		       counts->foreign);
	if (counts->damaged)
		printf(_("Files that are damaged, and stayed behind: %zu\n"), counts->damaged);
}

static int export(struct session *session, const struct config *config)
{
	struct writing writing = { session, config };
	const struct wipecert_case_exporting how = { .without_personal = config->without_personal,
						     .told = tell_left,
						     .finish = save_note,
						     .arg = &writing };
	struct wipecert_case_export counts;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipecert_case_export(session->opened, session->options->arguments[1], &how, &counts,
				 &err))
		return session_fail(session, NULL, &err);
	tell(session, &counts);
	return counts.damaged ? EXIT_FAILED : EXIT_DONE;
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, false);

	session_stop(&session);
	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	if (code == EXIT_DONE)
		code = export(&session, config);
	session_end(&session, code);
	return code;
}

int command_export(int argc, char **argv)
{
	struct config config = { .without_personal = false };
	struct options options;
	int code;

	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO)
		code = run(&config, &options);
	session_free_options(&config.session);
	options_free(&options);
	return code;
}
