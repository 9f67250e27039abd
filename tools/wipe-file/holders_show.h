/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who has files open: those that are refused for that, and deleted ones. */
#ifndef WIPE_FILE_HOLDERS_SHOW_H
#define WIPE_FILE_HOLDERS_SHOW_H

#include <jansson.h>

#include <wipe/file.h>

/* ": process 12 (less), /dev/loop0 mounted at /mnt"; "" if it is not known. */
void holders_text(const struct wipe_file_result *result, char *out, size_t size);
json_t *holders_json(const struct wipe_file_result *result);

/* A line for all, and one for each that is told; nothing if there are none. */
void deleted_print(const struct wipe_file_totals *totals);
/* null: they were not sought. */
json_t *deleted_json(const struct wipe_file_totals *totals);

#endif
