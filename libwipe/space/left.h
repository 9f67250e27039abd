/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which blocks were never filled: by the map of the file system itself. */
#ifndef SPACE_LEFT_H
#define SPACE_LEFT_H

#include "task.h"

/* Notes as task->never what is free when it is full for us. Bytes; UINT64_MAX: it does not tell. */
uint64_t left_first(struct task *task);

/* Keeps of that what is free now, too. The same. */
uint64_t left_still(struct task *task);

/* Tells that so much was not reached; 0: nothing. */
void left_note(struct task *task, uint64_t bytes);

#endif
