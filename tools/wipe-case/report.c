/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-case report: registers and reports, as text, PDF, table or JSON. */
#include "report.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "command.h"
#include "copied.h"
#include "exit.h"
#include "output.h"
#include "text.h"
#include "utf8.h"
#include "words.h"

#define TOOL COMMAND_TOOL " report"
#define DAY_S (INT64_C(24) * 60 * 60)
#define TEXT_COLUMNS 100
#define TITLE_CHARACTERS 100 /* each of at most 4 bytes: WIPEPAPER_LINE_BYTES */

enum {
	OPTION_KIND = 1,
	OPTION_FROM,
	OPTION_UNTIL,
	OPTION_TITLE,
	OPTION_NUMBER,
	OPTION_TEXT,
	OPTION_PDF,
	OPTION_CSV,
	OPTION_OUTPUT,
	OPTION_LANG,
	OPTION_FONTS,
};

static const struct {
	const char *key, *title;
	void (*fill)(const struct report_input *input, struct document *document);
	/* The same of the case of a subcontractor. */
	void (*fill_included)(const struct report_input *input, struct document *document);
	bool is_letter; /* to the ministry */
	bool has_period;
} reports[] = {
	{ "final", N_("Report on returns, disposals and erasures"), report_final,
	  report_final_items, true, false },
	{ "status", N_("Report on information security measures"), report_status, report_status,
	  true, true },
	{ "incidents", N_("Report on incidents"), report_incidents, report_incidents, true, true },
	{ "received", N_("Register of what was received"), report_received, report_received, false,
	  false },
	{ "media", N_("Register of media"), report_media, report_media, false, false },
	{ "copies", N_("Register of copies"), report_copies, report_copies, false, false },
	{ "staff", N_("List of persons at work"), report_staff, report_staff, true, false },
};
#define REPORT_COUNT (sizeof(reports) / sizeof(reports[0]))

/* clang-format off */
static const struct poptOption table[] = {
	{ "kind", 0, POPT_ARG_STRING, NULL, OPTION_KIND,
	  N_("final (returns, disposals and erasures), status (measures in a period), incidents, "
	     "received, media, copies or staff"), N_("KIND") },
	{ "from", 0, POPT_ARG_STRING, NULL, OPTION_FROM,
	  N_("first day of the period, of status and incidents"), N_("DAY") },
	{ "until", 0, POPT_ARG_STRING, NULL, OPTION_UNTIL,
	  N_("last day of the period, of status and incidents"), N_("DAY") },
	{ "title", 0, POPT_ARG_STRING, NULL, OPTION_TITLE,
	  N_("another title, of at most 100 characters"), N_("TEXT") },
	{ "number", 0, POPT_ARG_STRING, NULL, OPTION_NUMBER,
	  N_("a number for the document, of at most 100 characters"), N_("TEXT") },
	{ "text", 0, POPT_ARG_NONE, NULL, OPTION_TEXT, N_("as text (default)"), NULL },
	{ "pdf", 0, POPT_ARG_NONE, NULL, OPTION_PDF, N_("as PDF, A4; needs -o"), NULL },
	{ "csv", 0, POPT_ARG_NONE, NULL, OPTION_CSV, N_("as a table for spreadsheets (UTF-8)"),
	  NULL },
	{ "output", 'o', POPT_ARG_STRING, NULL, OPTION_OUTPUT,
	  N_("write to this file, which must not exist"), N_("FILE") },
	{ "lang", 0, POPT_ARG_STRING, NULL, OPTION_LANG,
	  N_("in this language, ja or en, instead of the locale's"), N_("LANGUAGE") },
	{ "fonts", 0, POPT_ARG_STRING, NULL, OPTION_FONTS,
	  N_("take the fonts of a PDF from this folder instead of the system's"), N_("DIR") },
	SESSION_OPTION_ROWS,
	POPT_TABLEEND,
};
/* clang-format on */

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("DIR [OPTION]... --kind KIND"),
	.summary =
		N_("Writes a register or a report of the case. It says what the records say, and "
		   "nothing is kept of it."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = 1,
};

struct config {
	struct session_options session;
	const char *kind, *from, *until, *title, *number, *output, *language, *fonts;
	int form; /* OPTION_TEXT, _PDF or _CSV; 0: none was asked for */
	bool many_forms;
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	switch (number) {
	case OPTION_KIND:
		config->kind = value;
		return 0;
	case OPTION_FROM:
		config->from = value;
		return 0;
	case OPTION_UNTIL:
		config->until = value;
		return 0;
	case OPTION_TITLE:
		config->title = value;
		return 0;
	case OPTION_NUMBER:
		config->number = value;
		return 0;
	case OPTION_TEXT:
	case OPTION_PDF:
	case OPTION_CSV:
		config->many_forms |= config->form && config->form != number;
		config->form = number;
		return 0;
	case OPTION_OUTPUT:
		config->output = value;
		return 0;
	case OPTION_LANG:
		config->language = value;
		return 0;
	case OPTION_FONTS:
		config->fonts = value;
		return 0;
	default:
		return session_set_option(&config->session, number, value);
	}
}

