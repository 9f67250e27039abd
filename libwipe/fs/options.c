/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "options.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "mountinfo.h"

bool options_have(const char *options, const char *name)
{
	size_t length = strlen(name);

	for (const char *at = options; *at; at += strcspn(at, ","), at += *at == ',')
		if (strncmp(at, name, length) == 0 && strchr(",=", at[length]))
			return true;
	return false;
}

char *options_value(const char *options, const char *name)
{
	CLEANUP_FREE char *value = malloc(PATH_MAX);
	char *found = NULL, key[32];

	while (value && mount_option_next(&options, key, value)) {
		if (strcmp(key, name) != 0)
			continue;
		free(found);
		found = strdup(value);
	}
	return found;
}

bool options_line(const char *lines, const char *name, char *value, size_t value_bytes)
{
	size_t length = strlen(name);

	for (const char *at = lines; *at; at += strcspn(at, "\n"), at += *at == '\n') {
		size_t end = strcspn(at, "\n");

		if (end < length || strncmp(at, name, length) != 0 || !strchr("=\n", at[length]))
			continue;
		at += length + (at[length] == '=');
		end = strcspn(at, "\n");
		if (end >= value_bytes)
			return false;
		memcpy(value, at, end);
		value[end] = '\0';
		return true;
	}
	return false;
}
