/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of what stays, the folders above stay, too: that goes without saying, however deep it is. */
#include <errno.h>
#include <stdlib.h>

#include "cleanup.h"
#include "erase_work.h"

struct place {
	dev_t dev;
	ino_t ino;
};

struct places {
	struct place *items;
	size_t count;
};

static int compare(const void *a, const void *b)
{
	const struct place *first = a, *second = b;

	if (first->dev != second->dev)
		return first->dev < second->dev ? -1 : 1;
	return (first->ino > second->ino) - (first->ino < second->ino);
}

/* The folder that an entry lies in, which stays. */
static void note(struct places *places, const struct erase_entry *entry)
{
	places->items[places->count++] = (struct place){ entry->folder_dev, entry->folder_ino };
}

static void note_item(const struct erase_work *work, const struct erase_item *item,
		      struct places *places)
{
	if (item->state == WIPE_FILE_ERASED || item->state == WIPE_FILE_REMOVED)
		return;
	for (size_t i = item->entry; i != ERASE_NONE; i = work->list.entries[i].next_name)
		note(places, &work->list.entries[i]);
}

static bool is_not_empty(const struct erase_other *other)
{
	return other->error && other->error->sys_errno == ENOTEMPTY;
}

void erase_find_holding(struct erase_work *work)
{
	const struct erase_entry *entries = work->list.entries;
	CLEANUP_FREE struct place *items = calloc(work->list.count + 1, sizeof(*items));
	struct places places = { items, 0 };

	if (!items)
		return;
	for (size_t i = 0; i < work->item_count; i++)
		note_item(work, &work->items[i], &places);
	for (size_t i = 0; i < work->list.count; i++)
		if (entries[i].kind != WIPE_FILE_REGULAR && erase_entry_is_told(&entries[i]) &&
		    work->others[i].state != WIPE_FILE_REMOVED)
			note(&places, &entries[i]);
	qsort(items, places.count, sizeof(*items), compare);
	for (size_t i = 0; i < work->list.count; i++) {
		const struct place place = { entries[i].dev, entries[i].ino };

		work->others[i].holds_rest =
			is_not_empty(&work->others[i]) &&
			bsearch(&place, items, places.count, sizeof(*items), compare);
	}
}
