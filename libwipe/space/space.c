/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "beneath.h"
#include "cleanup.h"
#include "deleted.h"
#include "fs_journal.h"
#include "mount.h"
#include "own.h"
#include "recipe.h"
#include "system.h"
#include "text.h"
#include "unwritten.h"

static recipe_fn *recipe_of(enum wipe_fs_kind kind)
{
	switch (kind) {
	case WIPE_FS_EXT2:
	case WIPE_FS_EXT3:
	case WIPE_FS_EXT4:
		return recipe_ext;
	case WIPE_FS_XFS:
		return recipe_xfs;
	case WIPE_FS_BTRFS:
		return recipe_btrfs;
	default:
		return NULL;
	}
}

static int check(const struct task *task, int fd, struct wipe_error *err)
{
	const struct wipe_filesystem *fs = task->fs;

	if (geteuid())
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("only root can wipe the free space of a file system"));
	if (!recipe_of(fs->kind))
		return wipe_error_set(
			err, WIPE_E_UNSUPPORTED, 0,
			_("the free space of this kind of file system (%s) cannot be wiped"),
			fs->type);
	if (fs->read_only)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("the file system is mounted read-only"));
	if (!task->job->allow_system && system_lives_on(fs, fd))
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("the running system lives on this file system"));
	return 0;
}

/* By the mount point, which may lead elsewhere by now: then it is another file system. */
static int open_top(struct task *task, int fd, struct wipe_error *err)
{
	struct stat asked, st;

	task->top = open(task->fs->mount_point,
			 O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (task->top < 0)
		return wipe_error_set(err, WIPE_E_REFUSED, errno,
				      _("the mount point cannot be opened"));
	if (fstat(fd, &asked) || fstat(task->top, &st) || asked.st_dev != st.st_dev)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("something else is mounted over the mount point"));
	return 0;
}

static bool is_subvolume(int folder)
{
	const ino_t first = 256; /* BTRFS_FIRST_FREE_OBJECTID */
	struct stat st;

	return fstat(folder, &st) == 0 && st.st_ino == first;
}

/* Our folder would lie where the next run, which comes another way, does not look for it. */
static int check_whole(const struct task *task, struct wipe_error *err)
{
	const struct wipe_filesystem *fs = task->fs;
	char target[PATH_MAX];

	if (!strcmp(fs->root, "/") || (fs->kind == WIPE_FS_BTRFS && is_subvolume(task->top)))
		return 0;
	if (fs->kind == WIPE_FS_BTRFS || !mount_whole(fs->major_no, fs->minor_no, target))
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("only a folder of the file system is mounted there: mount "
					"the whole of it"));
	return wipe_error_set(
		err, WIPE_E_REFUSED, 0,
		_("only a folder of the file system is mounted there: use %s, where it is as a whole"),
		target);
}

static int describe(struct task *task, const char *path, struct wipe_filesystem **fs,
		    struct wipe_error *err)
{
	CLEANUP_FD int fd = open(path, O_PATH | O_CLOEXEC);
	int rc;

	if (fd < 0)
		return wipe_error_set(err, errno == ENOENT ? WIPE_E_NOTFOUND : WIPE_E_SYSTEM, errno,
				      _("it cannot be opened"));
	rc = wipe_filesystem_of(NULL, fd, fs, err);
	if (rc)
		return rc;
	task->fs = *fs;
	task->result->kind = task->fs->kind;
	rc = check(task, fd, err);
	if (!rc)
		rc = open_top(task, fd, err);
	return rc ? rc : check_whole(task, err);
}

static struct timespec top_changed(const struct task *task)
{
	struct stat st;

	return fstat(task->top, &st) ? (struct timespec){ 0 } : st.st_mtim;
}

/* Not if somebody else changed it, too. */
static void restore_top(const struct task *task, const struct timespec *before_cleaning)
{
	const struct timespec *ours = &task->top_changed[1];

	if (ours->tv_sec == before_cleaning->tv_sec && ours->tv_nsec == before_cleaning->tv_nsec)
		futimens(task->top,
			 (struct timespec[]){ { .tv_nsec = UTIME_OMIT }, task->top_changed[0] });
}

