/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "fs_journal.h"
#include "known.h"
#include "own.h"
#include "recipe.h"
#include "reserved.h"
#include "site.h"
#include "text.h"
#include "unwritten.h"

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
	task_expect(task, task->fs->journal_bytes);
	known_note(task);
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
	known_note_deleted(task);
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
	rc = site_find(&task, job->path, &fs, err);
	if (!rc)
		rc = task_make_stream(&task, err);
	if (!rc)
		rc = run(&task, err);
	end(&task, fs);
	return rc;
}

/* From all devices beneath, the fastest and the slowest: filled once and read back. */
static void estimate(const struct wipe_filesystem *fs, struct wipe_space_plan *plan)
{
	const struct wipe_plan work = { .capacity_bytes = plan->free_bytes,
					.pass_count = 1,
					.verify = WIPE_VERIFY_FULL };

	for (size_t i = 0; i < fs->medium_count; i++) {
		struct wipe_device medium = { .media = fs->media[i].media };
		struct wipe_estimate one;

		plan->has_estimate = wipe_plan_estimate(&work, &medium, &one);
		if (!plan->has_estimate)
			return;
		if (!i || one.least_s < plan->estimate.least_s)
			plan->estimate.least_s = one.least_s;
		if (!i || one.most_s > plan->estimate.most_s) {
			plan->estimate.most_s = one.most_s;
			plan->estimate.basis = one.basis;
		}
	}
}

static void look(struct task *task, struct wipe_space_plan *plan)
{
	const struct wipe_space_result *result = task->result;
	struct statvfs st;

	known_note(task);
	known_note_covered(task);
	known_note_deleted(task);
	plan->kind = task->fs->kind;
	snprintf(plan->mount_point, sizeof(plan->mount_point), "%s", task->fs->mount_point);
	if (fstatvfs(task->top, &st) == 0)
		plan->free_bytes = (uint64_t)st.f_bfree * st.f_frsize;
	plan->reserved_bytes = reserved_bytes(task->fs, task->top);
	estimate(task->fs, plan);
	memcpy(plan->unreached, result->unreached, sizeof(plan->unreached));
	plan->unreached_count = result->unreached_count;
}

int wipe_space_check(const struct wipe_space_job *job, struct wipe_space_plan *plan,
		     struct wipe_error *err)
{
	struct wipe_filesystem *fs = NULL;
	struct wipe_space_result result = { .unreached_count = 0 };
	struct task task;
	int rc;

	memset(plan, 0, sizeof(*plan));
	task_init(&task, job, &result);
	rc = site_find(&task, job->path, &fs, err);
	if (!rc)
		look(&task, plan);
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
	rc = site_find(&task, path, &fs, err);
	if (!rc)
		rc = own_mend(&task, mended, err);
	end(&task, fs);
	return rc;
}
