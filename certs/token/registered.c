/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "registered.h"

#define SUFFIX ".module"
#define FILE_MAX_BYTES ((size_t)64 << 10)

const char *const registered_folders[] = { MASSHO_P11_PACKAGES, MASSHO_P11_SYSTEM, NULL };

/* What one .module file says, as far as it is of interest here. */
struct entry {
	char name[REGISTERED_NAME_BYTES];
	char module[REGISTERED_PATH_BYTES];
	bool is_remote, is_trust, is_left_out;
};

struct entries {
	size_t count;
	struct entry items[REGISTERED_MAX];
};

/* Names are separated by blanks or commas. */
static bool lists_this_program(const char *names)
{
	const char *self = program_invocation_short_name;
	size_t bytes = strlen(self);

	while (*names) {
		size_t length;

		names += strspn(names, " \t,");
		length = strcspn(names, " \t,");
		if (length == bytes && strncmp(names, self, bytes) == 0)
			return true;
		names += length;
	}
	return false;
}

static void set_module(struct entry *entry, const char *value)
{
	int length = snprintf(entry->module, sizeof(entry->module), "%s%s",
			      value[0] == '/' ? "" : MASSHO_P11_MODULES "/", value);

	if (!*value || length >= (int)sizeof(entry->module))
		entry->module[0] = '\0';
}

static void set_field(struct entry *entry, const char *name, const char *value)
{
	if (strcmp(name, "module") == 0)
		set_module(entry, value);
	else if (strcmp(name, "remote") == 0)
		entry->is_remote = *value != '\0';
	else if (strcmp(name, "trust-policy") == 0)
		entry->is_trust = strcmp(value, "yes") == 0;
	else if (strcmp(name, "disable-in") == 0)
		entry->is_left_out |= lists_this_program(value);
	else if (strcmp(name, "enable-in") == 0)
		entry->is_left_out |= !lists_this_program(value);
}

/* Cuts blanks at both ends. */
static char *trim(char *text)
{
	size_t bytes;

	while (isspace((unsigned char)*text))
		text++;
	bytes = strlen(text);
	while (bytes && isspace((unsigned char)text[bytes - 1]))
		text[--bytes] = '\0';
	return text;
}

static void take_line(struct entry *entry, char *line)
{
	char *colon;

	line = trim(line);
	colon = *line == '#' ? NULL : strchr(line, ':');
	if (!colon)
		return;
	*colon = '\0';
	set_field(entry, trim(line), trim(colon + 1));
}

static void take_text(struct entry *entry, char *text)
{
	char *rest = text, *line;

	while ((line = strsep(&rest, "\n")))
		take_line(entry, line);
}

static void read_file(int folder, const char *name, struct entry *entry)
{
	int fd = openat(folder, name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	struct stat st;
	char *text;
	ssize_t got;

	if (fd < 0)
		return;
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && (size_t)st.st_size <= FILE_MAX_BYTES) {
		text = malloc((size_t)st.st_size + 1);
		got = text ? read(fd, text, (size_t)st.st_size) : -1;
		if (got >= 0) {
			text[got] = '\0';
			take_text(entry, text);
		}
		free(text);
	}
	close(fd);
}

/* The entry of that name, a new one if there is none; NULL: too many. */
static struct entry *entry_named(struct entries *entries, const char *name, size_t bytes)
{
	struct entry *entry = entries->items;

	for (size_t i = 0; i < entries->count; i++, entry++)
		if (strlen(entry->name) == bytes && strncmp(entry->name, name, bytes) == 0)
			return entry;
	if (entries->count == REGISTERED_MAX)
		return NULL;
	entries->count++;
	memcpy(entry->name, name, bytes);
	return entry;
}

static int is_config(const struct dirent *file)
{
	size_t bytes = strlen(file->d_name), end = strlen(SUFFIX);

	return bytes > end && bytes - end < REGISTERED_NAME_BYTES && file->d_name[0] != '.' &&
	       strcmp(file->d_name + bytes - end, SUFFIX) == 0;
}

static void read_folder(const char *path, struct entries *entries)
{
	int folder = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct dirent **files = NULL;
	int count = folder < 0 ? -1 : scandirat(folder, ".", &files, is_config, alphasort);

	for (int i = 0; i < count; i++) {
		const char *name = files[i]->d_name;
		struct entry *entry = entry_named(entries, name, strlen(name) - strlen(SUFFIX));

		if (entry)
			read_file(folder, name, entry);
		free(files[i]);
	}
	free(files);
	if (folder >= 0)
		close(folder);
}

void registered_read(const char *const *folders, struct registered *out)
{
	struct entries *entries = calloc(1, sizeof(*entries));

	out->count = 0;
	if (!entries)
		return;
	for (; *folders; folders++)
		read_folder(*folders, entries);
	for (size_t i = 0; i < entries->count; i++) {
		const struct entry *entry = &entries->items[i];

		if (!entry->module[0] || entry->is_remote || entry->is_trust || entry->is_left_out)
			continue;
		memcpy(out->items[out->count].name, entry->name, sizeof(entry->name));
		memcpy(out->items[out->count++].path, entry->module, sizeof(entry->module));
	}
	free(entries);
}