/* Not even our folder has room. What the file system keeps back, nobody gets. */
static int note_full(struct task *task, struct wipe_error *err)
{
	int rc = own_remove(task, err);

	if (rc)
		return rc;
	task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_INODES, UINT64_MAX, 0, ENOSPC);
	task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_NAMES, UINT64_MAX, 0, ENOSPC);
	task_unreached(task, WIPE_SPACE_RESERVED, WIPE_SPACE_DATA, 0, task->result->free_bytes,
		       ENOSPC);
	return 0;
}

static void note_parts(struct task *task)
{
	struct wipe_space_done *parts = task->result->parts;

	if (task->fs->kind != WIPE_FS_BTRFS) {
		parts[WIPE_SPACE_TREES].state = WIPE_SPACE_NONE;
	} else {
		parts[WIPE_SPACE_INODES].state = WIPE_SPACE_NONE;
		parts[WIPE_SPACE_NAMES].state = WIPE_SPACE_NONE;
	}
}

static int begin(struct task *task, struct wipe_error *err)
{
	struct wipe_error why;
	struct statvfs st;
	int rc;

	task->top_changed[0] = top_changed(task);
	rc = own_mend(task, &task->result->mended, err);
	if (rc == WIPE_E_REFUSED)
		return rc;
	note_parts(task);
	if (rc)
		return rc;
	if (fstatvfs(task->top, &st))
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, "statvfs");
	task->result->free_bytes = (uint64_t)st.f_bfree * st.f_frsize;
	task->progress.bytes_total = task->result->free_bytes;
	if (strcmp(task->fs->root, "/") != 0)
		task_unreached(task, WIPE_SPACE_PART_MOUNTED, WIPE_SPACE_NAMES, 0, 0, 0);
	if (task->fs->beneath & (BENEATH_KEEPS_COPIES | BENEATH_MAY_KEEP_COPIES))
		task_unreached(task, WIPE_SPACE_BENEATH_COPIES, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	if (task->fs->has_realtime)
		task_unreached(task, WIPE_SPACE_REALTIME, WIPE_SPACE_DATA, 0, UINT64_MAX, 0);
	wipe_error_clear(&why);
	rc = own_make(task, &why);
	task->top_changed[1] = top_changed(task);
	if (rc == WIPE_E_IO && why.sys_errno == ENOSPC)
		return note_full(task, err);
	if (rc && err)
		*err = why;
	return rc;
}

static int wipe_journal(struct task *task, struct wipe_error *err)
{
	struct wipe_space_done *done = &task->result->parts[WIPE_SPACE_JOURNAL];
	struct fs_journal_result journal;
	struct wipe_error why;
	int rc;

	if (task->is_late)
		return 0;
	task_begin_part(task, WIPE_SPACE_JOURNAL, 0);
	wipe_error_clear(&why);
	rc = fs_journal_wipe(task->fs, task->top, task_journal_progress, task, &journal, &why);
	if (rc && why.sys_errno == ENOSPC) {
		task_unreached(task, WIPE_SPACE_JOURNAL_KEPT, WIPE_SPACE_JOURNAL, 0, journal.bytes,
			       ENOSPC);
		return 0;
	}
	if (rc && err && !err->code)
		*err = why;
	if (rc)
		return rc;
	done->bytes = journal.bytes;
	done->state = journal.state == FS_JOURNAL_WIPED ? WIPE_SPACE_WIPED :
		      journal.state == FS_JOURNAL_NONE	? WIPE_SPACE_NONE :
							  WIPE_SPACE_NOT_DONE;
	if (done->state == WIPE_SPACE_NOT_DONE)
		task_unreached(task, WIPE_SPACE_JOURNAL_KEPT, WIPE_SPACE_JOURNAL, 0, journal.bytes,
			       journal.sys_errno);
	return 0;
}

