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
	int folder = erase_list_open_folder(&work->list, entry, name);

	if (folder < 0)
		resolve_error(errno, err);
	return folder;
}

/* A folder's own attributes and lists, when what was in it is gone. */
static void overwrite_attributes(struct erase_work *work, size_t index, int parent,
				 const char *name)
{
	const struct erase_fs *fs = erase_work_fs(work, work->list.entries[index].dev);
	CLEANUP_FD int fd = resolve_open(parent, name, O_RDONLY | O_DIRECTORY);
	struct erase_other *other = &work->others[index];

	if (fd >= 0)
		(void)erase_xattr_overwrite(fs ? fs->fs : NULL, fd, work->job->env,
					    &other->attributes, NULL);
}

static void remove_attributes(int parent, const char *name)
{
	CLEANUP_FD int fd = resolve_open(parent, name, O_RDONLY | O_DIRECTORY);

	if (fd >= 0)
		erase_xattr_remove(fd);
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
		remove_attributes(parent, name);
	if (parent >= 0 && erase_name_remove(parent, name, entry->dev, entry->ino, is_folder,
					     work->job->env, &err) == 0) {
		other->state = WIPE_FILE_REMOVED;
		work->touched = true;
		return;
	}
	fail(other, &err);
}

/* Not one that is a mount, which was given for what is in it, nor what was not looked into. */
static bool is_folder_to_remove(const struct erase_entry *entry)
{
	return entry->kind == WIPE_FILE_FOLDER && !entry->is_kept && !entry->is_repeated &&
	       !entry->sys_errno;
}

static void prepare_folders(struct erase_work *work)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];
		const char *name;
		CLEANUP_FD int parent = -1;

		if (!is_folder_to_remove(entry))
			continue;
		parent = open_parent(work, entry, &name, NULL);
		if (parent >= 0)
			overwrite_attributes(work, i, parent, name);
	}
}

/* How many levels there are with folders to be removed in or above them. */
static uint32_t levels_of_folders(const struct erase_work *work)
{
	uint32_t levels = 0;

	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (is_folder_to_remove(entry) && entry->depth >= levels)
			levels = entry->depth + 1;
	}
	return levels;
}

/* What was done in folders of that depth: their blocks are freed with them. */
static void flush_folders(struct erase_work *work, uint32_t depth)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (is_folder_to_remove(entry) && entry->depth == depth)
			erase_fs_owe(erase_work_fs(work, entry->dev), ERASE_DUE_JOURNAL);
	}
	erase_work_flush(work);
}

/* Also those in which something is left: then the file system says so. */
static void remove_folders(struct erase_work *work, uint32_t depth)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (is_folder_to_remove(entry) && entry->depth == depth)
			remove_one(work, i);
	}
}

void erase_others(struct erase_work *work)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (erase_entry_is_only_name(entry) && !entry->is_repeated &&
		    !erase_work_is_stopped(work))
			remove_one(work, i);
	}
	if (erase_work_is_stopped(work))
		return;
	prepare_folders(work);
	for (uint32_t level = levels_of_folders(work); level-- > 0;) {
		flush_folders(work, level);
		remove_folders(work, level);
	}
}
