/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a loop device lies on, which only the kernel knows for sure: paths go stale. */
#include <fcntl.h>
#include <linux/fiemap.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "beneath.h"
#include "cleanup.h"
#include "device.h"
#include "file_extents.h"
#include "file_facts.h"
#include "mount.h"

static bool ask(const char *node, struct loop_info64 *info)
{
	CLEANUP_FD int fd = open(node, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	memset(info, 0, sizeof(*info));
	return fd >= 0 && ioctl(fd, LOOP_GET_STATUS64, info) == 0;
}

bool loop_file_of(const char *node, struct loop_file *file)
{
	struct loop_info64 info;

	if (!ask(node, &info) || info.lo_rdevice)
		return false;
	device_decode(info.lo_device, &file->major_no, &file->minor_no);
	file->inode = info.lo_inode;
	return true;
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

/* Of a file that cannot be asked: on xfs its blocks may be shared. */
static enum wipe_fs_writes writes_of_any(const struct wipe_filesystem *other)
{
	const struct fs_file unknown = { .flags_known = false };

	return other->kind == WIPE_FS_XFS ? WIPE_FS_COPY_ON_WRITE : fs_file_writes(other, &unknown);
}

/* Where the file itself may be asked, its own attributes and extents count. */
static enum wipe_fs_writes writes_of(const struct wipe_filesystem *other, int path_fd)
{
	const uint32_t elsewhere = FIEMAP_EXTENT_SHARED | FIEMAP_EXTENT_ENCODED;
	char path[64];
	CLEANUP_FD int fd = -1;
	struct fs_file file;
	uint32_t flags;

	snprintf(path, sizeof(path), "/proc/self/fd/%d", path_fd);
	fd = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	if (fd < 0 || fs_file_of(other, fd, &file, NULL) != 0 || fs_extents_flags(fd, &flags) != 0)
		return writes_of_any(other);
	return flags & elsewhere ? WIPE_FS_COPY_ON_WRITE : file.writes;
}

static int add_below(struct wipe_filesystem *fs, const struct wipe_filesystem *other,
		     enum wipe_fs_writes writes)
{
	switch (writes) {
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

/* Where only its file system can be reached, the rule of that is taken for the file. */
static int describe_file(struct wipe_filesystem *fs, const struct describing *how, const char *path,
			 const struct loop_info64 *info)
{
	CLEANUP_FD int file_fd = open_file(path, info);
	CLEANUP_FD int mount_fd = -1;
	struct wipe_filesystem *other = NULL;
	uint32_t major_no, minor_no;
	int rc;

	if (file_fd < 0) {
		device_decode(info->lo_device, &major_no, &minor_no);
		mount_fd = mount_open(major_no, minor_no);
	}
	if (file_fd < 0 && mount_fd < 0)
		return WIPE_E_UNSUPPORTED;
	rc = describe_below(how, file_fd < 0 ? mount_fd : file_fd, &other);
	if (!rc)
		rc = add_below(fs, other,
			       file_fd < 0 ? writes_of_any(other) : writes_of(other, file_fd));
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
