/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_map.h"

#include <linux/fiemap.h>

#include "text.h"

static bool has_address(const struct fs_extent *extent)
{
	return extent->physical != FS_NO_ADDRESS &&
	       !(extent->flags & (FIEMAP_EXTENT_DATA_INLINE | FIEMAP_EXTENT_NOT_ALIGNED));
}

/* Room before the extent in its first unit, that no other extent of the file has. */
static uint64_t room_before(const struct fs_extents *extents, size_t i, uint32_t unit_bytes)
{
	const struct fs_extent *extent = &extents->items[i];
	uint64_t room = extent->logical % unit_bytes;
	uint64_t gap = extent->logical;

	if (i)
		gap -= extents->items[i - 1].logical + extents->items[i - 1].length;
	return room < gap ? room : gap;
}

static uint64_t room_behind(const struct fs_extents *extents, size_t i, uint32_t unit_bytes)
{
	const struct fs_extent *extent = &extents->items[i];
	uint64_t end = extent->logical + extent->length;
	uint64_t room = (unit_bytes - end % unit_bytes) % unit_bytes;

	if (i + 1 < extents->count && extents->items[i + 1].logical - end < room)
		return extents->items[i + 1].logical - end;
	return room;
}

void erase_map_widen(struct fs_extents *extents, uint32_t unit_bytes)
{
	for (size_t i = 0; i < extents->count; i++) {
		struct fs_extent *extent = &extents->items[i];
		uint64_t before, behind;

		/* In a unit, places in the file and on the medium go together. */
		if (!has_address(extent) ||
		    extent->logical % unit_bytes != extent->physical % unit_bytes)
			continue;
		before = room_before(extents, i, unit_bytes);
		behind = room_behind(extents, i, unit_bytes);
		extent->logical -= before;
		extent->physical -= before;
		extent->length += before + behind;
	}
}

int erase_map(const struct wipe_filesystem *fs, int fd, struct fs_extents *extents,
	      struct wipe_error *err)
{
	int rc = fs_extents_read(fs, fd, FS_FORK_DATA, extents, err);

	if (!rc && fs->block_bytes && fs->unit_bytes > fs->block_bytes)
		erase_map_widen(extents, fs->unit_bytes);
	return rc;
}

int erase_map_by_length(uint64_t size_bytes, struct fs_extents *extents, struct wipe_error *err)
{
	const struct fs_extent whole = { .length = size_bytes, .mirror = FS_NO_ADDRESS };

	fs_extents_clear(extents);
	if (!size_bytes || !fs_extents_append(extents, &whole))
		return 0;
	return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
}
