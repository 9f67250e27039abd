/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "erasing.h"
#include "exit.h"
#include "i18n.h"

#define JOBS_MAX 8ul
#define TIME_LIMIT_MAX_S 8640000ul

enum number {
	RECURSIVE = 1,
	MANIFEST,
	EQUAL_FILES,
	REMOVE_KEY,
	CONDITIONS,
	REQUIRE,
	DRY_RUN,
	FREE_SPACE,
	LIVE_ROOT,
	TIME_LIMIT,
	SWAP,
	CONFIRM,
	JOBS,
	PROGRESS,
	CASE,
	ITEM,
};

/* clang-format off */
static const struct poptOption table[] = {
	{ "recursive", 0, POPT_ARG_NONE, NULL, RECURSIVE,
	  N_("folders are erased with all that is in them"), NULL },
	{ "manifest", 0, POPT_ARG_STRING, NULL, MANIFEST,
	  N_("only the files that it lists, wherever they now are below PATH; folders stay"),
	  N_("FILE") },
	{ "equal-files", 0, POPT_ARG_NONE, NULL, EQUAL_FILES,
	  N_("also files that are not listed and hold the same as one that is: copies of copies"),
	  NULL },
	{ "remove-key", 0, POPT_ARG_NONE, NULL, REMOVE_KEY,
	  N_("of folders that ext4 encrypts (fscrypt), also remove the key from the kernel; refused "
	     "if anything else uses it"),
	  NULL },
	{ "conditions", 0, POPT_ARG_STRING, NULL, CONDITIONS,
	  N_("with --remove-key: what F3 rests on and nobody can measure, answered in JSON "
	     "and not at the terminal"),
	  N_("FILE") },
	{ "require", 0, POPT_ARG_STRING, NULL, REQUIRE,
	  N_("F1, F2 or F3: nothing is touched if one file cannot reach it"), N_("LEVEL") },
	{ "dry-run", 0, POPT_ARG_NONE, NULL, DRY_RUN,
	  N_("only show, for each file, which level can be reached and why, and what else would be "
	     "done"),
	  NULL },
	{ "free-space", 0, POPT_ARG_STRING, NULL, FREE_SPACE,
	  N_("then wipe the free space of the file system mounted there, or on that block device: "
	     "older versions, names, journal"),
	  N_("MOUNTPOINT") },
	{ "live-root", 0, POPT_ARG_NONE, NULL, LIVE_ROOT,
	  N_("also that of the running system, which is full meanwhile"), NULL },
	{ "time-limit", 0, POPT_ARG_STRING, NULL, TIME_LIMIT,
	  N_("wipe free space for at most this long (default: until it is done)"), N_("SECONDS") },
	{ "swap", 0, POPT_ARG_STRING, NULL, SWAP | OPTIONS_MANY,
	  N_("in the end switch this swap area off, overwrite it, and switch it on again; or all; "
	     "may be repeated"),
	  N_("AREA") },
	{ "confirm", 0, POPT_ARG_STRING, NULL, CONFIRM,
	  N_("do not ask: the name of PATH, or of several the number of files in all"),
	  N_("NAME") },
	{ "jobs", 0, POPT_ARG_STRING, NULL, JOBS,
	  N_("so many files at once, 1 to 8 (default: as many as processors)"), N_("N") },
	{ "case", 0, POPT_ARG_STRING, NULL, CASE,
	  N_("erase under the rules of this case, and keep the records in it"), N_("DIR") },
	{ "item", 0, POPT_ARG_STRING, NULL, ITEM,
	  N_("the item of the case that the files are, by label, or the begin of its id"),
	  N_("ITEM") },
	RECORDS_OPTIONS_TABLE,
	{ "progress", 0, POPT_ARG_STRING, NULL, PROGRESS,
	  N_("auto, none or json (default auto: on a terminal)"), N_("MODE") },
	POPT_TABLEEND,
};
/* clang-format on */

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... [PATH]..."),
	.summary =
		N_("Erases files: their blocks are overwritten where they lie and read back from "
		   "the medium, their attributes overwritten, their names replaced and removed. "
		   "Tells what the file system or the medium does not let one reach."),
	.notes = N_(
		"Symbolic links are not followed and mounts not entered. A file with other names "
		"(hard links), or one that is open elsewhere, is refused."),
	.table = table,
	.least_arguments = 0,
	.most_arguments = -1,
};

