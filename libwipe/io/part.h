/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A part of a medium as a medium of its own, of which any bytes can be read and
 * written: what shares a block of the medium with them stays as it is.
 */
#ifndef IO_PART_H
#define IO_PART_H

#include <wipe/sys/io.h>

/*
 * The part begins at offset of io, which is borrowed and is not closed with it; the part
 * lies on it. Flushing and dropping caches is about the whole. NULL: no memory.
 */
struct wipe_io *part_io_new(struct wipe_io *io, uint64_t offset, uint64_t length);

#endif
