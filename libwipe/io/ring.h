/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IO_RING_H
#define IO_RING_H

#include <liburing.h>

#include <wipe/ring.h>

/* One for each lane of a sweep. */
#define RING_COUNT 2

/* The ring of lane index (below RING_COUNT). */
struct io_uring *ring_at(struct wipe_ring *ring, unsigned int index);

#endif
