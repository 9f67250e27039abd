/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tree.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "own.h"

#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_NOATIME | O_CLOEXEC)
#define DEPTH_MAX 256 /* each level holds a descriptor */

struct walk {
	struct task *task;
	tree_fn *each;
	void *arg;
	uint64_t *missed;
	DIR *levels[DEPTH_MAX];
	unsigned int depth;
};

static bool is_same_mount(const struct task *task, int folder)
{
	struct statx top, stx;
	unsigned int mask = STATX_BASIC_STATS | STATX_MNT_ID;

	if (statx(task->top, "", AT_EMPTY_PATH, mask, &top) ||
	    statx(folder, "", AT_EMPTY_PATH, mask, &stx))
		return false;
	return top.stx_dev_major == stx.stx_dev_major && top.stx_dev_minor == stx.stx_dev_minor &&
	       (!(top.stx_mask & stx.stx_mask & STATX_MNT_ID) || top.stx_mnt_id == stx.stx_mnt_id);
}

/* Takes the descriptor. */
static int enter(struct walk *walk, int folder, struct wipe_error *err)
{
	int rc = walk->each(walk->task, folder, walk->arg, err);
	DIR *dir = NULL;

	if (!rc && walk->depth < DEPTH_MAX)
		dir = fdopendir(folder);
	if (dir)
		walk->levels[walk->depth++] = dir;
	else
		close(folder);
	if (!rc && !dir)
		++*walk->missed;
	return rc;
}

static bool may_be_folder(const struct walk *walk, const struct dirent *found)
{
	if (!strcmp(found->d_name, ".") || !strcmp(found->d_name, ".."))
		return false;
	if (walk->depth == 1 && !strcmp(found->d_name, OWN_FOLDER))
		return false;
	return found->d_type == DT_DIR || found->d_type == DT_UNKNOWN;
}

/* What has become something else, or is gone by now, is no folder to be missed. */
static int try_entry(struct walk *walk, const struct dirent *found, struct wipe_error *err)
{
	int folder = openat(dirfd(walk->levels[walk->depth - 1]), found->d_name, OPEN_FOLDER);

	if (folder < 0) {
		if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
			++*walk->missed;
		return 0;
	}
	/* The folder beneath what is mounted there is one of ours. */
	if (!is_same_mount(walk->task, folder)) {
		close(folder);
		++*walk->missed;
		return 0;
	}
	return enter(walk, folder, err);
}

static int step(struct walk *walk, struct wipe_error *err)
{
	const struct dirent *found = readdir(walk->levels[walk->depth - 1]);

	if (found)
		return may_be_folder(walk, found) ? try_entry(walk, found, err) : 0;
	closedir(walk->levels[--walk->depth]);
	return 0;
}

int tree_walk(struct task *task, tree_fn *each, void *arg, uint64_t *missed, struct wipe_error *err)
{
	struct walk walk = { .task = task, .each = each, .arg = arg, .missed = missed };
	int top = openat(task->top, ".", OPEN_FOLDER);
	int rc;

	*missed = 0;
	if (top < 0) {
		++*missed;
		return 0;
	}
	rc = enter(&walk, top, err);
	while (!rc && walk.depth)
		rc = step(&walk, err);
	while (walk.depth)
		closedir(walk.levels[--walk.depth]);
	return rc;
}
