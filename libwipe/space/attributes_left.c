/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes of ours are taken out by inode: names may lead elsewhere by now. */
#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "attribute.h"
#include "attributes.h"
#include "text.h"
#include "tree.h"
#include "xfs_attributes.h"

#define ROUNDS_MAX 16

_Static_assert(ATTRIBUTE_PIECES <= XFS_PIECES_MAX, "one removal has all");

struct names {
	char text[ATTRIBUTE_PIECES][ATTRIBUTE_NAME_BYTES];
};

static void tell(void *arg)
{
	task_advance(arg, 0, 0, NULL);
}

/* Somebody has to make it changeable first: so it is named. */
static int failed(struct task *task, const struct xfs_removal *removal, struct wipe_error *err)
{
	char path[PATH_MAX];

	if (tree_find(task, removal->failed_inode, path))
		return wipe_error_set(err, WIPE_E_IO, removal->failed_errno,
				      _("attributes that were put into %s could not be removed"),
				      path);
	return wipe_error_set(
		err, WIPE_E_IO, removal->failed_errno,
		_("attributes that were put into the file with inode number %llu could not be removed"),
		(unsigned long long)removal->failed_inode);
}

static void fill_in(struct task *task, struct names *names, struct xfs_removal *removal)
{
	*removal = (struct xfs_removal){ .count = ATTRIBUTE_PIECES, .tell = tell, .arg = task };
	for (unsigned int i = 0; i < ATTRIBUTE_PIECES; i++) {
		attribute_name(task, i, names->text[i]);
		removal->names[i] = names->text[i] + strlen(ATTRIBUTE_SPACE);
	}
}

/* Somebody may copy them, with all they have, while they are removed. */
static int remove_all(struct task *task, struct wipe_error *err)
{
	struct names names;
	struct xfs_removal removal;

	fill_in(task, &names, &removal);
	for (unsigned int i = 0; i < ROUNDS_MAX; i++) {
		if (xfs_attributes_remove(task->top, &removal, err))
			return WIPE_E_IO;
		if (!removal.inodes)
			break;
	}
	return removal.failed ? failed(task, &removal, err) : 0;
}

/* Not one that somebody else made. */
static bool read_mark(struct task *task)
{
	char name[sizeof(task->attribute) + 1];
	ssize_t length = readlinkat(task->own, ATTRIBUTES_MARK, name, sizeof(name));

	if (length != ATTRIBUTE_RANDOM)
		return false;
	memcpy(task->attribute, name, ATTRIBUTE_RANDOM);
	task->attribute[ATTRIBUTE_RANDOM] = '\0';
	return true;
}

int attributes_remove(struct task *task, struct wipe_error *err)
{
	return read_mark(task) ? remove_all(task, err) : 0;
}
