/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <unistd.h>

#include "checked.h"
#include "cleanup.h"
#include "erase_hash.h"
#include "erase_work.h"
#include "text.h"

/*
 * Holes cost whoever makes them nothing, and a terabyte takes twenty minutes: so many are hashed of
 * a job, and for each byte of its blocks; and so many of a file that were added since it was listed.
 */
#define HOLES_BYTES ((uint64_t)64 << 30)
#define HOLES_PER_BLOCK 4
#define HOLES_LATER_BYTES ((uint64_t)1 << 30)

static int interrupted(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
}

int erase_work_tick(void *arg)
{
	struct erase_work *work = arg;
	struct wipe_file_progress progress = {
		.phase = work->phase,
		.bytes_total = work->bytes_total,
		.files_total = work->item_count,
		.files_done = atomic_load(&work->crew.progress.files_done),
		.files_failed = atomic_load(&work->crew.progress.files_failed),
	};

	progress.bytes_done =
		checked_min_u64(atomic_load(&work->crew.progress.bytes_done), work->bytes_total);
	return work->job->progress && work->job->progress(work->job->arg, &progress);
}

bool erase_work_is_stopped(const struct erase_work *work)
{
	return atomic_load(&work->crew.progress.is_stopped);
}

static int tell_of_list(void *arg, const struct erase_list *list)
{
	(void)list;
	return erase_work_tick(arg);
}

static int crew_of(struct erase_work *work, struct wipe_error *err)
{
	const struct wipe_file_job *job = work->job;
	unsigned int count = job->workers;
	struct wipe_pass pass = { .spec.kind = WIPE_PASS_STREAM };
	int rc;

	if (!count) {
		long processors = sysconf(_SC_NPROCESSORS_ONLN);

		count = processors > 0 ? (unsigned int)processors : 1;
	}
	/* No record holds this key: what is overwritten is freed, and soon another's. */
	rc = job->env->ops->random(job->env, pass.key, sizeof(pass.key));
	if (rc)
		return wipe_error_set(err, rc, 0, _("no random numbers"));
	return erase_crew_init(&work->crew, count < ERASE_WORKERS_MAX ? count : ERASE_WORKERS_MAX,
			       &pass, job->env, err);
}

static uint64_t add_up(uint64_t a, uint64_t b)
{
	uint64_t sum;

	return checked_add_u64(a, b, &sum) ? sum : UINT64_MAX;
}

/* All its holes, as long as there is something left of budget; what is wanted in any case. */
static void allow_holes(struct erase_work *work, struct erase_item *item, uint64_t *budget)
{
	const struct erase_entry *entry = &work->list.entries[item->entry];
	uint64_t holes = erase_hole_bytes(entry->size_bytes, entry->block_bytes);

	item->holes_max_bytes = HOLES_LATER_BYTES;
	if (!item->wanted && holes > *budget)
		return;
	*budget -= checked_min_u64(holes, *budget);
	item->holes_max_bytes += holes;
	work->bytes_total = add_up(work->bytes_total, entry->size_bytes);
}

/* Contents are hashed, blocks overwritten and read back. */
static void count_bytes(struct erase_work *work)
{
	uint64_t blocks = work->list.block_bytes;
	uint64_t budget = add_up(HOLES_BYTES, HOLES_PER_BLOCK * blocks);

	work->bytes_total = 0;
	for (size_t i = 0; i < work->item_count; i++)
		allow_holes(work, &work->items[i], &budget);
	work->bytes_total = add_up(work->bytes_total, add_up(blocks, blocks));
}

static int make_items(struct erase_work *work, struct wipe_error *err)
{
	work->items = calloc(work->list.files + 1, sizeof(*work->items));
	work->others = calloc(work->list.count + 1, sizeof(*work->others));
	if (!work->items || !work->others)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];
		struct erase_item *item = &work->items[work->item_count];

		if (!erase_entry_is_file(entry))
			continue;
		*item = (struct erase_item){ .entry = i, .file = { .folder = -1, .fd = -1 } };
		item->fs = erase_work_fs(work, entry->dev);
		entry = erase_list_told(&work->list, i);
		if (entry->wanted != ERASE_NONE)
			item->wanted = &work->wanted.files[entry->wanted];
		work->item_count++;
	}
	count_bytes(work);
	return 0;
}

static void plan_one(void *arg, size_t index, struct erase_worker *worker)
{
	struct erase_work *work = arg;
	struct erase_item *item = &work->items[index];

	item->state = WIPE_FILE_NOT_REACHED;
	if (!atomic_load(&worker->progress->is_stopped))
		erase_item_plan(item, &work->list);
}

