/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-device: erase whole devices or an image, verify, write the record. */
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

	if (code == EXIT_DONE)
		code = records_check_places(records, WIPECERT_ERASURE);
	if (code == EXIT_DONE && config->records.record && !config->resume)
		code = journal_check_place(records);
	if (config->resume)
		records_resume(records, targets->items[0].journal.attempts,
			       targets->items[0].journal.attempt_count);
	if (code == EXIT_DONE && !config->options.json && !config->options.quiet)
		targets_tell_resumed(targets);
	if (code == EXIT_DONE)
		code = targets_confirm(config, targets);
	if (code == EXIT_DONE)
		code = supervise_run(config, source, targets, records, log);
	return code;
}

static int show_plans(const struct config *config, const struct targets *targets)
{
	for (size_t i = 0; i < targets->count; i++)
		dry_run_print(config, &targets->items[i]);
	return targets_refuse_used(targets);
}

static int run(const struct config *config)
{
	struct wipe_source *source = NULL;
	struct targets targets = { .items = NULL };
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
	code = targets_find(config, source, &targets);
	if (code != EXIT_DONE)
		goto out;
	/* Only now it is sure that the log is none of the media. */
	if (log_open(config->options.log_path, TOOL, &log, &err) != 0) {
		output_error(TOOL, NULL, "%s", err.message);
		code = EXIT_USAGE;
		goto out;
	}
	if (config->dry_run) {
		code = show_plans(config, &targets);
		goto out;
	}
	code = records_open(TOOL, &config->records, &records);
	if (code == EXIT_DONE)
		code = erase(config, source, &targets, records, log);
out:
	records_close(records);
	targets_free(&targets);
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
