/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_TREES_H
#define SPACE_TREES_H

#include "task.h"

/*
 * btrfs: takes the free blocks for trees with many files of long names and large
 * attributes, then changes those again and again: each time other blocks are taken, of
 * those, too, that are kept back for commits. WIPE_E_INTERRUPTED, WIPE_E_IO.
 */
int trees_fill(struct task *task, struct wipe_error *err);

#endif
