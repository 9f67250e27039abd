/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Options of a mount, as struct wipe_filesystem has them. Pure. */
#ifndef FS_OPTIONS_H
#define FS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Is there such an option, with whatever value? */
bool options_have(const char *options, const char *name);

/* A copy of the value of the last option of that name ("" if it has none), escapes undone; NULL: there is none, or no memory. */
char *options_value(const char *options, const char *name);

/* The option of that name in the lines of a file like /proc/fs/ext4/DEV/options; the same form. */
bool options_line(const char *lines, const char *name, char *value, size_t value_bytes);

#endif
