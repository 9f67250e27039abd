/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a loop device lies on, which only the kernel knows for sure: paths go stale. */
#include <fcntl.h>
#include <linux/loop.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "beneath.h"
#include "cleanup.h"
#include "device.h"
#include "mount.h"

static bool ask(const char *node, struct loop_info64 *info)
{
	CLEANUP_FD int fd = open(node, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	memset(info, 0, sizeof(*info));
	return fd >= 0 && ioctl(fd, LOOP_GET_STATUS64, info) == 0;
}

/* Is it that file? btrfs has numbers of its own for what stat() tells (major 0). */
static int open_file(const char *path, const struct loop_info64 *info)
{
	uint32_t major_no, minor_no;
	struct stat st;
	int fd = open(path, O_PATH | O_NOFOLLOW | O_CLOEXEC);

	if (fd < 0)
		return -1;
	device_decode(info->lo_device, &major_no, &minor_no);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode) && st.st_ino == info->lo_inode &&
	    major(st.st_dev) == major_no && (!major_no || minor(st.st_dev) == minor_no))
		return fd;
	close(fd);
	return -1;
}

/* The rule of the file system is taken for its file: attributes of the file may differ. */
static int add_below(struct wipe_filesystem *fs, const struct wipe_filesystem *other)
{
	switch (other->writes) {
	case WIPE_FS_IN_PLACE:
	case WIPE_FS_IN_MEMORY:
		break;
	case WIPE_FS_WRITES_UNKNOWN:
		fs->beneath |= WIPE_BENEATH_UNKNOWN;
		break;
	case WIPE_FS_IN_PLACE_JOURNALED:
	case WIPE_FS_COPY_ON_WRITE:
	case WIPE_FS_ELSEWHERE:
		fs->beneath |= WIPE_BENEATH_COPY_ON_WRITE;
		break;
	}
	return beneath_merge(fs, other);
}

static int describe_file(struct wipe_filesystem *fs, const struct describing *how, const char *path,
			 const struct loop_info64 *info)
{
	CLEANUP_FD int fd = open_file(path, info);
	struct wipe_filesystem *other = NULL;
	uint32_t major_no, minor_no;
	int rc;

	if (fd < 0) {
		device_decode(info->lo_device, &major_no, &minor_no);
		fd = mount_open(major_no, minor_no);
	}
	rc = fd < 0 ? WIPE_E_UNSUPPORTED : describe_below(how, fd, &other);
	if (!rc)
		rc = add_below(fs, other);
	wipe_filesystem_free(other);
	return rc;
}

int loop_beneath(struct wipe_filesystem *fs, const struct describing *how, const char *node,
		 const char *path, bool *is_device, uint32_t *major_no, uint32_t *minor_no)
{
	struct loop_info64 info;
	int rc = !*how->root && ask(node, &info) ? 0 : WIPE_E_UNSUPPORTED;

	*is_device = !rc && info.lo_rdevice;
	if (*is_device)
		device_decode(info.lo_rdevice, major_no, minor_no);
	else if (!rc)
		rc = describe_file(fs, how, path, &info);
	if (rc && rc != WIPE_E_NOMEM) {
		fs->beneath |= WIPE_BENEATH_UNKNOWN;
		rc = 0;
	}
	return rc;
}
