/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case verify: the whole case, by nothing but its folder and what others hold of it. */
#include <stdio.h>
#include <string.h>

#include "case_findings.h"
#include "command.h"
#include "exit.h"
#include "session.h"

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
	if (!case_parse_hash(digits, sha256) ||
	    (colon && !options_number(colon + 1, 1, 1000000000, &number)))
		return options_fail(TOOL, _("--head: %s is not HASH or HASH:NUMBER"), value);
	wipe_error_clear(&err);
	return wipecert_case_hold_against(session->opened, sha256, number, &err) ?
		       session_fail(session, NULL, &err) :
		       EXIT_DONE;
}

static int verify(struct session *session, const struct config *config)
{
	int code = EXIT_DONE, verdict = EXIT_FAILED;

	for (size_t i = 0; i < config->heads.count && code == EXIT_DONE; i++)
		code = hold_head(session, config->heads.items[i]);
	if (code == EXIT_DONE)
		code = case_tell(TOOL, session->opened, session_form(session), &verdict);
	return code == EXIT_DONE ? verdict : code;
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, false);

	if (code == EXIT_DONE)
		code = session_open_any(&session, &config->session, options->arguments[0]);
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
