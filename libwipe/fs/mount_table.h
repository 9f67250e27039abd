/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FS_MOUNT_TABLE_H
#define FS_MOUNT_TABLE_H

#include <wipe/error.h>

#include "mountinfo.h"

/*
 * Calls take() for each line of this process's table until it returns false.
 * WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int mount_table_each(bool (*take)(void *arg, const struct mountinfo *entry), void *arg,
		     struct wipe_error *err);

/*
 * The same for this one and those of all other processes that this user may look at, one of those with
 * the same mount namespace and root: what is mounted outside of the roots of all is not seen, and
 * what is in several comes as often. root: through which their paths lead there, "/proc/PID/root";
 * "": of this one.
 */
int mount_tables_each(bool (*take)(void *arg, const char *root, const struct mountinfo *entry),
		      void *arg);

#endif
