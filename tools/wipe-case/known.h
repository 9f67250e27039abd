/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cases of subcontractors that were taken in, and are here already in another way. */
#ifndef MASSHO_WIPE_CASE_KNOWN_H
#define MASSHO_WIPE_CASE_KNOWN_H

#include "session.h"

/*
 * Remarks on those that the merge at record names: under another name than before; and on all that
 * are in the case more than once.
 */
void known_tell(const struct session *session, size_t record);

#endif
