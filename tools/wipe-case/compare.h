/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that go back, held against those that came. */
#ifndef MASSHO_WIPE_CASE_COMPARE_H
#define MASSHO_WIPE_CASE_COMPARE_H

#include "field.h"

/* Of a return that was added: how many files are the same, changed, missing, new. */
void compare_tell(const struct session *session, const struct wipecert_case_added *added,
		  const struct field_parts *parts);

#endif
