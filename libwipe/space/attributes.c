/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "attributes.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attribute.h"
#include "cleanup.h"
#include "medium.h"
#include "text.h"
#include "tree.h"
#include "xfs_attributes.h"
#include "xfs_inode.h"

#define TELL_EVERY 100
/* Bytes that tell nothing: gaps that are too small for an attribute, or for a name. */
#define KEPT_MAX 9
#define KEPT_MAX_NAMES 19

struct attributes {
	dev_t device;
	const struct xfs_groups *groups;
	struct fs_medium *medium;
	unsigned char *inode;
	uint32_t bytes; /* see attribute_fill() */
	uint64_t missed;
	uint64_t unseen; /* folders: what lies in them nobody knows */
	unsigned int untold;
};

/* Called for what is no folder, and for folders themselves, by a path that leads to each. */
typedef void inode_fn(struct task *task, struct attributes *attributes, const char *path,
		      const struct stat *st);

struct visit {
	inode_fn *each;
	struct attributes *attributes;
};

static int tell(struct task *task, struct attributes *attributes, struct wipe_error *err)
{
	if (++attributes->untold < TELL_EVERY)
		return 0;
	attributes->untold = 0;
	return task_advance(task, 0, 0, err);
}

/* By what was opened: the name may lead to something else by then. */
static void visit_open(struct task *task, const struct visit *visit, int fd, const struct stat *st)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	visit->each(task, visit->attributes, path, st);
}

/* What something else is mounted over is not seen. */
static void visit_entry(struct task *task, const struct visit *visit, int folder,
			const struct dirent *found)
{
	CLEANUP_FD int fd = openat(folder, found->d_name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
	struct stat st;

	if (fd < 0)
		visit->attributes->missed += errno != ENOENT;
	else if (fstat(fd, &st) || st.st_dev != visit->attributes->device ||
		 st.st_ino != found->d_ino)
		visit->attributes->missed++;
	else if (!S_ISDIR(st.st_mode))
		visit_open(task, visit, fd, &st);
}

static void visit_folder(struct task *task, const struct visit *visit, int folder)
{
	struct stat st;

	if (fstat(folder, &st) == 0)
		visit_open(task, visit, folder, &st);
}

static int visit_in(struct task *task, int folder, void *arg, struct wipe_error *err)
{
	const struct visit *visit = arg;
	CLEANUP_DIR DIR *dir = NULL;
	CLEANUP_FD int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_NOATIME | O_CLOEXEC);
	const struct dirent *found;
	int rc = 0;

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		visit->attributes->unseen++;
		return 0;
	}
	fd = -1;
	visit_folder(task, visit, folder);
	while (!rc && (found = readdir(dir))) {
		if (found->d_type == DT_DIR)
			continue;
		visit_entry(task, visit, folder, found);
		rc = tell(task, visit->attributes, err);
	}
	return rc;
}

static int visit_all(struct task *task, inode_fn *each, struct attributes *attributes,
		     struct wipe_error *err)
{
	struct visit visit = { .each = each, .attributes = attributes };
	struct stat st;
	uint64_t missed;
	int rc;

	if (fstat(task->top, &st))
		return 0;
	attributes->device = st.st_dev;
	rc = tree_walk(task, visit_in, &visit, &missed, err);
	attributes->unseen += missed;
	return rc;
}

/*
 * Never into links: one whose target no longer fits beside an attribute gets a block for it,
 * which stays when the attribute goes, and then xfs_repair takes the link for damaged.
 */
static bool takes_attributes(const struct stat *st)
{
	return !S_ISLNK(st->st_mode) && !(S_ISDIR(st->st_mode) && st->st_blocks == 0);
}

static void fill_one(struct task *task, struct attributes *attributes, const char *path,
		     const struct stat *st)
{
	if (!task->is_late && takes_attributes(st))
		attribute_fill(task, path, attributes->groups->inode_bytes, &attributes->bytes);
}

/* It is on the medium, as a whole, before any attribute is. */
static bool make_mark(struct task *task)
{
	task_random_name(task, task->attribute, ATTRIBUTE_RANDOM);
	return symlinkat(task->attribute, task->own, ATTRIBUTES_MARK) == 0 && fsync(task->own) == 0;
}

int attributes_fill(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	struct attributes attributes = { .groups = groups };

	/* Without room, or a way to take them out, none is put in: the check tells what that leaves. */
	if (task->is_late || !xfs_attributes_reached(task->top) || !make_mark(task))
		return 0;
	return visit_all(task, fill_one, &attributes, err);
}

static bool keeps_some(const unsigned char *inode, size_t begin, size_t end, size_t most)
{
	size_t count = 0;

	for (size_t i = begin; i < end; i++)
		count += inode[i] && inode[i] != ATTRIBUTES_INODE_FILL;
	return count > most;
}

static void check_one(struct task *task, struct attributes *attributes, const char *path,
		      const struct stat *st)
{
	const struct xfs_groups *groups = attributes->groups;
	struct xfs_inode_gaps gaps;

	(void)path;
	if (task->is_late)
		return;
	if (fs_medium_read(attributes->medium, 0, attributes->inode, groups->inode_bytes,
			   xfs_inode_address(groups, st->st_ino), NULL) ||
	    !xfs_inode_gaps(attributes->inode, groups->inode_bytes, &gaps) ||
	    keeps_some(attributes->inode, gaps.data_begin, gaps.data_end,
		       S_ISDIR(st->st_mode) && !st->st_blocks ? KEPT_MAX_NAMES : KEPT_MAX) ||
	    keeps_some(attributes->inode, gaps.attributes_begin, gaps.attributes_end, KEPT_MAX))
		attributes->missed++;
}

int attributes_check(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	CLEANUP_FREE unsigned char *inode = malloc(groups->inode_bytes);
	struct attributes attributes = { .groups = groups, .inode = inode };
	int rc;

	if (!inode)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (fs_medium_open(task->fs, &attributes.medium, NULL)) {
		task_unreached(task, WIPE_SPACE_ATTRIBUTES, WIPE_SPACE_INODES, UINT64_MAX, 0, 0);
		return 0;
	}
	rc = visit_all(task, check_one, &attributes, err);
	fs_medium_close(attributes.medium);
	if (attributes.missed || attributes.unseen)
		task_unreached(task, WIPE_SPACE_ATTRIBUTES, WIPE_SPACE_INODES,
			       attributes.unseen ? UINT64_MAX : attributes.missed, 0, 0);
	return rc;
}
