/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names that a file system changes on the way: FAT drops dots, and takes "a" for "A". */
#ifndef FILE_NAMING_H
#define FILE_NAMING_H

#include <stdbool.h>

#include <wipe/error.h>

/*
 * Is what name leads to in folder called exactly that? File systems that keep names
 * as they are are not asked. WIPE_E_REFUSED.
 */
int naming_check(int folder, const char *name, struct wipe_error *err);

/* Does the folder list exactly this name? An error counts as no, with errno; else errno is 0. */
bool naming_is_listed(int folder, const char *name);

#endif
