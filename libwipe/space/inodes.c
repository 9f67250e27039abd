/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "inodes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "cleanup.h"
#include "own.h"
#include "text.h"

#define A_FOLDER 4000 /* so that folders stay small */
#define TELL_EVERY 1000

static bool is_full(void)
{
	return errno == ENOSPC || errno == EDQUOT;
}

static int failed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_IO, errno, _("inodes could not be taken"));
}

static int make_folder(const struct task *task, unsigned int number)
{
	char name[16];

	snprintf(name, sizeof(name), "inodes%u", number);
	if (mkdirat(task->own, name, 0700))
		return -1;
	return openat(task->own, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* *full: there are no more. */
static int fill_folder(struct task *task, int folder, uint64_t *taken, bool *full,
		       struct wipe_error *err)
{
	for (unsigned int i = 0; i < A_FOLDER; i++) {
		char name[16];
		int fd, rc;

		snprintf(name, sizeof(name), "%u", i);
		fd = openat(folder, name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		*full = fd < 0 && is_full();
		if (fd < 0)
			return *full ? 0 : failed(err);
		close(fd);
		++*taken;
		if (i % TELL_EVERY)
			continue;
		rc = task_advance(task, 0, i ? TELL_EVERY : 1, err);
		if (rc || task->is_late)
			return rc;
	}
	return 0;
}

static int take_all(struct task *task, uint64_t *taken, struct wipe_error *err)
{
	bool full = false;

	for (unsigned int i = 0; !full && !task->is_late; i++) {
		CLEANUP_FD int folder = make_folder(task, i);
		int rc;

		if (folder < 0)
			return is_full() ? 0 : failed(err);
		++*taken;
		rc = fill_folder(task, folder, taken, &full, err);
		if (rc)
			return rc;
	}
	return 0;
}

int inodes_take(struct task *task, struct wipe_error *err)
{
	struct statvfs st = { .f_ffree = 0 };
	uint64_t taken = 0;
	int rc;

	fstatvfs(task->top, &st);
	task_begin_part(task, WIPE_SPACE_INODES, st.f_ffree);
	rc = take_all(task, &taken, err);
	/* Without free blocks no folder grows: then there are inodes left. */
	if (!rc && !task->is_late && fstatvfs(task->top, &st) == 0 && st.f_ffree)
		task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_INODES, st.f_ffree, 0, ENOSPC);
	task_end_part(task, WIPE_SPACE_INODES, taken, 0, rc);
	return rc ? rc : own_empty(task, err);
}
