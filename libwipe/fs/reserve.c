/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "reserve.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "cleanup.h"
#include "sysname.h"
#include "text.h"

/* struct xfs_fsop_resblks of fs/xfs/libxfs/xfs_fs.h. */
struct reserved {
	uint64_t blocks, available;
};
#define XFS_SET_RESBLKS _IOWR('X', 114, struct reserved)
#define XFS_GET_RESBLKS _IOR('X', 115, struct reserved)

static int failed(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_SYSTEM, errno,
			      _("the reserved blocks could not be read or changed"));
}

static int unsupported(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
			      _("this file system has no reserved blocks that can be changed"));
}

static int open_clusters(const struct wipe_filesystem *fs, int flags)
{
	char name[64], path[128];

	sysname_of_device(fs->major_no, fs->minor_no, name);
	snprintf(path, sizeof(path), "/sys/fs/ext4/%s/reserved_clusters", name);
	return open(path, flags | O_CLOEXEC);
}

static int clusters_get(const struct wipe_filesystem *fs, uint64_t *units, struct wipe_error *err)
{
	CLEANUP_FD int fd = open_clusters(fs, O_RDONLY);
	char text[32];
	ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);

	if (fd < 0 && errno == ENOENT)
		return unsupported(err);
	if (length <= 0)
		return failed(err);
	text[length] = '\0';
	text[strcspn(text, "\n")] = '\0';
	errno = EIO;
	return text_parse_u64(text, units) ? 0 : failed(err);
}

static int clusters_set(const struct wipe_filesystem *fs, uint64_t units, struct wipe_error *err)
{
	CLEANUP_FD int fd = open_clusters(fs, O_WRONLY);
	char text[32];
	int length = snprintf(text, sizeof(text), "%" PRIu64, units);

	return fd < 0 || write(fd, text, (size_t)length) != length ? failed(err) : 0;
}

static bool is_ext(const struct wipe_filesystem *fs)
{
	return fs->kind == WIPE_FS_EXT2 || fs->kind == WIPE_FS_EXT3 || fs->kind == WIPE_FS_EXT4;
}

int fs_reserve_get(const struct wipe_filesystem *fs, int fd, uint64_t *units,
		   struct wipe_error *err)
{
	struct reserved reserved = { .blocks = 0 };

	*units = 0;
	if (is_ext(fs))
		return clusters_get(fs, units, err);
	if (fs->kind != WIPE_FS_XFS)
		return unsupported(err);
	if (ioctl(fd, XFS_GET_RESBLKS, &reserved))
		return failed(err);
	*units = reserved.blocks;
	return 0;
}

int fs_reserve_set(const struct wipe_filesystem *fs, int fd, uint64_t units, struct wipe_error *err)
{
	struct reserved reserved = { .blocks = units };

	if (is_ext(fs))
		return clusters_set(fs, units, err);
	if (fs->kind != WIPE_FS_XFS)
		return unsupported(err);
	return ioctl(fd, XFS_SET_RESBLKS, &reserved) ? failed(err) : 0;
}
