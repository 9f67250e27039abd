/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_UNWRITTEN_H
#define SPACE_UNWRITTEN_H

#include "task.h"

/*
 * Notes as not reached what files that stay have of blocks that were never written, and that
 * keep what they held before. Files are opened for that, and nothing of them is read.
 * WIPE_E_INTERRUPTED.
 */
int unwritten_note(struct task *task, struct wipe_error *err);

#endif
