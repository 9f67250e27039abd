/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Running the job of the command line. */
#ifndef WIPE_FILE_JOB_H
#define WIPE_FILE_JOB_H

#include "config.h"
#include "log.h"

/* Plans, asks, erases, tells. An exit code. */
int job_run(struct config *config, struct wipe_source *source, struct log *log);

#endif
