/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal or log of a mounted file system: what was written to it before is
 * overwritten. Names, and whatever else lies in metadata, stays there for long.
 */
#ifndef FS_FS_JOURNAL_H
#define FS_FS_JOURNAL_H

#include <wipe/filesystem.h>

enum fs_journal_state {
	FS_JOURNAL_NOT_DONE, /* it failed, or was stopped */
	FS_JOURNAL_WIPED,
	FS_JOURNAL_NONE,	/* there is none (ext2, tmpfs), or none of a fixed place (btrfs) */
	FS_JOURNAL_UNSUPPORTED, /* the kernel cannot, or not for us: sys_errno */
};

struct fs_journal_result {
	enum fs_journal_state state;
	uint64_t bytes;	     /* of the journal; 0: unknown */
	uint64_t done_bytes; /* how far the log was wrapped */
	int sys_errno;
};

/* Returns 0 to go on; else the job ends with WIPE_E_INTERRUPTED. */
typedef int fs_journal_progress_fn(void *arg, uint64_t done_bytes, uint64_t total_bytes);

/*
 * Everything of before the call is gone from the journal after it. folder: an open
 * folder of the file system (not O_PATH).
 *
 * ext3, ext4: EXT4_IOC_CHECKPOINT with ZEROOUT (Linux 5.15, root): all but its
 * superblock becomes zeros. A device that zeroes by other means than writing does so.
 * xfs: small files in a folder of its own, made in folder and removed again, are
 * changed until the head of the log has gone around once; needs some free space.
 * progress may be NULL.
 *
 * 0, also where it is not supported (look at result->state), or WIPE_E_INTERRUPTED,
 * WIPE_E_IO (no space, too), WIPE_E_NOMEM.
 */
int fs_journal_wipe(const struct wipe_filesystem *fs, int folder, fs_journal_progress_fn *progress,
		    void *arg, struct fs_journal_result *result, struct wipe_error *err);

/* What a run that was killed while it wiped left in folder is removed; whether there was any. */
bool fs_journal_mend(int folder);

/*
 * Would fs_journal_wipe() do it, as far as can be told without doing it? Of ext3 and ext4
 * the kernel is asked; of xfs, root can.
 */
bool fs_journal_can_wipe(const struct wipe_filesystem *fs, int folder);

/*
 * ext3, ext4: what is in the journal is written to its place, which otherwise only
 * happens when it is full. Elsewhere nothing. 0, or WIPE_E_UNSUPPORTED.
 */
int fs_journal_flush(const struct wipe_filesystem *fs, int folder, struct wipe_error *err);

#endif
