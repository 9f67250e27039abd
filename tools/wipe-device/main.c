/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-device: erase whole devices or an image, verify, write the record. */
#include "casework.h"
#include "config.h"
#include "dry_run.h"
#include "exit.h"
#include "log.h"
#include "output.h"
#include "sandbox.h"
#include "startup.h"
#include "supervise.h"
#include "target.h"

static int erase(const struct config *config, struct wipe_source *source,
		 const struct targets *targets, struct records *records, struct log *log)
{
	int code = targets_refuse_used(targets);

	if (config->resume)
		records_resume(records, targets->items[0].journal.attempts,
			       targets->items[0].journal.attempt_count);
	if (code == EXIT_DONE)
		code = casework_refuse(targets, records);
	if (code == EXIT_DONE)
		code = records_check_places(records, WIPECERT_ERASURE);
	if (code == EXIT_DONE && config->records.record && !config->resume)
		code = journal_check_place(records);
	if (code == EXIT_DONE && !config->options.json && !config->options.quiet)
		targets_tell_resumed(targets);
	if (code == EXIT_DONE)
		code = targets_confirm(config, targets);
	if (code == EXIT_DONE)
		code = supervise_run(config, source, targets, records, log);
	return code;
}

static int show_plans(const struct config *config, const struct targets *targets,
		      struct records *records)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < targets->count; i++) {
		struct ruling ruling;

		code = exit_combine(code, casework_try(&targets->items[i], records, &ruling));
		dry_run_print(config, &targets->items[i], &ruling);
	}
	return exit_combine(code, targets_refuse_used(targets));
}

/* What is needed to do it; of a case also to tell whether it may be done. */
static int prepare(const struct config *config, struct wipecert_case *opened,
		   struct records **records)
{
	int code;

	if (config->dry_run && !opened)
		return EXIT_DONE;
	code = records_open(TOOL, &config->records, records);
	if (code == EXIT_DONE)
		records_use_case(*records, opened);
	return code;
}

static int run(const struct config *config)
{
	struct wipe_source *source = NULL;
	struct targets targets = { .items = NULL };
	struct wipecert_case *opened = NULL;
	struct records *records = NULL;
	struct log *log = NULL;
	struct wipe_error err;
	int code;

	wipe_error_clear(&err);
	source = wipe_source_system();
	if (!source) {
		output_error(TOOL, NULL, "%s", "sysfs");
		code = EXIT_FAILED;
		goto out;
	}
	code = erasing_open(TOOL, config->case_path, &opened);
	if (code == EXIT_DONE)
		code = targets_find(config, source, opened, &targets);
	if (code != EXIT_DONE)
		goto out;
	/* Only now it is sure that the log is none of the media. */
	if (log_open(config->options.log_path, TOOL, &log, &err) != 0) {
		output_error(TOOL, NULL, "%s", err.message);
		code = EXIT_USAGE;
		goto out;
	}
	code = prepare(config, opened, &records);
	if (code == EXIT_DONE)
		code = config->dry_run ? show_plans(config, &targets, records) :
					 erase(config, source, &targets, records, log);
out:
	records_close(records);
	targets_free(&targets);
	wipecert_case_free(opened);
	wipe_source_free(source);
	log_close(log);
	return code;
}

int main(int argc, char **argv)
{
	struct config config;
	int code;

	startup_run();
	code = config_parse(argc, argv, &config);
	if (code == OPTIONS_GO) {
		code = engine_open(TOOL, &config.engine, config.options.argument_count);
		if (code == EXIT_DONE)
			code = sandbox_start_with_rings(TOOL);
		if (code == EXIT_DONE)
			code = run(&config);
	}
	config_free(&config);
	return output_finish(TOOL, code);
}
