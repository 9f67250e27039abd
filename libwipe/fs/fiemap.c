/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fiemap.h"

#include <stdlib.h>

#include "checked.h"

void fs_extents_clear(struct fs_extents *extents)
{
	free(extents->items);
	*extents = (struct fs_extents){ .items = NULL };
}

int fs_extents_append(struct fs_extents *extents, const struct fs_extent *extent)
{
	if (extents->count == extents->room) {
		size_t room = extents->room ? 2 * extents->room : 16;
		struct fs_extent *grown =
			reallocarray(extents->items, room, sizeof(*extents->items));

		if (!grown)
			return WIPE_E_NOMEM;
		extents->items = grown;
		extents->room = room;
	}
	extents->items[extents->count++] = *extent;
	return 0;
}

static int take_one(struct fs_extents *extents, const struct fiemap_extent *from, uint64_t *next)
{
	struct fs_extent extent = { .logical = from->fe_logical,
				    .length = from->fe_length,
				    .physical = from->fe_physical,
				    .mirror = FS_NO_ADDRESS,
				    .flags = from->fe_flags };
	uint64_t end, physical_end;

	if (from->fe_flags & FIEMAP_NO_ADDRESS)
		extent.physical = FS_NO_ADDRESS;
	if (!extent.length || extent.logical < *next ||
	    !checked_add_u64(extent.logical, extent.length, &end) ||
	    (extent.physical != FS_NO_ADDRESS &&
	     !checked_add_u64(extent.physical, extent.length, &physical_end)))
		return WIPE_E_FORMAT;
	*next = end;
	return fs_extents_append(extents, &extent);
}

int fiemap_take(struct fs_extents *extents, const struct fiemap *reply, uint32_t room,
		uint64_t *next, bool *done)
{
	uint32_t count = reply->fm_mapped_extents;
	int rc = count <= room ? 0 : WIPE_E_FORMAT;

	*done = !count;
	for (uint32_t i = 0; !rc && i < count; i++) {
		rc = *done ? WIPE_E_FORMAT : take_one(extents, &reply->fm_extents[i], next);
		*done = reply->fm_extents[i].fe_flags & FIEMAP_EXTENT_LAST;
	}
	return rc;
}
