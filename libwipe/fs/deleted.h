/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that have no name any more, but that a process holds open or mapped. */
#ifndef FS_DELETED_H
#define FS_DELETED_H

#include <sys/types.h>

#include <wipe/file.h>

struct fs_deleted {
	uint64_t count, bytes; /* of their blocks, which are not free */
	bool is_known;	       /* there is a /proc */
	bool sees_all;	       /* every process of this PID namespace could be looked at */
	struct wipe_file_deleted told[WIPE_FILE_DELETED_MAX]; /* the first of them */
};

/* Those on the file systems that stat() tells by these numbers. */
void fs_deleted_find(const dev_t *devices, size_t device_count, struct fs_deleted *deleted);

#endif
