/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which mount a descriptor was opened through. */
#ifndef FS_MOUNT_H
#define FS_MOUNT_H

#include <limits.h>

#include <wipe/filesystem.h>

#include "mountinfo.h"

/*
 * Fills what the table of mounts tells of that of fd (type to options, read_only,
 * is_system, discards) and st_dev. WIPE_E_UNSUPPORTED, WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int mount_of(int fd, struct wipe_filesystem *fs, struct wipe_error *err);

/*
 * Opens (O_PATH) where a file system of that number, as mountinfo has it, is mounted;
 * -1 if it is nowhere that can be reached.
 */
int mount_open(uint32_t major_no, uint32_t minor_no);

/*
 * Opens (O_PATH) what is mounted there by that line of the table of which root is told by
 * mount_tables_each(); -1: another one may be mounted over it.
 */
int mount_open_line(const char *root, const struct mountinfo *entry);

/* Through which mount fd (also O_PATH) was opened. False: the kernel does not tell. */
bool mount_id_of(int fd, uint64_t *id);

/* Where the whole of that file system is mounted, with nothing over it; false: nowhere here. */
bool mount_whole(uint32_t major_no, uint32_t minor_no, char target[PATH_MAX]);

/*
 * Where what lies on a block device is mounted: as a whole, or as the subvolume of btrfs that comes
 * first, with nothing over it. Of several devices of one btrfs only the one that mount(2) was given is known.
 */
bool mount_of_device(uint32_t major_no, uint32_t minor_no, char target[PATH_MAX]);

#endif
