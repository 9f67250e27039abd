/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIPE_DEVICE_SUPERVISE_H
#define WIPE_DEVICE_SUPERVISE_H

#include "config.h"
#include "log.h"
#include "records.h"
#include "target.h"

/*
 * Erases every medium in a child of its own, shows progress and results, and
 * closes the attempt of a child that dies. Returns the exit code that decides.
 */
int supervise_run(const struct config *config, struct wipe_source *source,
		  const struct targets *targets, struct records *records, struct log *log);

#endif
