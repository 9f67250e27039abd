/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "erasing.h"
#include "exit.h"
#include "i18n.h"
#include "keys.h"
#include "prompt.h"

enum number {
	METHOD = 1,
	REQUIRE,
	VERIFY,
	DRY_RUN,
	CONFIRM,
	CHALLENGE,
	IMAGE,
	PROGRESS,
	RESUME,
	CHECKPOINT,
	CASE,
	ITEM,
	HEADER,
	CONDITIONS,
	THEN_OVERWRITE,
};

/* clang-format off */
static const struct poptOption table[] = {
	{ "method", 0, POPT_ARG_STRING, NULL, METHOD,
	  N_("how to erase: auto, stream, zero, zeroout, luks, or a scheme (default auto)"),
	  N_("METHOD") },
	{ "require", 0, POPT_ARG_STRING, NULL, REQUIRE,
	  N_("refuse unless this level can be reached: clear or purge"), N_("LEVEL") },
	{ "verify", 0, POPT_ARG_STRING, NULL, VERIFY,
	  N_("what to read back: full, sample[=PERCENT] or none (default full)"), N_("MODE") },
	{ "dry-run", 0, POPT_ARG_NONE, NULL, DRY_RUN,
	  N_("show what would be done and what it would reach; touch nothing"), NULL },
	{ "confirm", 0, POPT_ARG_STRING, NULL, CONFIRM | OPTIONS_MANY,
	  N_("the device's serial, or its name if it has none, instead of being asked"),
	  N_("SERIAL") },
	{ "case", 0, POPT_ARG_STRING, NULL, CASE,
	  N_("erase under the rules of this case, and keep the records in it"), N_("DIR") },
	{ "item", 0, POPT_ARG_STRING, NULL, ITEM | OPTIONS_MANY,
	  N_("the item of the case that the medium is, by label, serial, or the begin of its id; "
	     "of several devices one each, in their order (default: by the device's serial)"),
	  N_("ITEM") },
	RECORDS_OPTIONS_TABLE,
	{ "challenge", 0, POPT_ARG_STRING, NULL, CHALLENGE,
	  N_("the officer's challenge for this medium"), N_("TEXT") },
	{ "then-overwrite", 0, POPT_ARG_NONE, NULL, THEN_OVERWRITE,
	  N_("destroy the keys of encrypted volumes first, then overwrite everything"), NULL },
	{ "header", 0, POPT_ARG_STRING, NULL, HEADER,
	  N_("the file or device on which the header of the encrypted volume lies"), N_("PATH") },
	{ "conditions", 0, POPT_ARG_STRING, NULL, CONDITIONS,
	  N_("answers to what a destroyed key rests on, as JSON, instead of being asked"),
	  N_("FILE") },
	ENGINE_OPTIONS_TABLE,
	{ "image", 0, POPT_ARG_NONE, NULL, IMAGE,
	  N_("the target is a regular file that stands for a medium"), NULL },
	{ "resume", 0, POPT_ARG_STRING, NULL, RESUME,
	  N_("go on with a job that broke off, from its journal"), N_("JOURNAL") },
	{ "checkpoint", 0, POPT_ARG_STRING, NULL, CHECKPOINT,
	  N_("note in the journal after so much at most, 1 to 4096 (default 4096)"), N_("MIB") },
	{ "progress", 0, POPT_ARG_STRING, NULL, PROGRESS,
	  N_("auto, none or json (default auto: on a terminal)"), N_("MODE") },
	POPT_TABLEEND,
};
/* clang-format on */

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... DEVICE..."),
	.summary = N_("Erases whole devices, reads them back, and writes a record of what was "
		      "measured."),
	.notes = N_("A device that is mounted, used as swap, held by anything or open elsewhere "
		    "is refused. There is no option to overrule that."),
	.table = table,
	.least_arguments = 1,
	.most_arguments = -1,
};

static int set_verify(struct config *config, const char *value)
{
	unsigned long percent;

	if (strncmp(value, "sample=", 7) == 0) {
		if (!options_number(value + 7, 1, 99, &percent))
			return options_fail(TOOL, "%s", _("--verify=sample takes 1 to 99 percent"));
		config->plan.verify = WIPE_VERIFY_SAMPLE;
		config->plan.sample_percent = (uint32_t)percent;
		return 0;
	}
	if (wipe_verify_mode_parse(value, &config->plan.verify))
		return 0;
	return options_fail(TOOL, "%s", _("--verify takes full, sample[=PERCENT] or none"));
}

static int set_require(struct config *config, const char *value)
{
	if (wipe_level_parse(value, &config->plan.require) &&
	    config->plan.require != WIPE_LEVEL_NONE)
		return 0;
	return options_fail(TOOL, "%s", _("--require takes clear or purge"));
}

static int set_challenge(struct config *config, const char *value)
{
	struct wipe_error err;

	wipe_error_clear(&err);
	if (wipe_challenge_parse(value, config->challenge, &err) != 0)
		return options_fail(TOOL, "--challenge: %s", err.message);
	config->plan.challenge = config->challenge;
	config->plan.challenge_bytes = sizeof(config->challenge);
	return 0;
}

static int set_checkpoint(struct config *config, const char *value)
{
	unsigned long mib;

	if (!options_number(value, 1, 4096, &mib))
		return options_fail(TOOL, "%s", _("--checkpoint takes 1 to 4096 MiB"));
	config->checkpoint_bytes = (uint64_t)mib << 20;
	return 0;
}

