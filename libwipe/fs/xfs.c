/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "xfs.h"

#include <stdlib.h>
#include <sys/ioctl.h>

#include "cleanup.h"
#include "device.h"
#include "options.h"
#include "uuid.h"

#define XFS_GEOMETRY _IOR('X', 126, struct xfs_geometry) /* XFS_IOC_FSGEOMETRY, Linux 5.2 */
#define FLAG_REFLINK (1U << 20)
#define FLAG_ZONED (1U << 27)

_Static_assert(sizeof(struct xfs_geometry) == 256, "struct xfs_fsop_geom");

void xfs_take_geometry(struct wipe_filesystem *fs, const struct xfs_geometry *geometry)
{
	fs->block_bytes = geometry->blocksize;
	fs->unit_bytes = geometry->blocksize;
	fs->journal_bytes = (uint64_t)geometry->logblocks * geometry->blocksize;
	fs->journal_is_external = !geometry->logstart;
	fs->has_realtime = geometry->rtblocks;
	fs->reflinks = geometry->flags & FLAG_REFLINK ? WIPE_FS_YES : WIPE_FS_NO;
	fs->writes = geometry->flags & FLAG_ZONED ? WIPE_FS_COPY_ON_WRITE : WIPE_FS_IN_PLACE;
	uuid_write(geometry->uuid, fs->uuid);
}

static int add_named(struct wipe_filesystem *fs, const char *root, enum wipe_fs_role role,
		     const char *option)
{
	CLEANUP_FREE char *path = options_value(fs->options, option);

	return path ? device_add_path(fs, root, role, path, 0) : 0;
}

int xfs_describe(struct wipe_filesystem *fs, const struct describing *how)
{
	struct xfs_geometry geometry = { .blocksize = 0 };
	int rc;

	fs->journal = WIPE_FS_YES;
	fs->inline_data = WIPE_FS_NO;
	fs->bigalloc = WIPE_FS_NO;
	fs->encrypts = WIPE_FS_NO;
	fs->compresses = WIPE_FS_NO;
	fs->data_copies = 1;
	if (how->fd >= 0 && ioctl(how->fd, XFS_GEOMETRY, &geometry) == 0)
		xfs_take_geometry(fs, &geometry);
	rc = add_named(fs, how->root, WIPE_FS_ROLE_REALTIME, "rtdev");
	return rc ? rc : add_named(fs, how->root, WIPE_FS_ROLE_JOURNAL, "logdev");
}
