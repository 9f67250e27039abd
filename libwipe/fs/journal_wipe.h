/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FS_JOURNAL_WIPE_H
#define FS_JOURNAL_WIPE_H

#include <wipe/filesystem.h>

bool fs_journal_can_wipe(const struct wipe_filesystem *fs);
int fs_journal_flush(const struct wipe_filesystem *fs, int fd);
int fs_journal_wipe_now(const struct wipe_filesystem *fs, int fd);

#endif
