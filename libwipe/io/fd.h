/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A block device or a regular file as a medium, by file descriptor. */
#ifndef IO_FD_H
#define IO_FD_H

#include <stdbool.h>

#include <wipe/sys/io.h>

/*
 * Takes fd over, also on failure (NULL: no memory). writable says how it was
 * opened. Direct I/O is switched on if the file can; what is not a multiple of
 * block_bytes (the tail of an image) goes through the cache, is flushed and
 * dropped from it.
 */
struct wipe_io *fd_io_new(int fd, uint32_t block_bytes, bool writable);

/* Do reads bypass the host's cache? Block devices without are not erased. */
bool fd_io_is_direct(const struct wipe_io *io);

#endif
