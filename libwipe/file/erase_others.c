/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is only a name, and folders, from the deepest up. A folder's blocks are freed with
 * it: what the names in them were replaced by has to be on the medium before.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cleanup.h"
#include "erase_name.h"
#include "erase_work.h"
#include "erase_xattr.h"
#include "resolve.h"
#include "text.h"

static void fail(struct erase_other *other, const struct wipe_error *err)
{
	bool is_untouched = err->code == WIPE_E_REFUSED && !other->touched;

	other->state = is_untouched ? WIPE_FILE_REFUSED : WIPE_FILE_FAILED;
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

/* Takes fd over. WIPE_E_REFUSED if there is anything in it. */
static int check_empty(int fd, struct wipe_error *err)
{
	CLEANUP_DIR DIR *dir = fdopendir(fd);
	const struct dirent *found;

	if (!dir) {
		resolve_error(errno, err);
		close(fd);
		return err->code;
	}
	while (errno = 0, found = readdir(dir))
		if (strcmp(found->d_name, ".") && strcmp(found->d_name, ".."))
			return erase_name_not_empty(err);
	return errno ? resolve_error(errno, err) : 0;
}

/* A folder that was listed, and is empty now: *fd. Any other one keeps all that it has. */
static int open_empty(int parent, const char *name, const struct erase_entry *entry, int *fd,
		      struct wipe_error *err)
{
	CLEANUP_FD int opened = resolve_open(parent, name, O_RDONLY | O_DIRECTORY);
	CLEANUP_FD int read = opened < 0 ? -1 : resolve_open(opened, ".", O_RDONLY | O_DIRECTORY);
	int rc;

	if (read < 0)
		return resolve_error(errno, err);
	if (erase_entry_check(entry, opened))
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("something else has its name now, which is left alone"));
	rc = check_empty(read, err);
	read = -1;
	if (rc)
		return rc;
	*fd = opened;
	opened = -1;
	return 0;
}

/* Its own attributes and lists, now that what was in it is gone. */
static int prepare_folder(struct erase_work *work, size_t index, struct wipe_error *err)
{
	const struct erase_entry *entry = &work->list.entries[index];
	struct erase_fs *fs = erase_work_fs(work, entry->dev);
	struct erase_other *other = &work->others[index];
	const char *name;
	CLEANUP_FD int parent = open_parent(work, entry, &name, err);
	CLEANUP_FD int fd = -1;
	int rc = parent < 0 ? err->code : erase_folder_check(parent, err);

	if (!rc)
		rc = open_empty(parent, name, entry, &fd, err);
	if (rc)
		return rc;
	if (erase_fs_copies_up(fs)) {
		other->xattrs_left = erase_xattr_count(fd);
		return 0;
	}
	rc = erase_kept_read(fd, &other->kept, err);
	if (rc)
		return rc;
	(void)erase_xattr_overwrite(fs ? fs->fs : NULL, fd, work->job->env, &other->attributes,
				    NULL);
	other->touched = other->attributes != NULL;
	if (fs && other->attributes)
		fs->is_in_journal = true;
	return 0;
}

static bool is_copied_up(struct erase_work *work, dev_t dev)
{
	return erase_fs_copies_up(erase_work_fs(work, dev));
}

static int remove_folder(struct erase_work *work, int parent, const char *name, size_t index,
			 struct wipe_error *err)
{
	const struct erase_entry *entry = &work->list.entries[index];
	struct erase_other *other = &work->others[index];
	CLEANUP_FD int fd = -1;
	int rc = open_empty(parent, name, entry, &fd, err);

	if (rc)
		return rc;
	if (is_copied_up(work, entry->dev))
		return erase_name_remove(parent, name, entry, NULL, err);
	other->touched = erase_xattr_remove(fd) || other->touched;
	return erase_name_remove(parent, name, entry, work->job->env, err);
}

static int put_back(int parent, const char *name, const struct erase_entry *entry,
		    const struct erase_kept *kept, struct wipe_error *err)
{
	CLEANUP_FD int fd = resolve_open(parent, name, O_RDONLY | O_DIRECTORY);

	if (fd < 0 || erase_entry_check(entry, fd))
		return 0; /* it is not there any more */
	return erase_kept_put_back(kept, fd, err);
}

/* Something came into it since it was prepared: it stays, and has all that it had. */
static void stay(struct erase_work *work, int parent, const char *name, size_t index,
		 struct wipe_error *err)
{
	struct erase_other *other = &work->others[index];
	struct wipe_error failed;

	if (!other->kept)
		return;
	wipe_error_clear(&failed);
	if (put_back(parent, name, &work->list.entries[index], other->kept, &failed))
		wipe_error_context(err, "%s", failed.message);
	/* None of them is gone. */
	erase_xattrs_free(other->attributes);
	other->attributes = NULL;
}

