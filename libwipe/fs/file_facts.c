/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "file_facts.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include "text.h"

static void take_statx(struct fs_file *file, const struct statx *stx)
{
	uint64_t have = stx->stx_attributes & stx->stx_attributes_mask;

	file->immutable = have & STATX_ATTR_IMMUTABLE;
	file->append_only = have & STATX_ATTR_APPEND;
	file->compressed = have & STATX_ATTR_COMPRESSED;
	file->nodump = have & STATX_ATTR_NODUMP;
	file->encrypted = have & STATX_ATTR_ENCRYPTED;
	file->verity = have & STATX_ATTR_VERITY;
	file->dax = have & STATX_ATTR_DAX;
}

static void take_flags(struct fs_file *file, unsigned int flags)
{
	file->flags_known = true;
	file->immutable |= !!(flags & FS_IMMUTABLE_FL);
	file->append_only |= !!(flags & FS_APPEND_FL);
	file->compressed |= !!(flags & FS_COMPR_FL);
	file->nodump |= !!(flags & FS_NODUMP_FL);
	file->encrypted |= !!(flags & FS_ENCRYPT_FL);
	file->verity |= !!(flags & FS_VERITY_FL);
	file->inline_data = flags & FS_INLINE_DATA_FL;
	file->journaled_data = flags & FS_JOURNAL_DATA_FL;
	file->no_cow = flags & FS_NOCOW_FL;
	file->dax |= !!(flags & FS_DAX_FL);
}

/* The attribute counts only where there is a journal, and only ext3 and ext4 write one of data. */
enum wipe_fs_writes fs_file_writes(const struct wipe_filesystem *fs, const struct fs_file *file)
{
	bool may_journal = (fs->kind == WIPE_FS_EXT3 || fs->kind == WIPE_FS_EXT4) &&
			   fs->journal != WIPE_FS_NO;

	if (fs->writes == WIPE_FS_IN_PLACE && may_journal && !file->flags_known)
		return WIPE_FS_WRITES_UNKNOWN;
	if (fs->writes == WIPE_FS_IN_PLACE && may_journal && file->journaled_data)
		return WIPE_FS_IN_PLACE_JOURNALED;
	if (fs->kind == WIPE_FS_BTRFS && file->no_cow)
		return WIPE_FS_IN_PLACE;
	return fs->writes;
}

int fs_file_of(const struct wipe_filesystem *fs, int fd, struct fs_file *file,
	       struct wipe_error *err)
{
	struct fsxattr extended = { .fsx_xflags = 0 };
	struct statx stx;
	int flags = 0;

	*file = (struct fs_file){ .flags_known = false };
	if (statx(fd, "", AT_EMPTY_PATH, STATX_BASIC_STATS, &stx) != 0)
		return wipe_error_set(err, WIPE_E_SYSTEM, errno, _("the file cannot be looked at"));
	take_statx(file, &stx);
	if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0)
		take_flags(file, (unsigned int)flags);
	if (fs->kind == WIPE_FS_XFS && ioctl(fd, FS_IOC_FSGETXATTR, &extended) == 0)
		file->realtime = extended.fsx_xflags & FS_XFLAG_REALTIME;
	file->writes = fs_file_writes(fs, file);
	return 0;
}
