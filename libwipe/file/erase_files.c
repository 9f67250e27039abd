/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <sys/resource.h>

#include "erase_work.h"

/*
 * So many files are overwritten, flushed together, read back, removed: a flush for each
 * would take most of the time of small ones. Two descriptors each.
 */
#define BATCH_FILES 256
#define BATCH_BYTES ((uint64_t)1 << 30)
#define FILE_DESCRIPTORS 2
/* What threads open for a moment, on the way to a file. */
#define OTHER_DESCRIPTORS 64

static struct erase_item *item_of(struct erase_work *work, size_t index)
{
	return &work->items[work->batch_first + index];
}

static void overwrite_one(void *arg, size_t index, struct erase_worker *worker)
{
	struct erase_work *work = arg;
	struct erase_item *item = item_of(work, index);

	if (item->state == WIPE_FILE_PLANNED && item->is_told &&
	    !atomic_load(&worker->progress->is_stopped))
		erase_item_overwrite(item, &work->list, work->job->require, worker);
	else if (item->state == WIPE_FILE_PLANNED)
		item->state = WIPE_FILE_NOT_REACHED;
}

static void verify_one(void *arg, size_t index, struct erase_worker *worker)
{
	erase_item_verify(item_of(arg, index), worker);
}

/* By what was given itself the same command finds its file system again, and what is in its journal. */
static bool is_needed_again(const struct erase_work *work, const struct erase_item *item)
{
	return erase_work_is_stopped(work) && item->fs->is_in_journal && item->fs->fs &&
	       item->fs->fs->journal == WIPE_FS_YES && !work->list.entries[item->entry].depth;
}

static void remove_one(void *arg, size_t index, struct erase_worker *worker)
{
	struct erase_work *work = arg;
	struct erase_item *item = item_of(work, index);

	if (is_needed_again(work, item))
		erase_item_keep(item);
	else
		erase_item_remove(item, &work->list, worker->env);
	atomic_fetch_add(&worker->progress->files_done, 1);
	if (item->state != WIPE_FILE_ERASED && item->state != WIPE_FILE_REMOVED)
		atomic_fetch_add(&worker->progress->files_failed, 1);
}

/* So many as this process may have open, beside what it has. */
static size_t files_at_once(void)
{
	const size_t enough = 2 * FILE_DESCRIPTORS * BATCH_FILES + OTHER_DESCRIPTORS;
	size_t open = OTHER_DESCRIPTORS, room;
	struct rlimit limit;

	if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= enough)
		return BATCH_FILES;
	for (int fd = 0; (rlim_t)fd < limit.rlim_cur; fd++)
		open += fcntl(fd, F_GETFD) >= 0;
	room = open < limit.rlim_cur ? (limit.rlim_cur - open) / FILE_DESCRIPTORS : 0;
	return room < 1 ? 1 : room < BATCH_FILES ? room : BATCH_FILES;
}

static size_t next_batch(const struct erase_work *work, size_t first, size_t most)
{
	uint64_t bytes = 0;
	size_t count = 0;

	while (first + count < work->item_count && count < most) {
		bytes += work->items[first + count].size_bytes;
		count++;
		if (bytes >= BATCH_BYTES)
			break;
	}
	return count;
}

/* Data that goes through the journal, and attributes in blocks that removing them frees. */
static enum erase_due due_of(const struct erase_item *item)
{
	if (!item->is_written)
		return ERASE_DUE_NONE;
	return item->attributes || item->planned.reason == WIPE_FILE_JOURNALED ||
			       item->planned.reason == WIPE_FILE_INLINE ?
		       ERASE_DUE_JOURNAL :
		       ERASE_DUE_WRITTEN;
}

/* Only file systems that a file of the batch lies on. */
static void flush_batch(struct erase_work *work)
{
	for (size_t i = 0; i < work->batch_count; i++) {
		const struct erase_item *item = item_of(work, i);
		enum erase_due due = due_of(item);

		erase_fs_owe(item->fs, due);
		if (due == ERASE_DUE_JOURNAL)
			item->fs->is_in_journal = true;
	}
	erase_work_flush(work);
}

/* Where no other that was given comes later. What lies in a folder is found by that again. */
static void clean_journals(struct erase_work *work)
{
	for (size_t i = 0; i < work->fs_count; i++) {
		struct erase_fs *fs = &work->fs[i];

		if (fs->given_until > work->batch_first &&
		    fs->given_until <= work->batch_first + work->batch_count)
			erase_work_clean_journal(work, fs);
	}
}

static void find_given(struct erase_work *work)
{
	for (size_t i = 0; i < work->item_count; i++)
		if (!work->list.entries[work->items[i].entry].depth)
			work->items[i].fs->given_until = i + 1;
}

static int do_batch(struct erase_work *work, struct wipe_error *err)
{
	size_t count = work->batch_count;
	int rc;

	work->phase = WIPE_FILE_OVERWRITING;
	rc = erase_crew_run(&work->crew, count, overwrite_one, erase_work_tick, work, err);
	if (rc)
		return rc;
	flush_batch(work);
	clean_journals(work);
	work->phase = WIPE_FILE_VERIFYING;
	rc = erase_crew_run(&work->crew, count, verify_one, erase_work_tick, work, err);
	if (rc)
		return rc;
	work->phase = WIPE_FILE_REMOVING;
	return erase_crew_run(&work->crew, count, remove_one, erase_work_tick, work, err);
}

int erase_files(struct erase_work *work, struct wipe_error *err)
{
	size_t most = files_at_once();
	int rc = 0;

	find_given(work);
	for (size_t first = 0; first < work->item_count && !rc; first += work->batch_count) {
		work->batch_first = first;
		work->batch_count = next_batch(work, first, most);
		rc = do_batch(work, err);
	}
	return rc;
}
