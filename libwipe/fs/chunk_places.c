/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a logical address of btrfs to places on devices (fs/btrfs/volumes.c, btrfs_map_block). */
#include <linux/btrfs_tree.h>
#include <linux/fiemap.h>

#include "checked.h"
#include "chunks.h"
#include "fiemap.h"

#define PROFILES                                                                  \
	(BTRFS_BLOCK_GROUP_PROFILE_MASK |                                         \
	 ~(uint64_t)(BTRFS_BLOCK_GROUP_TYPE_MASK | BTRFS_AVAIL_ALLOC_BIT_SINGLE | \
		     BTRFS_SPACE_INFO_GLOBAL_RSV))

static const struct profile {
	uint64_t bits;
	const char *name;
	uint32_t copies;     /* 0: with parity */
	uint32_t min_places; /* stripes that a chunk of it has */
	bool is_striped;
} profiles[] = {
	{ 0, "single", 1, 1, false },
	{ BTRFS_BLOCK_GROUP_DUP, "DUP", 2, 2, false },
	{ BTRFS_BLOCK_GROUP_RAID0, "RAID0", 1, 1, true },
	{ BTRFS_BLOCK_GROUP_RAID1, "RAID1", 2, 2, false },
	{ BTRFS_BLOCK_GROUP_RAID1C3, "RAID1C3", 3, 3, false },
	{ BTRFS_BLOCK_GROUP_RAID1C4, "RAID1C4", 4, 4, false },
	{ BTRFS_BLOCK_GROUP_RAID10, "RAID10", 2, 2, true },
	{ BTRFS_BLOCK_GROUP_RAID5, "RAID5", 0, 2, true },
	{ BTRFS_BLOCK_GROUP_RAID6, "RAID6", 0, 3, true },
};

static const struct profile *profile_of(uint64_t type)
{
	for (size_t i = 0; i < sizeof(profiles) / sizeof(profiles[0]); i++)
		if ((type & PROFILES) == profiles[i].bits)
			return &profiles[i];
	return NULL;
}

const char *chunk_profile(uint64_t type, uint32_t *copies)
{
	const struct profile *profile = profile_of(type);

	*copies = profile ? profile->copies : 0;
	return profile ? profile->name : NULL;
}

static const struct chunk *chunk_at(const struct chunks *chunks, uint64_t logical)
{
	size_t low = 0, high = chunks->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const struct chunk *chunk = &chunks->items[middle];

		if (logical < chunk->logical)
			high = middle;
		else if (logical - chunk->logical >= chunk->length)
			low = middle + 1;
		else
			return chunk;
	}
	return NULL;
}

static bool makes_sense(const struct chunk *chunk, const struct profile *profile)
{
	uint32_t copies = profile->copies;

	if (!profile->is_striped)
		return chunk->place_count == copies;
	return chunk->stripe_bytes >= 512 && !(chunk->stripe_bytes & (chunk->stripe_bytes - 1)) &&
	       chunk->place_count >= copies && chunk->place_count % copies == 0 &&
	       (copies == 1 || chunk->sub_stripes == copies);
}

/*
 * Stripes go to the devices, or to the groups of them that hold copies, in turn; on
 * each they follow one another. Without stripes all of a chunk is one.
 */
static int map(const struct chunk *chunk, const struct profile *profile,
	       const struct chunk_place *places, uint64_t within, struct chunk_run *run)
{
	uint64_t stripe = 0, at = within, groups = chunk->place_count / profile->copies, end;

	if (profile->is_striped) {
		uint64_t left = chunk->stripe_bytes - (within & (chunk->stripe_bytes - 1));

		stripe = within / chunk->stripe_bytes;
		at = stripe / groups * chunk->stripe_bytes + (within & (chunk->stripe_bytes - 1));
		run->length = checked_min_u64(run->length, left);
	}
	run->copy_count = profile->copies;
	for (uint32_t i = 0; i < run->copy_count; i++) {
		const struct chunk_place *place = &places[stripe % groups * profile->copies + i];

		run->copies[i].devid = place->devid;
		if (!checked_add_u64(place->offset, at, &run->copies[i].offset) ||
		    !checked_add_u64(run->copies[i].offset, run->length, &end))
			return WIPE_E_FORMAT;
	}
	return 0;
}

int chunks_find(const struct chunks *chunks, uint64_t logical, uint64_t length,
		struct chunk_run *run)
{
	const struct chunk *chunk = chunk_at(chunks, logical);
	const struct profile *profile = chunk ? profile_of(chunk->type) : NULL;
	uint64_t within;

	if (!chunk || !length)
		return WIPE_E_FORMAT;
	if (!profile || !profile->copies || profile->copies > 2)
		return WIPE_E_UNSUPPORTED;
	if (!makes_sense(chunk, profile))
		return WIPE_E_FORMAT;
	within = logical - chunk->logical;
	run->length = checked_min_u64(length, chunk->length - within);
	return map(chunk, profile, &chunks->places[chunk->first_place], within, run);
}

static bool find_device(const struct wipe_filesystem *fs, uint64_t devid, uint32_t *index)
{
	for (*index = 0; *index < fs->device_count; (*index)++)
		if (fs->devices[*index].id == devid)
			return true;
	return false;
}

static int place_run(const struct wipe_filesystem *fs, const struct chunk_run *run,
		     struct fs_extent *piece)
{
	piece->length = run->length;
	piece->physical = run->copies[0].offset;
	piece->mirror = run->copy_count == 2 ? run->copies[1].offset : FS_NO_ADDRESS;
	if (!find_device(fs, run->copies[0].devid, &piece->device) ||
	    (run->copy_count == 2 && !find_device(fs, run->copies[1].devid, &piece->mirror_device)))
		return WIPE_E_GONE;
	return 0;
}

static int place_extent(const struct chunks *chunks, const struct wipe_filesystem *fs,
			const struct fs_extent *from, struct fs_extents *to)
{
	struct chunk_run run;
	int rc = 0;

	for (uint64_t done = 0; !rc && done < from->length; done += run.length) {
		struct fs_extent piece = *from;

		piece.logical += done;
		rc = chunks_find(chunks, from->physical + done, from->length - done, &run);
		if (!rc)
			rc = place_run(fs, &run, &piece);
		if (!rc)
			rc = fs_extents_append(to, &piece);
	}
	return rc;
}

/* Bytes in the tree of the file's own metadata have no address in the reply. */
static bool has_address(const struct fs_extent *extent)
{
	return extent->physical != FS_NO_ADDRESS && !(extent->flags & FIEMAP_EXTENT_DATA_INLINE);
}

int chunks_place(const struct chunks *chunks, const struct wipe_filesystem *fs,
		 struct fs_extents *extents)
{
	struct fs_extents placed = { .items = NULL };
	int rc = 0;

	for (size_t i = 0; !rc && i < extents->count; i++) {
		struct fs_extent *from = &extents->items[i];

		if (has_address(from)) {
			rc = place_extent(chunks, fs, from, &placed);
		} else {
			from->physical = FS_NO_ADDRESS;
			rc = fs_extents_append(&placed, from);
		}
	}
	fs_extents_clear(extents);
	if (rc)
		fs_extents_clear(&placed);
	*extents = placed;
	return rc;
}
