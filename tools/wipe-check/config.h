/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of wipe-check. */
#ifndef WIPE_CHECK_CONFIG_H
#define WIPE_CHECK_CONFIG_H

#include "engine.h"
#include "options.h"
#include "progress.h"
#include "records_options.h"

#define TOOL "wipe-check"

struct config {
	struct options options; /* arguments: the record, the device */
	bool full;
	unsigned long samples; /* 0: full */
	struct values trusts;
	struct values crls;
	bool has_at;
	int64_t at_s;
	const char *case_path; /* NULL: the record is a file */
	enum progress_mode progress;
	struct engine engine;
	struct records_options records; /* none given: no record of the check */
};

/* OPTIONS_GO or an exit code after a message. config_free() in either case. */
int config_parse(int argc, char **argv, struct config *config);
void config_free(struct config *config);

#endif
