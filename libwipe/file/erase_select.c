/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of all that was listed, the files that are wanted: by size, then by what they hold. */
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "cleanup.h"
#include "erase_hash.h"
#include "erase_work.h"
#include "text.h"

enum look_state {
	NOT_LOOKED_AT, /* none of its size is wanted */
	HASHED,
	UNREAD,
	GONE,
};

/* Of each entry of the list; what is below file, of the first name of a file only. */
struct look {
	size_t file; /* its first name; ERASE_NONE: no regular file */
	enum look_state state;
	uint64_t size_bytes;
	uint8_t sha256[WIPE_SHA256_BYTES];
	struct wipe_error *error; /* owned; of UNREAD */
};

struct erase_selection {
	struct erase_work *work;
	struct look *looks;
	size_t *candidates; /* entries to be hashed */
	size_t candidate_count;
};

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static bool is_first_name(const struct erase_entry *entry)
{
	return entry->kind == WIPE_FILE_REGULAR && !entry->is_other_name && !entry->is_repeated;
}

static void find_first_names(struct erase_selection *selection)
{
	const struct erase_list *list = &selection->work->list;
	struct look *looks = selection->looks;

	for (size_t i = 0; i < list->count; i++)
		looks[i].file = ERASE_NONE;
	for (size_t i = 0; i < list->count; i++)
		for (size_t name = i; is_first_name(&list->entries[i]) && name != ERASE_NONE;
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

		if (!is_first_name(entry) ||
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

static void match(struct erase_entry *entry, enum wipe_file_match match, size_t wanted)
{
	entry->match = match;
	entry->wanted = wanted;
}

static bool is_same(const struct look *look, const struct wipe_file_wanted *wanted)
{
	return look->state == HASHED && look->size_bytes == wanted->size_bytes &&
	       !memcmp(look->sha256, wanted->sha256, sizeof(look->sha256));
}

/* Where in wanted->by_contents what it holds is. That it is empty tells nothing of a file. */
static size_t place_of(const struct erase_wanted *wanted, const struct look *look)
{
	return look->state == HASHED && look->size_bytes ?
		       erase_wanted_with(wanted, look->size_bytes, look->sha256) :
		       ERASE_NONE;
}

static int note_change(const struct erase_entry *entry, const struct look *look,
		       struct erase_finding *finding, struct wipe_error *err)
{
	if (finding->state >= ERASE_IS_CHANGED)
		return 0;
	finding->path = strdup(entry->path);
	if (!finding->path)
		return no_memory(err);
	finding->state = ERASE_IS_CHANGED;
	finding->has_sha256 = look->state == HASHED;
	finding->size_bytes = finding->has_sha256 ? look->size_bytes : entry->size_bytes;
	memcpy(finding->sha256, look->sha256, sizeof(finding->sha256));
	return 0;
}

static void raise(struct erase_finding *finding, enum erase_finding_state state)
{
	if (finding->state < state)
		finding->state = state;
}

/* One lies at a path where one is wanted: is it that one? */
static int match_at_path(struct erase_selection *selection, size_t index, size_t sought,
			 struct wipe_error *err)
{
	struct erase_wanted *wanted = &selection->work->wanted;
	struct erase_entry *entries = selection->work->list.entries, *entry = &entries[index];
	struct erase_entry *name = entry->is_repeated ? &entries[entry->repeats] : entry;
	const struct look *look = &selection->looks[selection->looks[index].file];
	struct erase_finding *finding = &wanted->findings[sought];

	if (look->state == GONE)
		return 0;
	if (is_same(look, &wanted->files[sought])) {
		raise(finding, ERASE_IS_FOUND);
		match(name, WIPE_FILE_FOUND, sought);
		return 0;
	}
	if (look->state == UNREAD && entry->size_bytes == wanted->files[sought].size_bytes) {
		raise(finding, ERASE_IS_UNREAD);
		match(name, WIPE_FILE_UNREAD, sought);
		return 0;
	}
	/* Another one that is wanted, and goes, has not changed this one. */
	if (place_of(wanted, look) != ERASE_NONE)
		return 0;
	return note_change(entry, look, finding, err);
}

static int match_paths(struct erase_selection *selection, struct wipe_error *err)
{
	const struct erase_list *list = &selection->work->list;
	int rc = 0;

	for (size_t i = 0; i < list->count && !rc; i++) {
		const struct erase_entry *entry = &list->entries[i];
		size_t sought;

		if (selection->looks[i].file == ERASE_NONE)
			continue;
		sought = erase_wanted_at_path(&selection->work->wanted,
					      entry->path + entry->relative);
		if (sought != ERASE_NONE)
			rc = match_at_path(selection, i, sought, err);
	}
	return rc;
}

/* When it is known which are at their paths: the others, by what they hold. */
static void match_contents(struct erase_selection *selection)
{
	struct erase_list *list = &selection->work->list;
	struct erase_wanted *wanted = &selection->work->wanted;

	for (size_t i = 0; i < list->count; i++) {
		struct erase_entry *entry = &list->entries[i];
		const struct look *look;
		size_t place;

		if (selection->looks[i].file == ERASE_NONE || entry->is_repeated ||
		    entry->match != WIPE_FILE_NAMED)
			continue;
		look = &selection->looks[selection->looks[i].file];
		place = place_of(wanted, look);
		if (look->state == UNREAD)
			match(entry, WIPE_FILE_UNREAD, ERASE_NONE);
		else if (place != ERASE_NONE)
			match(entry, WIPE_FILE_MOVED, erase_wanted_move(wanted, place));
	}
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
		rc = match_paths(selection, err);
	if (rc)
		return rc;
	match_contents(selection);
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