/* Closed again before it goes: some network file systems keep what somebody still has. */
static uint32_t count_kept(int parent, const char *name, bool *leaves_target)
{
	CLEANUP_FD int fd = resolve_open(parent, name, O_PATH | O_NOFOLLOW);
	struct stat st;

	*leaves_target = fd >= 0 && fstat(fd, &st) == 0 && S_ISLNK(st.st_mode) && st.st_blocks > 0;
	return erase_xattr_count_kept(fd);
}

void erase_other_foresee(struct erase_work *work, size_t index)
{
	struct erase_other *other = &work->others[index];
	const char *name;
	CLEANUP_FD int parent =
		erase_list_open_folder(&work->list, &work->list.entries[index], &name);

	if (parent >= 0)
		other->xattrs_left = count_kept(parent, name, &other->leaves_target);
}

/* Nothing of it is overwritten: its attributes stay where they lie, as does a target in a block. */
static int remove_only_name(struct erase_work *work, int parent, const char *name, size_t index,
			    struct wipe_error *err)
{
	const struct erase_entry *entry = &work->list.entries[index];
	/* On an overlay a link can have a number of its layer, a folder never has. */
	const struct wipe_env *env = is_copied_up(work, entry->folder_dev) ? NULL : work->job->env;
	bool leaves_target;
	uint32_t kept = count_kept(parent, name, &leaves_target);
	int rc = erase_name_remove(parent, name, entry, env, err);

	if (!rc) {
		work->others[index].xattrs_left = kept;
		work->others[index].leaves_target = leaves_target;
	}
	return rc;
}

static void remove_one(struct erase_work *work, size_t index)
{
	const struct erase_entry *entry = &work->list.entries[index];
	struct erase_other *other = &work->others[index];
	struct wipe_error err;
	const char *name;
	CLEANUP_FD int parent = -1;
	int rc;

	wipe_error_clear(&err);
	parent = open_parent(work, entry, &name, &err);
	if (parent < 0)
		rc = err.code;
	else if (entry->kind == WIPE_FILE_FOLDER)
		rc = remove_folder(work, parent, name, index, &err);
	else
		rc = remove_only_name(work, parent, name, index, &err);
	if (rc) {
		if (parent >= 0)
			stay(work, parent, name, index, &err);
		fail(other, &err);
	}
	erase_kept_free(other->kept);
	other->kept = NULL;
	if (rc)
		return;
	other->state = WIPE_FILE_REMOVED;
	other->touched = true;
	work->touched = true;
}

/* It was given, and the same command is to find it: it has all that it had. */
static void keep_one(struct erase_work *work, size_t index)
{
	struct erase_other *other = &work->others[index];
	struct wipe_error err;
	const char *name;
	CLEANUP_FD int parent = -1;

	wipe_error_clear(&err);
	wipe_error_set(&err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	parent = open_parent(work, &work->list.entries[index], &name, &err);
	if (parent >= 0)
		stay(work, parent, name, index, &err);
	fail(other, &err);
	other->state = WIPE_FILE_NOT_REACHED;
	erase_kept_free(other->kept);
	other->kept = NULL;
}

static bool is_to_go(const struct erase_work *work, size_t index)
{
	return erase_other_is_planned(work, index) && work->others[index].is_told;
}

/* Of that depth. One in which something is left is done with: it stays as it is. */
static void prepare_folders(struct erase_work *work, uint32_t depth)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];
		struct wipe_error err;

		if (entry->kind != WIPE_FILE_FOLDER || entry->depth != depth || !is_to_go(work, i))
			continue;
		wipe_error_clear(&err);
		if (prepare_folder(work, i, &err))
			fail(&work->others[i], &err);
	}
}

/* How many levels there are with folders to be removed in or above them. */
static uint32_t levels_of_folders(const struct erase_work *work)
{
	uint32_t levels = 0;

	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (erase_entry_is_folder_to_go(entry) && entry->depth >= levels)
			levels = entry->depth + 1;
	}
	return levels;
}

/* What was done in folders of that depth: their blocks are freed with them. */
static void flush_folders(struct erase_work *work, uint32_t depth)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (erase_entry_is_folder_to_go(entry) && entry->depth == depth)
			erase_fs_owe(erase_work_fs(work, entry->dev), ERASE_DUE_JOURNAL);
	}
	erase_work_flush(work);
}

static void remove_folders(struct erase_work *work, uint32_t depth)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (entry->kind != WIPE_FILE_FOLDER || entry->depth != depth || !is_to_go(work, i))
			continue;
		if (erase_work_is_stopped(work))
			keep_one(work, i);
		else
			remove_one(work, i);
	}
}

void erase_others(struct erase_work *work)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (erase_entry_is_only_name(entry) && is_to_go(work, i) &&
		    !erase_work_is_stopped(work))
			remove_one(work, i);
	}
	if (erase_work_is_stopped(work))
		return;
	for (uint32_t level = levels_of_folders(work); level-- > 0;) {
		prepare_folders(work, level);
		flush_folders(work, level);
		if (!level) {
			for (size_t i = 0; i < work->fs_count; i++)
				erase_work_clean_journal(work, &work->fs[i]);
			erase_work_unlock(work);
		}
		remove_folders(work, level);
	}
}
