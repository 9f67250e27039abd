/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a rule that refused something is about, and what would do instead. */
#ifndef MASSHO_WIPE_CASE_WHY_H
#define MASSHO_WIPE_CASE_WHY_H

#include "session.h"

/* A sentence that says more than the rule's own. False: there is none, and nothing was said. */
bool why_instead(const struct session *session, const char *item, enum wipecert_fault fault);

/* After the rule's own sentence; nothing where there is no more to say. */
void why_tell(const struct session *session, enum wipecert_type type, const char *item,
	      enum wipecert_fault fault);
/* The same of a record that could not be added; also of who signs it, and what it names. */
void why_tell_refused(const struct session *session, const struct wipecert_case_addition *addition,
		      const struct wipecert_case_added *added);

#endif
