/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "extents.h"

#include <stdlib.h>
#include <string.h>

void extents_clear(struct extents *extents)
{
	free(extents->items);
	*extents = (struct extents){ .items = NULL };
}

static uint64_t end_of(const struct wipe_extent *extent)
{
	return extent->offset_bytes + extent->length_bytes;
}

/* The first one that ends at or behind offset; count if there is none. */
static size_t first_reaching(const struct extents *extents, uint64_t offset)
{
	size_t low = 0, high = extents->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (end_of(&extents->items[middle]) < offset)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static int insert(struct extents *extents, size_t at, uint64_t offset, uint64_t length)
{
	if (extents->count == extents->room) {
		size_t room = extents->room ? 2 * extents->room : 16;
		struct wipe_extent *grown =
			reallocarray(extents->items, room, sizeof(*extents->items));

		if (!grown)
			return WIPE_E_NOMEM;
		extents->items = grown;
		extents->room = room;
	}
	memmove(extents->items + at + 1, extents->items + at,
		(extents->count - at) * sizeof(*extents->items));
	extents->items[at] = (struct wipe_extent){ .offset_bytes = offset, .length_bytes = length };
	extents->count++;
	return 0;
}

int extents_add(struct extents *extents, uint64_t offset, uint64_t length)
{
	uint64_t end = offset + length;
	size_t at = first_reaching(extents, offset), behind = at;

	if (!length)
		return 0;
	while (behind < extents->count && extents->items[behind].offset_bytes <= end)
		behind++;
	if (behind == at)
		return insert(extents, at, offset, length);
	/* One takes the place of all that it touches. */
	if (extents->items[at].offset_bytes < offset)
		offset = extents->items[at].offset_bytes;
	if (end_of(&extents->items[behind - 1]) > end)
		end = end_of(&extents->items[behind - 1]);
	extents->items[at] =
		(struct wipe_extent){ .offset_bytes = offset, .length_bytes = end - offset };
	memmove(extents->items + at + 1, extents->items + behind,
		(extents->count - behind) * sizeof(*extents->items));
	extents->count -= behind - at - 1;
	return 0;
}

int extents_append(struct extents *extents, uint64_t offset, uint64_t length)
{
	return length ? insert(extents, extents->count, offset, length) : 0;
}

uint64_t extents_total(const struct extents *extents)
{
	uint64_t total = 0;

	for (size_t i = 0; i < extents->count; i++)
		total += extents->items[i].length_bytes;
	return total;
}

bool extents_touch(const struct extents *extents, uint64_t offset, uint64_t length)
{
	size_t at = first_reaching(extents, offset + 1);

	return at < extents->count && extents->items[at].offset_bytes < offset + length;
}

uint64_t extents_common(const struct extents *extents, uint64_t offset, uint64_t length)
{
	uint64_t end = offset + length, common = 0;

	for (size_t i = first_reaching(extents, offset + 1);
	     i < extents->count && extents->items[i].offset_bytes < end; i++) {
		uint64_t from = extents->items[i].offset_bytes, to = end_of(&extents->items[i]);

		common += (to < end ? to : end) - (from > offset ? from : offset);
	}
	return common;
}

bool extents_contain(const struct extents *extents, uint64_t offset)
{
	return extents_touch(extents, offset, 1);
}
