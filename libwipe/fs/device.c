/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "device.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "nodes.h"
#include "sysfs.h"
#include "text.h"

static void name_of(const char *root, uint32_t major_no, uint32_t minor_no, char *name,
		    size_t name_bytes)
{
	char number[32];

	snprintf(number, sizeof(number), "%u:%u", major_no, minor_no);
	sysfs_link_name(root, "/sys/dev/block", number, name, name_bytes);
}

int device_add(struct wipe_filesystem *fs, const char *root, enum wipe_fs_role role,
	       uint32_t major_no, uint32_t minor_no, uint64_t id)
{
	struct wipe_fs_device *grown =
		reallocarray(fs->devices, fs->device_count + 1, sizeof(*grown));
	char name[64];

	if (!grown)
		return WIPE_E_NOMEM;
	fs->devices = grown;
	grown += fs->device_count++;
	*grown = (struct wipe_fs_device){
		.role = role, .major_no = major_no, .minor_no = minor_no, .id = id
	};
	name_of(root, major_no, minor_no, name, sizeof(name));
	if (*name)
		nodes_path(name, grown->node, sizeof(grown->node));
	return 0;
}

int device_add_path(struct wipe_filesystem *fs, const char *root, enum wipe_fs_role role,
		    const char *path, uint64_t id)
{
	struct statx stx;

	if (statx(AT_FDCWD, path, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_TYPE, &stx) != 0 ||
	    !S_ISBLK(stx.stx_mode))
		return 0;
	return device_add(fs, root, role, stx.stx_rdev_major, stx.stx_rdev_minor, id);
}

int device_open(const struct wipe_fs_device *device, int flags)
{
	struct stat st;
	int fd;

	if (!*device->node) {
		errno = ENODEV;
		return -1;
	}
	fd = open(device->node, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | flags);
	if (fd < 0)
		return -1;
	if (fstat(fd, &st) == 0 && S_ISBLK(st.st_mode) && major(st.st_rdev) == device->major_no &&
	    minor(st.st_rdev) == device->minor_no)
		return fd;
	close(fd);
	errno = ENXIO;
	return -1;
}

bool device_read(const struct wipe_fs_device *device, void *buffer, size_t length, off_t offset)
{
	CLEANUP_FD int fd = device_open(device, 0);

	return fd >= 0 && pread(fd, buffer, length, offset) == (ssize_t)length;
}

void device_name(const struct wipe_fs_device *device, char name[64])
{
	name_of("", device->major_no, device->minor_no, name, 64);
}

void device_decode(uint64_t number, uint32_t *major_no, uint32_t *minor_no)
{
	*major_no = (uint32_t)(number >> 8 & 0xfff);
	*minor_no = (uint32_t)((number & 0xff) | (number >> 12 & 0xfff00));
}