static int plan(struct erase_work *work, struct wipe_error *err)
{
	int rc = erase_list_make(work->job, tell_of_list, work, &work->list, err);

	if (!rc)
		rc = erase_work_lock(work, err);
	/* Also where nothing is wanted any more: a run that was killed may have left its journal. */
	if (!rc)
		rc = erase_work_find_fs(work, err);
	if (!rc && work->job->wanted)
		rc = erase_select(work, err);
	if (!rc)
		rc = make_items(work, err);
	if (rc)
		return rc;
	erase_work_settle(work);
	rc = erase_crew_run(&work->crew, work->item_count, plan_one, erase_work_tick, work, err);
	erase_plan_others(work);
	erase_work_find_holders(work);
	if (!rc && erase_work_is_stopped(work))
		rc = interrupted(err);
	if (!rc && work->job->remove_key)
		rc = erase_keys_plan(work, err);
	return rc ? rc : erase_check_required(work, err);
}

static enum wipe_file_journal wipe_journals(struct erase_work *work)
{
	enum wipe_file_journal state = WIPE_FILE_JOURNAL_NONE;

	work->phase = WIPE_FILE_WIPING_JOURNAL;
	erase_work_tick(work);
	for (size_t i = 0; i < work->fs_count; i++) {
		struct erase_fs *fs = &work->fs[i];

		if (!fs->fs || fs->fs->journal != WIPE_FS_YES)
			continue;
		if (!erase_work_wipe_journal(work, fs))
			state = WIPE_FILE_JOURNAL_LEFT;
		else if (state == WIPE_FILE_JOURNAL_NONE)
			state = WIPE_FILE_JOURNAL_WIPED;
	}
	return state;
}

static void measure_item(void *arg, size_t index, struct erase_worker *worker)
{
	struct erase_work *work = arg;

	erase_item_measure(&work->items[index], worker);
}

static void measure_others(struct erase_work *work, struct erase_worker *worker)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_fs *fs = erase_work_fs(work, work->list.entries[i].dev);
		struct erase_other *other = &work->others[i];

		if (!other->attributes)
			continue;
		other->xattrs_left = erase_xattr_left(other->attributes, fs ? fs->medium : NULL,
						      worker->buffer, ERASE_BUFFER_BYTES);
		other->xattrs = other->attributes->count - other->xattrs_left;
	}
}

/* Without threads all of them count as left. */
static void measure_attributes(struct erase_work *work)
{
	for (size_t i = 0; i < work->item_count; i++)
		if (work->items[i].attributes)
			work->items[i].xattrs_left = work->items[i].attributes->count;
	(void)erase_crew_run(&work->crew, work->item_count, measure_item, erase_work_tick, work,
			     NULL);
	measure_others(work, &work->crew.workers[0]);
}

/* What was overwritten by way of a journal that could not be wiped after all is still in it. */
static void take_back(struct erase_work *work)
{
	for (size_t i = 0; i < work->item_count; i++) {
		struct erase_item *item = &work->items[i];

		if (item->planned.reason != WIPE_FILE_JOURNALED &&
		    item->planned.reason != WIPE_FILE_INLINE)
			continue;
		item->planned = (struct erase_verdict){ WIPE_FILE_F0, WIPE_FILE_JOURNAL_STAYS };
		if (item->state == WIPE_FILE_ERASED)
			item->state = WIPE_FILE_REMOVED;
		else if (item->state == WIPE_FILE_OVERWRITTEN)
			item->state = WIPE_FILE_FAILED;
	}
}

static void name_file_systems(const struct erase_work *work, struct wipe_file_totals *totals)
{
	totals->file_system_count = 0;
	for (size_t i = 0; i < work->fs_count; i++)
		if (work->fs[i].fs)
			totals->file_systems[totals->file_system_count++] = work->fs[i].fs;
}

/* Only what was told is erased: where that is not all that was planned, nothing is. */
static int tell(struct erase_work *work, struct wipe_file_totals *totals, struct wipe_error *err)
{
	struct wipe_error ignored;

	wipe_error_clear(&ignored);
	*totals = (struct wipe_file_totals){ 0 };
	if (!erase_report(work, work->job->planned, totals, &ignored))
		return interrupted(err);
	return erase_check_told(work, err);
}

/* Everybody who has a say in it knows what is about to happen. */
static int ask(const struct erase_work *work, struct wipe_file_totals *totals,
	       struct wipe_error *err)
{
	const struct wipe_file_job *job = work->job;

	name_file_systems(work, totals);
	if (!job->ready || job->ready(job->arg, totals, err) == 0)
		return 0;
	return err->code ? err->code : interrupted(err);
}

