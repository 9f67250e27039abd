/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sets of places on a device. Pure. */
#ifndef FS_RUNS_H
#define FS_RUNS_H

#include <stddef.h>
#include <stdint.h>

#include <wipe/error.h>

/* Bytes begin to end (not included) of the device that holds the data. */
struct fs_run {
	uint64_t begin, end;
};

/* Ascending, not touching. All zero: none. */
struct fs_runs {
	struct fs_run *items;
	size_t count, room;
};

uint64_t fs_runs_bytes(const struct fs_runs *runs);

/* Appends to the end, or to the last one if they touch. WIPE_E_FORMAT: before the end; WIPE_E_NOMEM. */
int fs_runs_append(struct fs_runs *runs, uint64_t begin, uint64_t end, struct wipe_error *err);

/* The same in any order, for fs_runs_unite(). WIPE_E_NOMEM. */
int fs_runs_add(struct fs_runs *runs, uint64_t begin, uint64_t end, struct wipe_error *err);

/* Keeps of a what is in b, too. WIPE_E_NOMEM. */
int fs_runs_keep_common(struct fs_runs *a, const struct fs_runs *b, struct wipe_error *err);

/* Takes out of a what is in b. WIPE_E_NOMEM. */
int fs_runs_remove(struct fs_runs *a, const struct fs_runs *b, struct wipe_error *err);

/* Adds to a what is in b, whose runs may be in any order and overlap. WIPE_E_NOMEM. */
int fs_runs_unite(struct fs_runs *a, const struct fs_runs *b, struct wipe_error *err);

void fs_runs_clear(struct fs_runs *runs);

#endif
