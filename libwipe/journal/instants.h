/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef JOURNAL_INSTANTS_H
#define JOURNAL_INSTANTS_H

#include <stdbool.h>
#include <stdint.h>

/* From 1970 to the end of the year 9999: what a record can tell. */
#define INSTANTS_LAST_S INT64_C(253402300799)
/* No job works for longer: 100 years. */
#define INSTANTS_LONGEST_NS (UINT64_C(100) * 366 * 86400 * 1000000000)

static inline bool instants_hold(int64_t time_s)
{
	return time_s >= 0 && time_s <= INSTANTS_LAST_S;
}

/* A clock that stands elsewhere stops no job. */
static inline int64_t instants_clamp(int64_t time_s)
{
	return time_s < 0 ? 0 : time_s > INSTANTS_LAST_S ? INSTANTS_LAST_S : time_s;
}

#endif