/* What the journal decides. */
static const char *option_of_new_jobs(int number)
{
	switch (number) {
	case METHOD:
		return "--method";
	case REQUIRE:
		return "--require";
	case VERIFY:
		return "--verify";
	case CHALLENGE:
		return "--challenge";
	case HEADER:
		return "--header";
	case CONDITIONS:
		return "--conditions";
	case THEN_OVERWRITE:
		return "--then-overwrite";
	default:
		return NULL;
	}
}

static int set(void *arg, int number, const char *value)
{
	struct config *config = arg;

	if (option_of_new_jobs(number))
		config->said_anew = option_of_new_jobs(number);
	if (number >= RECORDS_RECORD && number < RECORDS_END)
		return records_options_set(TOOL, &config->records, number, value);
	if (number >= ENGINE_IO && number < ENGINE_END)
		return engine_set(TOOL, &config->engine, number, value);
	switch ((enum number)number) {
	case METHOD:
		config->plan.method = value;
		return 0;
	case REQUIRE:
		return set_require(config, value);
	case VERIFY:
		return set_verify(config, value);
	case DRY_RUN:
		config->dry_run = true;
		return 0;
	case CONFIRM:
		return values_add(TOOL, &config->confirms, value);
	case CHALLENGE:
		return set_challenge(config, value);
	case IMAGE:
		config->image = true;
		return 0;
	case RESUME:
		config->resume = value;
		return 0;
	case CHECKPOINT:
		return set_checkpoint(config, value);
	case CASE:
		config->case_path = value;
		return 0;
	case HEADER:
		config->header = value;
		return 0;
	case CONDITIONS:
		config->conditions = value;
		return keys_read_conditions(value, config->answers) == EXIT_DONE ? 0 : EXIT_USAGE;
	case THEN_OVERWRITE:
		config->then_overwrite = true;
		return 0;
	case ITEM:
		return values_add(TOOL, &config->items, value);
	case PROGRESS:
		return progress_mode_parse(value, &config->progress) ?
			       0 :
			       options_fail(TOOL, "%s", _("--progress takes auto, none or json"));
	}
	return options_fail(TOOL, "%s", _("unknown option"));
}

static int check_case(const struct config *config)
{
	if (!config->case_path)
		return config->items.count ? options_fail(TOOL, "%s", _("--item needs --case")) :
					     OPTIONS_GO;
	if (erasing_check_options(TOOL, config->case_path, &config->records) != OPTIONS_GO)
		return EXIT_USAGE;
	if (config->items.count && config->items.count != config->options.argument_count)
		return options_fail(TOOL, "%s",
				    _("--item is needed once for each device, in their order, or "
				      "not at all"));
	return OPTIONS_GO;
}

static int check_keys(const struct config *config)
{
	if (!keys_are_wanted(config))
		return config->header || config->conditions ?
			       options_fail(TOOL, "%s",
					    _("--header and --conditions are for --method luks and "
					      "--then-overwrite")) :
			       OPTIONS_GO;
	if (config->then_overwrite && strcmp(config->plan.method, "auto") != 0 &&
	    strcmp(config->plan.method, "luks") != 0)
		return options_fail(TOOL, "%s",
				    _("--then-overwrite chooses how to overwrite: only --method "
				      "auto or luks fits"));
	if (config->header && config->options.argument_count > 1)
		return options_fail(TOOL, "%s",
				    _("a header is that of one volume: give one device"));
	return OPTIONS_GO;
}

/* What makes no sense together. */
static int check(const struct config *config)
{
	const struct records_options *records = &config->records;

	if (config->options.argument_count > 1 && records->record)
		return options_fail(TOOL, "%s",
				    _("--record names one file: give one device, or use "
				      "--save-to"));
	if (config->options.argument_count > 1 && config->plan.challenge_bytes)
		return options_fail(TOOL, "%s",
				    _("a challenge is for one medium: give one device"));
	if (config->resume && config->options.argument_count > 1)
		return options_fail(TOOL, "%s",
				    _("a journal is about one medium: give one device"));
	if (config->resume && config->said_anew)
		return options_fail(
			TOOL,
			_("--resume and %s exclude each other: the journal knows how the "
			  "job was begun"),
			config->said_anew);
	if (check_case(config) != OPTIONS_GO || check_keys(config) != OPTIONS_GO)
		return EXIT_USAGE;
	return records_options_check(TOOL, records);
}

int config_parse(int argc, char **argv, struct config *config)
{
	int code;

	memset(config, 0, sizeof(*config));
	config->plan.method = "auto";
	config->plan.attempt = 1;
	records_options_init(&config->records);
	code = options_parse(&spec, argc, argv, set, config, &config->options);
	if (code != OPTIONS_GO)
		return code;
	if (config->options.quiet && config->progress == PROGRESS_AUTO)
		config->progress = PROGRESS_NONE;
	code = check(config);
	/* Keys are destroyed in front of what auto chooses. */
	if (config->then_overwrite)
		config->plan.method = "auto";
	return code;
}

void config_free(struct config *config)
{
	values_free(&config->confirms);
	values_free(&config->items);
	engine_close(&config->engine);
	records_options_free(&config->records);
	options_free(&config->options);
}
