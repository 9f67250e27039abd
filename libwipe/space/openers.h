/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_OPENERS_H
#define SPACE_OPENERS_H

#include "task.h"

/*
 * Notes the files of the file system that have no name any more, but that a process
 * holds open or mapped: their blocks are not free. Only processes of this PID
 * namespace are seen, all of them by root.
 */
void openers_note(struct task *task);

#endif
