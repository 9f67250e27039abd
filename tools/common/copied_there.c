/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copied_there.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Of file systems: what shares a block with a file is overwritten with it. */
#define BLOCK_LEAST_BYTES 512
#define BLOCK_MOST_BYTES ((uint64_t)64 << 10)

/* O_PATH: nothing is read, and no right to read is needed. */
static int open_folder(const char *path)
{
	return *path == '/' ? open(path, O_PATH | O_DIRECTORY | O_CLOEXEC) : -1;
}

/*
 * "TEXT (PLACE)": wipe-case copy-out adds its own finding to what people call it. Either may be
 * the path, and have such brackets itself.
 */
static int open_parts(char *text)
{
	size_t length = strlen(text);
	char *last = NULL;
	int folder = -1;

	if (!length || text[length - 1] != ')')
		return -1;
	text[length - 1] = '\0';
	for (char *next = strstr(text, " ("); next && folder < 0; next = strstr(next + 1, " (")) {
		last = next;
		folder = open_folder(next + 2);
	}
	if (!last || folder >= 0)
		return folder;
	*last = '\0';
	return open_folder(text);
}

int copied_there_open(const char *destination)
{
	int folder = open_folder(destination);
	char *text;

	if (folder >= 0)
		return folder;
	text = strdup(destination);
	folder = text ? open_parts(text) : -1;
	free(text);
	return folder;
}

bool copied_there_may_be(uint64_t size_bytes, uint64_t copied_bytes)
{
	if (size_bytes == copied_bytes)
		return true;
	for (uint64_t block = BLOCK_LEAST_BYTES; block <= BLOCK_MOST_BYTES; block *= 2)
		if (size_bytes > copied_bytes && size_bytes % block == 0 &&
		    size_bytes - copied_bytes < block && copied_bytes)
			return true;
	return false;
}

bool copied_there_is(int folder, const struct wipecert_manifest_entry *entry)
{
	struct stat st;

	return entry->path && !fstatat(folder, entry->path, &st, AT_SYMLINK_NOFOLLOW) &&
	       S_ISREG(st.st_mode) && copied_there_may_be((uint64_t)st.st_size, entry->size_bytes);
}
