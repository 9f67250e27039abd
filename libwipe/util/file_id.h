/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which file a name or a descriptor leads to. */
#ifndef UTIL_FILE_ID_H
#define UTIL_FILE_ID_H

#include <stdbool.h>
#include <sys/stat.h>

#include <wipe/device.h>

#define FILE_ID_MASK (STATX_BASIC_STATS | STATX_BTIME) /* what statx() is asked for */

struct wipe_file_id file_id_of(const struct statx *stx);
bool file_id_is(const struct wipe_file_id *id, const struct statx *stx);

#endif