/* What files held before they were saved anew may be in them. */
static void find_deleted(struct erase_work *work)
{
	CLEANUP_FREE dev_t *devices = calloc(work->device_count + 1, sizeof(*devices));

	if (!devices)
		return;
	for (size_t i = 0; i < work->device_count; i++)
		devices[i] = work->devices[i].dev;
	fs_deleted_find(devices, work->device_count, &work->deleted);
}

static int erase(struct erase_work *work, struct wipe_file_totals *totals, struct wipe_error *err)
{
	bool is_stopped;
	int rc;

	/* A person may have thought about it for long. */
	erase_work_settle(work);
	rc = erase_files(work, err);
	if (!rc)
		erase_others(work);
	is_stopped = erase_work_is_stopped(work);
	erase_work_unlock(work);
	erase_work_flush_all(work);
	if (!rc && !is_stopped)
		is_stopped = !erase_keys_remove(work);
	else if (!rc)
		erase_keys_skip(work);
	totals->journal = wipe_journals(work);
	if (totals->journal == WIPE_FILE_JOURNAL_LEFT) {
		take_back(work);
		is_stopped |= erase_work_tick(work) != 0;
	}
	erase_keys_conclude(work);
	if (!rc && is_stopped)
		rc = interrupted(err);
	if (work->job->rest && rc != WIPE_E_INTERRUPTED)
		work->job->rest(work->job->arg);
	measure_attributes(work);
	erase_work_find_holders(work);
	find_deleted(work);
	return rc;
}

static void stop_rest(struct erase_work *work)
{
	for (size_t i = 0; i < work->item_count; i++)
		if (work->items[i].state == WIPE_FILE_PLANNED)
			work->items[i].state = WIPE_FILE_NOT_REACHED;
	for (size_t i = 0; i < work->list.count; i++)
		if (work->others[i].state == WIPE_FILE_PLANNED)
			work->others[i].state = WIPE_FILE_NOT_REACHED;
}

static void clear_other(struct erase_other *other)
{
	free(other->error);
	erase_xattrs_free(other->attributes);
	erase_kept_free(other->kept);
}

static void clear(struct erase_work *work)
{
	for (size_t i = 0; i < work->item_count; i++)
		erase_item_clear(&work->items[i]);
	for (size_t i = 0; work->others && i < work->list.count; i++)
		clear_other(&work->others[i]);
	for (size_t i = 0; i < work->fs_count; i++) {
		wipe_filesystem_free(work->fs[i].fs);
		fs_medium_close(work->fs[i].medium);
		if (work->fs[i].fd >= 0)
			close(work->fs[i].fd);
	}
	erase_work_unlock(work);
	free(work->devices);
	free(work->items);
	free(work->others);
	erase_list_clear(&work->list);
	erase_wanted_clear(&work->wanted);
	erase_crew_clear(&work->crew);
}

static void finish(struct erase_work *work, struct wipe_file_totals *totals,
		   const struct wipe_error *err)
{
	const struct wipe_file_job *job = work->job;

	if (!job->finished)
		return;
	name_file_systems(work, totals);
	job->finished(job->arg, totals, err);
	totals->file_system_count = 0;
}

static int run(struct erase_work *work, struct wipe_file_totals *totals, struct wipe_error *err)
{
	struct wipe_file_totals planned;
	struct wipe_error first;
	int rc = crew_of(work, err);

	if (!rc)
		rc = plan(work, err);
	if (!rc && !work->job->dry_run)
		rc = tell(work, &planned, err);
	/* Nothing was asked or touched; results would lack what was not told, too. */
	if (rc)
		return rc;
	if (!work->job->dry_run) {
		rc = ask(work, &planned, err);
		if (rc == WIPE_E_INTERRUPTED)
			erase_keys_skip(work);
		if (!rc)
			rc = erase(work, totals, err);
		else
			erase_keys_conclude(work);
		stop_rest(work);
		erase_find_holding(work);
	}
	wipe_error_clear(&first);
	erase_report(work, work->job->result, totals, &first);
	finish(work, totals, err);
	if (!rc && first.code) {
		*err = first;
		rc = first.code;
	}
	return rc;
}

int wipe_file_run(const struct wipe_file_job *job, struct wipe_file_totals *totals,
		  struct wipe_error *err)
{
	struct wipe_file_totals none;
	struct wipe_error own;
	struct erase_work *work;
	int rc;

	totals = totals ? totals : &none;
	*totals = (struct wipe_file_totals){ 0 };
	wipe_error_clear(&own);
	err = err ? err : &own;
	if (!job->path_count || !job->paths || (job->wanted && !job->wanted_count))
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("nothing to erase"));
	work = calloc(1, sizeof(*work));
	if (!work)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	work->job = job;
	rc = run(work, totals, err);
	clear(work);
	free(work);
	return rc;
}
