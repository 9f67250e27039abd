/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Small files and links below a root: the running system's (root "") or a tree
 * of the same form that a test made. Paths begin with "/sys/" or "/run/udev/"
 * and are looked up as root followed by path.
 */
#ifndef DISCOVER_SYSFS_H
#define DISCOVER_SYSFS_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * The first line of folder/name without its newline and the blanks around it;
 * false and "" if it cannot be read or is longer than out.
 */
bool sysfs_read(const char *root, const char *folder, const char *name, char *out,
		size_t out_bytes);

/* The same as a decimal number, or a hexadecimal one after "0x"; false and 0 if it is none. */
bool sysfs_read_u64(const char *root, const char *folder, const char *name, uint64_t *value);

/* Up to out_bytes raw bytes of a binary attribute; their number, or -1. */
ssize_t sysfs_read_bytes(const char *root, const char *folder, const char *name, void *out,
			 size_t out_bytes);

/* Is there such an entry (a folder, a file or a link)? */
bool sysfs_exists(const char *root, const char *folder, const char *name);

/*
 * Does the udev daemon of that machine run? Else its records may be those of a medium
 * that was there before.
 */
bool sysfs_udev_runs(const char *root);

/*
 * Where path leads to, all links followed: again a path below root, without it.
 * false and "" if it leads nowhere, outside of root, or is longer than out.
 */
bool sysfs_resolve(const char *root, const char *path, char *out, size_t out_bytes);

/* The last component of where the link folder/name leads to ("ahci" of .../driver). */
bool sysfs_link_name(const char *root, const char *folder, const char *name, char *out,
		     size_t out_bytes);

/* A folder's entries; the caller closes it. NULL if it cannot be read. */
DIR *sysfs_open_folder(const char *root, const char *folder);

#endif
