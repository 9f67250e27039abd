/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has locked (flock(2)) a folder. */
#ifndef FS_LOCKERS_H
#define FS_LOCKERS_H

#include <sys/stat.h>

#include <wipe/file.h>

struct fs_locker {
	struct wipe_file_holder holder; /* UNKNOWN: nobody is seen that can be named */
	bool is_run;			/* another process of this program */
};

/*
 * Of several, one that runs this program. Never one's own process. What can be seen: locks of
 * processes in one's own PID namespace, as long as who took them still has the folder open.
 */
void fs_locker_find(const struct stat *folder, struct fs_locker *locker);

/*
 * Pure: a line of /proc/locks (proc(5)); the process that took a lock of that kind, which may
 * have ended since. False: another kind, or another file. Where no device is (btrfs, tmpfs) the
 * inode decides: stat() has other numbers there.
 */
bool fs_locker_parse(const char *line, const struct stat *folder, int64_t *pid);

#endif
