/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Folders of our own on a file system, which whoever was killed leaves behind. */
#ifndef FS_FOLDER_H
#define FS_FOLDER_H

#include <stdbool.h>

/*
 * Makes a folder (0700) and locks it (flock); it must not be there. A descriptor,
 * or -1 with errno.
 */
int folder_make(int parent, const char *name);

/* Opens one that is there, if it is a folder of this user with mode 0700 on the same
 * file system, and locks it. -1: EPERM not ours, EWOULDBLOCK in use, else errno. */
int folder_take(int parent, const char *name);

/*
 * Removes all that is in an open folder, however deep, entering no mount. 0, or -1
 * with errno of the first thing that could not be removed; the rest is.
 */
int folder_empty(int folder);

/* The same with the folder itself; closes the descriptor. */
int folder_remove(int parent, const char *name, int folder);

/* Whether a name is one that we give. */
typedef bool folder_name_fn(const char *name);

/* Whether all names in an open folder are such; false also if it cannot be read. */
bool folder_only_has(int folder, folder_name_fn *is_known);

/*
 * Removes all folders in parent whose names begin like that and go on with is_known(), that are
 * ours, not in use, and have no names but such as is_content() knows. Whether there was one.
 */
bool folder_sweep(int parent, const char *prefix, folder_name_fn *is_known,
		  folder_name_fn *is_content);

#endif
