/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "kinds.h"

#include <string.h>

/*
 * Where a type is said to write in place, that was measured (tests/root/test_filesystem.c);
 * vfat, exfat and ntfs may well, but were not.
 */
static const struct {
	const char *type; /* "x.": all that begin so */
	enum wipe_fs_kind kind;
	enum wipe_fs_writes writes;
	unsigned int beneath;
} types[] = {
	{ "ext2", WIPE_FS_EXT2, WIPE_FS_IN_PLACE, 0 },
	{ "ext3", WIPE_FS_EXT3, WIPE_FS_WRITES_UNKNOWN, 0 }, /* ext.c knows by the mode */
	{ "ext4", WIPE_FS_EXT4, WIPE_FS_WRITES_UNKNOWN, 0 },
	{ "xfs", WIPE_FS_XFS, WIPE_FS_WRITES_UNKNOWN, 0 }, /* xfs.c by its features */
	{ "btrfs", WIPE_FS_BTRFS, WIPE_FS_COPY_ON_WRITE, 0 },
	{ "tmpfs", WIPE_FS_TMPFS, WIPE_FS_IN_MEMORY, WIPE_BENEATH_MEMORY },
	{ "ramfs", WIPE_FS_TMPFS, WIPE_FS_IN_MEMORY, WIPE_BENEATH_MEMORY },
	{ "devtmpfs", WIPE_FS_TMPFS, WIPE_FS_IN_MEMORY, WIPE_BENEATH_MEMORY },
	{ "overlay", WIPE_FS_OVERLAY, WIPE_FS_ELSEWHERE, 0 },
	{ "vfat", WIPE_FS_VFAT, WIPE_FS_WRITES_UNKNOWN, 0 },
	{ "msdos", WIPE_FS_VFAT, WIPE_FS_WRITES_UNKNOWN, 0 },
	{ "exfat", WIPE_FS_EXFAT, WIPE_FS_WRITES_UNKNOWN, 0 },
	{ "ntfs", WIPE_FS_NTFS, WIPE_FS_WRITES_UNKNOWN, 0 },
	{ "ntfs3", WIPE_FS_NTFS, WIPE_FS_WRITES_UNKNOWN, 0 },
	{ "f2fs", WIPE_FS_F2FS, WIPE_FS_COPY_ON_WRITE, 0 },
	{ "bcachefs", WIPE_FS_OTHER, WIPE_FS_COPY_ON_WRITE, 0 },
	{ "nilfs2", WIPE_FS_OTHER, WIPE_FS_COPY_ON_WRITE, 0 },
	{ "zfs", WIPE_FS_OTHER, WIPE_FS_COPY_ON_WRITE, 0 },
	{ "ubifs", WIPE_FS_OTHER, WIPE_FS_COPY_ON_WRITE, WIPE_BENEATH_FLASH },
	{ "jffs2", WIPE_FS_OTHER, WIPE_FS_COPY_ON_WRITE, WIPE_BENEATH_FLASH },
	{ "fuseblk", WIPE_FS_FUSE, WIPE_FS_WRITES_UNKNOWN, WIPE_BENEATH_OTHER },
	{ "fuse", WIPE_FS_FUSE, WIPE_FS_WRITES_UNKNOWN, WIPE_BENEATH_OTHER },
	{ "fuse.", WIPE_FS_FUSE, WIPE_FS_WRITES_UNKNOWN, WIPE_BENEATH_OTHER },
	{ "fuseblk.", WIPE_FS_FUSE, WIPE_FS_WRITES_UNKNOWN, WIPE_BENEATH_OTHER },
	{ "nfs", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "nfs4", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "cifs", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "smb3", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "smbfs", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "ceph", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "afs", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "coda", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "orangefs", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "lustre", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	/* Of the host that a virtual machine runs on, or of another machine. */
	{ "9p", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "virtiofs", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
	{ "vboxsf", WIPE_FS_NETWORK, WIPE_FS_ELSEWHERE, WIPE_BENEATH_NETWORK },
};

static bool fits(const char *type, const char *pattern)
{
	size_t length = strlen(pattern);

	return pattern[length - 1] == '.' ? strncmp(type, pattern, length) == 0 :
					    strcmp(type, pattern) == 0;
}

void kinds_classify(struct wipe_filesystem *fs)
{
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		if (!fits(fs->type, types[i].type))
			continue;
		fs->kind = types[i].kind;
		fs->writes = types[i].writes;
		fs->beneath = types[i].beneath;
		return;
	}
}
