/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "own.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attributes.h"
#include "cleanup.h"
#include "folder.h"
#include "fs_journal.h"
#include "strays.h"
#include "text.h"

#define LINK "link"
#define NEXT_FOLDER OWN_FOLDER "-next"

static int failed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_IO, errno, _("the folder %s could not be written"),
			      OWN_FOLDER);
}

void own_link_name(unsigned int index, char name[16])
{
	snprintf(name, 16, LINK "%u", index);
}

static int refused(const char *name, int sys_errno, struct wipe_error *err)
{
	if (sys_errno == EWOULDBLOCK)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("another run wipes the free space of this file system"));
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("there is something called %s that was not made by this program"),
			      name);
}

static bool is_kept(const char *name)
{
	bool is_link = !strncmp(name, LINK, strlen(LINK)) && strlen(name) <= strlen(LINK) + 2 &&
		       strlen(name) > strlen(LINK);

	return is_link || !strcmp(name, ATTRIBUTES_MARK);
}

/* The links are the first in it, and the last. */
static bool was_made_here(int folder)
{
	struct stat st;
	char name[16];

	own_link_name(0, name);
	if (fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0)
		return S_ISREG(st.st_mode) && st.st_size == 0;
	return folder_only_has(folder, is_kept);
}

/* The name as a descriptor, locked; -1: there is none. WIPE_E_REFUSED. */
static int take(const struct task *task, const char *name, int *folder, struct wipe_error *err)
{
	*folder = folder_take(task->top, name);
	if (*folder < 0)
		return errno == ENOENT ? 0 : refused(name, errno, err);
	if (was_made_here(*folder))
		return 0;
	close(*folder);
	*folder = -1;
	return refused(name, EPERM, err);
}

static int make_links(int folder, struct wipe_error *err)
{
	for (unsigned int i = 0; i < OWN_LINKS; i++) {
		char name[16];
		int fd;

		own_link_name(i, name);
		fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (fd < 0)
			return failed(err);
		close(fd);
	}
	return 0;
}

int own_make(struct task *task, struct wipe_error *err)
{
	task->own = folder_make(task->top, OWN_FOLDER);
	if (task->own < 0)
		return errno == EEXIST || errno == EWOULDBLOCK ? refused(OWN_FOLDER, errno, err) :
								 failed(err);
	return make_links(task->own, err);
}

/* Files at its top, which are few, then the folders with all their contents; not the links. */
static int empty(int folder, struct wipe_error *err)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *found;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return failed(err);
	fd = -1;
	while ((found = readdir(dir))) {
		const char *name = found->d_name;
		int below;

		if (is_kept(name) || !strcmp(name, ".") || !strcmp(name, "..") ||
		    unlinkat(folder, name, 0) == 0)
			continue;
		below = folder_take(folder, name);
		if (below < 0 || folder_remove(folder, name, below))
			return failed(err);
	}
	return 0;
}

int own_empty(struct task *task, struct wipe_error *err)
{
	return empty(task->own, err);
}

/* Closes it. */
static int discard_next(const struct task *task, int next, struct wipe_error *err)
{
	int rc = empty(next, err);

	if (!rc)
		return folder_remove(task->top, NEXT_FOLDER, next) ? failed(err) : 0;
	close(next);
	return rc;
}

int own_renew(struct task *task, int *old, struct wipe_error *err)
{
	int next = folder_make(task->top, NEXT_FOLDER), rc;

	*old = -1;
	if (next < 0)
		return failed(err);
	rc = make_links(next, err);
	if (!rc && renameat2(task->top, OWN_FOLDER, task->top, NEXT_FOLDER, RENAME_EXCHANGE))
		rc = failed(err);
	if (rc) {
		discard_next(task, next, NULL);
		return rc;
	}
	*old = task->own;
	task->own = next;
	return 0;
}

int own_drop(struct task *task, int old, struct wipe_error *err)
{
	int rc = 0;
	struct stat st;

	if (old >= 0)
		rc = discard_next(task, old, err);
	if (fstat(task->top, &st) == 0)
		task->top_changed[1] = st.st_mtim;
	return rc;
}

uint64_t own_strays(const struct task *task)
{
	uint64_t strays = 0;

	for (unsigned int i = 0; i < OWN_LINKS; i++) {
		struct stat st;
		char name[16];

		own_link_name(i, name);
		if (fstatat(task->own, name, &st, AT_SYMLINK_NOFOLLOW) == 0 && st.st_nlink > 1)
			strays += st.st_nlink - 1;
	}
	return strays;
}

int own_remove(struct task *task, struct wipe_error *err)
{
	int own = task->own;
	int rc;

	if (own < 0)
		return 0;
	rc = own_empty(task, err);
	if (!rc && own_strays(task))
		rc = strays_remove(task, err);
	if (!rc)
		rc = attributes_remove(task, err);
	if (rc)
		return rc;
	task->own = -1;
	return folder_remove(task->top, OWN_FOLDER, own) ? failed(err) : 0;
}

/* Nothing is touched before all of it is known to be ours. */
static int take_both(struct task *task, int *next, struct wipe_error *err)
{
	int rc = take(task, OWN_FOLDER, &task->own, err);

	if (!rc)
		rc = take(task, NEXT_FOLDER, next, err);
	if (rc && task->own >= 0) {
		close(task->own);
		task->own = -1;
	}
	return rc;
}

int own_mend(struct task *task, bool *mended, struct wipe_error *err)
{
	int next, rc = take_both(task, &next, err);

	if (rc)
		return rc;
	*mended = fs_journal_mend(task->top) || task->own >= 0 || next >= 0;
	if (next >= 0)
		rc = discard_next(task, next, err);
	return rc ? rc : own_remove(task, err);
}
