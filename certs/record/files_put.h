/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of the object "files" of a record. */
#ifndef RECORD_FILES_PUT_H
#define RECORD_FILES_PUT_H

#include <wipecert/files.h>

#include "put.h"

void files_put_sums(struct put *put, const struct wipecert_files_sums *sums);
/* WIPE_E_USAGE, WIPE_E_CRYPTO, WIPE_E_NOMEM of wipecert_files_hash(). */
int files_put_list(struct put *put, const struct wipecert_files *files,
		   const struct wipecert_files_sums *sums, struct wipe_error *err);
json_t *files_put_manifest(const struct wipecert_files_manifest *manifest); /* NULL: null */
void files_put_systems(struct put *put, const struct wipecert_files_job *job);
json_t *files_put_deleted(const struct wipecert_deleted_open *deleted); /* NULL: null */

#endif
