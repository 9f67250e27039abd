/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wipe-list: which disks are there, what is on them, who uses them. Reads only. */
#include <stdio.h>
#include <unistd.h>

#include <wipe/device.h>

#include "entry.h"
#include "exit.h"
#include "i18n.h"
#include "log.h"
#include "machine.h"
#include "options.h"
#include "output.h"
#include "sandbox.h"
#include "show.h"
#include "startup.h"
#include "stop.h"
#include "watch.h"

#define TOOL "wipe-list"

enum { OPTION_ALL = 1, OPTION_TREE, OPTION_WATCH, OPTION_MACHINE };

static const struct poptOption table[] = {
	{ "all", 0, POPT_ARG_NONE, NULL, OPTION_ALL,
	  N_("also devices without a medium, such as empty loop devices and card readers"), NULL },
	{ "tree", 0, POPT_ARG_NONE, NULL, OPTION_TREE,
	  N_("partitions and what lies over them, as a tree"), NULL },
	{ "watch", 0, POPT_ARG_NONE, NULL, OPTION_WATCH,
	  N_("go on, and tell of every disk that comes or goes"), NULL },
	{ "machine", 0, POPT_ARG_NONE, NULL, OPTION_MACHINE,
	  N_("everything in this computer that could hold data, and what of it cannot be seen"),
	  NULL },
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
	bool all, tree, watch, machine;
};

/* One run of the tool; what the callbacks of watch_run() get. */
struct listing {
	const struct options *options;
	const struct settings *settings;
	struct wipe_source *source;
	struct log *log;
	struct show show;
};

static int set_option(void *arg, int number, const char *value)
{
	struct settings *settings = arg;

	(void)value;
	settings->all |= number == OPTION_ALL;
	settings->tree |= number == OPTION_TREE;
	settings->watch |= number == OPTION_WATCH;
	settings->machine |= number == OPTION_MACHINE;
	return 0;
}

/* Named devices one by one, so that one that is missing does not hide the others. */
static int collect(const struct listing *listing, struct entry_list *list)
{
	const struct options *options = listing->options;
	struct wipe_error err;
	int code = EXIT_DONE;

	wipe_error_clear(&err);
	if (!options->argument_count &&
	    entry_list_all(listing->source, listing->settings->all, list, &err)) {
		output_wipe_error(TOOL, NULL, &err);
		return exit_from_error(&err);
	}
	for (size_t i = 0; i < options->argument_count; i++) {
		wipe_error_clear(&err);
		if (!entry_list_add(listing->source, options->arguments[i], list, &err))
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

static int list_once(void *arg)
{
	const struct listing *listing = arg;
	const struct options *options = listing->options;
	struct entry_list list = { 0 };
	int code = collect(listing, &list), unknown;

	if (show_list(&list, &listing->show)) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		code = exit_combine(code, EXIT_FAILED);
	}
	if (options->argument_count && !options->json && !options->quiet)
		show_advice(&list);
	unknown = report_unknowns(&list, listing->log);
	/* In a file it would be taken for a result. */
	if (listing->settings->watch && !options->json && !options->quiet && isatty(STDOUT_FILENO))
		printf("%s\n", _("Disks that come or go are told of; Ctrl-C ends."));
	fflush(stdout);
	if (options->argument_count)
		code = exit_combine(code, unknown);
	entry_list_free(&list);
	return code;
}

/* One that is gone again by now is told of as removed next. */
static void tell_added(void *arg, const struct wipe_device *dev)
{
	const struct listing *listing = arg;
	struct entry_list list = { 0 };

	log_line(listing->log, WIPE_LOG_INFO, "added %s serial=%s", dev->node, dev->serial);
	if (!entry_list_add(listing->source, dev->node, &list, NULL) &&
	    show_added(&list, &listing->show))
		output_error(TOOL, NULL, "%s", _("out of memory"));
	entry_list_free(&list);
}

static void tell_removed(void *arg, const struct wipe_device *dev)
{
	const struct listing *listing = arg;

	log_line(listing->log, WIPE_LOG_INFO, "removed %s serial=%s", dev->node, dev->serial);
	show_removed(dev, &listing->show);
}

/* What does not go together is a mistake, not something to choose from. */
static int check(const struct options *options, const struct settings *settings)
{
	const char *problem = NULL;

	if (settings->watch && options->argument_count)
		problem = _("--watch is about all disks: name none");
	else if (settings->machine &&
		 (settings->watch || settings->tree || settings->all || options->argument_count))
		problem = _("--machine is about all of the computer: nothing can be chosen");
	else if (settings->tree && options->json)
		problem = _("--json has the tree in it already: leave out --tree");
	if (problem)
		output_error(TOOL, NULL, "%s", problem);
	return problem ? EXIT_USAGE : EXIT_DONE;
}

static int run(const struct options *options, const struct settings *settings, struct log *log)
{
	struct listing listing = {
		options, settings, wipe_source_system(), log, { options->json, settings->tree }
	};
	const struct watch_view view = { &listing, list_once, tell_added, tell_removed };
	int code;

	if (!listing.source) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	if (settings->watch) {
		stop_catch();
		code = watch_run(listing.source, settings->all, &view);
	} else {
		code = list_once(&listing);
	}
	wipe_source_free(listing.source);
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
	code = check(&options, &settings);
	if (code == EXIT_DONE)
		code = sandbox_start(TOOL);
	if (code == EXIT_DONE)
		code = log_start(options.log_path, TOOL, &log);
	if (code == EXIT_DONE)
		code = settings.machine ? machine_run(options.json) : run(&options, &settings, log);
	log_line(log, WIPE_LOG_INFO, "ended: %s", exit_name(code));
out:
	code = output_finish(TOOL, code);
	log_close(log);
	options_free(&options);
	return code;
}
