/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Paths below an open folder, that lead nowhere else. */
#ifndef FILE_RESOLVE_H
#define FILE_RESOLVE_H

#include <stdbool.h>

#include <wipe/error.h>

/*
 * Opens path below folder. No symbolic link is followed, no mount entered, the
 * folder not left: the kernel sees to it (openat2()), whoever renames meanwhile.
 * O_PATH | O_NOFOLLOW opens a link itself. -1 with errno: ELOOP a link, EXDEV a
 * mount.
 */
int resolve_open(int folder, const char *path, int flags);

/*
 * Opens the folder that path lies in; *name is the last part of path, in it. A
 * descriptor for fsync(), or -1 with errno.
 */
int resolve_parent(int folder, const char *path, const char **name);

/* Relative, not empty, no part empty or "." or "..", at most WIPE_COPY_PATH_MAX bytes. */
bool resolve_is_plain(const char *path);

/* Fills err for what resolve_open() or reading failed with; returns the code. */
int resolve_error(int sys_errno, struct wipe_error *err);

/* Puts path before the message of err: for people, in a form that fits, on one line. */
void resolve_add_path(struct wipe_error *err, const char *path);

#endif
