/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The chunk tree of btrfs: which logical addresses lie where on which device. Pure: what
 * the kernel answered comes in as bytes.
 */
#ifndef FS_CHUNKS_H
#define FS_CHUNKS_H

#include "file_extents.h"

struct chunk_place {
	uint64_t devid, offset;
};

struct chunk {
	uint64_t logical, length, stripe_bytes, type;
	uint32_t first_place, place_count, sub_stripes;
};

struct chunks {
	struct chunk *items; /* in ascending order, without overlap */
	size_t count, room;
	struct chunk_place *places;
	size_t place_count, place_room;
};

void chunks_clear(struct chunks *chunks);

/*
 * Appends items of BTRFS_IOC_TREE_SEARCH_V2: that many in bytes bytes of buffer. *next is
 * the logical address to ask on from. WIPE_E_FORMAT if they make no sense, WIPE_E_NOMEM.
 */
int chunks_take(struct chunks *chunks, const uint8_t *buffer, size_t bytes, uint32_t items,
		uint64_t *next);

/* Where a run of bytes lies: one or two copies of as many bytes as lie together. */
struct chunk_run {
	struct chunk_place copies[2]; /* offset on the device */
	uint32_t copy_count;
	uint64_t length; /* at most what was asked for */
};

/*
 * WIPE_E_FORMAT if no chunk has the address, or the chunk makes no sense;
 * WIPE_E_UNSUPPORTED for profiles with parity or more than two copies.
 */
int chunks_find(const struct chunks *chunks, uint64_t logical, uint64_t length,
		struct chunk_run *run);

/* Name of the profile in the bits of a type ("single", "DUP"), NULL if there are several or unknown ones; copies that data has by it, 0 with parity. */
const char *chunk_profile(uint64_t type, uint32_t *copies);

/*
 * Replaces addresses in extents, logical as FIEMAP told them, by those on devices; extents
 * are split where it takes that. The same errors; WIPE_E_GONE if a device is missing.
 */
int chunks_place(const struct chunks *chunks, const struct wipe_filesystem *fs,
		 struct fs_extents *extents);

#endif
