/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Describing a file system that others lie on, too: loop devices, overlay. */
#ifndef FS_DESCRIBE_H
#define FS_DESCRIBE_H

#include <wipe/filesystem.h>

/* What is needed besides while a file system is described. */
struct describing {
	struct wipe_source *source;
	const char *root;   /* above /sys; "": the running system */
	int fd;		    /* for ioctls; -1: none could be had */
	unsigned int depth; /* of file systems over one another */
};

#define DESCRIBE_DEPTH_MAX 8U

/*
 * Of the file system that fd lies on, one deeper than how; *other is the caller's. As
 * wipe_filesystem_of(), and WIPE_E_UNSUPPORTED where it goes too deep.
 */
int describe_below(const struct describing *how, int fd, struct wipe_filesystem **other);

#endif