/* What is removed is removed whatever happened before: the first error stays. */
static int clean(struct task *task, int rc, struct wipe_error *err)
{
	struct wipe_error why;
	int cleaned;

	wipe_error_clear(&why);
	task->progress.is_cleaning = true;
	/* What is freed before it is written is never written: blocks of our folders, too. */
	syncfs(task->top);
	fs_journal_flush(task->fs, task->top, NULL);
	cleaned = own_remove(task, &why);
	task->progress.is_cleaning = false;
	task->result->removed = !cleaned;
	if (!cleaned || rc)
		return rc;
	if (err && !err->code)
		*err = why;
	return cleaned;
}

/* Their blocks are not free. */
static void note_deleted(struct task *task)
{
	struct fs_deleted deleted;
	struct stat top;

	if (fstat(task->top, &top))
		return;
	fs_deleted_find(&top.st_dev, 1, &deleted);
	task->result->deleted_known = deleted.is_known;
	task->result->deleted_count = deleted.count;
	task->result->deleted_bytes = deleted.bytes;
	task->result->all_processes = deleted.sees_all;
	if (!deleted.is_known)
		task_unreached(task, WIPE_SPACE_OPEN_DELETED, WIPE_SPACE_DATA, UINT64_MAX,
			       UINT64_MAX, 0);
	else if (deleted.count)
		task_unreached(task, WIPE_SPACE_OPEN_DELETED, WIPE_SPACE_DATA, deleted.count,
			       deleted.bytes, 0);
}

/* A write that failed does not keep the rest from being done. */
static int run(struct task *task, struct wipe_error *err)
{
	int rc = begin(task, err);
	int journal = 0;
	struct timespec changed;

	if (task->own < 0 && rc)
		return rc;
	if (!rc && task->own >= 0)
		rc = recipe_of(task->fs->kind)(task, err);
	changed = top_changed(task);
	rc = clean(task, rc, err);
	if (rc != WIPE_E_INTERRUPTED)
		journal = wipe_journal(task, err);
	restore_top(task, &changed);
	if (rc != WIPE_E_INTERRUPTED && !journal)
		journal = unwritten_note(task, err);
	note_deleted(task);
	return rc ? rc : journal;
}

static void end(struct task *task, struct wipe_filesystem *fs)
{
	if (task->own >= 0)
		close(task->own);
	if (task->top >= 0)
		close(task->top);
	task->result->duration_ns = task->env->ops->monotonic_ns(task->env) - task->begin_ns;
	wipe_filesystem_free(fs);
	task_clear(task);
}

int wipe_space_run(const struct wipe_space_job *job, struct wipe_space_result *result,
		   struct wipe_error *err)
{
	struct wipe_filesystem *fs = NULL;
	struct task task;
	int rc;

	memset(result, 0, sizeof(*result));
	task_init(&task, job, result);
	rc = describe(&task, job->path, &fs, err);
	if (!rc)
		rc = task_make_stream(&task, err);
	if (!rc)
		rc = run(&task, err);
	end(&task, fs);
	return rc;
}

int wipe_space_check(const struct wipe_space_job *job, enum wipe_fs_kind *kind,
		     struct wipe_error *err)
{
	struct wipe_filesystem *fs = NULL;
	struct wipe_space_result result = { .unreached_count = 0 };
	struct task task;
	int rc;

	task_init(&task, job, &result);
	rc = describe(&task, job->path, &fs, err);
	if (kind)
		*kind = result.kind;
	end(&task, fs);
	return rc;
}

int wipe_space_mend(const char *path, bool *mended, struct wipe_error *err)
{
	struct wipe_space_job job = { .path = path, .allow_system = true };
	struct wipe_filesystem *fs = NULL;
	struct wipe_space_result result;
	struct task task;
	int rc;

	*mended = false;
	memset(&result, 0, sizeof(result));
	task_init(&task, &job, &result);
	rc = describe(&task, path, &fs, err);
	if (!rc)
		rc = own_mend(&task, mended, err);
	end(&task, fs);
	return rc;
}
