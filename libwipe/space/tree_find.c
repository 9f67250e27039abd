/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "tree.h"

struct wanted {
	ino_t inode;
	char *path; /* PATH_MAX */
};

enum { FOUND = 1 };

static bool path_of(int folder, char path[PATH_MAX])
{
	char link[64];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", folder);
	length = readlink(link, path, PATH_MAX - 1);
	path[length < 0 ? 0 : length] = '\0';
	return length > 0;
}

static bool add_name(char path[PATH_MAX], const char *name)
{
	size_t length = strlen(path);

	return (size_t)snprintf(path + length, PATH_MAX - length, "/%s", name) < PATH_MAX - length;
}

static int find_in(struct task *task, int folder, void *arg, struct wipe_error *err)
{
	const struct wanted *wanted = arg;
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC);
	const struct dirent *found;
	struct stat st;

	(void)task;
	(void)err;
	if (fstat(folder, &st) == 0 && st.st_ino == wanted->inode)
		return path_of(folder, wanted->path) ? FOUND : 0;
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return 0;
	fd = -1;
	while ((found = readdir(dir)))
		if (found->d_ino == wanted->inode && found->d_type != DT_DIR &&
		    path_of(folder, wanted->path) && add_name(wanted->path, found->d_name))
			return FOUND;
	return 0;
}

bool tree_find(struct task *task, uint64_t inode, char path[PATH_MAX])
{
	struct wanted wanted = { .inode = inode, .path = path };
	uint64_t missed;

	return tree_walk(task, find_in, &wanted, &missed, NULL) == FOUND;
}
