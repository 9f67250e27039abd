/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "clock.h"

#include <wipe/sys/env.h>

uint64_t clock_ns(void)
{
	return wipe_env_system()->ops->monotonic_ns(wipe_env_system());
}
