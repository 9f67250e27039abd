/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "trees.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "cleanup.h"
#include "text.h"

#define A_FOLDER 1000
#define NAME_BYTES 250
#define VALUE_BYTES 3008
#define ROUNDS 2
#define TELL_EVERY 100
#define COMMIT_EVERY 1000 /* changes, in the rounds */
#define BARREN_MAX 3	  /* commits in a row after which there was still no room */

struct trees {
	struct task *task;
	uint64_t files;
	unsigned int barren;
};

static int failed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_IO, errno, _("free space for trees could not be taken"));
}

static bool is_full(void)
{
	return errno == ENOSPC || errno == EDQUOT;
}

static int open_folder(const struct task *task, uint64_t number, bool make)
{
	char name[32];

	snprintf(name, sizeof(name), "trees%llu", (unsigned long long)number);
	if (make && mkdirat(task->own, name, 0700) && errno != EEXIST)
		return -1;
	return openat(task->own, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

/* By number, so that it is found again; the rest is long. */
static void file_name(uint64_t number, char name[NAME_BYTES + 1])
{
	int length = snprintf(name, NAME_BYTES + 1, "%llu", (unsigned long long)number);

	memset(name + length, 'n', (size_t)(NAME_BYTES - length));
	name[NAME_BYTES] = '\0';
}

static int set_value(struct task *task, int folder, uint64_t number, int flags,
		     struct wipe_error *err)
{
	char name[NAME_BYTES + 1];
	CLEANUP_FD int fd = -1;
	int rc = task_fill_buffer(task, VALUE_BYTES, err);

	if (rc)
		return rc;
	file_name(number, name);
	fd = openat(folder, name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC | flags, 0600);
	if (fd < 0 || fsetxattr(fd, "user.a", task->buffer, VALUE_BYTES, 0))
		return is_full() ? WIPE_E_NOTFOUND : failed(err);
	return 0;
}

/* What a commit frees can be had after it. */
static int make_one(struct trees *trees, struct wipe_error *err)
{
	CLEANUP_FD int folder = open_folder(trees->task, trees->files / A_FOLDER, true);
	int rc = folder < 0 ? is_full() ? WIPE_E_NOTFOUND : failed(err) :
			      set_value(trees->task, folder, trees->files, O_CREAT, err);

	if (rc == WIPE_E_NOTFOUND) {
		trees->barren++;
		syncfs(trees->task->own);
		return 0;
	}
	trees->barren = rc ? trees->barren : 0;
	trees->files += !rc;
	return rc;
}

static int make_all(struct trees *trees, struct wipe_error *err)
{
	int rc = 0;

	while (!rc && trees->barren < BARREN_MAX && !trees->task->is_late) {
		rc = make_one(trees, err);
		if (!rc && trees->files % TELL_EVERY == 0)
			rc = task_advance(trees->task, 0, TELL_EVERY, err);
	}
	return rc;
}

static int change_one(struct trees *trees, uint64_t number, struct wipe_error *err)
{
	CLEANUP_FD int folder = open_folder(trees->task, number / A_FOLDER, false);
	int rc = folder < 0 ? 0 : set_value(trees->task, folder, number, 0, err);

	if (rc == WIPE_E_NOTFOUND || (!rc && number % COMMIT_EVERY == COMMIT_EVERY - 1))
		syncfs(trees->task->own);
	return rc == WIPE_E_NOTFOUND ? 0 : rc;
}

static int change_all(struct trees *trees, struct wipe_error *err)
{
	int rc = 0;

	for (uint64_t i = 0; i < trees->files && !rc && !trees->task->is_late; i++) {
		rc = change_one(trees, i, err);
		if (!rc && i % TELL_EVERY == 0)
			rc = task_advance(trees->task, 0, TELL_EVERY, err);
	}
	syncfs(trees->task->own);
	return rc;
}

int trees_fill(struct task *task, struct wipe_error *err)
{
	struct trees trees = { .task = task };
	int rc;

	if (task->is_late)
		return 0;
	task_begin_part(task, WIPE_SPACE_TREES, 0);
	rc = make_all(&trees, err);
	for (unsigned int round = 0; round < ROUNDS && !rc && !task->is_late; round++)
		rc = change_all(&trees, err);
	task_end_part(task, WIPE_SPACE_TREES, trees.files, trees.files * (VALUE_BYTES + NAME_BYTES),
		      rc);
	if (!trees.files)
		task->result->parts[WIPE_SPACE_TREES].state = WIPE_SPACE_NOT_DONE;
	return rc;
}
