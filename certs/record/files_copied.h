/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What of the copy for an item is erased: written, read and checked. */
#ifndef RECORD_FILES_COPIED_H
#define RECORD_FILES_COPIED_H

#include <jansson.h>

#include <wipecert/files.h>

#include "put.h"

/* NULL gives null. */
json_t *files_put_copied(const struct wipecert_files_copied *copied);
/* False: it is null, or there is none. */
bool files_read_copied(const json_t *files, struct wipecert_files_copied *copied);
/* 0, or WIPE_E_FORMAT. */
int files_check_copied(const json_t *root, struct wipe_error *err);

#endif
