/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names: replaced once by one of the same length, then removed. */
#ifndef FILE_ERASE_NAME_H
#define FILE_ERASE_NAME_H

#include <stdbool.h>
#include <sys/stat.h>

#include <wipe/error.h>
#include <wipe/sys/env.h>

#include "erase_list.h"

/* WIPE_E_REFUSED, with sys_errno ENOTEMPTY: what is in it stays, and is told itself. */
int erase_name_not_empty(struct wipe_error *err);

/*
 * Renames name in folder, which must be what was listed, to a random one of as many bytes,
 * and removes it; nothing else is ever removed: what took its place meanwhile gets
 * its name back. The caller flushes the folder. env NULL: it is removed as it is called.
 * WIPE_E_REFUSED, WIPE_E_NOTFOUND, WIPE_E_SYSTEM: then it has its name again.
 */
int erase_name_remove(int folder, const char *name, const struct erase_entry *entry,
		      const struct wipe_env *env, struct wipe_error *err);

#endif
