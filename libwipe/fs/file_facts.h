/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a single file has by itself that changes where its bytes go. */
#ifndef FS_FILE_FACTS_H
#define FS_FILE_FACTS_H

#include <wipe/filesystem.h>

struct fs_file {
	enum wipe_fs_writes writes; /* of this file, by its file system and its own attributes */
	bool flags_known; /* FS_IOC_GETFLAGS answered: else the four below are only statx's */
	bool immutable, append_only, compressed, nodump;
	bool encrypted;	     /* fscrypt: what lies on the medium is ciphertext */
	bool verity;	     /* cannot be written */
	bool inline_data;    /* ext4: lies in the inode */
	bool journaled_data; /* ext4: chattr +j */
	bool no_cow;	     /* btrfs: chattr +C */
	bool realtime;	     /* xfs: lies on the realtime section */
	bool dax;
};

/* Pure: what that says of the writes; of a file that nobody can ask, with flags_known false. */
enum wipe_fs_writes fs_file_writes(const struct wipe_filesystem *fs, const struct fs_file *file);

/*
 * Asks about an open regular file (not O_PATH). WIPE_E_SYSTEM if it cannot even be
 * looked at; what else does not answer leaves flags_known false.
 */
int fs_file_of(const struct wipe_filesystem *fs, int fd, struct fs_file *file,
	       struct wipe_error *err);

#endif
