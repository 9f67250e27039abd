/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two runs on the same files take each other's leases, dry ones too. So folders that are given are locked for
 * oneself, and those above them, up to where something is mounted, together with other runs: of
 * two, one below the other, the later finds a lock in its way. Files are looked up among those
 * that others have open: opening one would end its lease.
 *
 * Everybody may lock a folder that he may read. Of one that was given it is told who did; above
 * it, only other runs matter.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cleanup.h"
#include "erase_root.h"
#include "erase_work.h"
#include "lockers.h"
#include "process.h"
#include "resolve.h"
#include "text.h"

static int refuse_run(const char *path, int64_t pid, struct wipe_error *err)
{
	wipe_error_set(err, WIPE_E_REFUSED, 0,
		       _("another run works here (process %lld): let it finish. Nothing was "
			 "touched"),
		       (long long)pid);
	resolve_add_path(err, path);
	return WIPE_E_REFUSED;
}

static int refuse_locked(const char *path, const struct wipe_file_holder *by,
			 struct wipe_error *err)
{
	char name[WIPE_FILE_HOLDER_NAME_BYTES];

	text_copy_plain(name, sizeof(name), by->name);
	if (by->kind == WIPE_FILE_HOLDER_PROCESS)
		wipe_error_set(err, WIPE_E_REFUSED, 0,
			       _("it is locked by process %lld (%s): end that first. Nothing was "
				 "touched"),
			       (long long)by->pid, name);
	else
		wipe_error_set(err, WIPE_E_REFUSED, 0,
			       _("it is locked by a process that cannot be seen. Nothing was "
				 "touched"));
	resolve_add_path(err, path);
	return WIPE_E_REFUSED;
}

static bool is_given(const struct erase_entry *entry, enum wipe_file_kind kind)
{
	return entry->kind == kind && !entry->depth && !entry->is_repeated && !entry->is_other_name;
}

/*
 * True: somebody else's lock is in the way, of whom locker tells what is known. It may go while
 * he is looked for: then once more.
 */
static bool is_barred(int fd, const struct stat *st, int how, struct fs_locker *locker)
{
	for (int i = 0; i < 2; i++) {
		/* Where there is no such lock (some network file systems), there is none. */
		if (flock(fd, how | LOCK_NB) == 0 || errno != EWOULDBLOCK)
			return false;
		fs_locker_find(st, locker);
		if (locker->holder.kind == WIPE_FILE_HOLDER_PROCESS)
			break;
	}
	return true;
}

static bool is_locked(const struct erase_work *work, const struct stat *st)
{
	for (size_t i = 0; i < work->lock_count; i++)
		if (work->locks[i].dev == st->st_dev && work->locks[i].ino == st->st_ino)
			return true;
	return false;
}

/* Takes opened over. path: for people. */
static int lock(struct erase_work *work, int opened, int how, const char *path,
		struct wipe_error *err)
{
	CLEANUP_FD int fd = opened;
	struct fs_locker locker;
	struct stat st;

	/* Whoever gives more folders than that meets the same ones again: they are sorted. */
	if (fd < 0 || fstat(fd, &st) || is_locked(work, &st) || work->lock_count == ERASE_LOCKS_MAX)
		return 0;
	if (is_barred(fd, &st, how, &locker)) {
		if (locker.is_run)
			return refuse_run(path, locker.holder.pid, err);
		return how == LOCK_SH ? 0 : refuse_locked(path, &locker.holder, err);
	}
	work->locks[work->lock_count++] = (struct erase_lock){ fd, st.st_dev, st.st_ino };
	fd = -1;
	return 0;
}

static int lock_folder(struct erase_work *work, const struct erase_entry *entry,
		       struct wipe_error *err)
{
	CLEANUP_FD int root = erase_list_open_root(&work->list.roots[entry->root]);
	int fd = root < 0 ? -1 :
			    resolve_open(root, entry->is_kept ? "." : entry->below,
					 O_RDONLY | O_DIRECTORY);

	return lock(work, fd, LOCK_EX, entry->path, err);
}

/* The folder above, in place of *fd; -1: there is none, it is the root of this process. */
static void climb(int *fd)
{
	int above = openat(*fd, "..", O_PATH | O_DIRECTORY | O_CLOEXEC);
	struct stat from, to;

	if (above >= 0 && (fstat(*fd, &from) || fstat(above, &to) ||
			   (from.st_dev == to.st_dev && from.st_ino == to.st_ino))) {
		close(above);
		above = -1;
	}
	close(*fd);
	*fd = above;
}

/* What cannot be read cannot be locked; the folders above it can. */
static int lock_above(struct erase_work *work, const struct erase_root *root,
		      struct wipe_error *err)
{
	CLEANUP_FD int at = erase_list_open_root(root);
	int rc = 0;

	while (at >= 0) {
		rc = lock(work, resolve_open(at, ".", O_RDONLY | O_DIRECTORY), LOCK_SH, root->path,
			  err);
		if (rc || erase_root_is_mount(at))
			break;
		climb(&at);
	}
	return rc;
}

static bool is_another_run(const struct fs_held *file, int64_t *pid)
{
	for (size_t i = 0; i < file->count; i++) {
		char number[24];

		*pid = file->holders[i].pid;
		snprintf(number, sizeof(number), "%" PRId64, *pid);
		if (file->holders[i].kind == WIPE_FILE_HOLDER_PROCESS && *pid != getpid() &&
		    process_is_this_program(number))
			return true;
	}
	return false;
}

static size_t collect(const struct erase_list *list, struct fs_held *files)
{
	size_t count = 0;

	for (size_t i = 0; i < list->count; i++) {
		if (!is_given(&list->entries[i], WIPE_FILE_REGULAR))
			continue;
		if (files)
			files[count] = (struct fs_held){ .dev = list->entries[i].dev,
							 .ino = list->entries[i].ino };
		count++;
	}
	return count;
}

static int check_files(const struct erase_list *list, struct wipe_error *err)
{
	size_t count = collect(list, NULL);
	CLEANUP_FREE struct fs_held *files = count ? calloc(count, sizeof(*files)) : NULL;

	if (!count)
		return 0;
	if (!files)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	collect(list, files);
	qsort(files, count, sizeof(*files), fs_held_compare);
	fs_holders_find(files, count);
	for (size_t i = 0; i < list->count; i++) {
		const struct erase_entry *entry = &list->entries[i];
		const struct fs_held key = { .dev = entry->dev, .ino = entry->ino };
		const struct fs_held *found;
		int64_t pid;

		if (!is_given(entry, WIPE_FILE_REGULAR))
			continue;
		found = bsearch(&key, files, count, sizeof(key), fs_held_compare);
		if (found && is_another_run(found, &pid))
			return refuse_run(entry->path, pid, err);
	}
	return 0;
}

int erase_work_lock(struct erase_work *work, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < work->list.count && !rc; i++)
		if (is_given(&work->list.entries[i], WIPE_FILE_FOLDER))
			rc = lock_folder(work, &work->list.entries[i], err);
	for (size_t i = 0; i < work->list.root_count && !rc; i++)
		rc = lock_above(work, &work->list.roots[i], err);
	return rc ? rc : check_files(&work->list, err);
}

void erase_work_unlock(struct erase_work *work)
{
	while (work->lock_count)
		close(work->locks[--work->lock_count].fd);
}
