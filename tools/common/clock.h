/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_TOOLS_CLOCK_H
#define MASSHO_TOOLS_CLOCK_H

#include <stdint.h>

/* Nanoseconds that never run backwards (CLOCK_MONOTONIC), for progress and durations. */
uint64_t clock_ns(void);

#endif
