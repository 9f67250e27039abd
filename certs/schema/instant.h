/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in time as records write them: "2026-11-22T03:04:05Z" (RFC 3339, UTC). */
#ifndef SCHEMA_INSTANT_H
#define SCHEMA_INSTANT_H

#include <stdbool.h>
#include <stdint.h>

#define INSTANT_BYTES 21

/* Seconds since 1970-01-01 UTC; outside the years 0 to 9999 the nearest that fits. */
void instant_format(int64_t time_s, char text[INSTANT_BYTES]);

/* False if text is not of this form or no date of the calendar. */
bool instant_parse(const char *text, int64_t *time_s);

#endif
