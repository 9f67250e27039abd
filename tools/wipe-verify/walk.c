/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "walk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

#define CHAIN_HEAD ".massho-head-"

struct walk {
	walk_fn each;
	void *arg;
};

struct names {
	char **items;
	size_t count;
};

static const struct {
	const char *suffix;
	enum walk_kind kind;
} suffixes[] = {
	{ ".p7m", WALK_RECORD },
	{ ".pdf", WALK_PDF },
	{ ".json", WALK_JSON },
};

static bool kind_of_name(const char *name, enum walk_kind *kind)
{
	size_t length = strlen(name);

	for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
		size_t bytes = strlen(suffixes[i].suffix);

		if (length < bytes || strcasecmp(name + length - bytes, suffixes[i].suffix))
			continue;
		*kind = suffixes[i].kind;
		return true;
	}
	return false;
}

static void free_names(struct names *names)
{
	for (size_t i = 0; i < names->count; i++)
		free(names->items[i]);
	free(names->items);
}

static int compare_names(const void *a, const void *b)
{
	const char *const *first = a, *const *second = b;

	return strcmp(*first, *second);
}

/* 0, an errno, or -1 without memory. */
static int read_names(int fd, struct names *names)
{
	DIR *dir = fdopendir(fd);
	struct dirent *entry;
	int error;

	if (!dir) {
		error = errno;
		close(fd);
		return error;
	}
	for (errno = 0; (entry = readdir(dir)); errno = 0) {
		char **grown;

		if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, ".."))
			continue;
		grown = reallocarray(names->items, names->count + 1, sizeof(*grown));
		if (!grown)
			break;
		names->items = grown;
		grown[names->count] = strdup(entry->d_name);
		if (!grown[names->count])
			break;
		names->count++;
	}
	error = entry ? -1 : errno;
	closedir(dir);
	if (names->count)
		qsort(names->items, names->count, sizeof(*names->items), compare_names);
	return error;
}

static int walk_fd(const struct walk *walk, int fd, const char *path, int depth);

/* fd is a copy of the folder's descriptor for openat(); path the entry's. */
static int walk_subfolder(const struct walk *walk, int folder, const char *name, const char *path,
			  int depth)
{
	int fd;

	if (depth >= WALK_DEPTH_MAX)
		return walk->each(walk->arg, path, WALK_TOO_DEEP, 0);
	fd = openat(folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return walk->each(walk->arg, path, WALK_UNREADABLE, errno);
	return walk_fd(walk, fd, path, depth + 1);
}

static int walk_entry(const struct walk *walk, int folder, const char *name, const char *path,
		      int depth)
{
	enum walk_kind kind;
	struct stat st;
	bool is_link, exists;

	is_link = !fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) && S_ISLNK(st.st_mode);
	exists = !fstatat(folder, name, &st, 0);
	if (exists && S_ISDIR(st.st_mode))
		return is_link ? walk->each(walk->arg, path, WALK_LINK, 0) :
				 walk_subfolder(walk, folder, name, path, depth);
	/* Also what is broken or no regular file: reading it will tell. */
	if (kind_of_name(name, &kind))
		return walk->each(walk->arg, path, kind, 0);
	if (!strncmp(name, CHAIN_HEAD, strlen(CHAIN_HEAD)))
		return 0;
	return walk->each(walk->arg, path, WALK_OTHER, 0);
}

/* Takes fd over. Recursion is bounded by WALK_DEPTH_MAX. */
static int walk_fd(const struct walk *walk, int fd, const char *path, int depth)
{
	struct names names = { 0 };
	int folder = dup(fd), rc;

	rc = read_names(fd, &names);
	if (folder < 0 && !rc)
		rc = EMFILE;
	/* What could be listed before a failure is still walked. */
	if (rc > 0)
		rc = walk->each(walk->arg, path, WALK_UNREADABLE, rc);
	for (size_t i = 0; i < names.count && !rc && folder >= 0; i++) {
		char *below;

		if (asprintf(&below, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/",
			     names.items[i]) < 0) {
			rc = -1;
			break;
		}
		rc = walk_entry(walk, folder, names.items[i], below, depth);
		free(below);
	}
	free_names(&names);
	if (folder >= 0)
		close(folder);
	return rc;
}

int walk_folder(const char *folder, walk_fn each, void *arg)
{
	const struct walk walk = { .each = each, .arg = arg };
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return each(arg, folder, WALK_UNREADABLE, errno);
	return walk_fd(&walk, fd, folder, 0);
}
