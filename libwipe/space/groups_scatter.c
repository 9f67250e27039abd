/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xfs keeps a few blocks of each group in a list (the AGFL), out of which the trees of
 * free space grow. They are neither free nor written. Many small pieces of free space
 * make the trees grow: the list is used up, and filled again with blocks that have been
 * filled.
 */
#include <fcntl.h>
#include <linux/falloc.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "file_extents.h"
#include "fill.h"
#include "groups.h"
#include "text.h"

/* A block of a tree has room for 505 pieces with 4 KiB, the list for 118 blocks or more. */
#define PIECES 8192
#define FILES_MAX 4096

struct scatter {
	struct task *task;
	const struct xfs_groups *groups;
	uint32_t *pieces; /* of each group */
};

static void scatter_extent(struct scatter *scatter, int fd, const struct fs_extent *extent)
{
	uint64_t block = scatter->task->fs->block_bytes;

	for (uint64_t at = 0; at + 2 * block <= extent->length; at += 2 * block) {
		uint64_t group = (extent->physical + at) / scatter->groups->group_bytes;

		if (group >= scatter->groups->count || scatter->pieces[group] == PIECES)
			continue;
		if (fallocate(fd, FALLOC_FL_PUNCH_HOLE | FALLOC_FL_KEEP_SIZE,
			      (off_t)(extent->logical + at), (off_t)block))
			return;
		scatter->pieces[group]++;
	}
}

static int scatter_file(struct scatter *scatter, int fd, struct wipe_error *err)
{
	struct fs_extents extents;
	int rc = fs_extents_read(scatter->task->fs, fd, FS_FORK_DATA, &extents, err);

	for (size_t i = 0; i < extents.count && !rc && !scatter->task->is_late; i++) {
		if (extents.items[i].physical != FS_NO_ADDRESS)
			scatter_extent(scatter, fd, &extents.items[i]);
		rc = task_advance(scatter->task, 0, 0, err);
	}
	fs_extents_clear(&extents);
	return rc;
}

static int scatter_data(struct scatter *scatter, struct wipe_error *err)
{
	int rc = 0;

	for (unsigned int file = 0; file < FILES_MAX && !rc && !scatter->task->is_late; file++) {
		char name[16];
		CLEANUP_FD int fd = -1;

		fill_name(file, name);
		fd = openat(scatter->task->own, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
		if (fd < 0)
			break;
		rc = scatter_file(scatter, fd, err);
	}
	return rc;
}

/* A group in which little was free has all of it there. */
static int scatter_hints(struct scatter *scatter, uint32_t group, struct wipe_error *err)
{
	CLEANUP_FD int folder = groups_open(scatter->task, group);
	int rc = 0;

	for (unsigned int i = 0; folder >= 0 && i < GROUPS_HINTS && !rc; i++) {
		char name[16];
		CLEANUP_FD int fd = -1;

		groups_hint_name(i, name);
		fd = openat(folder, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC);
		if (fd >= 0 && !scatter->task->is_late)
			rc = scatter_file(scatter, fd, err);
	}
	return rc;
}

int groups_scatter(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	CLEANUP_FREE uint32_t *pieces = calloc(groups->count, sizeof(*pieces));
	struct scatter scatter = { .task = task, .groups = groups, .pieces = pieces };
	int rc;

	if (!pieces)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = scatter_data(&scatter, err);
	for (uint32_t group = 0; group < groups->count && !rc; group++)
		if (pieces[group] < PIECES)
			rc = scatter_hints(&scatter, group, err);
	return rc;
}
