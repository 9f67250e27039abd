/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What became of each file, and of all of them. */
#ifndef WIPE_FILE_SHOW_H
#define WIPE_FILE_SHOW_H

#include "config.h"
#include "record.h"

void show_result(const struct config *config, const struct wipe_file_result *result);
/* record: where it went, and what the case says; of a dry run the latter alone. */
void show_totals(const struct config *config, const struct wipe_file_totals *totals,
		 const struct record *record, int code);

/* --json: an object "file" each, and "files" in the end. */
void show_result_json(const struct wipe_file_result *result);
void show_totals_json(const struct config *config, const struct wipe_file_totals *totals,
		      const struct record *record, int code);

#endif
