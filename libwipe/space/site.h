/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which file system is asked for, and whether it may be wiped. */
#ifndef SPACE_SITE_H
#define SPACE_SITE_H

#include "task.h"

/*
 * path: as of struct wipe_space_job. *fs becomes that of the task and is the caller's, also after an
 * error (NULL: none); its top is opened. Errors as of wipe_space_run() before anything is written.
 */
int site_find(struct task *task, const char *path, struct wipe_filesystem **fs,
	      struct wipe_error *err);

#endif
