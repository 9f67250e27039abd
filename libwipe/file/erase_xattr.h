/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Extended attributes and access control lists: overwritten at their size, later removed,
 * and in the end sought where they lay.
 */
#ifndef FILE_ERASE_XATTR_H
#define FILE_ERASE_XATTR_H

#include <stdbool.h>
#include <stdint.h>

#include <wipe/error.h>
#include <wipe/sys/env.h>

#include "erase_trace.h"

/* Of one file or folder, as they were before. */
struct erase_xattrs {
	uint32_t count;		  /* without labels, which the system sets */
	bool *is_left;		  /* of each: it could not be overwritten */
	bool is_placed;		  /* places are known */
	struct fs_extents places; /* where they lay */
	struct erase_traces traces;
};

/*
 * What fd has is overwritten where its file system allows it; ext2, ext3 and ext4 also get
 * others in its place at once, so that a block that is freed later holds none of the names.
 * What has an access control list can be opened only by its owner from then on.
 * fs NULL: nothing is known of it. *xattrs is the caller's, also after an error; NULL: there
 * are none. WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int erase_xattr_overwrite(const struct wipe_filesystem *fs, int fd, const struct wipe_env *env,
			  struct erase_xattrs **xattrs, struct wipe_error *err);
void erase_xattrs_free(struct erase_xattrs *xattrs); /* NULL: no-op */

/* How many there are, labels not counted; what cannot be read counts as none. */
uint32_t erase_xattr_count(int fd);
/*
 * Of a link, pipe or socket that goes as it is: how many of them stay where they lie, and one more
 * for a link's target that has a block. What cannot be read counts as one. fd: O_PATH.
 */
uint32_t erase_xattr_count_kept(int fd);

/* When the medium has what was overwritten. What stays is counted in the end. Was there any? */
bool erase_xattr_remove(int fd);

/*
 * When everything else is done: how many of them are still where they lay, or could be.
 * medium NULL: it cannot be read. buffer as of erase_traces_find().
 */
uint32_t erase_xattr_left(const struct erase_xattrs *xattrs, const struct fs_medium *medium,
			  unsigned char *buffer, size_t size);

#endif
