/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "chunks.h"

#include <linux/btrfs.h>
#include <linux/btrfs_tree.h>
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "endian.h"

/* Offsets in struct btrfs_chunk and struct btrfs_stripe (linux/btrfs_tree.h). */
enum {
	CHUNK_LENGTH = 0,
	CHUNK_STRIPE_LENGTH = 16,
	CHUNK_TYPE = 24,
	CHUNK_STRIPES = 44,
	CHUNK_SUB_STRIPES = 46,
	CHUNK_HEAD = 48,
	STRIPE_BYTES = 32,
};

_Static_assert(sizeof(struct btrfs_chunk) == CHUNK_HEAD + STRIPE_BYTES, "struct btrfs_chunk");

void chunks_clear(struct chunks *chunks)
{
	free(chunks->items);
	free(chunks->places);
	*chunks = (struct chunks){ .items = NULL };
}

static uint32_t get_u16le(const uint8_t *in)
{
	return (uint32_t)in[0] | (uint32_t)in[1] << 8;
}

static bool make_room(void **items, size_t *room, size_t count, size_t more, size_t item_bytes)
{
	size_t wanted = *room ? *room : 64;
	void *grown;

	if (count + more <= *room)
		return true;
	while (wanted < count + more)
		wanted *= 2;
	grown = reallocarray(*items, wanted, item_bytes);
	if (!grown)
		return false;
	*items = grown;
	*room = wanted;
	return true;
}

static int add_places(struct chunks *chunks, const uint8_t *stripes, uint32_t count)
{
	void *places = chunks->places;

	if (!make_room(&places, &chunks->place_room, chunks->place_count, count,
		       sizeof(*chunks->places)))
		return WIPE_E_NOMEM;
	chunks->places = places;
	for (uint32_t i = 0; i < count; i++, stripes += STRIPE_BYTES)
		chunks->places[chunks->place_count++] =
			(struct chunk_place){ .devid = endian_get_u64le(stripes),
					      .offset = endian_get_u64le(stripes + 8) };
	return 0;
}

static int take_one(struct chunks *chunks, uint64_t logical, const uint8_t *item, uint32_t bytes,
		    uint64_t *next)
{
	struct chunk chunk = { .logical = logical };
	void *items = chunks->items;
	uint64_t end;

	if (bytes < CHUNK_HEAD)
		return WIPE_E_FORMAT;
	chunk.length = endian_get_u64le(item + CHUNK_LENGTH);
	chunk.stripe_bytes = endian_get_u64le(item + CHUNK_STRIPE_LENGTH);
	chunk.type = endian_get_u64le(item + CHUNK_TYPE);
	chunk.place_count = get_u16le(item + CHUNK_STRIPES);
	chunk.sub_stripes = get_u16le(item + CHUNK_SUB_STRIPES);
	chunk.first_place = (uint32_t)chunks->place_count;
	if (!chunk.length || !chunk.place_count || logical < *next ||
	    !checked_add_u64(logical, chunk.length, &end) ||
	    (bytes - CHUNK_HEAD) / STRIPE_BYTES < chunk.place_count ||
	    chunks->place_count > UINT32_MAX - chunk.place_count)
		return WIPE_E_FORMAT;
	if (!make_room(&items, &chunks->room, chunks->count, 1, sizeof(*chunks->items)))
		return WIPE_E_NOMEM;
	chunks->items = items;
	*next = end;
	chunks->items[chunks->count++] = chunk;
	return add_places(chunks, item + CHUNK_HEAD, chunk.place_count);
}

int chunks_take(struct chunks *chunks, const uint8_t *buffer, size_t bytes, uint32_t items,
		uint64_t *next)
{
	struct btrfs_ioctl_search_header header;
	int rc = 0;

	while (!rc && items--) {
		if (bytes < sizeof(header))
			return WIPE_E_FORMAT;
		memcpy(&header, buffer, sizeof(header));
		buffer += sizeof(header);
		bytes -= sizeof(header);
		if (header.len > bytes || header.type != BTRFS_CHUNK_ITEM_KEY ||
		    header.objectid != BTRFS_FIRST_CHUNK_TREE_OBJECTID)
			return WIPE_E_FORMAT;
		rc = take_one(chunks, header.offset, buffer, header.len, next);
		buffer += header.len;
		bytes -= header.len;
	}
	return rc;
}
