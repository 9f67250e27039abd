/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_RESERVED_H
#define SPACE_RESERVED_H

#include <wipe/filesystem.h>

/*
 * Free bytes that the file system, open at top, keeps back for itself; UINT64_MAX: it does not
 * tell. What is kept back for root is not among them.
 */
uint64_t reserved_bytes(const struct wipe_filesystem *fs, int top);

#endif
