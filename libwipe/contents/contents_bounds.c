/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * libblkid reads the whole entry array of a GPT into memory (up to 4 GiB) and
 * follows extended boot records as long as each has a new partition. What goes
 * far beyond any real disk is not given to it.
 */
#include <string.h>

#include "contents.h"
#include "endian.h"

/* 32,768 entries. The kernel, which allocates the array, refuses more as well. */
#define GPT_ARRAY_BYTES_MAX (4U << 20)

#define SECTOR_BYTES 512
#define MBR_ENTRIES 4

/* UEFI specification 2.10, 5.3.2: number and size of the entries at 80 and 84. */
static bool gpt_is_excessive(struct findings *found, const struct place *place, uint64_t at)
{
	uint8_t header[92];

	return contents_read(found, place, at, header, sizeof(header)) &&
	       memcmp(header, "EFI PART", 8) == 0 &&
	       (uint64_t)endian_get_u32le(header + 80) * endian_get_u32le(header + 84) >
		       GPT_ARRAY_BYTES_MAX;
}

/* A header that was read in sectors of another size is one, too. */
static bool any_gpt_is_excessive(struct findings *found, const struct place *place)
{
	static const uint64_t sector_bytes[] = { 512, 1024, 2048, 4096 };

	for (size_t i = 0; i < sizeof(sector_bytes) / sizeof(sector_bytes[0]); i++) {
		uint64_t last = place->size_bytes / sector_bytes[i];

		if (gpt_is_excessive(found, place, sector_bytes[i]) ||
		    (last && gpt_is_excessive(found, place, (last - 1) * sector_bytes[i])))
			return true;
	}
	return false;
}

struct chain {
	uint32_t seen[ENTRIES_MAX]; /* boot records, in units of 512 bytes */
	size_t count;
};

static bool is_seen(const struct chain *chain, uint32_t start)
{
	for (size_t i = 0; i < chain->count; i++)
		if (chain->seen[i] == start)
			return true;
	return false;
}

static bool is_extended(const uint8_t *entry)
{
	return entry[4] == 0x05 || entry[4] == 0x0f || entry[4] == 0x85;
}

/* The first entry of an extended type, as libblkid picks it: relative start, or 0. */
static uint32_t link_of(const uint8_t *sector, uint32_t factor)
{
	for (size_t i = 0; i < MBR_ENTRIES; i++) {
		const uint8_t *entry = sector + 446 + 16 * i;
		uint32_t start = endian_get_u32le(entry + 8) * factor;
		uint32_t size = endian_get_u32le(entry + 12) * factor;

		if (is_extended(entry) && start && size)
			return start;
	}
	return 0;
}

/* Follows one extended partition; true if it has more boot records than fit. */
static bool chain_is_excessive(struct findings *found, const struct place *place,
			       struct chain *chain, uint32_t extended_start, uint32_t factor)
{
	uint32_t start = extended_start;
	uint8_t sector[SECTOR_BYTES];

	/* A loop ends where it began: libblkid leaves that as well. */
	while (!is_seen(chain, start)) {
		uint32_t next;

		if (chain->count == ENTRIES_MAX)
			return true;
		chain->seen[chain->count++] = start;
		if (!contents_read(found, place, (uint64_t)start * SECTOR_BYTES, sector,
				   sizeof(sector)) ||
		    sector[510] != 0x55 || sector[511] != 0xaa)
			return false;
		next = link_of(sector, factor);
		if (!next)
			return false;
		start = extended_start + next; /* libblkid's wraps too */
	}
	return false;
}

const char *contents_excessive_table(struct findings *found, const struct place *place)
{
	uint32_t factor = place->sector_bytes / SECTOR_BYTES;
	struct chain chain = { .count = 0 };
	uint8_t sector[SECTOR_BYTES];

	if (any_gpt_is_excessive(found, place))
		return "gpt";
	if (!contents_read(found, place, 0, sector, sizeof(sector)) || sector[510] != 0x55 ||
	    sector[511] != 0xaa)
		return NULL;
	for (size_t i = 0; i < MBR_ENTRIES; i++) {
		const uint8_t *entry = sector + 446 + 16 * i;
		uint32_t start = endian_get_u32le(entry + 8) * factor;

		if (is_extended(entry) && start &&
		    chain_is_excessive(found, place, &chain, start, factor))
			return "dos";
	}
	return NULL;
}
