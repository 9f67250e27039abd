/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-list: which disks are there, what is on them, who uses them. Reads only. */
#include <wipe/device.h>

#include "entry.h"
#include "entry_json.h"
#include "entry_table.h"
#include "exit.h"
#include "i18n.h"
#include "log.h"
#include "options.h"
#include "output.h"
#include "sandbox.h"
#include "startup.h"

#define TOOL "wipe-list"

enum { OPTION_ALL = 1 };

static const struct poptOption table[] = {
	{ "all", 0, POPT_ARG_NONE, NULL, OPTION_ALL,
	  N_("also devices without a medium, such as empty loop devices and card readers"), NULL },
	POPT_TABLEEND,
};

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... [DEVICE]..."),
	.summary = N_("Lists disks: identity, capacity, contents, and whether they are in use. "
		      "With DEVICE only these, and what stands in the way of erasing them."),
	.table = table,
	.least_arguments = 0,
	.most_arguments = -1,
};

struct settings {
	bool all;
};

static int set_option(void *arg, int number, const char *value)
{
	struct settings *settings = arg;

	(void)value;
	if (number == OPTION_ALL)
		settings->all = true;
	return 0;
}

/* Named devices one by one, so that one that is missing does not hide the others. */
static int collect(struct wipe_source *source, const struct options *options, bool all,
		   struct entry_list *list)
{
	struct wipe_error err;
	int code = EXIT_DONE;

	wipe_error_clear(&err);
	if (!options->argument_count && entry_list_all(source, all, list, &err)) {
		output_wipe_error(TOOL, NULL, &err);
		return exit_from_error(&err);
	}
	for (size_t i = 0; i < options->argument_count; i++) {
		wipe_error_clear(&err);
		if (!entry_list_add(source, options->arguments[i], list, &err))
			continue;
		output_wipe_error(TOOL, options->arguments[i], &err);
		code = exit_combine(code, exit_from_error(&err));
	}
	return code;
}

/*
 * What could not be found out is said, though the device is listed. For a device
 * that was asked for by name it is a failure; an overview has done what it can.
 */
static int report_unknowns(const struct entry_list *list, struct log *log)
{
	int code = EXIT_DONE;

	for (size_t i = 0; i < list->count; i++) {
		const struct entry *entry = &list->items[i];
		const struct wipe_error *errors[] = { &entry->contents_error, &entry->uses_error };

		log_line(log, WIPE_LOG_INFO, "%s serial=%s bytes=%llu uses=%zu",
			 entry->device->node, entry->device->serial,
			 (unsigned long long)entry->device->capacity_bytes,
			 entry->device->use_count);
		for (size_t k = 0; k < 2; k++) {
			if (errors[k]->code == WIPE_OK)
				continue;
			output_wipe_error(TOOL, entry->device->node, errors[k]);
			code = exit_combine(code, EXIT_FAILED);
		}
	}
	return code;
}

static int print(const struct entry_list *list, const struct options *options)
{
	if (options->json) {
		for (size_t i = 0; i < list->count; i++)
			output_json(entry_json(&list->items[i]));
		return EXIT_DONE;
	}
	if (list->count && entry_table_print(list)) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	if (options->argument_count && !options->quiet)
		entry_table_print_advice(list);
	return EXIT_DONE;
}

static int run(const struct options *options, const struct settings *settings, struct log *log)
{
	struct wipe_source *source = wipe_source_system();
	struct entry_list list = { 0 };
	int code, unknown;

	if (!source) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	code = collect(source, options, settings->all, &list);
	code = exit_combine(code, print(&list, options));
	unknown = report_unknowns(&list, log);
	if (options->argument_count)
		code = exit_combine(code, unknown);
	entry_list_free(&list);
	wipe_source_free(source);
	return code;
}

int main(int argc, char **argv)
{
	struct settings settings = { 0 };
	struct options options;
	struct log *log = NULL;
	int code;

	startup_run();
	code = options_parse(&spec, argc, argv, set_option, &settings, &options);
	if (code != OPTIONS_GO)
		goto out;
	code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(options.log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = run(&options, &settings, log);
	log_line(log, WIPE_LOG_INFO, "ended: %s", exit_name(code));
out:
	code = output_finish(TOOL, code);
	log_close(log);
	options_free(&options);
	return code;
}
