/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_VERIFY_JUDGE_H
#define MASSHO_WIPE_VERIFY_JUDGE_H

#include "collection.h"

/*
 * What becomes of one that was found: read and verified; VERDICT_OTHER if another
 * program's; VERDICT_PDF if a sheet has to be drawn. In any thread. 0, or WIPE_E_NOMEM.
 */
int judge(const struct wipecert_trust *trust, const struct found *one, int64_t time_s,
	  struct verdict *verdict, struct wipe_error *err);

#endif
