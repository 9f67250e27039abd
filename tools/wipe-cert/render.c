/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-cert render: the certificate of a record, or of several, as a file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/pdf.h>
#include <wipecert/render.h>
#include <wipecert/save.h>

#include "command.h"
#include "exit.h"
#include "key.h"
#include "loaded.h"
#include "log.h"
#include "output.h"
#include "paper.h"
#include "sandbox.h"

#define TOOL COMMAND_TOOL " render"

enum { OPTION_TEXT = 1, OPTION_PDF, OPTION_HTML, OPTION_OUTPUT, OPTION_LANG, OPTION_FONTS };

static const struct poptOption table[] = {
	{ "text", 0, POPT_ARG_NONE, NULL, OPTION_TEXT, N_("as plain text"), NULL },
	{ "pdf", 0, POPT_ARG_NONE, NULL, OPTION_PDF,
	  N_("as PDF, A4; of several records with a list in front"), NULL },
	{ "html", 0, POPT_ARG_NONE, NULL, OPTION_HTML, N_("as one HTML file, without scripts"),
	  NULL },
	{ "output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT,
	  N_("write to this file, which must not exist"), N_("FILE") },
	{ "lang", 0, POPT_ARG_STRING, NULL, OPTION_LANG,
	  N_("in this language, ja or en, instead of the locale's"), N_("LANGUAGE") },
	{ "fonts", 0, POPT_ARG_STRING, NULL, OPTION_FONTS,
	  N_("take the fonts of a PDF from this folder instead of the system's"), N_("DIR") },
	KEY_OPTION_ROWS,
	TRUST_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... --text|--html|--pdf -o OUT RECORD..."),
	.summary = N_("Writes the certificate that a record stands for to a file. The record is "
		      "the source of every verdict; what is rendered is for reading."),
	.notes = N_("What is rendered tells the state of the signature as far as it could be "
		    "verified: without --trust it is no certificate."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = -1,
};

struct settings {
	int form; /* OPTION_TEXT, _HTML or _PDF; 0: none was asked for */
	bool many_forms;
	const char *output, *language, *fonts;
	struct key_options key;
	struct trust_options trust;
};

/* What is rendered, and what became of it. */
struct rendering {
	struct wipecert_result *results;
	struct wipecert_pdf_record *records; /* their files, which are owned */
	size_t count;
	struct wipecert_signer *signer; /* NULL: a PDF is not signed */
	unsigned char *bytes;
	size_t length;
};

static int set_form(struct settings *settings, int form)
{
	settings->many_forms = settings->form && settings->form != form;
	settings->form = form;
	return 0;
}

static int set_option(void *arg, int number, const char *value)
{
	struct settings *settings = arg;

	if (trust_is_option(number))
		return trust_set_option(&settings->trust, TOOL, number, value);
	if (key_is_option(number))
		return key_set_option(&settings->key, number, value);
	switch (number) {
	case OPTION_TEXT:
	case OPTION_PDF:
	case OPTION_HTML:
		return set_form(settings, number);
	case OPTION_OUTPUT:
		settings->output = value;
		return 0;
	case OPTION_LANG:
		settings->language = value;
		return 0;
	case OPTION_FONTS:
		settings->fonts = value;
		return 0;
	}
	return 0;
}

/* The latest: a document cannot be older than what it holds. */
static int64_t dated_at(const struct rendering *rendering)
{
	int64_t at_s = 0;

	for (size_t i = 0; i < rendering->count; i++)
		if (wipecert_record_issued_at(rendering->results[i].record) > at_s)
			at_s = wipecert_record_issued_at(rendering->results[i].record);
	return at_s;
}

static int seal(struct rendering *rendering, const struct wipepaper_drawing *drawing,
		struct wipe_error *err)
{
	const struct wipe_env *env = wipe_env_system();
	struct wipecert_pdf_contents contents = { .drawing = drawing->pdf,
						  .drawing_bytes = drawing->pdf_bytes,
						  .dated_at_s = dated_at(rendering),
						  .records = rendering->records,
						  .count = rendering->count };

	for (size_t i = 0; i < rendering->count; i++)
		wipecert_pdf_note_drawn(&rendering->results[i], &rendering->records[i]);
	snprintf(contents.language, sizeof(contents.language), "%s", i18n_language());
	snprintf(contents.works, sizeof(contents.works), "%s", drawing->works);
	return wipecert_pdf_seal(&contents, rendering->signer, env->ops->realtime_s(env),
				 &rendering->bytes, &rendering->length, err);
}

static int make_pdf(const struct settings *settings, struct rendering *rendering,
		    struct wipe_error *err)
{
	struct wipepaper_drawing drawing;
	int rc = paper_draw_results(rendering->results, rendering->count, settings->fonts, &drawing,
				    err);

	if (!rc)
		rc = seal(rendering, &drawing, err);
	free(drawing.pdf);
	return rc;
}

static int make(const struct settings *settings, struct rendering *rendering,
		struct wipe_error *err)
{
	char *text = NULL;
	int rc;

	if (settings->form == OPTION_PDF)
		return make_pdf(settings, rendering, err);
	if (settings->form == OPTION_HTML)
		rc = wipecert_render_html(&rendering->results[0], i18n_language(), &text, err);
	else
		rc = wipecert_render_text(&rendering->results[0], &text, err);
	rendering->bytes = (unsigned char *)text;
	rendering->length = text ? strlen(text) : 0;
	return rc;
}

static int read_records(const struct options *options, const struct settings *settings,
			const struct wipecert_trust *trust, struct rendering *rendering)
{
	int64_t time_s = trust_time(&settings->trust);
	int code = EXIT_DONE;

	for (size_t i = 0; i < options->argument_count && code == EXIT_DONE; i++) {
		unsigned char *bytes;

		rendering->count++;
		code = loaded_read_bytes(TOOL, options->arguments[i], trust, time_s,
					 &rendering->results[i], &bytes,
					 &rendering->records[i].length);
		rendering->records[i].bytes = bytes;
		if (code == EXIT_DONE && settings->form == OPTION_PDF &&
		    rendering->results[i].standing == WIPECERT_DISMISSED) {
			output_error(TOOL, options->arguments[i], "%s",
				     _("an officer rejected it, which a sheet would not show"));
			code = EXIT_REFUSED;
		}
	}
	return code;
}

static int read_all(const struct options *options, const struct settings *settings,
		    struct rendering *rendering)
{
	struct wipecert_trust *trust = NULL;
	int code;

	rendering->results = calloc(options->argument_count, sizeof(*rendering->results));
	rendering->records = calloc(options->argument_count, sizeof(*rendering->records));
	if (!rendering->results || !rendering->records) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	code = trust_load(&settings->trust, TOOL, &trust);
	if (code == EXIT_DONE)
		code = read_records(options, settings, trust, rendering);
	wipecert_trust_free(trust);
	return code;
}

/* Only who signed a record may vouch for how it looks. */
static int load_signer(struct settings *settings, struct rendering *rendering)
{
	uint8_t sha256[32];
	int code;

	if (!settings->key.source.key)
		return EXIT_DONE;
	code = key_load_signer(&settings->key, &rendering->signer);
	if (code != EXIT_DONE)
		return code;
	wipecert_signer_sha256(rendering->signer, sha256);
	for (size_t i = 0; i < rendering->count; i++) {
		if (!memcmp(rendering->results[i].signer_sha256, sha256, sizeof(sha256)))
			continue;
		output_error(TOOL, settings->key.source.key, "%s",
			     _("a PDF can only be signed with the key that signed the records in "
			       "it"));
		return EXIT_REFUSED;
	}
	return EXIT_DONE;
}

static void clear_rendering(struct rendering *rendering)
{
	for (size_t i = 0; i < rendering->count; i++) {
		wipecert_result_clear(&rendering->results[i]);
		free((void *)(uintptr_t)rendering->records[i].bytes);
	}
	wipecert_signer_free(rendering->signer);
	free(rendering->results);
	free(rendering->records);
	free(rendering->bytes);
}

static int render(const struct options *options, struct settings *settings)
{
	struct rendering rendering = { 0 };
	struct wipe_error err;
	int code = read_all(options, settings, &rendering);

	wipe_error_clear(&err);
	if (code == EXIT_DONE)
		code = load_signer(settings, &rendering);
	if (code == EXIT_DONE &&
	    (make(settings, &rendering, &err) ||
	     wipecert_save(settings->output, rendering.bytes, rendering.length, &err))) {
		output_wipe_error(TOOL, settings->output, &err);
		code = exit_from_error(&err);
	} else if (code == EXIT_DONE) {
		for (size_t i = 0; i < rendering.count; i++)
			code = exit_combine(code,
					    loaded_exit(&settings->trust, &rendering.results[i]));
	}
	clear_rendering(&rendering);
	return code;
}

static int check_settings(const struct options *options, const struct settings *settings)
{
	if (!settings->form)
		return options_fail(TOOL, "%s", _("--text, --html or --pdf is missing"));
	if (settings->many_forms)
		return options_fail(TOOL, "%s", _("only one form can be rendered at a time"));
	if (!settings->output)
		return options_fail(TOOL, "%s", _("-o is missing"));
	if (settings->form != OPTION_PDF && options->argument_count > 1)
		return options_fail(TOOL, "%s", _("several records only go into a PDF"));
	if (settings->form != OPTION_PDF && (settings->fonts || settings->key.source.key))
		return options_fail(TOOL, "%s", _("--fonts and --key are only for a PDF"));
	if (options->argument_count > WIPEPAPER_RECORDS_MAX)
		return options_fail(TOOL, _("more than %d records"), WIPEPAPER_RECORDS_MAX);
	if (settings->language && i18n_is_known(settings->language) &&
	    !i18n_use(settings->language))
		return options_fail(TOOL, _("--lang: the messages in %s are not installed (%s)"),
				    settings->language, i18n_folder());
	if (settings->language && !i18n_use(settings->language))
		return options_fail(TOOL, _("--lang: %s is none of ja and en"), settings->language);
	return key_check_options(&settings->key);
}

static void log_paths(struct log *log, const struct options *options,
		      const struct settings *settings, int code)
{
	for (size_t i = 0; i < options->argument_count; i++)
		log_line(log, WIPE_LOG_INFO, "%s to %s: %s", options->arguments[i],
			 settings->output ? settings->output : "-", exit_name(code));
}

static json_t *paths_json(const struct options *options)
{
	json_t *paths = json_array();

	for (size_t i = 0; i < options->argument_count; i++)
		json_array_append_new(paths, output_json_text(options->arguments[i]));
	return paths;
}

static int start(const struct options *options, struct settings *settings)
{
	struct log *log = NULL;
	int code = check_settings(options, settings);

	if (code == EXIT_DONE)
		code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(options->log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = render(options, settings);
	log_paths(log, options, settings, code);
	log_close(log);
	if (options->json)
		output_json(json_pack("{s:s, s:o, s:o, s:o, s:i, s:s}", "object", "render", "path",
				      output_json_text(options->arguments[0]), "paths",
				      paths_json(options), "output",
				      output_json_text(settings->output), "exit", code, "exit_name",
				      exit_name(code)));
	return code;
}

int command_render(int argc, char **argv)
{
	struct settings settings = { .key = { .prompt = { .tool = TOOL, .fd = -1 } } };
	struct options options;
	int code = options_parse(&spec, argc, argv, set_option, &settings, &options);

	if (code == OPTIONS_GO)
		code = start(&options, &settings);
	trust_free_options(&settings.trust);
	options_free(&options);
	return code;
}
