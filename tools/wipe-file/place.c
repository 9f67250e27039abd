/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"

#define DEPTH_MAX 4096

static bool same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Is one of the paths this folder? */
static bool is_erased(const struct config *config, const struct stat *folder)
{
	struct stat st;

	for (size_t i = 0; i < config->options.argument_count; i++)
		if (lstat(config->options.arguments[i], &st) == 0 && same(&st, folder))
			return true;
	return false;
}

/* From the folder up to the root, by what they are and not by their names. */
static bool lies_in_erased(const struct config *config, const char *folder)
{
	int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC), up;
	struct stat st, above;
	bool found = false;

	for (int depth = 0; fd >= 0 && depth < DEPTH_MAX && !found; depth++) {
		if (fstat(fd, &st))
			break;
		found = is_erased(config, &st);
		up = openat(fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
		close(fd);
		fd = up;
		if (up >= 0 && fstat(up, &above) == 0 && same(&st, &above))
			break;
	}
	if (fd >= 0)
		close(fd);
	return found;
}

static int check_one(const struct config *config, const char *folder)
{
	if (!lies_in_erased(config, folder))
		return EXIT_DONE;
	output_error(TOOL, folder, "%s", _("records cannot be saved in what is to be erased"));
	return EXIT_REFUSED;
}

int place_check(const struct config *config)
{
	const char *record = config->records.record;
	const char *slash = record ? strrchr(record, '/') : NULL;
	char folder[4096] = ".";
	int code;

	if (slash)
		snprintf(folder, sizeof(folder), "%.*s",
			 slash == record ? 1 : (int)(slash - record), record);
	code = check_one(config, folder);
	for (size_t i = 0; i < config->records.save_to.count && code == EXIT_DONE; i++)
		code = check_one(config, config->records.save_to.items[i]);
	return code;
}
