/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "journal_wipe.h"

#include <errno.h>
#include <linux/ioctl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define EXT4_IOC_CHECKPOINT _IOW('f', 43, uint32_t)
#define CHECKPOINT_ZEROOUT 0x2

static bool has_journal(const struct wipe_filesystem *fs)
{
	return (fs->kind == WIPE_FS_EXT3 || fs->kind == WIPE_FS_EXT4) && fs->journal != WIPE_FS_NO;
}

bool fs_journal_can_wipe(const struct wipe_filesystem *fs)
{
	return has_journal(fs) && geteuid() == 0;
}

static int checkpoint(int fd, uint32_t flags)
{
	return ioctl(fd, EXT4_IOC_CHECKPOINT, &flags) ? -errno : 0;
}

int fs_journal_flush(const struct wipe_filesystem *fs, int fd)
{
	return has_journal(fs) ? checkpoint(fd, 0) : 0;
}

int fs_journal_wipe_now(const struct wipe_filesystem *fs, int fd)
{
	return has_journal(fs) ? checkpoint(fd, CHECKPOINT_ZEROOUT) : -EOPNOTSUPP;
}
