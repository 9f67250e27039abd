/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fixture_tree.h"

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void stop(const char *what, const char *which)
{
	fprintf(stderr, "fixture_tree: %s: %s: %s\n", what, which, strerror(errno));
	exit(99);
}

static void make_folders(char *path)
{
	for (char *at = strchr(path + 1, '/'); at; at = strchr(at + 1, '/')) {
		*at = '\0';
		if (mkdir(path, 0700) != 0 && errno != EEXIST)
			stop("mkdir", path);
		*at = '/';
	}
}

static void append(const char *path, const char *text)
{
	FILE *file = fopen(path, "ae");

	if (!file || fprintf(file, "%s\n", text) < 0 || fclose(file) != 0)
		stop("write", path);
}

static void write_bytes(const char *path, const char *hex)
{
	FILE *file = fopen(path, "wxe");
	unsigned int byte;
	int used;

	if (!file)
		stop("write", path);
	for (; sscanf(hex, " %2x%n", &byte, &used) == 1; hex += used)
		fputc((int)byte, file);
	if (hex[strspn(hex, " ")] || fclose(file) != 0)
		stop("no hexadecimal bytes", path);
}

/* Splits a line at the first of the signs; what follows is what it was split by. */
static const char *split(char *line, char **value)
{
	static const char *const signs[] = { " -> ", " = ", " : " };
	const char *found = NULL;
	char *first = NULL;

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
		char *at = strstr(line, signs[i]);

		if (at && (!first || at < first)) {
			first = at;
			found = signs[i];
		}
	}
	if (first) {
		*first = '\0';
		*value = first + strlen(found);
	}
	return found;
}

static void make_line(const char *root, char *line)
{
	char path[PATH_MAX], *value = NULL;
	size_t end = strcspn(line, "\n");
	const char *sign;

	line[end] = '\0';
	if (!*line || *line == '#')
		return;
	sign = split(line, &value);
	if (*line != '/' || strstr(line, "/../") ||
	    (size_t)snprintf(path, sizeof(path), "%s%s", root, line) >= sizeof(path) ||
	    (!sign && line[strlen(line) - 1] != '/'))
		stop("no such line", line);
	make_folders(path);
	if (!sign)
		return;
	if (strcmp(sign, " = ") == 0)
		append(path, value);
	else if (strcmp(sign, " : ") == 0)
		write_bytes(path, value);
	else if (symlink(value, path) != 0)
		stop("symlink", path);
}

char *fixture_tree_make(const char *file)
{
	char template[] = "/tmp/massho-tree-XXXXXX";
	FILE *in = fopen(file, "re");
	char *line = NULL, *root;
	size_t room = 0;

	if (!in)
		stop("open", file);
	if (!mkdtemp(template) || !(root = strdup(template)))
		stop("mkdtemp", template);
	while (getline(&line, &room, in) > 0)
		make_line(root, line);
	free(line);
	fclose(in);
	return root;
}

static int remove_one(const char *path, const struct stat *st, int type, struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void fixture_tree_remove(char *root)
{
	if (root && strncmp(root, "/tmp/massho-tree-", 17) == 0)
		nftw(root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
	free(root);
}
