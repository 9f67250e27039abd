/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The devices of a file system. */
#ifndef FS_DEVICE_H
#define FS_DEVICE_H

#include <sys/types.h>

#include <wipe/filesystem.h>

/* Appends a device, with its node where the kernel tells one. WIPE_E_NOMEM. */
int device_add(struct wipe_filesystem *fs, const char *root, enum wipe_fs_role role,
	       uint32_t major_no, uint32_t minor_no, uint64_t id);

/* The same by the path of its node; nothing if that is no block device. */
int device_add_path(struct wipe_filesystem *fs, const char *root, enum wipe_fs_role role,
		    const char *path, uint64_t id);

/* Opens its node O_RDONLY | flags, if it is that device; -1 and errno (ENXIO: it is another). */
int device_open(const struct wipe_fs_device *device, int flags);

/* length bytes at offset, through the cache; false if they cannot be had. */
bool device_read(const struct wipe_fs_device *device, void *buffer, size_t length, off_t offset);

/* Name below /sys/class/block, where '!' stands for '/'; "" if unknown. */
void device_name(const struct wipe_fs_device *device, char name[64]);

/* A number as the kernel's new_encode_dev() makes it: 12 bits major, 20 minor. */
void device_decode(uint64_t number, uint32_t *major_no, uint32_t *minor_no);

#endif
