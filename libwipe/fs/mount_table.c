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

/*
 * A process sees what is mounted below its root: nothing of a namespace in an empty folder. So
 * each that is another one in the same namespace is looked through, too.
 */
struct view {
	ino_t space; /* the number of its file in /proc */
	dev_t dev;
	ino_t root;
};

struct views {
	struct view *seen;
	size_t count;
};

static bool view_of(const char *pid, struct view *view)
{
	char path[64];
	struct stat space, root;

	snprintf(path, sizeof(path), "/proc/%.20s/ns/mnt", pid);
	if (stat(path, &space) != 0)
		return false;
	snprintf(path, sizeof(path), "/proc/%.20s/root", pid);
	if (stat(path, &root) != 0)
		return false;
	*view = (struct view){ space.st_ino, root.st_dev, root.st_ino };
	return true;
}

static bool is_new(struct views *views, const char *pid)
{
	struct view view, *grown;

	if (!view_of(pid, &view))
		return false;
	for (size_t i = 0; i < views->count; i++)
		if (views->seen[i].space == view.space && views->seen[i].dev == view.dev &&
		    views->seen[i].root == view.root)
			return false;
	grown = reallocarray(views->seen, views->count + 1, sizeof(*grown));
	if (!grown)
		return false;
	views->seen = grown;
	views->seen[views->count++] = view;
	return true;
}

int mount_tables_each(take_fn *take, void *arg)
{
	CLEANUP_DIR DIR *proc = opendir("/proc");
	struct views views = { .count = 0 };
	const struct dirent *entry;
	bool goes_on = true;
	char path[64], root[64];
	int rc;

	(void)is_new(&views, "self");
	rc = read_table("/proc/self/mountinfo", "", take, arg, &goes_on, NULL);
	while (proc && goes_on && (entry = readdir(proc))) {
		if (!isdigit((unsigned char)entry->d_name[0]) || !is_new(&views, entry->d_name))
			continue;
		snprintf(path, sizeof(path), "/proc/%.20s/mountinfo", entry->d_name);
		snprintf(root, sizeof(root), "/proc/%.20s/root", entry->d_name);
		/* The process may have ended. */
		(void)read_table(path, root, take, arg, &goes_on, NULL);
	}
	free(views.seen);
	return rc;
}
