/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-cert render: the certificate of a record as a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/render.h>
#include <wipecert/save.h>

#include "command.h"
#include "exit.h"
#include "loaded.h"
#include "log.h"
#include "output.h"
#include "sandbox.h"

#define TOOL COMMAND_TOOL " render"

enum { OPTION_TEXT = 1, OPTION_PDF, OPTION_HTML, OPTION_OUTPUT };

static const struct poptOption table[] = {
	{ "text", 0, POPT_ARG_NONE, NULL, OPTION_TEXT, N_("as plain text"), NULL },
	{ "pdf", 0, POPT_ARG_NONE, NULL, OPTION_PDF, N_("as PDF (not in this version)"), NULL },
	{ "html", 0, POPT_ARG_NONE, NULL, OPTION_HTML, N_("as HTML (not in this version)"), NULL },
	{ "output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT,
	  N_("write to this file, which must not exist"), N_("FILE") },
	TRUST_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... --text -o OUT RECORD"),
	.summary = N_("Writes the certificate that a record stands for to a file. The record is "
		      "the source of every verdict; what is rendered is for reading."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct settings {
	bool text;
	const char *output;
	struct trust_options trust;
};

static int set_option(void *arg, int number, const char *value)
{
	struct settings *settings = arg;

	if (trust_is_option(number))
		return trust_set_option(&settings->trust, TOOL, number, value);
	switch (number) {
	case OPTION_TEXT:
		settings->text = true;
		return 0;
	case OPTION_OUTPUT:
		settings->output = value;
		return 0;
	default:
		output_error(TOOL, NULL, "%s",
			     number == OPTION_PDF ? _("PDF is not in this version; use --text") :
						    _("HTML is not in this version; use --text"));
		return EXIT_UNSUPPORTED;
	}
}

static int render(const char *path, const struct settings *settings)
{
	struct wipecert_result result;
	struct wipe_error err;
	char *text = NULL;
	int code = loaded_read(TOOL, path, &settings->trust, &result);

	wipe_error_clear(&err);
	if (code == EXIT_DONE && (wipecert_render_text(&result, &text, &err) ||
				  wipecert_save(settings->output, text, strlen(text), &err))) {
		output_wipe_error(TOOL, settings->output, &err);
		code = exit_from_error(&err);
	}
	if (code == EXIT_DONE)
		code = loaded_exit(&settings->trust, &result);
	free(text);
	wipecert_result_clear(&result);
	return code;
}

static int check_settings(const struct settings *settings)
{
	if (!settings->text)
		return options_fail(TOOL, "%s", _("--text is missing"));
	if (!settings->output)
		return options_fail(TOOL, "%s", _("-o is missing"));
	return EXIT_DONE;
}

static int start(const struct options *options, const struct settings *settings)
{
	struct log *log = NULL;
	int code = check_settings(settings);

	if (code == EXIT_DONE)
		code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(options->log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = render(options->arguments[0], settings);
	log_line(log, WIPE_LOG_INFO, "%s to %s: %s", options->arguments[0],
		 settings->output ? settings->output : "-", exit_name(code));
	log_close(log);
	if (options->json)
		output_json(json_pack("{s:s, s:o, s:o, s:i, s:s}", "object", "render", "path",
				      output_json_text(options->arguments[0]), "output",
				      output_json_text(settings->output), "exit", code, "exit_name",
				      exit_name(code)));
	return code;
}

int command_render(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct options options;
	int code = options_parse(&spec, argc, argv, set_option, &settings, &options);

	if (code == OPTIONS_GO)
		code = start(&options, &settings);
	trust_free_options(&settings.trust);
	options_free(&options);
	return code;
}
