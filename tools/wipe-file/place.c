/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <wipecert/register.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"

#define DEPTH_MAX 4096
#define PATH_BYTES 4096
#define LINKS_MAX 40

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

static void folder_of(const char *path, char folder[PATH_BYTES])
{
	const char *slash = strrchr(path, '/');

	if (slash)
		snprintf(folder, PATH_BYTES, "%.*s", slash == path ? 1 : (int)(slash - path), path);
	else
		snprintf(folder, PATH_BYTES, ".");
}

static bool way_leads_in(const char *path, is_it_fn *is_it, const void *arg, int *links);

/* Part of a way: where it is, and if it is a link, the way that this one goes. */
static bool part_leads_in(const char *part, is_it_fn *is_it, const void *arg, int *links)
{
	char target[PATH_BYTES], folder[PATH_BYTES], way[2 * PATH_BYTES];
	ssize_t length;

	if (lies_in(part, is_it, arg))
		return true;
	length = readlink(part, target, sizeof(target) - 1);
	if (length <= 0 || --*links < 0)
		return false;
	target[length] = '\0';
	folder_of(part, folder);
	snprintf(way, sizeof(way), "%s%s%s", *target == '/' ? "" : folder,
		 *target == '/' ? "" : "/", target);
	return way_leads_in(way, is_it, arg, links);
}

static bool way_leads_in(const char *path, is_it_fn *is_it, const void *arg, int *links)
{
	bool is_in = *path != '/' && lies_in(".", is_it, arg);
	const char *end = path + strspn(path, "/");
	char part[2 * PATH_BYTES];

	do {
		end += strcspn(end, "/");
		snprintf(part, sizeof(part), "%.*s", end == path ? 1 : (int)(end - path), path);
		is_in = is_in || part_leads_in(part, is_it, arg, links);
		end += strspn(end, "/");
	} while (*end && !is_in);
	return is_in;
}

/* Does the folder lie there, or the way to it lead through? Without that it cannot be found later. */
static bool leads_in(const char *folder, is_it_fn *is_it, const void *arg)
{
	int links = LINKS_MAX;

	return way_leads_in(folder, is_it, arg, &links);
}

static int check_one(const struct config *config, const char *folder)
{
	if (!leads_in(folder, is_erased, config))
		return EXIT_DONE;
	output_error(TOOL, folder, "%s", _("records cannot be saved in what is to be erased"));
	return EXIT_REFUSED;
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

/* What is told by its name, or made there later, is compared as well as the folders above it. */
static int check_log(const struct config *config)
{
	const char *path = config->options.log_path;
	char folder[PATH_BYTES];
	struct stat st;

	folder_of(path, folder);
	if ((stat(path, &st) || !is_erased(config, &st)) && !leads_in(folder, is_erased, config))
		return EXIT_DONE;
	output_error(TOOL, path, "%s", _("the log cannot be written in what is to be erased"));
	return EXIT_REFUSED;
}

int place_check_log(const struct config *config)
{
	return config->options.log_path ? check_log(config) : EXIT_DONE;
}

static void record_folder(const struct config *config, char folder[PATH_BYTES])
{
	if (config->case_path)
		snprintf(folder, PATH_BYTES, "%s", config->case_path);
	else if (config->records.record)
		folder_of(config->records.record, folder);
	else
		snprintf(folder, PATH_BYTES, ".");
}

int place_check(const struct config *config)
{
	char folder[PATH_BYTES];
	int code;

	record_folder(config, folder);
	code = config->case_path ? check_case(config) : check_one(config, folder);
	for (size_t i = 0; i < config->records.save_to.count && code == EXIT_DONE; i++)
		code = check_one(config, config->records.save_to.items[i]);
	return code;
}

/* arg: a pointer to places. All folders are taken, none is looked for. */
static bool take_folder(const void *arg, const struct stat *folder)
{
	struct places *places = *(struct places *const *)arg;
	struct place *grown =
		reallocarray(places->items, places->count + 1, sizeof(*places->items));

	if (!grown) {
		places->is_short = true;
		return true;
	}
	grown[places->count++] = (struct place){ folder->st_dev, folder->st_ino };
	places->items = grown;
	return false;
}

int places_find(const struct config *config, struct places *places)
{
	static const char *const below[] = { WIPECERT_FOLDER_RECORDS, WIPECERT_FOLDER_ATTACHMENTS };
	const char *log = config->options.log_path;
	char folder[PATH_BYTES], in_case[PATH_BYTES];
	struct stat st;

	*places = (struct places){ .items = NULL };
	record_folder(config, folder);
	if (!config->dry_run || config->case_path)
		leads_in(folder, take_folder, &places);
	for (size_t i = 0; config->case_path && i < sizeof(below) / sizeof(below[0]); i++) {
		snprintf(in_case, sizeof(in_case), "%s/%s", config->case_path, below[i]);
		leads_in(in_case, take_folder, &places);
	}
	for (size_t i = 0; !config->dry_run && i < config->records.save_to.count; i++)
		leads_in(config->records.save_to.items[i], take_folder, &places);
	if (log) {
		folder_of(log, folder);
		leads_in(folder, take_folder, &places);
		if (stat(log, &st) == 0)
			take_folder(&places, &st);
	}
	if (!places->is_short)
		return EXIT_DONE;
	output_error(TOOL, NULL, "%s", _("out of memory"));
	return EXIT_FAILED;
}

bool places_meet(const struct places *places, const char *path)
{
	struct stat st;

	if (lstat(path, &st))
		return false;
	for (size_t i = 0; i < places->count; i++)
		if (places->items[i].dev == st.st_dev && places->items[i].ino == st.st_ino)
			return true;
	return false;
}

void places_clear(struct places *places)
{
	free(places->items);
	*places = (struct places){ .items = NULL };
}
