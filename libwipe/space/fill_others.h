/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ext, after filling: blocks that are kept back for others change places with ours. */
#ifndef SPACE_FILL_OTHERS_H
#define SPACE_FILL_OTHERS_H

#include "filling.h"

/*
 * Gives back some of what was filled and fills what is to be had instead, until every
 * block has been; what is left is noted as not reached. xfs has groups_take_rest() for that.
 * WIPE_E_INTERRUPTED, WIPE_E_CRYPTO.
 */
int fill_others(struct fill *fill, struct wipe_error *err);

/* Of any file system: gives back bytes at the end of what was filled. Returns how many. */
uint64_t fill_free_ends(const struct task *task, uint64_t wanted);

#endif
