/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which blocks were filled: a block that is had twice counts once. */
#ifndef SPACE_HELD_H
#define SPACE_HELD_H

#include "task.h"

/* Notes where the first bytes of a file lie, which were written and flushed: task->held. */
void held_note(struct task *task, int fd, uint64_t bytes);

/*
 * Blocks that were filled and are neither free in the map nor in a file of ours: set aside
 * as left_hidden() has it, or somebody else's by now. Bytes.
 */
uint64_t held_gone(const struct task *task, const struct fs_runs *map);

#endif
