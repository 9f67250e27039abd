/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIPE_DEVICE_DRY_RUN_H
#define WIPE_DEVICE_DRY_RUN_H

#include "casework.h"
#include "config.h"
#include "target.h"

/*
 * Shows the plan for one medium, what it could not reach even if all goes well, and
 * what the case says of it.
 */
void dry_run_print(const struct config *config, const struct target *target,
		   const struct ruling *ruling);

#endif
