/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "mount_table.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "cleanup.h"
#include "text.h"

typedef bool take_fn(void *arg, const char *root, const struct mountinfo *entry);

static int read_table(const char *path, const char *root, take_fn *take, void *arg, bool *goes_on,
		      struct wipe_error *err)
{
	CLEANUP_FILE FILE *file = fopen(path, "re");
	CLEANUP_FREE struct mountinfo *entry = malloc(sizeof(*entry));
	CLEANUP_FREE char *line = NULL;
	size_t size = 0;

	if (!entry)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (!file)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno,
				      _("the table of mounts cannot be read"));
	while (*goes_on && getline(&line, &size, file) > 0)
		if (mountinfo_parse(line, entry))
			*goes_on = take(arg, root, entry);
	return 0;
}

struct single {
	bool (*take)(void *arg, const struct mountinfo *entry);
	void *arg;
};

static bool take_single(void *arg, const char *root, const struct mountinfo *entry)
{
	const struct single *single = arg;

	(void)root;
	return single->take(single->arg, entry);
}

int mount_table_each(bool (*take)(void *arg, const struct mountinfo *entry), void *arg,
		     struct wipe_error *err)
{
	struct single single = { take, arg };
	bool goes_on = true;

	return read_table("/proc/self/mountinfo", "", take_single, &single, &goes_on, err);
}

/* Mount namespaces, each by the number of its file in /proc. */
struct spaces {
	ino_t *seen;
	size_t count;
};

static bool is_new(struct spaces *spaces, const char *pid)
{
	char path[64];
	struct stat st;
	ino_t *grown;

	snprintf(path, sizeof(path), "/proc/%.20s/ns/mnt", pid);
	if (stat(path, &st) != 0)
		return false;
	for (size_t i = 0; i < spaces->count; i++)
		if (spaces->seen[i] == st.st_ino)
			return false;
	grown = reallocarray(spaces->seen, spaces->count + 1, sizeof(*grown));
	if (!grown)
		return false;
	spaces->seen = grown;
	spaces->seen[spaces->count++] = st.st_ino;
	return true;
}

int mount_tables_each(take_fn *take, void *arg)
{
	CLEANUP_DIR DIR *proc = opendir("/proc");
	struct spaces spaces = { .count = 0 };
	const struct dirent *entry;
	bool goes_on = true;
	char path[64], root[64];
	int rc;

	(void)is_new(&spaces, "self");
	rc = read_table("/proc/self/mountinfo", "", take, arg, &goes_on, NULL);
	while (proc && goes_on && (entry = readdir(proc))) {
		if (!isdigit((unsigned char)entry->d_name[0]) || !is_new(&spaces, entry->d_name))
			continue;
		snprintf(path, sizeof(path), "/proc/%.20s/mountinfo", entry->d_name);
		snprintf(root, sizeof(root), "/proc/%.20s/root", entry->d_name);
		/* The process may have ended. */
		(void)read_table(path, root, take, arg, &goes_on, NULL);
	}
	free(spaces.seen);
	return rc;
}
