/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is only a name, and folders, from the deepest up. A folder's blocks are freed with
 * it: what the names in them were replaced by has to be on the medium before.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cleanup.h"
#include "erase_name.h"
#include "erase_work.h"
#include "erase_xattr.h"
#include "resolve.h"
#include "text.h"

static bool is_only_name(const struct erase_entry *entry)
{
	return entry->kind == WIPE_FILE_SYMLINK || entry->kind == WIPE_FILE_FIFO ||
	       entry->kind == WIPE_FILE_SOCKET;
}

static void fail(struct erase_other *other, const struct wipe_error *err)
{
	other->state = err->code == WIPE_E_REFUSED ? WIPE_FILE_REFUSED : WIPE_FILE_FAILED;
	other->error = malloc(sizeof(*other->error));
	if (other->error)
		*other->error = *err;
}

static int open_parent(const struct erase_work *work, const struct erase_entry *entry,
		       const char **name, struct wipe_error *err)
{
	CLEANUP_FD int root = erase_list_open_root(&work->list.roots[entry->root]);
	int folder = root < 0 ? -1 : resolve_parent(root, entry->below, name);

	if (folder < 0)
		resolve_error(errno, err);
	return folder;
}

/* A folder's own attributes and lists, when what was in it is gone. */
static void overwrite_attributes(int parent, const char *name, const struct wipe_env *env,
				 bool is_removal)
{
	CLEANUP_FD int fd = resolve_open(parent, name, O_RDONLY | O_DIRECTORY);
	uint32_t overwritten, left;

	if (fd < 0)
		return;
	if (is_removal)
		(void)erase_xattr_remove(fd, NULL);
	else
		(void)erase_xattr_overwrite(fd, env, &overwritten, &left, NULL);
}

static void remove_one(struct erase_work *work, size_t index)
{
	const struct erase_entry *entry = &work->list.entries[index];
	bool is_folder = entry->kind == WIPE_FILE_FOLDER;
	struct erase_other *other = &work->others[index];
	struct wipe_error err;
	const char *name;
	CLEANUP_FD int parent = -1;

	wipe_error_clear(&err);
	parent = open_parent(work, entry, &name, &err);
	if (parent >= 0 && is_folder)
		overwrite_attributes(parent, name, work->job->env, true);
	if (parent >= 0 && erase_name_remove(parent, name, entry->dev, entry->ino, is_folder,
					     work->job->env, &err) == 0) {
		other->state = WIPE_FILE_REMOVED;
		work->touched = true;
		return;
	}
	fail(other, &err);
}

static void prepare_folders(struct erase_work *work)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];
		const char *name;
		CLEANUP_FD int parent = -1;

		if (entry->kind != WIPE_FILE_FOLDER || entry->is_kept || entry->is_repeated)
			continue;
		parent = open_parent(work, entry, &name, NULL);
		if (parent >= 0)
			overwrite_attributes(parent, name, work->job->env, false);
	}
}

static uint32_t deepest(const struct erase_work *work)
{
	uint32_t depth = 0;

	for (size_t i = 0; i < work->list.count; i++)
		if (work->list.entries[i].depth > depth)
			depth = work->list.entries[i].depth;
	return depth;
}

/* Also those in which something is left: then the file system says so. */
static void remove_folders(struct erase_work *work, uint32_t depth)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (entry->kind != WIPE_FILE_FOLDER || entry->depth != depth || entry->is_kept ||
		    entry->is_repeated)
			continue;
		remove_one(work, i);
	}
}

void erase_others(struct erase_work *work)
{
	for (size_t i = 0; i < work->list.count; i++)
		if (is_only_name(&work->list.entries[i]) && !work->list.entries[i].is_repeated &&
		    !erase_work_is_stopped(work))
			remove_one(work, i);
	if (erase_work_is_stopped(work))
		return;
	prepare_folders(work);
	for (uint32_t depth = deepest(work) + 1; depth-- > 0;) {
		erase_work_flush(work, true);
		remove_folders(work, depth);
	}
}
