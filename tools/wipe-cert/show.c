/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-cert show: a record for people, and how to check it without us. */
#include <stdio.h>
#include <stdlib.h>

#include <wipecert/render.h>

#include "command.h"
#include "exit.h"
#include "loaded.h"
#include "log.h"
#include "output.h"
#include "sandbox.h"
#include "verdict_show.h"

#define TOOL COMMAND_TOOL " show"

static const struct poptOption table[] = {
	TRUST_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... RECORD"),
	.summary = N_("Shows a record as text, and the commands that check signature and medium "
		      "without these tools. Nothing is shown of a record that is not authentic."),
	.notes = N_("With --trust the exit status is that of wipe-verify. Without, it is 0 if the "
		    "record could be shown, which confirms nothing."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

static int fail(const char *path, const struct wipe_error *err)
{
	output_wipe_error(TOOL, path, err);
	return exit_from_error(err);
}

static int show_text(const char *path, const struct wipecert_result *result)
{
	char *text = NULL, *commands = NULL;
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = wipecert_render_text(result, &text, &err);
	if (!rc)
		rc = wipecert_render_commands(result, path, &commands, &err);
	if (!rc)
		printf("%s\n%s", text, commands);
	free(text);
	free(commands);
	return rc ? fail(path, &err) : EXIT_DONE;
}

/* The object of wipe-verify --json with the whole record in it. */
static int show_json(const char *path, const struct wipecert_result *result)
{
	size_t bytes;
	const char *json = wipecert_record_json(result->record, &bytes);
	struct verdict verdict = { 0 };
	struct wipe_error err;
	json_t *object;

	wipe_error_clear(&err);
	if (verdict_of_result(result, path, &verdict, &err)) {
		verdict_clear(&verdict);
		return fail(path, &err);
	}
	object = verdict_show_json(&verdict);
	if (json_object_set_new(object, "record", json_loadb(json, bytes, 0, NULL))) {
		json_decref(object);
		object = NULL;
	}
	output_json(object);
	verdict_clear(&verdict);
	return EXIT_DONE;
}

static int show(const struct options *options, const struct trust_options *trust)
{
	const char *path = options->arguments[0];
	struct wipecert_result result;
	int code = loaded_read(TOOL, path, trust, &result);

	if (code == EXIT_DONE)
		code = options->json ? show_json(path, &result) : show_text(path, &result);
	if (code == EXIT_DONE)
		code = loaded_exit(trust, &result);
	wipecert_result_clear(&result);
	return code;
}

static int set_option(void *arg, int number, const char *value)
{
	return trust_set_option(arg, TOOL, number, value);
}

int command_show(int argc, char **argv)
{
	struct trust_options trust = { 0 };
	struct options options;
	struct log *log = NULL;
	int code = options_parse(&spec, argc, argv, set_option, &trust, &options);

	if (code == OPTIONS_GO) {
		code = sandbox_start(TOOL);
		if (code == EXIT_DONE)
			code = log_start(options.log_path, TOOL, &log);
		if (code == EXIT_DONE)
			code = show(&options, &trust);
		log_line(log, WIPE_LOG_INFO, "%s: %s", options.arguments[0], exit_name(code));
	}
	log_close(log);
	trust_free_options(&trust);
	options_free(&options);
	return code;
}
