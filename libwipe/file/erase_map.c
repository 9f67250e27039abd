/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_map.h"

#include <errno.h>
#include <linux/fiemap.h>
#include <unistd.h>

#include "checked.h"
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

/* From offset on to the end of what is no hole: *length; 0: nothing more. Its begin. */
static uint64_t next_piece(int fd, uint64_t offset, uint64_t size_bytes, uint64_t *length)
{
	off_t data = lseek(fd, (off_t)offset, SEEK_DATA), hole;
	bool is_end = data < 0 && errno == ENXIO;
	uint64_t begin = data < 0 ? offset : (uint64_t)data;

	hole = data < 0 ? -1 : lseek(fd, data, SEEK_HOLE);
	if (is_end || begin >= size_bytes)
		*length = 0;
	else
		*length =
			checked_min_u64(hole < 0 ? size_bytes : (uint64_t)hole, size_bytes) - begin;
	return begin;
}

int erase_map_by_length(int fd, uint64_t size_bytes, struct fs_extents *extents,
			struct wipe_error *err)
{
	struct fs_extent piece = { .mirror = FS_NO_ADDRESS };

	fs_extents_clear(extents);
	for (uint64_t offset = 0; offset < size_bytes; offset = piece.logical + piece.length) {
		piece.logical = next_piece(fd, offset, size_bytes, &piece.length);
		if (!piece.length)
			break;
		if (fs_extents_append(extents, &piece))
			return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	}
	return 0;
}
