/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of each file, and of all of them. */
#ifndef WIPE_FILE_SHOW_H
#define WIPE_FILE_SHOW_H

#include "config.h"
#include "records.h"

void show_result(const struct config *config, const struct wipe_file_result *result);
/* saved: where the record went; nothing of it is shown of a dry run. */
void show_totals(const struct config *config, const struct wipe_file_totals *totals,
		 const struct records_saved *saved, int code);

/* --json: an object "file" each, and "files" in the end. */
void show_result_json(const struct wipe_file_result *result);
void show_totals_json(const struct wipe_file_totals *totals, const struct records_saved *saved,
		      int code, const struct config *config);

#endif
