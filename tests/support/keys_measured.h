/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef KEYS_MEASURED_H
#define KEYS_MEASURED_H

#include <wipe/report.h>

/*
 * What a job measures that destroys keys and comes to a good end, from its plan; not concluded.
 * Real ones need real headers, which are never the same twice.
 */
void keys_measured(struct wipe_report *report);

#endif
