/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of wipe-file. */
#ifndef WIPE_FILE_CONFIG_H
#define WIPE_FILE_CONFIG_H

#include <wipe/file.h>

#include "options.h"
#include "progress.h"
#include "records_options.h"
#include "values.h"

#define TOOL "wipe-file"

struct config {
	struct options options; /* arguments: the paths */
	bool recursive, dry_run;
	const char *manifest;	/* NULL: all that is named is erased */
	bool equal_files;	/* also what is equal to a file of the manifest */
	bool remove_key;	/* of files that the file system encrypts */
	const char *conditions; /* file with answers; NULL: nothing is answered */
	enum wipe_file_level require;
	const char *free_space; /* NULL: no free space is wiped; from space_look() on mount_point */
	char mount_point[4096];
	bool live_root;
	struct values swaps;	      /* areas, or "all" */
	unsigned long time_limit_s;   /* of wiping free space; 0: none */
	const char *confirm;	      /* NULL: ask */
	unsigned long jobs;	      /* 0: the library's */
	const char *case_path, *item; /* NULL: records are files */
	enum progress_mode progress;
	struct records_options records;
};

/* OPTIONS_GO or an exit code after a message. config_free() in either case. */
int config_parse(int argc, char **argv, struct config *config);
void config_free(struct config *config);

#endif
