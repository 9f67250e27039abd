/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Days that cannot be: what has not come yet, and what was before it could be. */
#ifndef MASSHO_WIPE_CASE_DAYS_H
#define MASSHO_WIPE_CASE_DAYS_H

#include "field.h"

/*
 * Looks at the --date of an act, and what other days have to do with it. item: the id of
 * what the act is about, or "". There is no case yet: the session has none opened.
 * EXIT_DONE, or EXIT_USAGE after a message.
 */
int days_check(const struct fields *fields, const struct session *session, enum wipecert_type type,
	       const char *item);

#endif
