/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has files of a file system open: processes, loop devices, swap. */
#ifndef FS_HOLDERS_H
#define FS_HOLDERS_H

#include <sys/types.h>

#include <wipe/file.h>

/* A file, and who has it open. */
struct fs_held {
	dev_t dev;
	ino_t ino;
	struct wipe_file_holder holders[WIPE_FILE_HOLDERS_MAX];
	size_t count;
};

/*
 * Finds who has each of the files open, one's own process included: those that this user
 * may look at. files are sorted by dev and ino.
 */
void fs_holders_find(struct fs_held *files, size_t count);

/* Fills in a process of that number, with its name as long as it runs. */
void holder_name_process(struct wipe_file_holder *holder, int64_t pid);

/* For sorting. */
int fs_held_compare(const void *a, const void *b);

#endif
