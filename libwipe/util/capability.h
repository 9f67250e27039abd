/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this process may do beside what its user may. */
#ifndef UTIL_CAPABILITY_H
#define UTIL_CAPABILITY_H

#include <stdbool.h>

/* CAP_* of <linux/capability.h>, in effect. False also if it cannot be asked. */
bool capability_is_held(unsigned int capability);

#endif
