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

static int refused(int sys_errno, struct wipe_error *err)
{
	if (sys_errno == EWOULDBLOCK)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("another run wipes the free space of this file system"));
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("there is something called %s that was not made by this program"),
			      OWN_FOLDER);
}

static int take(struct task *task, struct wipe_error *err)
{
	task->own = folder_take(task->top, OWN_FOLDER);
	if (task->own >= 0)
		return 0;
	return errno == ENOENT ? WIPE_E_NOTFOUND : refused(errno, err);
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
		return errno == EEXIST || errno == EWOULDBLOCK ? refused(errno, err) : failed(err);
	return make_links(task->own, err);
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
		folder_remove(task->top, NEXT_FOLDER, next);
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

	if (old >= 0 && folder_remove(task->top, NEXT_FOLDER, old))
		rc = failed(err);
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

static bool is_kept(const char *name)
{
	bool is_link = !strncmp(name, LINK, strlen(LINK)) && strlen(name) <= strlen(LINK) + 2 &&
		       strlen(name) > strlen(LINK);

	return is_link || !strcmp(name, ATTRIBUTES_MARK) || !strcmp(name, ".") ||
	       !strcmp(name, "..");
}

/* Files at the top of ours, which are few, then the folders with all their contents. */
int own_empty(struct task *task, struct wipe_error *err)
{
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(task->own, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct dirent *found;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir)
		return failed(err);
	fd = -1;
	while ((found = readdir(dir))) {
		int below;

		if (is_kept(found->d_name) || unlinkat(task->own, found->d_name, 0) == 0)
			continue;
		below = folder_take(task->own, found->d_name);
		if (below < 0 || folder_remove(task->own, found->d_name, below))
			return failed(err);
	}
	return 0;
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

int own_mend(struct task *task, bool *mended, struct wipe_error *err)
{
	bool swept = fs_journal_mend(task->top);
	int rc;

	swept |= folder_sweep(task->top, NEXT_FOLDER);
	rc = take(task, err);
	*mended = swept || rc == 0;
	if (rc)
		return rc == WIPE_E_NOTFOUND ? 0 : rc;
	return own_remove(task, err);
}
