/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_named.h"

#include <stdlib.h>

#include "erase_work.h"
#include "text.h"

static int compare(const void *a, const void *b)
{
	const struct erase_named_id *x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	return x->ino == y->ino ? 0 : x->ino < y->ino ? -1 : 1;
}

static void add(struct erase_named *named, const struct erase_entry *entry)
{
	named->ids[named->count++] = (struct erase_named_id){ entry->dev, entry->ino };
}

int erase_named_collect(struct erase_work *work, struct erase_named *named, struct wipe_error *err)
{
	*named = (struct erase_named){ .work = work };
	named->ids = calloc(work->list.count + 1, sizeof(*named->ids));
	if (!named->ids)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < work->item_count; i++)
		if (work->items[i].state == WIPE_FILE_PLANNED)
			add(named, &work->list.entries[work->items[i].entry]);
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (entry->kind != WIPE_FILE_REGULAR && !entry->is_kept && !entry->is_repeated &&
		    work->others[i].state == WIPE_FILE_PLANNED)
			add(named, entry);
	}
	qsort(named->ids, named->count, sizeof(*named->ids), compare);
	return 0;
}

void erase_named_clear(struct erase_named *named)
{
	free(named->ids);
	*named = (struct erase_named){ .ids = NULL };
}

bool erase_named_has(void *arg, dev_t dev, ino_t ino)
{
	const struct erase_named *named = arg;
	const struct erase_named_id id = { dev, ino };

	return named->count && bsearch(&id, named->ids, named->count, sizeof(id), compare) != NULL;
}

static const char *why(const struct erase_entry *entry, const struct wipe_error *error, dev_t dev,
		       ino_t ino)
{
	return error && entry->dev == dev && entry->ino == ino ? error->message : NULL;
}

const char *erase_named_why_not(const struct erase_named *named, dev_t dev, ino_t ino)
{
	const struct erase_work *work = named->work;
	const char *found = NULL;

	for (size_t i = 0; i < work->item_count && !found; i++)
		found = why(&work->list.entries[work->items[i].entry], work->items[i].error, dev,
			    ino);
	for (size_t i = 0; i < work->list.count && !found; i++)
		found = why(&work->list.entries[i], work->others[i].error, dev, ino);
	return found;
}
