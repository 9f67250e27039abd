/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-verify: is a record authentic, and did the erasure hold. Reads only. */
#include "cases.h"
#include "confirmations.h"
#include "exit.h"
#include "i18n.h"
#include "log.h"
#include "output.h"
#include "report.h"
#include "sandbox.h"
#include "startup.h"
#include "trust.h"

#define TOOL "wipe-verify"

enum number {
	CSV = 1,
	PROGRESS,
	INIT,
};

/* clang-format off */
static const struct poptOption table[] = {
	TRUST_OPTION_ROWS,
	{ "csv", 0, POPT_ARG_NONE, NULL, CSV,
	  N_("print a table for spreadsheets, a line for each file (UTF-8)"), NULL },
	{ "progress", 0, POPT_ARG_STRING, NULL, PROGRESS,
	  N_("auto, none or json (default auto: on a terminal)"), N_("MODE") },
	CASE_INIT_OPTION_ROW(INIT),
	POPT_TABLEEND,
};
/* clang-format on */

struct config {
	struct options options;
	struct trust_options trust;
	struct case_init init;
	enum progress_mode progress;
	bool csv;
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... FILE|DIR..."),
	.summary = N_("Verifies records and answers two questions apart: is the record authentic, "
		      "and did the erasure hold. Of a DIR every record below it, and whether "
		      "records are missing and attempts were left open; of the folder of a case "
		      "also its rules and the files beside the records."),
	.notes = N_(
		"Without --trust nothing can be confirmed (exit status 8): a signature proves "
		"something only to who trusts the certificate above it. A case is verified with its "
		"own trust folder then, which counts only if --init says that it is the right "
		"case."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = -1,
};

static int set_option(void *arg, int number, const char *value)
{
	struct config *config = arg;

	switch (number) {
	case CSV:
		config->csv = true;
		return 0;
	case PROGRESS:
		return progress_mode_parse(value, &config->progress) ?
			       0 :
			       options_fail(TOOL, "%s", _("--progress takes auto, none or json"));
	case INIT:
		return case_take_init(&config->init, TOOL, value);
	default:
		return trust_set_option(&config->trust, TOOL, number, value);
	}
}

static void log_verdicts(struct log *log, const struct collection *collection)
{
	for (size_t i = 0; i < collection->count; i++)
		log_line(log, WIPE_LOG_INFO, "%s: %s", collection->items[i].path,
			 exit_name(collection->items[i].exit));
}

static enum report_form form_of(const struct config *config)
{
	if (config->csv)
		return REPORT_CSV;
	if (config->options.json)
		return REPORT_JSON;
	return config->options.quiet ? REPORT_QUIET : REPORT_TEXT;
}

static int parse(int argc, char **argv, struct config *config)
{
	int code = options_parse(&spec, argc, argv, set_option, config, &config->options);

	if (code != OPTIONS_GO)
		return code;
	if (config->csv && config->options.json)
		return options_fail(TOOL, "%s", _("--csv and --json exclude each other"));
	if (config->options.quiet && config->progress == PROGRESS_AUTO)
		config->progress = PROGRESS_NONE;
	return OPTIONS_GO;
}

/* Of all that is no case. */
static int examine(const struct config *config, const struct wipecert_trust *trust,
		   struct collection *collection, struct confirmations *found,
		   struct chain_findings *findings, struct wipe_error *err)
{
	int64_t time_s = trust_time(&config->trust);
	int rc = collection_verify(collection, trust, time_s, config->progress, err);

	if (!rc)
		rc = confirmations_find(trust, time_s, collection->items, collection->count, found,
					err);
	if (!rc)
		rc = confirmations_weigh(trust, collection->items, collection->count, found, err);
	return rc ? rc : chain_examine(collection->items, collection->count, findings, err);
}

static int verify_files(const struct config *config, const struct wipecert_trust *trust,
			struct log *log, struct report_totals *totals)
{
	struct chain_findings findings = { 0 };
	struct collection collection = { 0 };
	struct confirmations found = { 0 };
	const struct options *options = &config->options;
	struct wipe_error err;
	int rc = 0;

	wipe_error_clear(&err);
	for (size_t i = 0; i < options->argument_count && !rc; i++)
		if (!wipecert_case_is_at(options->arguments[i]))
			rc = collection_find(&collection, options->arguments[i], &err);
	if (!rc)
		rc = examine(config, trust, &collection, &found, &findings, &err);
	if (rc) {
		output_wipe_error(TOOL, NULL, &err);
	} else {
		report_print(TOOL, &collection, &findings, form_of(config));
		log_verdicts(log, &collection);
		report_add(totals, &collection, &findings);
	}
	chain_free_findings(&findings);
	confirmations_free(&found);
	collection_clear(&collection);
	return rc ? exit_from_error(&err) : EXIT_DONE;
}

static void verify_cases(const struct config *config, const struct wipecert_trust *trust,
			 struct log *log, struct report_totals *totals)
{
	const struct options *options = &config->options;
	const struct cases_options cases = { .tool = TOOL,
					     .trust = config->trust.anchors.count ? trust : NULL,
					     .init = config->init,
					     .time_s = trust_time(&config->trust),
					     .progress = config->progress,
					     .form = form_of(config),
					     .names_path = options->argument_count > 1 };

	for (size_t i = 0; i < options->argument_count; i++) {
		const char *path = options->arguments[i];

		if (wipecert_case_is_at(path))
			log_line(log, WIPE_LOG_INFO, "%s: %s", path,
				 exit_name(cases_verify(&cases, path, totals)));
	}
}

static size_t count_cases(const struct options *options)
{
	size_t count = 0;

	for (size_t i = 0; i < options->argument_count; i++)
		count += wipecert_case_is_at(options->arguments[i]);
	return count;
}

static int verify(const struct config *config, const struct wipecert_trust *trust, struct log *log)
{
	struct report_totals totals = { .code = EXIT_DONE };
	size_t cases = count_cases(&config->options);
	int code = EXIT_DONE;

	if (config->init.is_given && !cases)
		return options_fail(TOOL, "%s", _("--init: no folder of a case is named"));
	report_begin(form_of(config));
	if (cases < config->options.argument_count)
		code = verify_files(config, trust, log, &totals);
	if (code != EXIT_DONE)
		return code;
	if (cases < config->options.argument_count && !totals.files)
		totals.code = EXIT_UNCONFIRMED;
	if (cases)
		verify_cases(config, trust, log, &totals);
	report_end(TOOL, &totals, form_of(config));
	return totals.code;
}

int main(int argc, char **argv)
{
	struct config config = { .progress = PROGRESS_AUTO };
	struct wipecert_trust *trust = NULL;
	struct log *log = NULL;
	int code;

	startup_run();
	code = parse(argc, argv, &config);
	if (code != OPTIONS_GO)
		goto out;
	code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(config.options.log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = trust_load(&config.trust, TOOL, &trust);
	if (code == EXIT_DONE)
		code = verify(&config, trust, log);
	log_line(log, WIPE_LOG_INFO, "ended: %s", exit_name(code));
out:
	code = output_finish(TOOL, code);
	log_close(log);
	wipecert_trust_free(trust);
	trust_free_options(&config.trust);
	options_free(&config.options);
	return code;
}
