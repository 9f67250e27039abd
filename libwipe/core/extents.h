/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a medium, in ascending order, without overlap; touching ones are one. */
#ifndef CORE_EXTENTS_H
#define CORE_EXTENTS_H

#include <stdbool.h>
#include <stddef.h>

#include <wipe/report.h>

/* All zero: none. */
struct extents {
	struct wipe_extent *items;
	size_t count, room;
};

void extents_clear(struct extents *extents);

/* Adds what is not there yet. 0 or WIPE_E_NOMEM. offset + length does not wrap. */
int extents_add(struct extents *extents, uint64_t offset, uint64_t length);

/* Adds it as one of its own behind the others: then they are a list, in any order. */
int extents_append(struct extents *extents, uint64_t offset, uint64_t length);

uint64_t extents_total(const struct extents *extents);
bool extents_contain(const struct extents *extents, uint64_t offset);

/* Is any byte of the range in one of them? */
bool extents_touch(const struct extents *extents, uint64_t offset, uint64_t length);

/* How many bytes of the range are? */
uint64_t extents_common(const struct extents *extents, uint64_t offset, uint64_t length);

#endif
