/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/register.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"

#define DEPTH_MAX 4096
#define PATH_BYTES 4096

static bool same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

/* Is it the folder that is asked for? */
typedef bool is_it_fn(const void *arg, const struct stat *folder);

/* arg: the configuration. Is one of the paths this folder? */
static bool is_erased(const void *arg, const struct stat *folder)
{
	const struct config *config = arg;
	struct stat st;

	for (size_t i = 0; i < config->options.argument_count; i++)
		if (lstat(config->options.arguments[i], &st) == 0 && same(&st, folder))
			return true;
	return false;
}

/* arg: the path of the case. Is it that, or one of its own folders? */
static bool is_of_case(const void *arg, const struct stat *folder)
{
	static const char *const below[] = { ".", WIPECERT_FOLDER_RECORDS,
					     WIPECERT_FOLDER_ATTACHMENTS, WIPECERT_FOLDER_TRUST };
	char path[PATH_BYTES];
	struct stat st;

	for (size_t i = 0; i < sizeof(below) / sizeof(below[0]); i++) {
		snprintf(path, sizeof(path), "%s/%s", (const char *)arg, below[i]);
		if (stat(path, &st) == 0 && same(&st, folder))
			return true;
	}
	return false;
}

/* From the folder up to the root, by what they are and not by their names. */
static bool lies_in(const char *folder, is_it_fn *is_it, const void *arg)
{
	int fd = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC), up;
	struct stat st, above;
	bool found = false;

	for (int depth = 0; fd >= 0 && depth < DEPTH_MAX && !found; depth++) {
		if (fstat(fd, &st))
			break;
		found = is_it(arg, &st);
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
	if (!lies_in(folder, is_erased, config))
		return EXIT_DONE;
	output_error(TOOL, folder, "%s", _("records cannot be saved in what is to be erased"));
	return EXIT_REFUSED;
}

static void folder_of(const char *path, char folder[PATH_BYTES])
{
	const char *slash = strrchr(path, '/');

	if (slash)
		snprintf(folder, PATH_BYTES, "%.*s", slash == path ? 1 : (int)(slash - path), path);
	else
		snprintf(folder, PATH_BYTES, ".");
}

/* What the case is made of is no file of an item. */
static int check_path(const struct config *config, const char *path)
{
	char folder[PATH_BYTES];
	struct stat st;

	folder_of(path, folder);
	if (lstat(path, &st) == 0 && S_ISDIR(st.st_mode))
		snprintf(folder, sizeof(folder), "%s", path);
	if (!lies_in(folder, is_of_case, config->case_path))
		return EXIT_DONE;
	output_error(TOOL, path, "%s", _("lies in the folder of the case"));
	return EXIT_REFUSED;
}

static int check_case(const struct config *config)
{
	static const char *const below[] = { ".", WIPECERT_FOLDER_RECORDS,
					     WIPECERT_FOLDER_ATTACHMENTS };
	char folder[PATH_BYTES];
	int code = EXIT_DONE;

	for (size_t i = 0; i < config->options.argument_count && code == EXIT_DONE; i++)
		code = check_path(config, config->options.arguments[i]);
	for (size_t i = 0; i < sizeof(below) / sizeof(below[0]) && code == EXIT_DONE; i++) {
		snprintf(folder, sizeof(folder), "%s/%s", config->case_path, below[i]);
		code = check_one(config, folder);
	}
	return code;
}

int place_check(const struct config *config)
{
	const char *record = config->records.record;
	char folder[PATH_BYTES] = ".";
	int code = EXIT_DONE;

	if (record)
		folder_of(record, folder);
	if (config->case_path)
		code = check_case(config);
	else
		code = check_one(config, folder);
	for (size_t i = 0; i < config->records.save_to.count && code == EXIT_DONE; i++)
		code = check_one(config, config->records.save_to.items[i]);
	return code;
}