static size_t find_report(const char *kind)
{
	size_t i = 0;

	while (i < REPORT_COUNT && (!kind || strcmp(reports[i].key, kind) != 0))
		i++;
	return i;
}

/* A line of the head; option: for the message. */
static int check_line(const char *option, const char *text)
{
	size_t characters = 0;

	while (text && *text) {
		uint32_t code_point = utf8_next(&text);

		if (code_point == UTF8_INVALID || !utf8_is_harmless(code_point))
			return options_fail(TOOL,
					    _("%s: no UTF-8, or a character that is none to read"),
					    option);
		if (++characters > TITLE_CHARACTERS)
			return options_fail(TOOL, _("%s: more than %d characters"), option,
					    TITLE_CHARACTERS);
	}
	return EXIT_DONE;
}

static int check_period(const struct config *config)
{
	if ((config->from || config->until) && !reports[find_report(config->kind)].has_period)
		return options_fail(TOOL, "%s",
				    _("--from and --until go with status and incidents only"));
	if ((config->from && !wipecert_date_parse(config->from, NULL)) ||
	    (config->until && !wipecert_date_parse(config->until, NULL)))
		return options_fail(TOOL, "%s", _("a day is not like 2026-11-22"));
	if (config->from && config->until && strcmp(config->until, config->from) < 0)
		return options_fail(TOOL, "%s", _("the period ends before it begins"));
	return EXIT_DONE;
}

static int check(const struct config *config, bool json)
{
	int code;

	if (find_report(config->kind) == REPORT_COUNT)
		return options_fail(TOOL, "%s",
				    _("--kind takes final, status, incidents, received, media, "
				      "copies or staff"));
	if (config->many_forms || (json && config->form))
		return options_fail(TOOL, "%s", _("one form only: --text, --pdf, --csv or --json"));
	if (config->form == OPTION_PDF && !config->output)
		return options_fail(TOOL, "%s", _("--pdf needs -o"));
	code = check_period(config);
	if (code == EXIT_DONE)
		code = check_line("--title", config->title);
	if (code == EXIT_DONE)
		code = check_line("--number", config->number);
	if (code != EXIT_DONE)
		return code;
	if (config->language && i18n_is_known(config->language) && !i18n_use(config->language))
		return options_fail(TOOL, _("--lang: the messages in %s are not installed (%s)"),
				    config->language, i18n_folder());
	if (config->language && !i18n_use(config->language))
		return options_fail(TOOL, _("--lang: %s is none of ja and en"), config->language);
	return EXIT_DONE;
}

static void take_period(const struct config *config, struct report_period *period)
{
	*period = (struct report_period){ .from_s = INT64_MIN, .until_s = INT64_MAX };
	if (config->from && wipecert_date_parse(config->from, &period->from_s)) {
		period->from_s -= WIPECERT_CASE_ZONE_S;
		snprintf(period->from, sizeof(period->from), "%s", config->from);
	}
	if (config->until && wipecert_date_parse(config->until, &period->until_s)) {
		period->until_s += DAY_S - WIPECERT_CASE_ZONE_S;
		snprintf(period->until, sizeof(period->until), "%s", config->until);
	}
}

static void address(const struct report_input *input, struct document *document)
{
	const struct wipecert_record *init = wipecert_case_init(input->opened);
	const char *number = wipecert_record_text(init, "contractor/corporate_number");
	struct report_text text;

	document_line(document, document->addressee,
		      wipecert_record_text(init, "contract/ministry"));
	report_text_begin(&text);
	report_text_format(&text, "", _("%s, the officer in charge"),
			   wipecert_record_text(init, "contract/section"));
	document_line(document, document->addressee, text.bytes);
	document_line(document, document->sender, wipecert_record_text(init, "contractor/name"));
	if (number) {
		report_text_begin(&text);
		report_text_format(&text, "", _("Corporate number %s"), number);
		document_line(document, document->sender, text.bytes);
	}
}

struct filling {
	size_t kind;
	struct document *document;
};

static void fill_included(void *arg, struct report_input *inner, const char *name)
{
	const struct filling *filling = arg;
	struct document *document = filling->document;

	document->whose = name;
	document->whose_number++;
	if (!inner->opened)
		document_notice(document, document_section(document, "unreadable", _("Case")),
				_("This case cannot be read."));
	else if (report_find(inner))
		reports[filling->kind].fill_included(inner, document);
	else
		document->failed = true;
	report_forget(inner);
	document->whose = NULL;
}

