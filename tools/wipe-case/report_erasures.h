/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which erasures an item has had, and of what: reports ask it of each item. */
#ifndef MASSHO_WIPE_CASE_REPORT_ERASURES_H
#define MASSHO_WIPE_CASE_REPORT_ERASURES_H

#include <wipecert/register.h>

#include "report_text.h"

struct report_erasures;

/* count times WIPECERT_NO_INDEX, free(). NULL: no memory. */
size_t *report_take_indexes(size_t count);

/* NULL: no memory. report_erasures_free(). */
struct report_erasures *report_erasures_find(const struct wipecert_case *opened);
void report_erasures_free(struct report_erasures *erasures); /* NULL: no-op */

/* Calls visit for each that counts, some more than once. */
typedef void (*report_erasure_fn)(void *arg, size_t erasure);
void report_erasures_each(const struct report_erasures *erasures, size_t index,
			  const struct wipecert_item *item, report_erasure_fn visit, void *arg);

/* Where the item was copied to and this erasure (WIPECERT_NO_INDEX: none yet) erased it, one a line. */
void report_erasures_places(const struct report_erasures *erasures, size_t index, size_t erasure,
			    struct report_text *places);

#endif
