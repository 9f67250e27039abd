/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies beneath a file system, down to the hardware. */
#ifndef FS_BENEATH_H
#define FS_BENEATH_H

#include "describe.h"

/* An old copy may stay where no address of the device leads to. */
#define BENEATH_KEEPS_COPIES                                              \
	(WIPE_BENEATH_THIN | WIPE_BENEATH_SNAPSHOT | WIPE_BENEATH_CACHE | \
	 WIPE_BENEATH_COPY_ON_WRITE)
#define BENEATH_MAY_KEEP_COPIES (WIPE_BENEATH_OTHER | WIPE_BENEATH_UNKNOWN)

/* Bits of a block device and what lies beneath it. source NULL: the system's. WIPE_E_NOMEM. */
int beneath_of_device(struct wipe_source *source, uint32_t major_no, uint32_t minor_no,
		      unsigned int *bits);

/* Adds to beneath and media what lies under the devices. WIPE_E_NOMEM. */
int beneath_describe(struct wipe_filesystem *fs, const struct describing *how);

/* Adds to those of fs what lies beneath another file system. WIPE_E_NOMEM. */
int beneath_merge(struct wipe_filesystem *fs, const struct wipe_filesystem *other);

/* For a source's lookup(): adds one of the lowest devices to arg, a struct wipe_filesystem. */
int beneath_take_lowest(void *arg, const struct wipe_raw_device *raw);

/*
 * Bits of one device of the device mapper: by its UUID, which its owner gave it, and by
 * the targets of its table, where the kernel can be asked.
 */
unsigned int dm_beneath(const struct describing *how, const char *uuid, uint32_t major_no,
			uint32_t minor_no);

/*
 * Pure: bits of the targets in a reply of DM_TABLE_STATUS (linux/dm-ioctl.h), of which so
 * many bytes are there; WIPE_BENEATH_UNKNOWN among them if it makes no sense.
 */
unsigned int dm_targets(const void *reply, size_t bytes);

/*
 * What the file or device of a loop device lies on: its bits and media are added to fs,
 * or *below is the number of the device and *is_device true. WIPE_E_NOMEM.
 */
int loop_beneath(struct wipe_filesystem *fs, const struct describing *how, const char *node,
		 const char *path, bool *is_device, uint32_t *major_no, uint32_t *minor_no);

/* The file that a loop device lies on: numbers as the kernel has them. False: not known. */
struct loop_file {
	uint32_t major_no, minor_no; /* of its file system; btrfs: major 0, not what stat() tells */
	uint64_t inode;
};
bool loop_file_of(const char *node, struct loop_file *file);

#endif
