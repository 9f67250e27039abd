/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of all that was listed, the files that are wanted: by size, then by what they hold. */
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "cleanup.h"
#include "erase_hash.h"
#include "erase_select.h"
#include "text.h"

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static void find_first_names(struct erase_selection *selection)
{
	const struct erase_list *list = &selection->work->list;
	struct look *looks = selection->looks;

	for (size_t i = 0; i < list->count; i++)
		looks[i].file = looks[i].taken = looks[i].not_taken = ERASE_NONE;
	for (size_t i = 0; i < list->count; i++)
		for (size_t name = i; erase_entry_is_file(&list->entries[i]) && name != ERASE_NONE;
		     name = list->entries[name].next_name)
			looks[name].file = i;
	for (size_t i = 0; i < list->count; i++)
		if (list->entries[i].is_repeated)
			looks[i].file = looks[list->entries[i].repeats].file;
}

static void pick_candidates(struct erase_selection *selection)
{
	struct erase_work *work = selection->work;
	uint64_t bytes = 0;

	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (!erase_entry_is_file(entry) ||
		    !erase_wanted_has_size(&work->wanted, entry->size_bytes))
			continue;
		selection->candidates[selection->candidate_count++] = i;
		if (!checked_add_u64(bytes, entry->size_bytes, &bytes))
			bytes = UINT64_MAX;
	}
	work->bytes_total = bytes;
}

static void keep_error(struct look *look, const struct wipe_error *err)
{
	look->state = UNREAD;
	look->error = malloc(sizeof(*look->error));
	if (look->error)
		*look->error = *err;
}

static void hash_one(void *arg, size_t index, struct erase_worker *worker)
{
	const struct erase_work *work = arg;
	const struct erase_selection *selection = work->selection;
	size_t place = selection->candidates[index];
	const struct erase_list *list = &work->list;
	struct look *look = &selection->looks[place];
	struct wipe_error err;
	struct erase_file file;
	int rc;

	if (atomic_load(&worker->progress->is_stopped))
		return;
	wipe_error_clear(&err);
	rc = erase_file_open_to_read(list, &list->entries[place], &file, &err);
	if (!rc) {
		look->size_bytes = (uint64_t)file.st.st_size;
		rc = erase_hash(worker, &file, look->sha256, &err);
	}
	erase_file_close(&file);
	look->state = HASHED;
	if (rc == WIPE_E_NOTFOUND)
		look->state = GONE;
	else if (rc)
		keep_error(look, &err);
}

static int compare_all(struct erase_selection *selection, struct wipe_error *err)
{
	struct erase_work *work = selection->work;
	int rc;

	work->phase = WIPE_FILE_COMPARING;
	(void)erase_work_tick(work); /* whoever wants it to stop says so at the next, too */
	rc = erase_crew_run(&work->crew, selection->candidate_count, hash_one, erase_work_tick,
			    work, err);
	if (!rc && erase_work_is_stopped(work))
		rc = wipe_error_set(err, WIPE_E_INTERRUPTED, 0, _("stopped"));
	work->phase = WIPE_FILE_LOOKING;
	work->bytes_total = 0;
	atomic_store(&work->crew.progress.bytes_done, 0);
	return rc;
}

/* Also what could not be looked into: something that is wanted may be there. */
static bool is_to_stay_listed(const struct erase_entry *entry)
{
	switch (entry->kind) {
	case WIPE_FILE_REGULAR:
		return entry->match != WIPE_FILE_NAMED;
	case WIPE_FILE_MOUNT:
	case WIPE_FILE_UNKNOWN:
		return true;
	default:
		return entry->sys_errno != 0;
	}
}

/* Takes the rest out of the list. Errors go from looks to entries. */
static void drop_others(struct erase_selection *selection)
{
	struct erase_list *list = &selection->work->list;
	size_t kept = 0;

	for (size_t i = 0; i < list->count; i++) {
		struct erase_entry *entry = &list->entries[i];
		struct look *look = &selection->looks[i];

		if (!is_to_stay_listed(entry)) {
			free(entry->path);
			continue;
		}
		if (look->error)
			entry->error = look->error;
		look->error = NULL;
		list->entries[kept++] = *entry;
	}
	list->count = kept;
}

static int select_wanted(struct erase_selection *selection, struct wipe_error *err)
{
	int rc;

	find_first_names(selection);
	pick_candidates(selection);
	rc = compare_all(selection, err);
	if (!rc)
		rc = erase_match(selection, err);
	if (rc)
		return rc;
	drop_others(selection);
	return erase_list_settle(&selection->work->list, err);
}

int erase_select(struct erase_work *work, struct wipe_error *err)
{
	const struct wipe_file_job *job = work->job;
	size_t count = work->list.count;
	CLEANUP_FREE struct look *looks = calloc(count + 1, sizeof(*looks));
	CLEANUP_FREE size_t *candidates = calloc(count + 1, sizeof(*candidates));
	struct erase_selection selection = { .work = work,
					     .looks = looks,
					     .candidates = candidates };
	int rc;

	if (!looks || !candidates)
		return no_memory(err);
	rc = erase_wanted_init(&work->wanted, job->wanted, job->wanted_count, err);
	work->selection = &selection;
	if (!rc)
		rc = select_wanted(&selection, err);
	work->selection = NULL;
	for (size_t i = 0; i < count; i++)
		free(looks[i].error);
	return rc;
}
