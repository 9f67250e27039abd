/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which of the files that were looked at are those that are wanted: at its path; then, for each
 * that is not there, one elsewhere. What is more than that stays, unless it is to go, too.
 */
#include <stdlib.h>
#include <string.h>

#include "erase_select.h"
#include "text.h"

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}

static void match(struct erase_entry *entry, enum wipe_file_match match, size_t wanted)
{
	entry->match = match;
	entry->wanted = wanted;
}

/* It is the wanted one of that number. */
static void take(struct erase_selection *selection, size_t index, enum wipe_file_match how,
		 size_t wanted)
{
	struct look *look = &selection->looks[selection->looks[index].file];

	match(&selection->work->list.entries[index], how, wanted);
	if (look->taken == ERASE_NONE)
		look->taken = index;
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
	size_t name = entry->is_repeated ? entry->repeats : index;
	const struct look *look = &selection->looks[selection->looks[index].file];
	struct erase_finding *finding = &wanted->findings[sought];

	if (look->state == GONE)
		return 0;
	if (is_same(look, &wanted->files[sought])) {
		raise(finding, ERASE_IS_FOUND);
		take(selection, name, WIPE_FILE_FOUND, sought);
		return 0;
	}
	if (look->state == UNREAD && entry->size_bytes == wanted->files[sought].size_bytes) {
		raise(finding, ERASE_IS_UNREAD);
		match(&entries[name], WIPE_FILE_UNREAD, sought);
		return 0;
	}
	/* What a wanted one holds is no change of this one. */
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

/* A name of a regular file that is nothing yet. */
static bool is_open(const struct erase_selection *selection, size_t index)
{
	const struct erase_entry *entry = &selection->work->list.entries[index];

	return selection->looks[index].file != ERASE_NONE && !entry->is_repeated &&
	       entry->match == WIPE_FILE_NAMED;
}

/* When it is known which are at their paths: the others, by what they hold. */
static void match_contents(struct erase_selection *selection)
{
	struct erase_list *list = &selection->work->list;
	struct erase_wanted *wanted = &selection->work->wanted;

	for (size_t i = 0; i < list->count; i++) {
		const struct look *look;
		size_t place, moved;

		if (!is_open(selection, i))
			continue;
		look = &selection->looks[selection->looks[i].file];
		place = place_of(wanted, look);
		moved = place == ERASE_NONE ? ERASE_NONE : erase_wanted_move(wanted, place);
		if (look->state == UNREAD)
			match(&list->entries[i], WIPE_FILE_UNREAD, ERASE_NONE);
		else if (moved != ERASE_NONE)
			take(selection, i, WIPE_FILE_MOVED, moved);
	}
}

/* More than is wanted. */
static int match_equal(struct erase_selection *selection, size_t index, size_t place,
		       struct wipe_error *err)
{
	const struct erase_list *list = &selection->work->list;
	struct erase_wanted *wanted = &selection->work->wanted;
	size_t file = selection->looks[index].file;
	size_t equal_to = (size_t)(wanted->by_contents[place] - wanted->files);

	if (selection->work->job->also_equal)
		match(&list->entries[index], WIPE_FILE_EQUAL, equal_to);
	if (selection->work->job->also_equal || selection->looks[file].is_left)
		return 0;
	selection->looks[file].is_left = true;
	return erase_wanted_leave(wanted, list->entries[index].path, list->entries[file].names,
				  equal_to, err);
}

/* A further name of one that is wanted. */
static void match_name(struct erase_selection *selection, size_t index, struct look *look)
{
	struct erase_entry *entries = selection->work->list.entries;

	if (selection->work->job->also_equal)
		match(&entries[index], WIPE_FILE_EQUAL, entries[look->taken].wanted);
	else if (look->not_taken == ERASE_NONE)
		look->not_taken = index;
}

static int match_rest(struct erase_selection *selection, struct wipe_error *err)
{
	const struct erase_list *list = &selection->work->list;
	int rc = 0;

	for (size_t i = 0; i < list->count && !rc; i++) {
		struct look *look;
		size_t place;

		if (!is_open(selection, i))
			continue;
		look = &selection->looks[selection->looks[i].file];
		place = place_of(&selection->work->wanted, look);
		if (look->taken != ERASE_NONE)
			match_name(selection, i, look);
		else if (place != ERASE_NONE)
			rc = match_equal(selection, i, place, err);
	}
	return rc;
}

/* Without memory for it, the number of names is what it is refused for. */
static void refuse(struct erase_entry *entry, const char *other_name)
{
	char name[256];

	entry->error = malloc(sizeof(*entry->error));
	if (!entry->error)
		return;
	wipe_error_clear(entry->error);
	text_copy_plain(name, sizeof(name), other_name);
	wipe_error_set(entry->error, WIPE_E_REFUSED, 0,
		       _("it has another name (hard link) that is not listed: %s"), name);
}

static void refuse_partly_named(struct erase_selection *selection)
{
	struct erase_list *list = &selection->work->list;

	for (size_t i = 0; i < list->count; i++) {
		struct erase_entry *entry = &list->entries[i];
		size_t file = selection->looks[i].file;

		if (entry->match != WIPE_FILE_NAMED && file != ERASE_NONE &&
		    selection->looks[file].not_taken != ERASE_NONE)
			refuse(entry, list->entries[selection->looks[file].not_taken].path);
	}
}

int erase_match(struct erase_selection *selection, struct wipe_error *err)
{
	int rc = match_paths(selection, err);

	if (rc)
		return rc;
	match_contents(selection);
	rc = match_rest(selection, err);
	refuse_partly_named(selection);
	return rc;
}
