/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-check: the independent re-read of a medium against a record. */
#include <stdlib.h>

#include "config.h"
#include "exit.h"
#include "from_case.h"
#include "i18n.h"
#include "log.h"
#include "medium.h"
#include "outcome.h"
#include "output.h"
#include "record.h"
#include "records.h"
#include "sandbox.h"
#include "startup.h"

static bool wants_record(const struct records_options *options)
{
	return options->record || options->key || options->save_to.count;
}

static int save_check(struct records *records, const struct wipe_report *report,
		      const struct wipecert_result *about, struct records_saved *saved)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (records_save(records, WIPECERT_CHECK, report, NULL, &about->link, saved, &err) != 0) {
		output_error(TOOL, NULL, "%s", err.message);
		return EXIT_UNSAVED;
	}
	if (saved->filed.fault == WIPECERT_FAULT_NONE)
		return EXIT_DONE;
	output_error(TOOL, NULL, _("recorded, but without effect: %s"),
		     wipecert_fault_text(saved->filed.fault));
	return EXIT_UNCONFIRMED;
}

static int check(const struct config *config, const struct wipecert_result *record,
		 const struct wipe_device *device, struct records *records,
		 const struct from_case *from)
{
	struct outcome outcome = { .record = record, .device = device };
	struct wipe_report *report = calloc(1, sizeof(*report));
	struct records_saved saved;
	struct expected expected;
	char label[512];
	int code = EXIT_FAILED;

	if (!report)
		return code;
	code = medium_expect(device, record->record, &expected);
	if (code == EXIT_DONE)
		code = medium_read(config, device, &expected, report);
	if (code == EXIT_DONE) {
		code = outcome_code(record, report);
		outcome.report = report;
		if (records) {
			code = exit_combine(code, save_check(records, report, record, &saved));
			outcome.saved = &saved;
			outcome.reopened = from_case_reopened(from, label, sizeof(label)) ? label :
											    NULL;
		}
	}
	outcome.code = code;
	outcome_print(config, &outcome);
	free(report);
	return code;
}

static int run(const struct config *config, struct log *log)
{
	struct wipe_source *source = wipe_source_system();
	struct wipe_device *device = NULL;
	struct records *records = NULL;
	struct from_case from = { .opened = NULL };
	struct wipecert_result record;
	int code = config->case_path ? from_case_load(config, &from, &record) :
				       record_load(config, &record);

	if (code == EXIT_DONE)
		code = medium_find(config->options.arguments[1], record.record, source, &device);
	if (code == EXIT_DONE && wants_record(&config->records)) {
		code = records_open(TOOL, &config->records, &records);
		if (code == EXIT_DONE) {
			records_use_case(records, from.opened);
			records_set_item(records, from.item);
		}
		if (code == EXIT_DONE)
			code = records_check_places(records, WIPECERT_CHECK);
	}
	if (code == EXIT_DONE)
		code = check(config, &record, device, records, &from);
	log_line(log, WIPE_LOG_INFO, "%s against %s: exit %d", config->options.arguments[1],
		 config->options.arguments[0], code);
	records_close(records);
	wipe_device_free(device);
	wipe_source_free(source);
	wipecert_result_clear(&record);
	from_case_free(&from);
	return code;
}

int main(int argc, char **argv)
{
	struct log *log = NULL;
	struct config config;
	struct wipe_error err;
	int code;

	startup_run();
	wipe_error_clear(&err);
	code = config_parse(argc, argv, &config);
	if (code != OPTIONS_GO)
		goto out;
	code = engine_open(TOOL, &config.engine, 1);
	if (code == EXIT_DONE)
		code = sandbox_start_with_rings(TOOL);
	if (code == EXIT_DONE && log_open(config.options.log_path, TOOL, &log, &err) != 0) {
		output_error(TOOL, NULL, "%s", err.message);
		code = EXIT_USAGE;
	}
	if (code == EXIT_DONE)
		code = run(&config, log);
	log_close(log);
out:
	config_free(&config);
	return output_finish(TOOL, code);
}
