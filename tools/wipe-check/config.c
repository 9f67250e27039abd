/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "i18n.h"
#include "prompt.h"
#include "utc.h"

#define SAMPLES_MAX 100000000ul

enum number {
	FULL = 1,
	SAMPLES,
	TRUST,
	CRL,
	AT,
	PROGRESS,
	CASE,
};

/* clang-format off */
static const struct poptOption table[] = {
	{ "full", 0, POPT_ARG_NONE, NULL, FULL, N_("read every block (default)"), NULL },
	{ "samples", 0, POPT_ARG_STRING, NULL, SAMPLES,
	  N_("read only N blocks at positions drawn now (4700 find 0.1 % residue with 99 %)"),
	  N_("N") },
	{ "trust", 0, POPT_ARG_STRING, NULL, TRUST | OPTIONS_MANY,
	  N_("certificates that are trusted: a file, a folder of them, or a trust folder"), N_("FILE|DIR") },
	{ "crl", 0, POPT_ARG_STRING, NULL, CRL | OPTIONS_MANY, N_("a revocation list"),
	  N_("FILE") },
	{ "at", 0, POPT_ARG_STRING, NULL, AT,
	  N_("judge the signature as of this time (2026-11-22T03:04:05Z)"), N_("TIME") },
	{ "case", 0, POPT_ARG_STRING, NULL, CASE,
	  N_("RECORD is in this case, by its id, or an item of it; with --sign the check is "
	     "recorded there"),
	  N_("DIR") },
	RECORDS_OPTIONS_TABLE,
	ENGINE_OPTIONS_TABLE,
	{ "progress", 0, POPT_ARG_STRING, NULL, PROGRESS,
	  N_("auto, none or json (default auto: on a terminal)"), N_("MODE") },
	POPT_TABLEEND,
};
/* clang-format on */

static const struct options_spec spec = {
	.tool = TOOL,
	.arguments = N_("[OPTION]... RECORD DEVICE"),
	.summary = N_("Reads a medium again and compares it with what a record says was written. "
		      "Serial, WWN and capacity come from the medium, never from the record."),
	.notes = N_("Nothing is written to the device."),
	.table = table,
	.least_arguments = 2,
	.most_arguments = 2,
};

static int set(void *arg, int number, const char *value)
{
	struct config *config = arg;

	if (number >= RECORDS_RECORD && number < RECORDS_END)
		return records_options_set(TOOL, &config->records, number, value);
	if (number >= ENGINE_IO && number < ENGINE_END)
		return engine_set(TOOL, &config->engine, number, value);
	switch ((enum number)number) {
	case FULL:
		config->full = true;
		return 0;
	case SAMPLES:
		return options_number(value, 1, SAMPLES_MAX, &config->samples) ?
			       0 :
			       options_fail(TOOL, _("--samples takes a number from 1 to %lu"),
					    SAMPLES_MAX);
	case TRUST:
		return values_add(TOOL, &config->trusts, value);
	case CRL:
		return values_add(TOOL, &config->crls, value);
	case AT:
		config->has_at = true;
		return utc_parse(value, &config->at_s) ? 0 :
							 options_fail(TOOL, "%s",
								      _("--at takes a time like "
									"2026-11-22T03:04:05Z"));
	case CASE:
		config->case_path = value;
		return 0;
	case PROGRESS:
		return progress_mode_parse(value, &config->progress) ?
			       0 :
			       options_fail(TOOL, "%s", _("--progress takes auto, none or json"));
	}
	return options_fail(TOOL, "%s", _("unknown option"));
}

static int check(const struct config *config)
{
	if (config->full && config->samples)
		return options_fail(TOOL, "%s", _("--full and --samples exclude each other"));
	if (config->case_path && config->records.record)
		return options_fail(TOOL, "%s",
				    _("--case and --record exclude each other: copies go where "
				      "--save-to says"));
	if (config->case_path && config->records.save_to.count && !config->records.key)
		return options_fail(TOOL, "%s",
				    _("--case needs --sign: a case has no unsigned "
				      "records"));
	return records_options_check(TOOL, &config->records);
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
	return check(config);
}

void config_free(struct config *config)
{
	values_free(&config->trusts);
	values_free(&config->crls);
	engine_close(&config->engine);
	records_options_free(&config->records);
	options_free(&config->options);
}