static void fill(const struct config *config, const struct session *session, size_t kind,
		 struct document *document)
{
	struct report_input input = { .opened = session->opened,
				      .now_s = trust_time(&config->session.trust) };
	struct filling filling = { kind, document };
	struct wipecert_case_summary summary;

	take_period(config, &input.period);
	document_begin(document, reports[kind].key);
	snprintf(document->title, sizeof(document->title), "%s",
		 config->title ? config->title : _(reports[kind].title));
	snprintf(document->number, sizeof(document->number), "%s",
		 config->number ? config->number : "");
	words_day(input.now_s, document->date);
	document->issued_at_s = input.now_s;
	wipecert_case_summarize(session->opened, &summary);
	if (summary.is_demo)
		document->watermark = "DEMO";
	if (reports[kind].is_letter)
		address(&input, document);
	report_contract(&input, document);
	if (report_find(&input)) {
		reports[kind].fill(&input, document);
		report_each_included(&input, fill_included, &filling);
	} else {
		document->failed = true;
	}
	report_forget(&input);
}

/* Text and tables into memory, so that a file is whole or not there. */
static int draw_stream(const struct document *document, bool csv, unsigned char **bytes,
		       size_t *length, struct wipe_error *err)
{
	char *text = NULL;
	FILE *out = open_memstream(&text, length);
	bool ok = out != NULL;

	if (ok)
		ok = csv ? document_csv(document, out) : document_text(document, TEXT_COLUMNS, out);
	if (out && fclose(out) != 0)
		ok = false;
	*bytes = (unsigned char *)text;
	return ok ? 0 : wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

static int draw_json(const struct document *document, unsigned char **bytes, size_t *length,
		     struct wipe_error *err)
{
	json_t *object = document_json(document);
	char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	char *line = text ? realloc(text, strlen(text) + 2) : NULL;

	json_decref(object);
	if (!line) {
		free(text);
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	}
	*length = strlen(line) + 1;
	memcpy(line + *length - 1, "\n", sizeof("\n"));
	*bytes = (unsigned char *)line;
	return 0;
}

static int draw_pdf(const struct config *config, const struct document *document,
		    unsigned char **bytes, size_t *length, struct wipe_error *err)
{
	struct wipepaper_drawing drawing = { .pdf = NULL };
	int rc = document_pdf(document, config->fonts, &drawing, err);

	*bytes = drawing.pdf;
	*length = drawing.pdf_bytes;
	return rc;
}

static int write_out(const struct session *session, const struct config *config,
		     const unsigned char *bytes, size_t length)
{
	struct wipe_error err;
	char shown[1024];

	if (!config->output)
		return fwrite(bytes, 1, length, stdout) == length ? EXIT_DONE : EXIT_FAILED;
	wipe_error_clear(&err);
	if (wipecert_save(config->output, bytes, length, &err))
		return session_fail(session, NULL, &err);
	text_escape(config->output, shown, sizeof(shown));
	if (!session->options->quiet && !session->options->json)
		printf(_("%s: written\n"), shown);
	return EXIT_DONE;
}

static int make(const struct session *session, const struct config *config)
{
	struct document document;
	unsigned char *bytes = NULL;
	size_t length = 0;
	struct wipe_error err;
	int rc, code;

	wipe_error_clear(&err);
	if (copied_check_lists(session->opened, &err))
		return session_fail(session, NULL, &err);
	fill(config, session, find_report(config->kind), &document);
	if (document.failed)
		rc = wipe_error_set(&err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	else if (config->form == OPTION_PDF)
		rc = draw_pdf(config, &document, &bytes, &length, &err);
	else if (session->options->json)
		rc = draw_json(&document, &bytes, &length, &err);
	else
		rc = draw_stream(&document, config->form == OPTION_CSV, &bytes, &length, &err);
	code = rc ? session_fail(session, NULL, &err) : write_out(session, config, bytes, length);
	free(bytes);
	document_clear(&document);
	return code;
}

static int run(struct config *config, const struct options *options)
{
	struct session session;
	int code = session_start(&session, TOOL, &config->session, options, false);

	if (code == EXIT_DONE)
		code = session_open(&session, &config->session, options->arguments[0]);
	if (code == EXIT_DONE)
		code = make(&session, config);
	session_end(&session, code);
	return code;
}

int command_report(int argc, char **argv)
{
	struct config config = { .kind = NULL };
	struct options options;
	int code;

	session_init(&config.session, TOOL);
	code = options_parse(&spec, argc, argv, set_option, &config, &options);
	if (code == OPTIONS_GO) {
		code = check(&config, options.json);
		if (code == EXIT_DONE)
			code = run(&config, &options);
	}
	session_free_options(&config.session);
	options_free(&options);
	return code;
}
