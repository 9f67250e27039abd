/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strays.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "own.h"
#include "text.h"
#include "tree.h"

static int failed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_IO, errno,
			      _("names that were put into folders could not be removed"));
}

/* Somebody has to make it changeable first: so it is named. */
static int failed_in(int folder, struct wipe_error *err)
{
	char link[64], path[PATH_MAX];
	int sys_errno = errno;
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", folder);
	length = readlink(link, path, sizeof(path) - 1);
	if (length <= 0)
		return failed(err);
	path[length] = '\0';
	return wipe_error_set(err, WIPE_E_IO, sys_errno,
			      _("names that were put into the folder %s could not be removed"),
			      path);
}

#define WALKS_MAX 16

struct links {
	ino_t numbers[OWN_LINKS];
	dev_t device;
};

static bool is_link(const struct links *links, ino_t number)
{
	for (unsigned int i = 0; i < OWN_LINKS; i++)
		if (links->numbers[i] && links->numbers[i] == number)
			return true;
	return false;
}

static void find_links(const struct task *task, struct links *links)
{
	*links = (struct links){ .device = 0 };
	for (unsigned int i = 0; i < OWN_LINKS; i++) {
		struct stat st;
		char name[16];

		own_link_name(i, name);
		if (fstatat(task->own, name, &st, AT_SYMLINK_NOFOLLOW) || st.st_nlink < 2)
			continue;
		links->numbers[i] = st.st_ino;
		links->device = st.st_dev;
	}
}

static int remove_entry(int folder, const struct links *links, const struct dirent *found,
			bool *removed)
{
	struct stat st;

	if (!is_link(links, found->d_ino) ||
	    fstatat(folder, found->d_name, &st, AT_SYMLINK_NOFOLLOW) ||
	    st.st_dev != links->device || !is_link(links, st.st_ino))
		return 0;
	/* Somebody may have removed or moved it: where to, the next walk tells. */
	if (unlinkat(folder, found->d_name, 0) && errno != ENOENT)
		return -1;
	*removed = true;
	return 0;
}

static int one_sweep(int folder, const struct links *links, bool *removed, struct wipe_error *err)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC);
	const struct dirent *found;

	*removed = false;
	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return failed_in(folder, err);
	fd = -1;
	while ((found = readdir(dir)))
		if (remove_entry(folder, links, found, removed))
			return failed_in(folder, err);
	return 0;
}

int strays_remove_in(struct task *task, int folder, struct wipe_error *err)
{
	struct links links;
	bool removed;
	int rc;

	find_links(task, &links);
	do {
		rc = one_sweep(folder, &links, &removed, err);
	} while (!rc && removed);
	return rc;
}

/* In the end the count of names tells whether all are gone: a folder that fails is no end. */
static int remove_in(struct task *task, int folder, void *arg, struct wipe_error *err)
{
	struct wipe_error *first = arg;
	struct stat st;

	(void)err;
	if (fstat(folder, &st))
		return 0;
	strays_remove_in(task, folder, first->code ? NULL : first);
	futimens(folder, (struct timespec[]){ st.st_atim, st.st_mtim });
	task_advance(task, 0, 1, NULL);
	return 0;
}

int strays_remove(struct task *task, struct wipe_error *err)
{
	struct wipe_error first;
	uint64_t missed;

	/* Somebody who moves them to where the walk has been already has to be outrun. */
	for (unsigned int i = 0; i < WALKS_MAX; i++) {
		wipe_error_clear(&first);
		tree_walk(task, remove_in, &first, &missed, err);
		if (!own_strays(task))
			return 0;
	}
	errno = 0;
	if (!first.code)
		return failed(err);
	if (err)
		*err = first;
	return first.code;
}
