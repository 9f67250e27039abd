/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attributes.h"
#include "cleanup.h"
#include "groups.h"
#include "text.h"

#define TARGET_MAX 1023	   /* XFS_SYMLINK_MAXLEN less the NUL */
#define INODE_HEAD_MIN 100 /* of an inode before version 3 */
#define TELL_EVERY 500
#define MORE_THAN_FREE 256 /* by which it may go wrong before it ends */

struct taking {
	char target[TARGET_MAX + 1];
	size_t length;
	uint64_t taken;
};

static int failed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_IO, errno, _("inodes could not be taken"));
}

/* A link that needs no block lies in its inode; the longest of them fills it. */
static int find_length(struct taking *taking, int folder, uint32_t inode_bytes,
		       struct wipe_error *err)
{
	size_t length = inode_bytes - INODE_HEAD_MIN;

	for (taking->length = length < TARGET_MAX ? length : TARGET_MAX; taking->length;
	     taking->length--) {
		char target[TARGET_MAX + 1];
		struct stat st;

		memcpy(target, taking->target, taking->length);
		target[taking->length] = '\0';
		if (symlinkat(target, folder, "length")) {
			if (errno != ENOSPC)
				return failed(err);
			continue;
		}
		if (fstatat(folder, "length", &st, AT_SYMLINK_NOFOLLOW) ||
		    unlinkat(folder, "length", 0))
			return failed(err);
		if (!st.st_blocks)
			break;
	}
	if (taking->length)
		taking->target[taking->length] = '\0';
	/* Those that were tried would hold free inodes until xfs finds the time. */
	xfs_free_pending(folder);
	return 0;
}

/* Free ones are taken before new ones are placed: when there are more, none was left. */
static int take_in(struct task *task, struct taking *taking, uint32_t group, int folder,
		   struct wipe_error *err)
{
	uint32_t before, placed, unused;
	int rc = xfs_inodes_read(task->top, group, &before, &unused, err);
	uint32_t most = unused + MORE_THAN_FREE;

	placed = before;
	for (uint32_t i = 0; i < most && placed <= before && !task->is_late && !rc; i++) {
		char name[24];

		/* Somebody deletes files: places go, too. */
		before = placed;
		snprintf(name, sizeof(name), "%u", i);
		if (symlinkat(taking->target, folder, name))
			return errno == ENOSPC || errno == EDQUOT ? 0 : failed(err);
		taking->taken++;
		rc = xfs_inodes_read(task->top, group, &placed, &unused, err);
		if (!rc && i % TELL_EVERY == TELL_EVERY - 1)
			rc = task_advance(task, 0, TELL_EVERY, err);
	}
	return rc ? rc : task_advance(task, 0, 0, err);
}

static int count_unused(const struct task *task, const struct xfs_groups *groups, uint64_t *sum,
			struct wipe_error *err)
{
	*sum = 0;
	for (uint32_t group = 0; group < groups->count; group++) {
		uint32_t placed, unused;
		int rc = xfs_inodes_read(task->top, group, &placed, &unused, err);

		if (rc)
			return rc;
		*sum += unused;
	}
	return 0;
}

int groups_take_inodes(struct task *task, const struct xfs_groups *groups, struct wipe_error *err)
{
	struct taking taking = { .length = 0 };
	uint64_t unused, missing = 0;
	int rc = count_unused(task, groups, &unused, err);

	if (rc)
		return rc;
	task_begin_part(task, WIPE_SPACE_INODES, unused);
	memset(taking.target, ATTRIBUTES_INODE_FILL, TARGET_MAX);
	for (uint32_t group = 0; group < groups->count && !rc && !task->is_late; group++) {
		CLEANUP_FD int folder = groups_open(task, group);

		if (folder >= 0 && !taking.length)
			rc = find_length(&taking, folder, groups->inode_bytes, err);
		missing += folder < 0 || !taking.length;
		if (folder >= 0 && !rc && taking.length)
			rc = take_in(task, &taking, group, folder, err);
	}
	if (missing)
		task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_INODES, missing, UINT64_MAX,
			       0);
	task_end_part(task, WIPE_SPACE_INODES, taking.taken, 0, rc);
	return rc;
}
