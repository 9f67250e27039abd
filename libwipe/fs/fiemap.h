/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the kernel answers to FS_IOC_FIEMAP. Pure. */
#ifndef FS_FIEMAP_H
#define FS_FIEMAP_H

#include <linux/fiemap.h>

#include "file_extents.h"

/* Flags with which fe_physical is no place on the medium. */
#define FIEMAP_NO_ADDRESS (FIEMAP_EXTENT_UNKNOWN | FIEMAP_EXTENT_DELALLOC | FIEMAP_EXTENT_ENCODED)

/*
 * Appends the extents of one reply that had room for so many; all on device 0. *next is
 * where to ask on, *done whether the last one was among them. WIPE_E_FORMAT if it makes
 * no sense: more than there was room for, not ascending, wrapping, behind itself.
 */
int fiemap_take(struct fs_extents *extents, const struct fiemap *reply, uint32_t room,
		uint64_t *next, bool *done);

#endif
