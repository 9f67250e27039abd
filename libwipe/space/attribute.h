/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_ATTRIBUTE_H
#define SPACE_ATTRIBUTE_H

#include "task.h"

/*
 * Fills an inode as far as can be, by a path that leads to it (/proc/self/fd/N). *bytes:
 * what went into the one before, where the search begins; 0 at first. Not for symbolic links.
 */
void attribute_fill(struct task *task, const char *path, uint32_t inode_bytes, uint32_t *bytes);

/* What was put in. WIPE_E_IO. */
int attribute_remove(const char *path);

#endif
