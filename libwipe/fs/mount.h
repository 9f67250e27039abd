/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which mount a descriptor was opened through. */
#ifndef FS_MOUNT_H
#define FS_MOUNT_H

#include <wipe/filesystem.h>

/*
 * Fills what mountinfo tells of the mount of fd (mount_id to options, read_only, and
 * overlay's folders) and st_dev. WIPE_E_UNSUPPORTED, WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int mount_of(int fd, struct wipe_filesystem *fs, struct wipe_error *err);

#endif
