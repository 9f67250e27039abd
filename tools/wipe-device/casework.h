/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Erasing in a case: which item a medium is, which level that needs, and whether the
 * case's rules allow it. They are asked, and nothing here judges in their place.
 */
#ifndef WIPE_DEVICE_CASEWORK_H
#define WIPE_DEVICE_CASEWORK_H

#include <wipecert/register.h>

#include "config.h"
#include "target.h"

/* Item and level of the medium at path, the next of the targets. An exit code after a message. */
int casework_find(const struct config *config, const struct wipecert_case *opened, const char *path,
		  struct target *target);

/* Of a plan that was made before, when the case may not have said so yet: EXIT_UNSUPPORTED. */
int casework_check_level(const struct target *target);

/* EXIT_DONE if the case allows it, or there is none. Says nothing. */
int casework_try(const struct target *target, struct records *records, struct ruling *ruling);

/* Says what the case does not allow. The exit code that decides. */
int casework_refuse(const struct targets *targets, struct records *records);

#endif
