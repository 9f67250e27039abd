/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "site.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "cleanup.h"
#include "mount.h"
#include "recipe.h"
#include "system.h"
#include "text.h"

static int check(const struct task *task, int fd, struct wipe_error *err)
{
	const struct wipe_filesystem *fs = task->fs;

	if (geteuid())
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("only root can wipe the free space of a file system"));
	if (!recipe_of(fs->kind))
		return wipe_error_set(
			err, WIPE_E_UNSUPPORTED, 0,
			_("the free space of this kind of file system (%s) cannot be wiped"),
			fs->type);
	if (fs->read_only)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("the file system is mounted read-only"));
	if (!task->job->allow_system && system_lives_on(fs, fd))
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("the running system lives on this file system"));
	return 0;
}

/*
 * By the mount point. A folder below that stands for no file system: who names one may think of
 * another, which is not mounted there.
 */
static int open_top(struct task *task, int fd, struct wipe_error *err)
{
	struct stat asked, top;

	task->top = open(task->fs->mount_point,
			 O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (task->top < 0)
		return wipe_error_set(err, WIPE_E_REFUSED, errno,
				      _("the mount point cannot be opened"));
	if (fstat(fd, &asked) == 0 && fstat(task->top, &top) == 0 && asked.st_dev == top.st_dev &&
	    asked.st_ino == top.st_ino)
		return 0;
	return wipe_error_set(
		err, WIPE_E_REFUSED, 0,
		_("it is no mount point: the file system that it lies on, which would "
		  "be wiped as a whole, is mounted at %s"),
		task->fs->mount_point);
}

static bool is_subvolume(int folder)
{
	const ino_t first = 256; /* BTRFS_FIRST_FREE_OBJECTID */
	struct stat st;

	return fstat(folder, &st) == 0 && st.st_ino == first;
}

/* Our folder would lie where the next run, which comes another way, does not look for it. */
static int check_whole(const struct task *task, struct wipe_error *err)
{
	const struct wipe_filesystem *fs = task->fs;
	char target[PATH_MAX];

	if (!strcmp(fs->root, "/") || (fs->kind == WIPE_FS_BTRFS && is_subvolume(task->top)))
		return 0;
	if (fs->kind == WIPE_FS_BTRFS || !mount_whole(fs->major_no, fs->minor_no, target))
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("only a folder of the file system is mounted there: mount "
					"the whole of it"));
	return wipe_error_set(
		err, WIPE_E_REFUSED, 0,
		_("only a folder of the file system is mounted there: use %s, where it is as a whole"),
		target);
}

static int open_path(const char *path, int *fd, struct wipe_error *err)
{
	*fd = open(path, O_PATH | O_CLOEXEC);
	if (*fd >= 0)
		return 0;
	return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM, errno,
			      _("it cannot be opened"));
}

/* The path, or where the device is mounted. *fd is the caller's. */
static int open_asked(const char *path, int *fd, struct wipe_error *err)
{
	int rc = open_path(path, fd, err);
	char target[PATH_MAX];
	struct stat st;

	if (rc || fstat(*fd, &st) || !S_ISBLK(st.st_mode))
		return rc;
	close(*fd);
	*fd = -1;
	if (mount_of_device(major(st.st_rdev), minor(st.st_rdev), target))
		return open_path(target, fd, err);
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("it is a block device, and not seen to be mounted as a whole: give "
				"the mount point"));
}

int site_find(struct task *task, const char *path, struct wipe_filesystem **fs,
	      struct wipe_error *err)
{
	CLEANUP_FD int fd = -1;
	int rc = open_asked(path, &fd, err);

	if (!rc)
		rc = wipe_filesystem_of(NULL, fd, fs, err);
	if (rc)
		return rc;
	task->fs = *fs;
	task->result->kind = task->fs->kind;
	rc = check(task, fd, err);
	if (!rc)
		rc = open_top(task, fd, err);
	return rc ? rc : check_whole(task, err);
}