static int set(void *arg, int number, const char *value)
{
	struct config *config = arg;

	if (number >= RECORDS_RECORD && number < RECORDS_END)
		return records_options_set(TOOL, &config->records, number, value);
	switch ((enum number)number) {
	case RECURSIVE:
		config->recursive = true;
		return 0;
	case MANIFEST:
		config->manifest = value;
		return 0;
	case EQUAL_FILES:
		config->equal_files = true;
		return 0;
	case REMOVE_KEY:
		config->remove_key = true;
		return 0;
	case CONDITIONS:
		config->conditions = value;
		return 0;
	case REQUIRE:
		return wipe_file_level_parse(value, &config->require) &&
				       config->require != WIPE_FILE_F0 ?
			       0 :
			       options_fail(TOOL, "%s", _("--require takes F1, F2 or F3"));
	case DRY_RUN:
		config->dry_run = true;
		return 0;
	case FREE_SPACE:
		config->free_space = value;
		return 0;
	case LIVE_ROOT:
		config->live_root = true;
		return 0;
	case TIME_LIMIT:
		return options_number(value, 1, TIME_LIMIT_MAX_S, &config->time_limit_s) ?
			       0 :
			       options_fail(TOOL, _("--time-limit takes a number from 1 to %lu"),
					    TIME_LIMIT_MAX_S);
	case SWAP:
		return values_add(TOOL, &config->swaps, value);
	case CONFIRM:
		config->confirm = value;
		return 0;
	case JOBS:
		return options_number(value, 1, JOBS_MAX, &config->jobs) ?
			       0 :
			       options_fail(TOOL, _("--jobs takes a number from 1 to %lu"),
					    JOBS_MAX);
	case CASE:
		config->case_path = value;
		return 0;
	case ITEM:
		config->item = value;
		return 0;
	case PROGRESS:
		return progress_mode_parse(value, &config->progress) ?
			       0 :
			       options_fail(TOOL, "%s", _("--progress takes auto, none or json"));
	}
	return options_fail(TOOL, "%s", _("unknown option"));
}

static int check_case(const struct config *config)
{
	if (!config->case_path && config->item)
		return options_fail(TOOL, "%s", _("--item needs --case"));
	if (!config->case_path)
		return OPTIONS_GO;
	if (!config->item)
		return options_fail(TOOL, "%s", _("--case needs --item: which item the files are"));
	if (!config->options.argument_count)
		return options_fail(TOOL, "%s",
				    _("--case is for files: name what is to be erased"));
	return erasing_check_options(TOOL, config->case_path, &config->records);
}

int config_parse(int argc, char **argv, struct config *config)
{
	int code;

	memset(config, 0, sizeof(*config));
	records_options_init(&config->records);
	code = options_parse(&spec, argc, argv, set, config, &config->options);
	if (code != OPTIONS_GO)
		return code;
	if (config->options.quiet && config->progress == PROGRESS_AUTO)
		config->progress = PROGRESS_NONE;
	if (!config->options.argument_count && !config->free_space && !config->swaps.count)
		return options_fail(TOOL, "%s", _("name what is to be erased"));
	if (config->manifest && config->recursive)
		return options_fail(TOOL, "%s",
				    _("--recursive erases folders with all that is in them, "
				      "--manifest only what it lists: give one of them"));
	if (config->manifest && !config->options.argument_count)
		return options_fail(
			TOOL, "%s",
			_("--manifest: name the folders in which to look for its files"));
	if (config->equal_files && !config->manifest)
		return options_fail(
			TOOL, "%s",
			_("--equal-files goes with --manifest: equal to what it lists"));
	if (config->remove_key && !config->options.argument_count)
		return options_fail(TOOL, "%s",
				    _("--remove-key: name the folders that are encrypted"));
	if (config->conditions && !config->remove_key)
		return options_fail(TOOL, "%s", _("--conditions goes with --remove-key"));
	if (!config->free_space && (config->live_root || config->time_limit_s))
		return options_fail(TOOL, "%s",
				    _("--live-root and --time-limit go with --free-space"));
	if (check_case(config) != OPTIONS_GO)
		return EXIT_USAGE;
	return records_options_check(TOOL, &config->records);
}

void config_free(struct config *config)
{
	values_free(&config->swaps);
	records_options_free(&config->records);
	options_free(&config->options);
}
