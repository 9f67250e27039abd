/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_links.h"

#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "text.h"

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

static const char *own_name(const struct erase_entry *entry)
{
	const char *slash = strrchr(entry->path, '/');

	return slash ? slash + 1 : entry->path;
}

/* By the file, then by the name; one listed earlier first. */
static int compare(const void *a, const void *b)
{
	const struct erase_entry *first = *(const struct erase_entry *const *)a;
	const struct erase_entry *second = *(const struct erase_entry *const *)b;
	int order = compare_numbers(first->dev, second->dev);

	if (!order)
		order = compare_numbers(first->ino, second->ino);
	if (!order)
		order = compare_numbers(first->folder_dev, second->folder_dev);
	if (!order)
		order = compare_numbers(first->folder_ino, second->folder_ino);
	if (!order)
		order = strcmp(own_name(first), own_name(second));
	/* Of a folder that was given, and is in another one that was, the deeper counts. */
	if (!order)
		order = compare_numbers(second->depth, first->depth);
	return order ? order : (first > second) - (first < second);
}

static bool same_file(const struct erase_entry *a, const struct erase_entry *b)
{
	return a->dev == b->dev && a->ino == b->ino;
}

static bool same_name(const struct erase_entry *a, const struct erase_entry *b)
{
	return a->folder_dev == b->folder_dev && a->folder_ino == b->folder_ino &&
	       strcmp(own_name(a), own_name(b)) == 0;
}

static void chain(struct erase_list *list, struct erase_entry *const *sorted, size_t count)
{
	struct erase_entry *first = NULL, *last = NULL;

	for (size_t i = 0; i < count; i++) {
		struct erase_entry *entry = sorted[i];

		if (!last || !same_file(last, entry)) {
			first = last = entry;
			first->names = 1;
		} else if (same_name(last, entry)) {
			entry->is_repeated = true;
			entry->repeats = (size_t)(last - list->entries);
		} else {
			entry->is_other_name = true;
			last->next_name = (size_t)(entry - list->entries);
			first->names++;
			last = entry;
		}
	}
}

/* What could not be looked at has no number by which it could be told. */
static bool is_known(const struct erase_entry *entry)
{
	return entry->kind != WIPE_FILE_UNKNOWN && entry->kind != WIPE_FILE_MOUNT;
}

int erase_links_find(struct erase_list *list, struct wipe_error *err)
{
	CLEANUP_FREE struct erase_entry **sorted = calloc(list->count + 1, sizeof(*sorted));
	size_t count = 0;

	if (!sorted)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < list->count; i++) {
		struct erase_entry *entry = &list->entries[i];

		entry->next_name = ERASE_NONE;
		entry->names = 0;
		entry->is_other_name = entry->is_repeated = false;
		if (is_known(entry))
			sorted[count++] = entry;
	}
	qsort(sorted, count, sizeof(struct erase_entry *), compare);
	chain(list, sorted, count);
	return 0;
}
