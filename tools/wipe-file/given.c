/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "given.h"

#include <stdlib.h>
#include <string.h>

#include <wipecert/files.h>

#include "exit.h"
#include "i18n.h"
#include "output.h"

int given_find(const struct config *config, struct given *given)
{
	size_t count = config->options.argument_count;

	*given = (struct given){ .paths = config->options.arguments,
				 .real = calloc(count + 1, sizeof(*given->real)),
				 .resolved = calloc(count + 1, sizeof(*given->resolved)) };
	if (!given->real || !given->resolved) {
		output_error(TOOL, NULL, "%s", _("out of memory"));
		return EXIT_FAILED;
	}
	for (given->count = 0; given->count < count; given->count++) {
		const char *path = given->paths[given->count];
		char *resolved = realpath(path, NULL);

		given->resolved[given->count] = resolved;
		given->real[given->count] = resolved ? resolved : path;
	}
	return EXIT_DONE;
}

void given_clear(struct given *given)
{
	for (size_t i = 0; i < given->count; i++)
		free(given->resolved[i]);
	free(given->resolved);
	free(given->real);
	*given = (struct given){ .count = 0 };
}

/* Without slashes at its end. */
static size_t length_of(const char *path)
{
	size_t length = strlen(path);

	while (length > 1 && path[length - 1] == '/')
		length--;
	return length;
}

/* How much of path this one is; 0: it does not begin with it. */
static size_t begins(const char *path, const char *with)
{
	size_t length = length_of(with);

	if (strncmp(path, with, length) != 0 ||
	    (path[length] && path[length] != '/' && strcmp(with, "/") != 0))
		return 0;
	return length;
}

bool given_path(const struct given *given, const char *path, char **real)
{
	size_t longest = 0, used;
	const char *begin = "", *rest;

	for (size_t i = 0; i < given->count; i++) {
		size_t length = begins(path, given->paths[i]);

		if (length <= longest)
			continue;
		longest = length;
		begin = given->real[i];
	}
	rest = path + longest + strspn(path + longest, "/");
	used = longest ? length_of(begin) : 0;
	if (!longest || used + 1 + strlen(rest) > WIPECERT_FILES_PATH_MAX)
		return (*real = strdup(path)) != NULL;
	*real = malloc(used + strlen(rest) + 2);
	if (!*real)
		return false;
	memcpy(*real, begin, used);
	if (*rest && (*real)[used - 1] != '/')
		(*real)[used++] = '/';
	memcpy(*real + used, rest, strlen(rest) + 1);
	return true;
}
