/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case merge: copies of the case, or records that were made elsewhere, come together. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "effects.h"
#include "exit.h"
#include "known.h"
#include "next.h"
#include "output.h"
#include "session.h"
#include "text.h"

#define TOOL COMMAND_TOOL " merge"

enum {
	OPTION_TEXT = 1,
	OPTION_SUBCONTRACTOR,
};

static const struct poptOption table[] = {
	{ "text", 0, POPT_ARG_STRING, NULL, OPTION_TEXT, N_("a remark"), N_("TEXT") },
	{ "subcontractor", 0, POPT_ARG_STRING, NULL, OPTION_SUBCONTRACTOR | OPTIONS_MANY,
	  N_("take in the case of a subcontractor, whole, or what is new in it; can be repeated"),
	  N_("NAME=DIR") },
	KEY_OPTION_ROWS,
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR [OTHER]... [OPTION]... --key KEY --cert CERT"),
	.summary =
		N_("Takes over what other copies of the case have, or single records (an officer's "
		   "answer), and adds a record that names the ends of all lines. Nothing is "
		   "dropped: two lines of one signer stay, and are told."),
	.notes = N_(
		"What does not verify, belongs to another case, or lacks what it follows is told "
		"and left (exit status 1). What is against the rules in the common order is told, "
		"too (exit status 8)."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = -1,
};

struct config {
	struct session_options session;
	const char *text;
	struct values subcontractors;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	switch (number) {
	case OPTION_TEXT:
		config->text = value;
		return 0;
	case OPTION_SUBCONTRACTOR:
		return values_add(TOOL, &config->subcontractors, value);
	default:
		return session_set_option(&config->session, number, value);
	}
}

static void tell_refused(void *arg, const char *path, const char *why)
{
	const struct session *session = arg;

	output_message(session->tool, path, why);
}

/* What is there is whole, wherever it ended. */
static int fail_midway(const struct session *session, const struct wipecert_case_import *counts,
		       struct wipe_error *err)
{
	int code;

	if (!counts->added)
		return session_fail_unrecorded(session, err);
	code = session_fail(session, NULL, err);
	output_error(session->tool, NULL, "%s",
		     _("only a part was merged; the case is whole: merge again for the rest"));
	return code;
}

static int import_all(struct session *session, struct wipecert_case_import *counts)
{
	const struct options *options = session->options;
	struct wipe_error err;

	wipe_error_clear(&err);
	if (options->argument_count < 2)
		return EXIT_DONE;
	if (!wipecert_case_import_all(session->opened, options->arguments + 1,
				      options->argument_count - 1, tell_refused, session, counts,
				      &err))
		return EXIT_DONE;
	return fail_midway(session, counts, &err);
}

static void tell(const struct session *session, const struct wipecert_case_import *total)
{
	if (session->options->json)
		output_json(json_pack("{s:s, s:I, s:I, s:I}", "object", "import", "added",
				      (json_int_t)total->added, "known", (json_int_t)total->known,
				      "refused", (json_int_t)total->refused));
	else if (!session->options->quiet)
		printf(_("Records taken over: %zu, known already: %zu, refused: %zu\n"),
		       total->added, total->known, total->refused);
}

static void tell_included(const struct session *session, const char *name,
			  const struct wipecert_case_import *counts)
{
	char shown[512];

	text_escape(name, shown, sizeof(shown));
	if (session->options->json)
		output_json(json_pack("{s:s, s:o, s:I, s:I, s:I}", "object", "subcontractor-import",
				      "name", output_json_text(name), "added",
				      (json_int_t)counts->added, "known", (json_int_t)counts->known,
				      "refused", (json_int_t)counts->refused));
	else if (!session->options->quiet)
		printf(_("Subcontractor %s: records taken over: %zu, known already: %zu, refused: "
			 "%zu\n"),
		       shown, counts->added, counts->known, counts->refused);
}

/* NAME=DIR */
static int include_one(struct session *session, struct wipecert_act *act, size_t index,
		       const char *value, struct wipecert_case_import *total)
{
	const char *equals = strchr(value, '=');
	struct wipecert_case_import counts;
	struct wipe_error err;
	char name[512];

	if (!equals || equals == value || !equals[1] || (size_t)(equals - value) >= sizeof(name))
		return options_fail(TOOL, _("--subcontractor: %s is not NAME=DIR"), value);
	snprintf(name, sizeof(name), "%.*s", (int)(equals - value), value);
	wipe_error_clear(&err);
	if (wipecert_case_include(session->opened, equals + 1, name, act, index, tell_refused,
				  session, &counts, &err))
		return session_fail(session, NULL, &err);
	tell_included(session, name, &counts);
	total->refused += counts.refused;
	return EXIT_DONE;
}

static int make_act(struct session *session, const struct config *config, struct wipecert_act **act,
		    struct wipecert_case_import *total)
{
	struct wipe_error err;
	int code = EXIT_DONE;

	wipe_error_clear(&err);
	if (wipecert_act_new(WIPECERT_MERGE, act, &err) ||
	    wipecert_act_text(*act, "text", config->text, &err))
		return session_fail(session, NULL, &err);
	for (size_t i = 0; i < config->subcontractors.count && code == EXIT_DONE; i++)
		code = include_one(session, *act, i, config->subcontractors.items[i], total);
	return code;
}

static size_t count_heads(const struct session *session)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(session->opened, &summary);
	return summary.head_count;
}

