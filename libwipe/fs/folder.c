/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"

#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
#define DEPTH_MAX 8 /* deeper than anything that is made here */

static int lock(int fd)
{
	if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) == 0)
		return fd;
	close(fd);
	errno = EWOULDBLOCK;
	return -1;
}

int folder_make(int parent, const char *name)
{
	if (mkdirat(parent, name, 0700))
		return -1;
	return lock(openat(parent, name, OPEN_FOLDER));
}

static bool is_ours(int parent, int fd)
{
	struct stat above, st;

	return fstat(parent, &above) == 0 && fstat(fd, &st) == 0 && st.st_uid == geteuid() &&
	       (st.st_mode & 07777) == 0700 && st.st_dev == above.st_dev;
}

int folder_take(int parent, const char *name)
{
	int fd = openat(parent, name, OPEN_FOLDER);

	if (fd < 0) {
		errno = errno == ENOENT ? ENOENT : EPERM;
		return -1;
	}
	if (!is_ours(parent, fd)) {
		close(fd);
		errno = EPERM;
		return -1;
	}
	return lock(fd);
}

static int empty(int folder, unsigned int depth);

static int remove_one(int folder, const char *name, unsigned int depth)
{
	CLEANUP_FD int below = -1;

	if (unlinkat(folder, name, 0) == 0)
		return 0;
	if (errno != EISDIR && errno != EPERM)
		return errno;
	below = openat(folder, name, OPEN_FOLDER);
	if (below < 0 || !is_ours(folder, below) || depth == DEPTH_MAX)
		return EPERM;
	empty(below, depth + 1);
	return unlinkat(folder, name, AT_REMOVEDIR) ? errno : 0;
}

static bool is_dot(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..");
}

/* Removing while reading: a name that is passed over comes up in the next sweep. */
static int one_sweep(int folder, unsigned int depth, bool *removed)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(folder, ".", OPEN_FOLDER);
	const struct dirent *found;
	int first = 0;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return errno;
	fd = -1;
	*removed = false;
	while ((found = readdir(dir))) {
		int failed = is_dot(found->d_name) ? -1 : remove_one(folder, found->d_name, depth);

		if (failed == 0)
			*removed = true;
		else if (failed > 0 && !first)
			first = failed;
	}
	return first;
}

static int empty(int folder, unsigned int depth)
{
	bool removed;
	int failed;

	do {
		failed = one_sweep(folder, depth, &removed);
	} while (removed);
	errno = failed;
	return failed ? -1 : 0;
}

int folder_empty(int folder)
{
	return empty(folder, 0);
}

int folder_remove(int parent, const char *name, int folder)
{
	int failed = folder_empty(folder) ? errno : 0;

	if (unlinkat(parent, name, AT_REMOVEDIR) && !failed)
		failed = errno;
	close(folder);
	errno = failed;
	return failed ? -1 : 0;
}

bool folder_only_has(int folder, folder_name_fn *is_known)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(folder, ".", OPEN_FOLDER);
	const struct dirent *found;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return false;
	fd = -1;
	while ((found = readdir(dir)))
		if (!is_dot(found->d_name) && !is_known(found->d_name))
			return false;
	return true;
}

static bool sweep_one(int parent, const char *name, folder_name_fn *is_content)
{
	int folder = folder_take(parent, name);

	if (folder < 0)
		return false;
	if (folder_only_has(folder, is_content))
		return folder_remove(parent, name, folder) == 0;
	close(folder);
	return false;
}

bool folder_sweep(int parent, const char *prefix, folder_name_fn *is_known,
		  folder_name_fn *is_content)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(parent, ".", OPEN_FOLDER);
	size_t length = strlen(prefix);
	const struct dirent *found;
	bool swept = false;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return false;
	fd = -1;
	while ((found = readdir(dir)))
		if (!strncmp(found->d_name, prefix, length) && is_known(found->d_name + length))
			swept |= sweep_one(parent, found->d_name, is_content);
	return swept;
}
