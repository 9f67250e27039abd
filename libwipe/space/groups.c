/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "groups.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "text.h"

#define TRIES_MORE 16

static int failed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_IO, errno,
			      _("the folder of an allocation group could not be made"));
}

void groups_hint_name(unsigned int index, char name[16])
{
	snprintf(name, 16, "hint%u", index);
}

static int make_hints(int folder, struct wipe_error *err)
{
	for (unsigned int i = 0; i < GROUPS_HINTS; i++) {
		char name[16];
		int fd;

		groups_hint_name(i, name);
		fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			return errno == ENOSPC ? 0 : failed(err);
		close(fd);
	}
	return 0;
}

/* xfs places each new folder in the next group: its inode tells in which one it is. */
static int make_one(struct task *task, const struct xfs_groups *groups, unsigned int number,
		    struct wipe_error *err)
{
	char any[32], name[32];
	CLEANUP_FD int folder = -1;
	struct stat st;

	snprintf(any, sizeof(any), "folder%u", number);
	if (mkdirat(task->own, any, 0700))
		return errno == ENOSPC ? WIPE_E_NOTFOUND : failed(err);
	folder = openat(task->own, any, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (folder < 0 || fstat(folder, &st))
		return failed(err);
	snprintf(name, sizeof(name), "group%llu",
		 (unsigned long long)st.st_ino >> groups->inode_bits);
	if (renameat2(task->own, any, task->own, name, RENAME_NOREPLACE))
		return errno == EEXIST ? 0 : failed(err);
	return 0;
}

int groups_open(const struct task *task, uint32_t group)
{
	char name[32];

	snprintf(name, sizeof(name), "group%u", group);
	return openat(task->own, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static bool is_there(const struct task *task, uint32_t group)
{
	CLEANUP_FD int folder = groups_open(task, group);

	return folder >= 0;
}

int groups_make(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	unsigned int number = 0;

	for (uint32_t group = 0; group < groups->count; group++) {
		while (!is_there(task, group) && number < 2 * groups->count + TRIES_MORE) {
			int rc = make_one(task, groups, number++, err);

			/* On a full one: what has none is told when inodes are taken. */
			if (rc)
				return rc == WIPE_E_NOTFOUND ? 0 : rc;
		}
	}
	return 0;
}

int groups_make_hints(const struct task *task, const struct xfs_groups *groups,
		      struct wipe_error *err)
{
	for (uint32_t group = 0; group < groups->count; group++) {
		CLEANUP_FD int folder = groups_open(task, group);
		int rc = folder < 0 ? 0 : make_hints(folder, err);

		if (rc)
			return rc;
	}
	return 0;
}
