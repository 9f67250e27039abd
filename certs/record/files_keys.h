/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of the file system that were removed: written, read and checked. */
#ifndef RECORD_FILES_KEYS_H
#define RECORD_FILES_KEYS_H

#include <jansson.h>

#include <wipecert/files.h>

#include "files_facts.h"
#include "put.h"

/* No keys: null. */
json_t *files_put_keys(const struct wipecert_files_job *job);
/* Keys that were to be removed: of an ATTEMPT that are. */
uint64_t files_count_keys(const json_t *files);
/* Did nobody try to remove it, as the work was stopped before? */
bool files_key_is_interrupted(const json_t *key);
/*
 * Is each on one of these file systems, and do those that are one key agree? With other ciphers it
 * is the same, measured once; what another file system still has is elsewhere.
 */
bool files_keys_agree(const json_t *list, const json_t *file_systems);
/* Does what is told of keys give their levels, and those the levels of the files? WIPE_E_FORMAT. */
int files_check_keys(const json_t *files, const struct files_facts *facts, struct wipe_error *err);

#endif