static int join_once(struct session *session, const struct config *config,
		     struct wipecert_case_import *total)
{
	struct wipecert_case_addition addition = { .build = wipecert_case_build_act,
						   .joins_heads = true };
	struct wipecert_case_added added;
	struct wipecert_act *act = NULL;
	int code = make_act(session, config, &act, total);

	addition.build_arg = act;
	if (code == EXIT_DONE)
		code = session_add(session, &addition, &added);
	wipecert_act_free(act);
	if (code == EXIT_DONE) {
		known_tell(session, added.record);
		next_tell(session, &added);
	}
	return code;
}

/* One record joins so many lines only: others join the rest. */
static int join(struct session *session, const struct config *config,
		struct wipecert_case_import *total)
{
	struct config plain = { .text = config->text };
	size_t heads = count_heads(session), before;
	int code;

	if (heads < 2 && !config->subcontractors.count) {
		if (!session->options->quiet && !session->options->json)
			printf("%s\n", _("There is one line only: nothing has to be joined."));
		next_tell_state(session);
		return EXIT_DONE;
	}
	code = join_once(session, config, total);
	for (before = heads, heads = count_heads(session);
	     code == EXIT_DONE && heads > 1 && heads < before;
	     before = heads, heads = count_heads(session)) {
		code = session_renew(session);
		if (code == EXIT_DONE)
			code = join_once(session, &plain, total);
	}
	return code;
}

/* A name that was mistyped: before anything is merged. */
static int check_paths(const struct options *options)
{
	for (size_t i = 1; i < options->argument_count; i++)
		if (access(options->arguments[i], F_OK) != 0 && errno == ENOENT)
			return options_fail(TOOL, _("%s: there is no such file or folder"),
					    options->arguments[i]);
	return EXIT_DONE;
}

/* Lines that came together by copying files are joined without naming anything. */
static int check_purpose(const struct session *session, const struct config *config)
{
	if (session->options->argument_count > 1 || config->subcontractors.count ||
	    count_heads(session) > 1)
		return EXIT_DONE;
	return options_fail(TOOL, "%s", _("nothing is named that should be merged"));
}

static int merge(struct session *session, const struct config *config)
{
	struct effects *before = effects_remember(session->opened);
	struct wipecert_case_import counts = { 0 };
	int code;

	if (!before) {
		output_error(session->tool, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	code = import_all(session, &counts);
	if (code == EXIT_DONE) {
		if (session->options->argument_count > 1 || session->options->json)
			tell(session, &counts);
		code = join(session, config, &counts);
	}
	if (code == EXIT_DONE) {
		effects_tell_forks(session, before);
		code = effects_tell(session, before);
	}
	effects_free(before);
	return counts.refused ? exit_combine(code, EXIT_FAILED) : code;
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, true);

	session_stop(&session);
	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	if (code == EXIT_DONE)
		code = check_purpose(&session, config);
	if (code == EXIT_DONE)
		code = check_paths(options);
	if (code == EXIT_DONE)
		code = merge(&session, config);
	session_end(&session, code);
	return code;
}

int command_merge(int argc, char **argv)
{
	struct config config = { .text = NULL };
	struct options options;
	int code;

	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO)
		code = run(&config, &options);
	values_free(&config.subcontractors);
	session_free_options(&config.session);
	options_free(&options);
	return code;
}
