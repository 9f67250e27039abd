/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in time as ISO 8601 in UTC, "2026-11-22T03:04:05Z" and nothing else. */
#ifndef MASSHO_TOOLS_UTC_H
#define MASSHO_TOOLS_UTC_H

#include <stdbool.h>
#include <stdint.h>

#define UTC_TEXT_BYTES 32

/* Years 1970 to 9999; a time outside is shown as its number of seconds. */
void utc_format(int64_t time_s, char text[UTC_TEXT_BYTES]);

/* False if text is anything else, or a day or time that does not exist. */
bool utc_parse(const char *text, int64_t *time_s);

#endif
