/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a record says besides files: free space and swap areas. */
#ifndef WIPE_FILE_RECORD_SPACE_H
#define WIPE_FILE_RECORD_SPACE_H

#include <wipecert/files.h>

#include "config.h"
#include "space.h"

/* With room for what a job of a record points to. */
struct record_space {
	struct wipe_filesystem *fs; /* of --free-space; NULL: none, or it cannot be described */
	struct wipecert_file_system_described system;
	struct wipecert_free_space_described described;
	struct wipecert_deleted_open deleted;
	struct wipecert_swap swaps[WIPECERT_SWAPS_MAX];
};

/* Before the work: what is planned. record_space_clear() in any case. */
void record_space_begin(struct record_space *told, const struct config *config);
void record_space_clear(struct record_space *told);

void record_space_plan(struct record_space *told, const struct space *space,
		       struct wipecert_files_job *job);
/* After it. Without files also journal, deleted files, error and the file system are its own. */
void record_space_tell(struct record_space *told, const struct config *config,
		       const struct space *space, struct wipecert_files_job *job);

#endif
