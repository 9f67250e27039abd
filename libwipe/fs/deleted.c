/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "deleted.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/sysmacros.h>

#include "holders.h"
#include "process.h"

#define SEEN_MAX 100000

struct seen {
	dev_t dev;
	ino_t ino;
	uint64_t bytes;
	int64_t pid;
};

struct search {
	struct process_walk walk; /* first: the seam */
	const dev_t *devices;
	size_t device_count;
	struct seen *items; /* once for each descriptor or mapping */
	size_t count, room;
};

static int append(struct search *search, const struct seen *seen)
{
	if (search->count == search->room) {
		size_t room = search->room ? 2 * search->room : 64;
		struct seen *items =
			room > SEEN_MAX ? NULL : realloc(search->items, room * sizeof(*items));

		if (!items)
			return WIPE_E_NOMEM;
		search->items = items;
		search->room = room;
	}
	search->items[search->count++] = *seen;
	return 0;
}

static bool is_on(const struct search *search, dev_t dev)
{
	for (size_t i = 0; i < search->device_count; i++)
		if (search->devices[i] == dev)
			return true;
	return false;
}

static int see(struct process_walk *walk, const struct opened *opened)
{
	struct search *search = (struct search *)(void *)walk;
	const struct statx *stx = opened->stx;
	const struct seen seen = {
		.dev = makedev(stx->stx_dev_major, stx->stx_dev_minor),
		.ino = stx->stx_ino,
		.bytes = stx->stx_blocks * 512,
		.pid = strtoll(opened->pid, NULL, 10),
	};

	return stx->stx_nlink || !is_on(search, seen.dev) ? 0 : append(search, &seen);
}

static int compare(const void *a, const void *b)
{
	const struct seen *first = a, *second = b;

	if (first->dev != second->dev)
		return first->dev < second->dev ? -1 : 1;
	return (first->ino > second->ino) - (first->ino < second->ino);
}

static void tell(struct fs_deleted *deleted, const struct seen *seen)
{
	if (deleted->count < WIPE_FILE_DELETED_MAX) {
		struct wipe_file_deleted *told = &deleted->told[deleted->count];

		*told = (struct wipe_file_deleted){ .bytes = seen->bytes };
		holder_name_process(&told->holder, seen->pid);
	}
	deleted->count++;
	deleted->bytes += seen->bytes;
}

void fs_deleted_find(const dev_t *devices, size_t device_count, struct fs_deleted *deleted)
{
	struct search search = { .walk = { .see = see, .passes_over = true },
				 .devices = devices,
				 .device_count = device_count };
	int rc = process_walk_all(&search.walk);

	*deleted = (struct fs_deleted){ .count = 0 };
	deleted->is_known = rc != WIPE_E_SYSTEM;
	deleted->sees_all = !rc && !search.walk.is_blind;
	if (search.count)
		qsort(search.items, search.count, sizeof(*search.items), compare);
	for (size_t i = 0; i < search.count; i++)
		if (!i || compare(&search.items[i - 1], &search.items[i]) != 0)
			tell(deleted, &search.items[i]);
	free(search.items);
}
