/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which blocks of a mounted file system are free: FS_IOC_GETFSMAP (ext4, xfs; root). */
#ifndef FS_FREEMAP_H
#define FS_FREEMAP_H

#include <wipe/filesystem.h>

#include <linux/fsmap.h>

/* Bytes begin to end (not included) of the device that holds the data. */
struct fs_run {
	uint64_t begin, end;
};

/* Ascending, not touching. All zero: none. */
struct fs_runs {
	struct fs_run *items;
	size_t count, room;
};

/*
 * What is free now; what was freed a moment ago may not show before a commit.
 * WIPE_E_UNSUPPORTED: the file system does not tell; WIPE_E_FORMAT: it tells nonsense;
 * WIPE_E_NOMEM. runs is empty then.
 */
int fs_free_runs(const struct wipe_filesystem *fs, int fd, struct fs_runs *runs,
		 struct wipe_error *err);

uint64_t fs_runs_bytes(const struct fs_runs *runs);

/* Keeps of a what is in b, too. WIPE_E_NOMEM. */
int fs_runs_keep_common(struct fs_runs *a, const struct fs_runs *b, struct wipe_error *err);

/* Appends to the end, or to the last one if they touch. WIPE_E_NOMEM. */
int fs_runs_append(struct fs_runs *runs, uint64_t begin, uint64_t end, struct wipe_error *err);

void fs_runs_clear(struct fs_runs *runs);

/*
 * Pure: takes the free ones of a reply for the device numbered so (as the kernel
 * encodes it). *more: it goes on, with head->fmh_keys[0] set for that.
 */
int freemap_take(struct fs_runs *runs, struct fsmap_head *head, uint32_t device, bool *more,
		 struct wipe_error *err);

#endif
