/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which blocks were never filled: by the map of the file system itself. */
#ifndef SPACE_LEFT_H
#define SPACE_LEFT_H

#include "task.h"

/*
 * xfs: notes as task->never what is free now and was not filled. Bytes; UINT64_MAX: it does not
 * tell. What was free and is not now may lie in a list or tree of the file system, as it was.
 */
uint64_t left_unfilled(struct task *task);

/* Bytes that the file system counts as free. */
uint64_t left_kept_back(const struct task *task);

/* ext: of them, what is set aside for files: no map tells where it lies. */
uint64_t left_hidden(const struct task *task);

/*
 * ext: of what is free now, as task->never, what was not filled; and as bytes besides, what
 * is set aside for files that are open, and for small ones, which no map tells. The same.
 */
uint64_t left_never(struct task *task);

/* Tells that so much was not reached; 0: nothing, nor if the time limit ended it. */
void left_note(struct task *task, uint64_t bytes);

#endif
