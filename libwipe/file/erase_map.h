/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the medium belongs to a file. */
#ifndef FILE_ERASE_MAP_H
#define FILE_ERASE_MAP_H

#include "file_extents.h"

/* The extents of an open file, with what its allocation units hold beyond its blocks. */
int erase_map(const struct wipe_filesystem *fs, int fd, struct fs_extents *extents,
	      struct wipe_error *err);

/*
 * For that: where units are larger than blocks (ext4 bigalloc), each extent reaches to
 * the ends of its units, or to its neighbours. Pure.
 */
void erase_map_widen(struct fs_extents *extents, uint32_t unit_bytes);

/*
 * Where nothing is known of where it lies: by its length, without the holes that are known, which
 * would be filled. WIPE_E_NOMEM.
 */
int erase_map_by_length(int fd, uint64_t size_bytes, struct fs_extents *extents,
			struct wipe_error *err);

#endif
