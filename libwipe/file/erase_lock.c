/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Two runs on the same files take each other's leases. So folders that are given are locked,
 * and files are looked up among those that others have open: opening one would end its lease.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "cleanup.h"
#include "erase_work.h"
#include "resolve.h"
#include "text.h"

static int refuse(const struct erase_entry *entry, struct wipe_error *err)
{
	wipe_error_set(err, WIPE_E_REFUSED, 0,
		       _("another run works here: let it finish. Nothing was touched"));
	resolve_add_path(err, entry->path);
	return WIPE_E_REFUSED;
}

static bool is_given(const struct erase_entry *entry, enum wipe_file_kind kind)
{
	return entry->kind == kind && !entry->depth && !entry->is_repeated && !entry->is_other_name;
}

/* Where there is no such lock (some network file systems), or no right to read, there is none. */
static int lock_folder(struct erase_work *work, const struct erase_entry *entry,
		       struct wipe_error *err)
{
	int how = (work->job->dry_run ? LOCK_SH : LOCK_EX) | LOCK_NB;
	CLEANUP_FD int root = erase_list_open_root(&work->list.roots[entry->root]);
	CLEANUP_FD int fd = root < 0 ? -1 :
				       resolve_open(root, entry->is_kept ? "." : entry->below,
						    O_RDONLY | O_DIRECTORY);

	if (fd < 0)
		return 0;
	if (flock(fd, how))
		return errno == EWOULDBLOCK ? refuse(entry, err) : 0;
	work->locks[work->lock_count++] = fd;
	fd = -1;
	return 0;
}

/* Is it this very program, in another process? */
static bool is_another_run(const struct fs_held *file)
{
	struct wipe_file_holder own;

	holder_name_process(&own, getpid());
	for (size_t i = 0; i < file->count; i++)
		if (file->holders[i].kind == WIPE_FILE_HOLDER_PROCESS &&
		    file->holders[i].pid != getpid() && !strcmp(file->holders[i].name, own.name))
			return true;
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

		if (!is_given(entry, WIPE_FILE_REGULAR))
			continue;
		found = bsearch(&key, files, count, sizeof(key), fs_held_compare);
		if (found && is_another_run(found))
			return refuse(entry, err);
	}
	return 0;
}

int erase_work_lock(struct erase_work *work, struct wipe_error *err)
{
	int rc = 0;

	/* Whoever gives more folders than that meets the same ones again: they are sorted. */
	for (size_t i = 0; i < work->list.count && work->lock_count < ERASE_LOCKS_MAX && !rc; i++)
		if (is_given(&work->list.entries[i], WIPE_FILE_FOLDER))
			rc = lock_folder(work, &work->list.entries[i], err);
	return rc ? rc : check_files(&work->list, err);
}

void erase_work_unlock(struct erase_work *work)
{
	while (work->lock_count)
		close(work->locks[--work->lock_count]);
}
