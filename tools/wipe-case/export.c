/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case export: a folder for whoever audits the case. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

#include "command.h"
#include "exit.h"
#include "export_note.h"
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

struct writing {
	const struct session *session;
	const struct config *config;
	const struct wipecert_case_export *counts;
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
	export_note_write(out, writing->session->opened, folder,
			  writing->config->without_personal ? writing->counts : NULL);
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

static void tell_next(const struct session *session)
{
	char shown[PATH_BYTES];

	text_escape(session->options->arguments[1], shown, sizeof(shown));
	printf(_("Next: hand over %s as a whole; VERIFY.txt in it says how it is verified "
		 "(wipe-verify, the officer's page, or openssl).\n"),
	       shown);
}

static void tell(const struct session *session, const struct wipecert_case_export *counts)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(session->opened, &summary);
	if (session->options->json) {
		output_json(json_pack(
			"{s:s, s:I, s:I, s:I, s:I, s:I, s:I, s:I, s:o}", "object", "export",
			"records", (json_int_t)counts->records, "attachments",
			(json_int_t)counts->attachments, "left_out", (json_int_t)counts->left_out,
			"without_names", (json_int_t)counts->without_names, "foreign",
			(json_int_t)counts->foreign, "damaged", (json_int_t)counts->damaged,
			"number", (json_int_t)summary.number, "head",
			output_json_hex(
				summary.head_count ? summary.heads[0].econtent_sha256 : NULL, 32)));
		return;
	}
	if (session->options->quiet)
		return;
	printf(_("Exported and read back: %zu records, %zu attachments; left out: %zu\n"),
	       counts->records, counts->attachments, counts->left_out - counts->without_names);
	if (counts->without_names)
		printf(_("Of these attachments, lists of files that went without the names: %zu\n"),
		       counts->without_names);
	if (counts->foreign)
		printf(_("Files that do not belong there, and stayed behind: %zu\n"),
		       counts->foreign);
	if (counts->damaged)
		printf(_("Files that are damaged, and stayed behind: %zu\n"), counts->damaged);
	else
		tell_next(session);
}

static int export(struct session *session, const struct config *config)
{
	struct wipecert_case_export counts = { .records = 0 };
	struct writing writing = { session, config, &counts };
	const struct wipecert_case_exporting how = { .without_personal = config->without_personal,
						     .told = tell_left,
						     .finish = save_note,
						     .arg = &writing };
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
