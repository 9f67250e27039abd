/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "swap_discard.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/swap.h>

#include "cleanup.h"

/* linux/swap.h, which has them for the kernel only. */
#define DISCARD_ONCE 0x20000
#define DISCARD_PAGES 0x40000

static int flags_of_option(const char *option)
{
	if (!strcmp(option, "discard"))
		return SWAP_FLAG_DISCARD;
	if (!strcmp(option, "discard=once"))
		return SWAP_FLAG_DISCARD | DISCARD_ONCE;
	return strcmp(option, "discard=pages") ? 0 : SWAP_FLAG_DISCARD | DISCARD_PAGES;
}

int swap_discard_parse(const char *line, char *spec, size_t size)
{
	char first[512], type[16], options[512], *rest = options, *option;
	int flags = 0;

	if (*line == '#' || sscanf(line, "%511s %*s %15s %511s", first, type, options) != 3 ||
	    strcmp(type, "swap") != 0)
		return 0;
	if (snprintf(spec, size, "%s", first) >= (int)size)
		return 0;
	while ((option = strsep(&rest, ",")))
		flags |= flags_of_option(option);
	return flags;
}

static bool is_named(const char *spec, const char *tag, const char *value)
{
	size_t length = strlen(tag);

	return *value && strncmp(spec, tag, length) == 0 && strcmp(spec + length, value) == 0;
}

static bool is_same(const char *spec, const struct stat *area,
		    const struct wipe_swap_result *result)
{
	struct stat st;

	if (*spec != '/')
		return is_named(spec, "UUID=", result->uuid) ||
		       is_named(spec, "LABEL=", result->label);
	if (stat(spec, &st))
		return false;
	return S_ISBLK(st.st_mode) ? st.st_rdev == area->st_rdev && S_ISBLK(area->st_mode) :
				     st.st_dev == area->st_dev && st.st_ino == area->st_ino;
}

int swap_discard_flags(const struct stat *area, const struct wipe_swap_result *result)
{
	CLEANUP_FILE FILE *file = fopen("/etc/fstab", "re");
	CLEANUP_FREE char *line = NULL;
	size_t size = 0;

	while (file && getline(&line, &size, file) > 0) {
		char spec[512];
		int flags = swap_discard_parse(line, spec, sizeof(spec));

		if (flags && is_same(spec, area, result))
			return flags;
	}
	return 0;
}
