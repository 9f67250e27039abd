/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where records and the lists of their files are put: together, or they could not be compared. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <wipecert/save.h>

#include "records_inside.h"

static bool has_list(const struct records_pair *pair)
{
	return pair->list && pair->list->bytes;
}

typedef int save_fn(const char *path, const void *bytes, size_t length, struct wipe_error *err);

static bool save_at(const char *path, const struct sealed *sealed, save_fn *save_as,
		    struct wipe_error *err)
{
	struct wipe_error one;

	wipe_error_clear(&one);
	if (save_as(path, sealed->bytes, sealed->length, &one) == 0)
		return true;
	if (err && err->code == WIPE_OK)
		*err = one;
	return false;
}

static bool save_record(const char *path, const struct records_pair *pair, struct wipe_error *err)
{
	return save_at(path, pair->record, wipecert_save, err);
}

/* Names, and hashes of what was in the files: in a folder of everybody's nobody else reads them. */
static bool save_list(const char *path, const struct records_pair *pair, struct wipe_error *err)
{
	return save_at(path, pair->list, wipecert_save_private, err);
}

static void note(char noted[RECORDS_PATH_BYTES], const char *path)
{
	snprintf(noted, RECORDS_PATH_BYTES, "%s", path);
}

/* saved tells the first place that has both, else the first one of each. */
static void note_place(const char *path, bool has_record, const char *list, bool is_listed,
		       struct records_saved *saved)
{
	bool is_together = has_record && is_listed;

	if (saved->is_together)
		return;
	if (has_record && (is_together || !saved->path[0]))
		note(saved->path, path);
	if (list && is_listed && (is_together || !saved->list[0]))
		note(saved->list, list);
	saved->is_together = is_together;
}

static void put_at(enum wipecert_type type, const struct records_pair *pair, const char *path,
		   const char *list, struct records_saved *saved, struct wipe_error *err)
{
	bool is_listed = !has_list(pair) || save_list(list, pair, err);
	bool has_record = (is_listed || type != WIPECERT_ATTEMPT) && save_record(path, pair, err);

	saved->everywhere &= is_listed && has_record;
	note_place(path, has_record, has_list(pair) ? list : NULL, is_listed, saved);
}

/* False: too long. */
static bool name_in(const struct records_pair *pair, const char *folder,
		    char path[RECORDS_PATH_BYTES], char list[RECORDS_PATH_BYTES])
{
	*list = '\0';
	return records_join(path, folder, records_base_name(pair->name)) &&
	       (!has_list(pair) || records_join(list, folder, records_base_name(pair->list_name)));
}

static void remove_if_own(const char *path, const struct sealed *sealed)
{
	unsigned char *bytes;
	size_t length;

	if (wipecert_load(path, sealed->length + 1, &bytes, &length, NULL))
		return;
	if (length == sealed->length && memcmp(bytes, sealed->bytes, length) == 0)
		unlink(path);
	free(bytes);
}

/* Both, or what could be put there goes again. */
static void put_together(const struct records_pair *pair, const char *folder,
			 struct records_saved *saved)
{
	char path[RECORDS_PATH_BYTES], list[RECORDS_PATH_BYTES];

	if (!name_in(pair, folder, path, list) || (has_list(pair) && !save_list(list, pair, NULL)))
		return;
	if (save_record(path, pair, NULL))
		note_place(path, true, has_list(pair) ? list : NULL, true, saved);
	else if (has_list(pair))
		remove_if_own(list, pair->list);
}

/* Where no place has room for both: what has none yet. */
static void put_apart(const struct records_pair *pair, const char *folder,
		      struct records_saved *saved)
{
	char path[RECORDS_PATH_BYTES], list[RECORDS_PATH_BYTES];

	if (!name_in(pair, folder, path, list))
		return;
	if (!saved->path[0] && save_record(path, pair, NULL))
		note(saved->path, path);
	if (has_list(pair) && !saved->list[0] && save_list(list, pair, NULL))
		note(saved->list, list);
}

/* Where they go if none of their places takes them: better there than nowhere. */
static void put_as_last_resort(const struct records_pair *pair, struct records_saved *saved)
{
	static const char *const folders[] = { ".", "/var/tmp", "/tmp", "/run" };
	size_t count = sizeof(folders) / sizeof(folders[0]);

	for (size_t i = 0; i < count && !saved->is_together; i++)
		put_together(pair, folders[i], saved);
	for (size_t i = 0; i < count && !saved->is_together; i++)
		put_apart(pair, folders[i], saved);
}

void records_put_beside(struct records *records, enum wipecert_type type,
			const struct records_pair *pair, struct records_saved *saved,
			struct wipe_error *err)
{
	char path[RECORDS_PATH_BYTES], list[RECORDS_PATH_BYTES];

	for (size_t i = 0; i < records->options->save_to.count; i++) {
		if (name_in(pair, records->options->save_to.items[i], path, list))
			put_at(type, pair, path, list, saved, err);
		else
			saved->everywhere = false;
	}
	/* Without an attempt's record nothing is erased: no need for a last resort. */
	if (!saved->is_together && type != WIPECERT_ATTEMPT)
		put_as_last_resort(pair, saved);
}

void records_put(struct records *records, enum wipecert_type type, const struct records_pair *pair,
		 struct records_saved *saved, struct wipe_error *err)
{
	put_at(type, pair, pair->name, pair->list_name, saved, err);
	records_put_beside(records, type, pair, saved, err);
}

void records_take_back(const struct records *records, const struct records_pair *pair)
{
	char path[RECORDS_PATH_BYTES], list[RECORDS_PATH_BYTES];

	remove_if_own(pair->name, pair->record);
	if (has_list(pair))
		remove_if_own(pair->list_name, pair->list);
	for (size_t i = 0; i < records->options->save_to.count; i++) {
		if (!name_in(pair, records->options->save_to.items[i], path, list))
			continue;
		remove_if_own(path, pair->record);
		if (has_list(pair))
			remove_if_own(list, pair->list);
	}
}
