/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The file systems of a job, and what lies beneath them. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "cleanup.h"
#include "erase_work.h"
#include "fs_journal.h"
#include "mount.h"
#include "resolve.h"
#include "text.h"
#include "xfs_groups.h"

struct erase_fs *erase_work_fs(struct erase_work *work, dev_t dev)
{
	/* Entries in a row mostly have the same. */
	for (size_t n = 0; n < work->device_count; n++) {
		size_t i = (work->device_last + n) % work->device_count;

		if (work->devices[i].dev != dev)
			continue;
		work->device_last = i;
		return work->devices[i].fs;
	}
	return NULL;
}

bool erase_fs_copies_up(const struct erase_fs *fs)
{
	return fs && fs->fs && fs->fs->kind == WIPE_FS_OVERLAY;
}

/*
 * For flushing and for the journal, a folder of it, as a file would be open elsewhere: that
 * of the mount point if it can be had, where whoever comes later finds what was left.
 */
static int open_folder(const struct erase_fs *fs, int root)
{
	int fd = open(fs->fs->mount_point,
		      O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	uint64_t id;

	if (fd >= 0 && mount_id_of(fd, &id) && id == fs->mount_id)
		return fd;
	if (fd >= 0)
		close(fd);
	return resolve_open(root, ".", O_RDONLY | O_DIRECTORY);
}

/* What cannot be found out is no error: nothing is claimed of its files then. */
static int make(struct erase_work *work, int root, int fd, uint64_t mount_id, struct erase_fs **fs,
		struct wipe_error *err)
{
	struct erase_fs *made;

	if (work->fs_count == WIPE_FILE_SYSTEMS_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("the files lie on more than %d file systems: name fewer"),
				      WIPE_FILE_SYSTEMS_MAX);
	made = &work->fs[work->fs_count++];
	*made = (struct erase_fs){ .mount_id = mount_id, .fd = -1 };
	*fs = made;
	wipe_error_clear(&made->closed);
	if (!mount_id || wipe_filesystem_of(work->job->source, fd, &made->fs, NULL))
		return 0;
	(void)fs_medium_open(made->fs, &made->medium, &made->closed);
	made->fd = open_folder(made, root);
	made->journal_wipes = made->fd >= 0 && fs_journal_can_wipe(made->fs, made->fd);
	return 0;
}

static struct erase_fs *of_mount(struct erase_work *work, uint64_t mount_id)
{
	for (size_t i = 0; i < work->fs_count; i++)
		if (work->fs[i].mount_id == mount_id)
			return &work->fs[i];
	return NULL;
}

static int put_device(struct erase_work *work, dev_t dev, struct erase_fs *fs,
		      struct wipe_error *err)
{
	struct erase_device *grown =
		reallocarray(work->devices, work->device_count + 1, sizeof(*grown));

	if (!grown)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	work->devices = grown;
	work->devices[work->device_count++] = (struct erase_device){ dev, fs };
	return 0;
}

static int add(struct erase_work *work, const struct erase_entry *entry, struct wipe_error *err)
{
	CLEANUP_FD int root = -1, fd = -1;
	uint64_t mount_id = 0;
	struct erase_fs *fs;
	int rc = 0;

	if (erase_work_fs(work, entry->dev))
		return 0;
	root = erase_list_open_root(&work->list.roots[entry->root]);
	if (root >= 0)
		fd = resolve_open(root, entry->is_kept ? "." : entry->below, O_PATH | O_NOFOLLOW);
	if (fd >= 0 && !mount_id_of(fd, &mount_id))
		mount_id = 0;
	fs = of_mount(work, mount_id);
	if (!fs)
		rc = make(work, root, fd, mount_id, &fs, err);
	return rc ? rc : put_device(work, entry->dev, fs, err);
}

int erase_work_find_fs(struct erase_work *work, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < work->list.count && !rc; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (entry->kind == WIPE_FILE_REGULAR || entry->kind == WIPE_FILE_FOLDER)
			rc = add(work, entry, err);
	}
	return rc;
}

void erase_fs_owe(struct erase_fs *fs, enum erase_due due)
{
	if (fs && fs->due < due)
		fs->due = due;
}

void erase_work_flush(struct erase_work *work)
{
	for (size_t i = 0; i < work->fs_count; i++) {
		struct erase_fs *fs = &work->fs[i];
		enum erase_due due = fs->due;

		fs->due = ERASE_DUE_NONE;
		if (fs->fd < 0 || due == ERASE_DUE_NONE)
			continue;
		/* Whether it failed is asked of each file; the second flushes the medium's cache. */
		(void)syncfs(fs->fd);
		(void)fsync(fs->fd);
		if (due == ERASE_DUE_JOURNAL && fs->fs)
			(void)fs_journal_flush(fs->fs, fs->fd, NULL);
	}
}

static int wrapping(void *arg, uint64_t done_bytes, uint64_t total_bytes)
{
	(void)done_bytes;
	(void)total_bytes;
	return erase_work_tick(arg);
}

bool erase_work_wipe_journal(struct erase_work *work, struct erase_fs *fs)
{
	struct fs_journal_result result;

	if (fs->fd < 0 || !fs->journal_wipes ||
	    fs_journal_wipe(fs->fs, fs->fd, wrapping, work, &result, NULL) ||
	    result.state != FS_JOURNAL_WIPED)
		return false;
	fs->is_in_journal = false;
	return true;
}

void erase_work_clean_journal(struct erase_work *work, struct erase_fs *fs)
{
	if (!fs->is_in_journal || !fs->fs || fs->fs->journal != WIPE_FS_YES)
		return;
	work->phase = WIPE_FILE_WIPING_JOURNAL;
	erase_work_tick(work);
	if (!erase_work_wipe_journal(work, fs) && erase_work_tick(work))
		atomic_store(&work->crew.progress.is_stopped, true);
}

void erase_work_settle(struct erase_work *work)
{
	erase_work_flush_all(work);
	for (size_t i = 0; i < work->fs_count; i++)
		if (work->fs[i].fd >= 0 && work->fs[i].fs && work->fs[i].fs->kind == WIPE_FS_XFS)
			xfs_free_pending(work->fs[i].fd);
}

void erase_work_flush_all(struct erase_work *work)
{
	for (size_t i = 0; i < work->fs_count; i++)
		erase_fs_owe(&work->fs[i], ERASE_DUE_WRITTEN);
	erase_work_flush(work);
}
