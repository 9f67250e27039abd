/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a command did, and what is next. */
#ifndef MASSHO_WIPE_CASE_NEXT_H
#define MASSHO_WIPE_CASE_NEXT_H

#include "session.h"

/* Of the record that was just added. */
void next_tell(const struct session *session, const struct wipecert_case_added *added);
/* How many await confirmation, are open, are late. */
void next_tell_state(const struct session *session);

#endif
