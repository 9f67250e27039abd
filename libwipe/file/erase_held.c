/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that somebody else has open: all of them are sought together. */
#include <stdlib.h>

#include "erase_work.h"

#define SOUGHT_MAX 4096 /* of more than that nobody reads who has them */

static bool is_sought(const struct erase_item *item)
{
	return item->file.is_held && !item->held && item->state == WIPE_FILE_REFUSED;
}

static size_t collect(const struct erase_work *work, struct fs_held *files)
{
	size_t count = 0;

	for (size_t i = 0; i < work->item_count && count < SOUGHT_MAX; i++) {
		const struct erase_entry *entry = &work->list.entries[work->items[i].entry];

		if (!is_sought(&work->items[i]))
			continue;
		if (files)
			files[count] = (struct fs_held){ .dev = entry->dev, .ino = entry->ino };
		count++;
	}
	return count;
}

static void give(const struct erase_work *work, struct erase_item *item,
		 const struct fs_held *files, size_t count)
{
	const struct erase_entry *entry = &work->list.entries[item->entry];
	const struct fs_held key = { .dev = entry->dev, .ino = entry->ino };
	const struct fs_held *found = bsearch(&key, files, count, sizeof(key), fs_held_compare);

	item->held = found ? malloc(sizeof(*item->held)) : NULL;
	if (item->held)
		*item->held = *found;
}

void erase_work_find_holders(struct erase_work *work)
{
	size_t count = collect(work, NULL);
	struct fs_held *files = count ? calloc(count, sizeof(*files)) : NULL;

	if (!files)
		return;
	collect(work, files);
	qsort(files, count, sizeof(*files), fs_held_compare);
	fs_holders_find(files, count);
	for (size_t i = 0; i < work->item_count; i++)
		if (is_sought(&work->items[i]))
			give(work, &work->items[i], files, count);
	free(files);
}
