/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef ERASE_OVERWRITE_H
#define ERASE_OVERWRITE_H

#include "run.h"

/*
 * Writes one pass over the whole medium and flushes it. Blocks that cannot be
 * written are listed, remembered in run and passed over. Sets media_touched
 * before the first write. Non-zero only if the job ends here.
 */
int overwrite_pass(struct run *run, struct wipe_target *target, uint32_t number,
		   struct wipe_error *err);

#endif
