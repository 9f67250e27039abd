/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-verify: is a record authentic, and did the erasure hold. Reads only. */
#include "confirmations.h"
#include "exit.h"
#include "log.h"
#include "output.h"
#include "report.h"
#include "sandbox.h"
#include "startup.h"
#include "trust.h"

#define TOOL "wipe-verify"

static const struct poptOption table[] = {
	TRUST_OPTION_ROWS,
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... FILE|DIR..."),
	.summary = N_("Verifies records and answers two questions apart: is the record authentic, "
		      "and did the erasure hold. Of a DIR every record below it, and whether "
		      "records are missing and attempts were left open."),
	.notes = N_("Without --trust nothing can be confirmed (exit status 8): a signature proves "
		    "something only to who trusts the certificate above it."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = -1,
};

static int set_option(void *arg, int number, const char *value)
{
	return trust_set_option(arg, TOOL, number, value);
}

static void log_verdicts(struct log *log, const struct collection *collection)
{
	for (size_t i = 0; i < collection->count; i++)
		log_line(log, WIPE_LOG_INFO, "%s: %s", collection->items[i].path,
			 exit_name(collection->items[i].exit));
}

static enum report_form form_of(const struct options *options)
{
	if (options->json)
		return REPORT_JSON;
	return options->quiet ? REPORT_QUIET : REPORT_TEXT;
}

static int verify(const struct options *options, const struct trust_options *trust_options,
		  const struct wipecert_trust *trust, struct log *log)
{
	struct chain_findings findings = { 0 };
	struct collection collection = { 0 };
	struct confirmations found = { 0 };
	int64_t time_s = trust_time(trust_options);
	struct wipe_error err;
	int rc = 0, code;

	wipe_error_clear(&err);
	for (size_t i = 0; i < options->argument_count && !rc; i++)
		rc = collection_add(&collection, trust, options->arguments[i], time_s, &err);
	if (!rc)
		rc = confirmations_find(trust, time_s, collection.items, collection.count, &found,
					&err);
	if (!rc)
		rc = confirmations_weigh(trust, collection.items, collection.count, &found, &err);
	if (!rc)
		rc = chain_examine(collection.items, collection.count, &findings, &err);
	if (rc) {
		output_wipe_error(TOOL, NULL, &err);
		code = exit_from_error(&err);
	} else {
		report_print(TOOL, &collection, &findings, form_of(options));
		log_verdicts(log, &collection);
		code = report_exit(&collection, &findings);
	}
	chain_free_findings(&findings);
	confirmations_free(&found);
	collection_clear(&collection);
	return code;
}

int main(int argc, char **argv)
{
	struct trust_options trust_options = { 0 };
	struct wipecert_trust *trust = NULL;
	struct options options;
	struct log *log = NULL;
	int code;

	startup_run();
	code = options_parse(&spec, argc, argv, set_option, &trust_options, &options);
	if (code != OPTIONS_GO)
		goto out;
	code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(options.log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = trust_load(&trust_options, TOOL, &trust);
	if (code == EXIT_DONE)
		code = verify(&options, &trust_options, trust, log);
	log_line(log, WIPE_LOG_INFO, "ended: %s", exit_name(code));
out:
	code = output_finish(TOOL, code);
	log_close(log);
	wipecert_trust_free(trust);
	trust_free_options(&trust_options);
	options_free(&options);
	return code;
}
