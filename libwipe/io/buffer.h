/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef IO_BUFFER_H
#define IO_BUFFER_H

#include <stddef.h>

/*
 * Memory for transfers: aligned to 2 MiB and on huge pages where the kernel gives
 * them, which halves the cost of direct I/O. NULL: no memory.
 */
void *buffer_new(size_t bytes);
void buffer_free(void *buffer); /* NULL: no-op */

#endif
