/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_LEFT_H
#define SPACE_LEFT_H

#include "task.h"

/* After filling: what is still free by the file system's own map was not reached. */
void left_note(struct task *task);

#endif
