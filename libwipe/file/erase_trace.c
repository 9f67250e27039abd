/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_trace.h"

#include <stdlib.h>
#include <string.h>

#include "checked.h"

/* Zeros are everywhere: so many other bytes make a piece that is not there by chance. */
static bool is_telling(const unsigned char *bytes, size_t length)
{
	size_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += bytes[i] != 0;
	return count >= ERASE_TRACE_LEAST;
}

static struct erase_trace *append(struct erase_traces *traces)
{
	if (traces->count == traces->room) {
		size_t room = traces->room ? 2 * traces->room : 8;
		struct erase_trace *items = realloc(traces->items, room * sizeof(*items));

		if (!items)
			return NULL;
		traces->items = items;
		traces->room = room;
	}
	return &traces->items[traces->count++];
}

int erase_traces_add(struct erase_traces *traces, uint32_t of, const void *bytes, size_t length)
{
	const unsigned char *from = bytes;
	struct erase_trace *trace;

	for (; length && !*from; length--)
		from++;
	if (length > ERASE_TRACE_BYTES)
		length = ERASE_TRACE_BYTES;
	if (!is_telling(from, length))
		return 0;
	trace = append(traces);
	if (!trace)
		return WIPE_E_NOMEM;
	*trace = (struct erase_trace){ .of = of, .length = (uint8_t)length };
	memcpy(trace->bytes, from, length);
	return 0;
}

void erase_traces_clear(struct erase_traces *traces)
{
	free(traces->items);
	*traces = (struct erase_traces){ .items = NULL };
}

void erase_traces_look(const struct erase_traces *traces, const unsigned char *bytes, size_t length,
		       bool *found)
{
	for (size_t i = 0; i < traces->count; i++) {
		const struct erase_trace *trace = &traces->items[i];

		if (!found[trace->of] && memmem(bytes, length, trace->bytes, trace->length))
			found[trace->of] = true;
	}
}

/* Pieces overlap, so that nothing lies across a border. */
static int find_in(const struct erase_traces *traces, const struct fs_medium *medium,
		   const struct fs_extent *place, unsigned char *buffer, size_t size, bool *found)
{
	uint64_t at = 0;

	while (at < place->length) {
		size_t length = (size_t)checked_min_u64(size, place->length - at);
		int rc = fs_medium_read(medium, place->device, buffer, length, place->physical + at,
					NULL);

		if (rc)
			return rc;
		erase_traces_look(traces, buffer, length, found);
		at += length;
		if (at < place->length)
			at -= ERASE_TRACE_BYTES - 1;
	}
	return 0;
}

int erase_traces_find(const struct erase_traces *traces, const struct fs_medium *medium,
		      const struct fs_extents *places, unsigned char *buffer, size_t size,
		      bool *found)
{
	int rc = 0;

	for (size_t i = 0; i < places->count && !rc; i++)
		if (places->items[i].physical != FS_NO_ADDRESS)
			rc = find_in(traces, medium, &places->items[i], buffer, size, found);
	return rc;
}
