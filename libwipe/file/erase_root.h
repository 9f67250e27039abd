/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a path that was given to the folder below which names are resolved. */
#ifndef FILE_ERASE_ROOT_H
#define FILE_ERASE_ROOT_H

#include "erase_list.h"

/*
 * Sets path, below, root and is_kept of entry; *fd gets what path leads to (O_PATH),
 * *folder the folder that it lies in. No link is followed on the way. WIPE_E_NOTFOUND,
 * WIPE_E_REFUSED, WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int erase_root_find(struct erase_list *list, const char *path, struct erase_entry *entry, int *fd,
		    struct stat *folder, struct wipe_error *err);

/* Is fd where something is mounted? */
bool erase_root_is_mount(int fd);

#endif
