/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "runs.h"

#include <stdlib.h>

#include "text.h"

#define RUNS_MAX ((size_t)1 << 26)

int fs_runs_add(struct fs_runs *runs, uint64_t begin, uint64_t end, struct wipe_error *err)
{
	if (runs->count == runs->room) {
		size_t room = runs->room ? 2 * runs->room : 256;
		struct fs_run *items =
			room > RUNS_MAX ? NULL : realloc(runs->items, room * sizeof(*items));

		if (!items)
			return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
		runs->items = items;
		runs->room = room;
	}
	runs->items[runs->count++] = (struct fs_run){ begin, end };
	return 0;
}

int fs_runs_append(struct fs_runs *runs, uint64_t begin, uint64_t end, struct wipe_error *err)
{
	struct fs_run *last = runs->count ? &runs->items[runs->count - 1] : NULL;

	if (begin >= end || (last && begin < last->end))
		return wipe_error_set(
			err, WIPE_E_FORMAT, 0,
			_("what the file system tells of its free blocks makes no sense"));
	if (!last || last->end != begin)
		return fs_runs_add(runs, begin, end, err);
	last->end = end;
	return 0;
}

static int by_begin(const void *a, const void *b)
{
	const struct fs_run *left = a, *right = b;

	return (left->begin > right->begin) - (left->begin < right->begin);
}

static void settle(struct fs_runs *runs)
{
	size_t kept = 0;

	if (runs->count)
		qsort(runs->items, runs->count, sizeof(*runs->items), by_begin);
	for (size_t i = 0; i < runs->count; i++) {
		struct fs_run run = runs->items[i], *last = kept ? &runs->items[kept - 1] : NULL;

		if (!last || run.begin > last->end)
			runs->items[kept++] = run;
		else if (run.end > last->end)
			last->end = run.end;
	}
	runs->count = kept;
}

int fs_runs_unite(struct fs_runs *a, const struct fs_runs *b, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < b->count && !rc; i++)
		rc = fs_runs_add(a, b->items[i].begin, b->items[i].end, err);
	settle(a);
	return rc;
}

int fs_runs_remove(struct fs_runs *a, const struct fs_runs *b, struct wipe_error *err)
{
	struct fs_runs rest = { .items = NULL };
	size_t j = 0;
	int rc = 0;

	for (size_t i = 0; i < a->count && !rc; i++) {
		uint64_t at = a->items[i].begin, end = a->items[i].end;

		while (j < b->count && b->items[j].end <= at)
			j++;
		for (size_t k = j; k < b->count && b->items[k].begin < end && !rc; k++) {
			if (at < b->items[k].begin)
				rc = fs_runs_append(&rest, at, b->items[k].begin, err);
			at = b->items[k].end;
		}
		if (at < end && !rc)
			rc = fs_runs_append(&rest, at, end, err);
	}
	fs_runs_clear(a);
	*a = rest;
	return rc;
}

void fs_runs_clear(struct fs_runs *runs)
{
	free(runs->items);
	*runs = (struct fs_runs){ .items = NULL };
}

uint64_t fs_runs_bytes(const struct fs_runs *runs)
{
	uint64_t bytes = 0;

	for (size_t i = 0; i < runs->count; i++)
		bytes += runs->items[i].end - runs->items[i].begin;
	return bytes;
}

int fs_runs_keep_common(struct fs_runs *a, const struct fs_runs *b, struct wipe_error *err)
{
	struct fs_runs common = { .items = NULL };
	int rc = 0;

	for (size_t i = 0, j = 0; i < a->count && j < b->count && !rc;) {
		uint64_t begin = a->items[i].begin, end = a->items[i].end;

		if (b->items[j].begin > begin)
			begin = b->items[j].begin;
		if (b->items[j].end < end)
			end = b->items[j].end;
		if (begin < end)
			rc = fs_runs_append(&common, begin, end, err);
		if (a->items[i].end < b->items[j].end)
			i++;
		else
			j++;
	}
	fs_runs_clear(a);
	*a = common;
	return rc;
}
