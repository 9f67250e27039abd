/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which records are against the rules since something was done, and were not before. */
#ifndef MASSHO_WIPE_CASE_EFFECTS_H
#define MASSHO_WIPE_CASE_EFFECTS_H

#include "session.h"

struct effects;

/* How records stand now. NULL: no memory. */
struct effects *effects_remember(const struct wipecert_case *opened);
/* Tells each, by type, label and reason. EXIT_UNCONFIRMED, or EXIT_DONE if there is none. */
int effects_tell(const struct session *session, const struct effects *before);
/* Tells of forks whose lines were joined since. */
void effects_tell_forks(const struct session *session, const struct effects *before);
void effects_free(struct effects *effects); /* NULL: no-op */

#endif
