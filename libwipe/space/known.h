/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What cannot be reached, whatever is done: known before, and told in the end. */
#ifndef SPACE_KNOWN_H
#define SPACE_KNOWN_H

#include "task.h"

/* By what the file system is. */
void known_note(struct task *task);

/* Before anything is done: folders of it over which something else is mounted. */
void known_note_covered(struct task *task);

/* Files without a name that are open: their blocks are not free. */
void known_note_deleted(struct task *task);

#endif
