/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes of the inodes of a mounted xfs, wherever their names lie, and what is mounted over them. */
#ifndef FS_XFS_ATTRIBUTES_H
#define FS_XFS_ATTRIBUTES_H

#include <stdbool.h>
#include <stdint.h>

#include <wipe/error.h>

#define XFS_PIECES_MAX 8

struct xfs_removal {
	/* "trusted." is left out; of each inode names[0] is there if any is. */
	char *names[XFS_PIECES_MAX];
	unsigned int count;
	uint64_t inodes; /* that had some, and have none now */
	uint64_t failed; /* that have some still; the first of them, and why */
	uint64_t failed_inode;
	int failed_errno;
	void (*tell)(void *arg); /* every 1,000 inodes or so; NULL: nobody asks */
	void *arg;
};

/* Whether this kernel can do the following at all. */
bool xfs_attributes_reached(int fd);

/*
 * Looks at each inode once, and takes these out of it. fd: any on it. 0 also if
 * some failed. WIPE_E_SYSTEM if the kernel does not list inodes (before Linux 5.3, too).
 */
int xfs_attributes_remove(int fd, struct xfs_removal *removal, struct wipe_error *err);

#endif
