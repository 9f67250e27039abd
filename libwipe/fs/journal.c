/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "fs_journal.h"

#include <errno.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "journal_wrap.h"
#include "text.h"

/* fs/ext4/ext4.h of Linux 5.15 and Documentation/filesystems/ext4/journal.rst. */
#define EXT4_CHECKPOINT _IOW('f', 43, uint32_t)
#define EXT4_CHECKPOINT_ZEROOUT UINT32_C(2)
#define EXT4_CHECKPOINT_DRY_RUN UINT32_C(4)

static int give_up(struct fs_journal_result *result, int sys_errno)
{
	result->state = FS_JOURNAL_UNSUPPORTED;
	result->sys_errno = sys_errno;
	return 0;
}

static int checkpoint(int folder, struct fs_journal_result *result, struct wipe_error *err)
{
	uint32_t flags = EXT4_CHECKPOINT_ZEROOUT;

	if (ioctl(folder, EXT4_CHECKPOINT, &flags) == 0) {
		result->state = FS_JOURNAL_WIPED;
		result->done_bytes = result->bytes;
		return 0;
	}
	switch (errno) {
	case ENODEV: /* no journal */
		result->state = FS_JOURNAL_NONE;
		result->bytes = 0;
		return 0;
	case ENOTTY:
	case EOPNOTSUPP:
	case EPERM:
	case EINVAL:
	case EROFS:
		return give_up(result, errno);
	default:
		return wipe_error_set(err, WIPE_E_IO, errno, _("the journal could not be wiped"));
	}
}

int fs_journal_wipe(const struct wipe_filesystem *fs, int folder, fs_journal_progress_fn *progress,
		    void *arg, struct fs_journal_result *result, struct wipe_error *err)
{
	*result = (struct fs_journal_result){ .bytes = fs->journal_bytes };
	if (syncfs(folder))
		return wipe_error_set(err, WIPE_E_IO, errno,
				      _("the file system cannot be written"));
	switch (fs->kind) {
	case WIPE_FS_EXT2:
	case WIPE_FS_EXT3:
	case WIPE_FS_EXT4:
		return checkpoint(folder, result, err);
	case WIPE_FS_XFS:
		return journal_wrap(fs, folder, progress, arg, result, err);
	case WIPE_FS_TMPFS:
	case WIPE_FS_BTRFS:
		result->state = FS_JOURNAL_NONE;
		return 0;
	default:
		return give_up(result, EOPNOTSUPP);
	}
}

bool fs_journal_can_wipe(const struct wipe_filesystem *fs, int folder)
{
	uint32_t flags = EXT4_CHECKPOINT_ZEROOUT | EXT4_CHECKPOINT_DRY_RUN;

	switch (fs->kind) {
	case WIPE_FS_EXT3:
	case WIPE_FS_EXT4:
		return ioctl(folder, EXT4_CHECKPOINT, &flags) == 0;
	case WIPE_FS_XFS:
		return geteuid() == 0;
	default:
		return false;
	}
}

int fs_journal_flush(const struct wipe_filesystem *fs, int folder, struct wipe_error *err)
{
	uint32_t flags = 0;

	if ((fs->kind != WIPE_FS_EXT3 && fs->kind != WIPE_FS_EXT4) ||
	    ioctl(folder, EXT4_CHECKPOINT, &flags) == 0 || errno == ENODEV)
		return 0;
	return wipe_error_set(err, WIPE_E_UNSUPPORTED, errno, _("the journal cannot be flushed"));
}
