/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "naming.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/magic.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/vfs.h>

#include "cleanup.h"
#include "text.h"

/* Some of the others do, too; asking them takes longer, no more. */
static bool keeps_names(int folder)
{
	struct statfs fs;
	int flags = 0;

	if (fstatfs(folder, &fs))
		return false;
	switch ((unsigned long)fs.f_type) {
	case EXT4_SUPER_MAGIC:
	case XFS_SUPER_MAGIC:
	case BTRFS_SUPER_MAGIC:
	case TMPFS_MAGIC:
		/* Those that cannot tell have no such folders. */
		return ioctl(folder, FS_IOC_GETFLAGS, &flags) || !(flags & FS_CASEFOLD_FL);
	default:
		return false;
	}
}

bool naming_is_listed(int folder, const char *name)
{
	CLEANUP_FD int fd = openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CLEANUP_DIR DIR *dir = fd < 0 ? NULL : fdopendir(fd);
	struct dirent *found;

	if (!dir)
		return false;
	fd = -1;
	while ((errno = 0, found = readdir(dir)))
		if (!strcmp(found->d_name, name))
			return true;
	return false;
}

int naming_check(int folder, const char *name, struct wipe_error *err)
{
	if (keeps_names(folder) || naming_is_listed(folder, name))
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, errno,
			      _("the destination cannot hold this name beside the others, or not "
				"as it is"));
}
