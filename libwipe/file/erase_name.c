/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_name.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "text.h"

/* A name of one or two bytes may have none that is free. */
#define TRIES 64

int erase_name_not_empty(struct wipe_error *err)
{
	/* The message tells it already. */
	wipe_error_set(err, WIPE_E_REFUSED, 0, _("the folder is not empty"));
	if (err)
		err->sys_errno = ENOTEMPTY;
	return WIPE_E_REFUSED;
}

static int cannot_remove(int sys_errno, struct wipe_error *err)
{
	switch (sys_errno) {
	case ENOENT:
		return wipe_error_set(err, WIPE_E_NOTFOUND, 0, _("its name is no longer there"));
	case ENOTEMPTY:
	case EEXIST:
		return erase_name_not_empty(err);
	case EROFS:
	case EPERM:
	case EACCES:
		return wipe_error_set(err, WIPE_E_REFUSED, sys_errno,
				      _("its name cannot be removed"));
	default:
		return wipe_error_set(err, WIPE_E_SYSTEM, sys_errno,
				      _("its name cannot be removed"));
	}
}

/* *fd: of O_PATH. As long as it is open, nothing else can get its number. */
static int open_listed(int folder, const char *name, const struct erase_entry *entry, int *fd,
		       struct wipe_error *err)
{
	*fd = openat(folder, name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	if (*fd >= 0 && erase_entry_check(entry, *fd) == 0)
		return 0;
	if (errno != ESTALE)
		return cannot_remove(errno, err);
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("something else has its name now, which is left alone"));
}

static bool is_still(int folder, const char *name, int fd)
{
	struct stat now, st;

	return fstat(fd, &st) == 0 && fstatat(folder, name, &now, AT_SYMLINK_NOFOLLOW) == 0 &&
	       now.st_dev == st.st_dev && now.st_ino == st.st_ino;
}

static int random_name(const struct wipe_env *env, char *name, size_t length,
		       struct wipe_error *err)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz012345";
	int rc = env->ops->random(env, name, length);

	if (rc)
		return wipe_error_set(err, rc, 0, _("no random numbers"));
	for (size_t i = 0; i < length; i++)
		name[i] = letters[(unsigned char)name[i] % (sizeof(letters) - 1)];
	name[length] = '\0';
	return 0;
}

/* renamed: "" if there is no free name, or the file system cannot do it without replacing. */
static int rename_once(int folder, const char *name, const struct wipe_env *env, char *renamed,
		       struct wipe_error *err)
{
	size_t length = strlen(name);

	for (int i = 0; i < TRIES; i++) {
		int rc = random_name(env, renamed, length, err);

		if (rc)
			return rc;
		if (renameat2(folder, name, folder, renamed, RENAME_NOREPLACE) == 0)
			return 0;
		/* EXDEV: a folder on an overlay that lies beneath, too. */
		if (errno == EINVAL || errno == ENOSYS || errno == EXDEV)
			break;
		if (errno != EEXIST)
			return cannot_remove(errno, err);
	}
	*renamed = '\0';
	return 0;
}

/* Something else was swapped in just before: it gets its name back. */
static int give_back(int folder, const char *renamed, const char *name, struct wipe_error *err)
{
	if (renameat2(folder, renamed, folder, name, RENAME_NOREPLACE))
		return wipe_error_set(err, WIPE_E_REFUSED, errno,
				      _("something else had its name, and is now called %s"),
				      renamed);
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("something else has its name now, which is left alone"));
}

static int unlink_one(int folder, const char *name, bool is_folder, struct wipe_error *err)
{
	if (unlinkat(folder, name, is_folder ? AT_REMOVEDIR : 0) == 0)
		return 0;
	return cannot_remove(errno, err);
}

int erase_name_remove(int folder, const char *name, const struct erase_entry *entry,
		      const struct wipe_env *env, struct wipe_error *err)
{
	char renamed[NAME_MAX + 1] = "";
	CLEANUP_FD int fd = -1;
	int rc = open_listed(folder, name, entry, &fd, err);

	if (!rc && env && strlen(name) <= NAME_MAX)
		rc = rename_once(folder, name, env, renamed, err);
	if (rc)
		return rc;
	if (*renamed && !is_still(folder, renamed, fd))
		return give_back(folder, renamed, name, err);
	/* Some network file systems keep what somebody still has open. */
	cleanup_fd(&fd);
	fd = -1;
	rc = unlink_one(folder, *renamed ? renamed : name, entry->kind == WIPE_FILE_FOLDER, err);
	/* A folder that is not empty keeps its name. */
	if (rc && *renamed)
		(void)renameat2(folder, renamed, folder, name, RENAME_NOREPLACE);
	return rc;
}
