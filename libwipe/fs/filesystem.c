/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <wipe/filesystem.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>

#include "beneath.h"
#include "btrfs.h"
#include "cleanup.h"
#include "device.h"
#include "ext.h"
#include "kinds.h"
#include "mount.h"
#include "overlay.h"
#include "text.h"
#include "xfs.h"

/*
 * A descriptor that ioctls work on: fd itself, since to open the file once more would
 * break a lease on it; only one opened with O_PATH has to be. -1: none can be had.
 */
static int open_for_ioctl(int fd, int *opened)
{
	int flags = fcntl(fd, F_GETFL);
	char path[64];
	struct stat st;

	*opened = -1;
	if (flags < 0 || !(flags & O_PATH))
		return flags < 0 ? -1 : fd;
	if (fstat(fd, &st) != 0 || (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
		return -1;
	snprintf(path, sizeof(path), "/proc/self/fd/%d", fd);
	*opened = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	return *opened;
}

static void take_block_size(struct wipe_filesystem *fs, int fd)
{
	struct statfs stats;

	if (fs->kind == WIPE_FS_NETWORK || fs->kind == WIPE_FS_FUSE || fstatfs(fd, &stats) != 0 ||
	    stats.f_bsize <= 0 || stats.f_bsize > INT32_MAX)
		return;
	fs->block_bytes = (uint32_t)stats.f_bsize;
}

static bool is_ext(enum wipe_fs_kind kind)
{
	return kind == WIPE_FS_EXT2 || kind == WIPE_FS_EXT3 || kind == WIPE_FS_EXT4;
}

static int describe_kind(struct wipe_filesystem *fs, const struct describing *how)
{
	/* Major 0 is for file systems without a device, or with several. */
	int rc = fs->major_no ? device_add(fs, how->root, WIPE_FS_ROLE_DATA, fs->major_no,
					   fs->minor_no, 0) :
				0;

	if (rc)
		return rc;
	if (is_ext(fs->kind))
		return ext_describe(fs, how);
	if (fs->kind == WIPE_FS_XFS)
		return xfs_describe(fs, how);
	if (fs->kind == WIPE_FS_BTRFS)
		return btrfs_describe(fs, how);
	if (fs->kind == WIPE_FS_OVERLAY)
		return overlay_describe(fs, how);
	return 0;
}

static int describe(struct describing *how, int fd, struct wipe_filesystem *fs,
		    struct wipe_error *err)
{
	CLEANUP_FD int opened = -1;
	int rc = mount_of(fd, fs, err);

	if (rc)
		return rc;
	kinds_classify(fs);
	take_block_size(fs, fd);
	how->fd = open_for_ioctl(fd, &opened);
	rc = describe_kind(fs, how);
	if (!rc)
		rc = beneath_describe(fs, how);
	return rc ? wipe_error_set(err, rc, 0, _("the file system cannot be described")) : 0;
}

static int make(struct describing *how, int fd, struct wipe_filesystem **fs, struct wipe_error *err)
{
	struct wipe_filesystem *made = calloc(1, sizeof(*made));
	int rc;

	*fs = NULL;
	if (!made)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	rc = describe(how, fd, made, err);
	if (rc) {
		wipe_filesystem_free(made);
		return rc;
	}
	*fs = made;
	return 0;
}

int describe_below(const struct describing *how, int fd, struct wipe_filesystem **other)
{
	struct describing below = *how;

	*other = NULL;
	return ++below.depth > DESCRIBE_DEPTH_MAX ? WIPE_E_UNSUPPORTED :
						    make(&below, fd, other, NULL);
}

int wipe_filesystem_of(struct wipe_source *source, int fd, struct wipe_filesystem **fs,
		       struct wipe_error *err)
{
	struct wipe_source *own = source ? NULL : wipe_source_system();
	struct describing how = { .source = source ? source : own, .root = "" };
	int rc;

	*fs = NULL;
	if (!how.source)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	if (how.source->root)
		how.root = how.source->root;
	rc = make(&how, fd, fs, err);
	wipe_source_free(own);
	return rc;
}

int beneath_of_device(struct wipe_source *source, uint32_t major_no, uint32_t minor_no,
		      unsigned int *bits)
{
	struct wipe_source *own = source ? NULL : wipe_source_system();
	struct describing how = { .source = source ? source : own, .root = "", .fd = -1 };
	struct wipe_filesystem *fs = calloc(1, sizeof(*fs));
	int rc = how.source && fs ? 0 : WIPE_E_NOMEM;

	if (!rc && how.source->root)
		how.root = how.source->root;
	if (!rc)
		rc = device_add(fs, how.root, WIPE_FS_ROLE_DATA, major_no, minor_no, 0);
	if (!rc)
		rc = beneath_describe(fs, &how);
	*bits = rc ? 0 : fs->beneath;
	wipe_filesystem_free(fs);
	wipe_source_free(own);
	return rc;
}

void wipe_filesystem_free(struct wipe_filesystem *fs)
{
	if (!fs)
		return;
	free(fs->mount_point);
	free(fs->root);
	free(fs->source);
	free(fs->options);
	free(fs->upper_dir);
	free(fs->lower_dirs);
	free(fs->devices);
	free(fs->media);
	free(fs);
}
