/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef WIPE_DEVICE_DRY_RUN_H
#define WIPE_DEVICE_DRY_RUN_H

#include "config.h"
#include "target.h"

/* Shows the plan for one medium, and what it could not reach even if all goes well. */
void dry_run_print(const struct config *config, const struct target *target);

#endif
