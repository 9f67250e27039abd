/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the records show that something went wrong, and no incident says so. */
#ifndef MASSHO_WIPE_CASE_PROPOSALS_H
#define MASSHO_WIPE_CASE_PROPOSALS_H

#include "session.h"

/* Each as a command that can be pasted, but for what only people know. */
void proposals_tell(const struct session *session);

#endif
