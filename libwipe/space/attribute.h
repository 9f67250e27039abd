/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_ATTRIBUTE_H
#define SPACE_ATTRIBUTE_H

#include "task.h"

/* Names nobody has: "trusted.", ATTRIBUTE_RANDOM characters, and the number of the piece. */
#define ATTRIBUTE_PIECES 8
#define ATTRIBUTE_SPACE "trusted."
#define ATTRIBUTE_RANDOM 6
#define ATTRIBUTE_NAME_BYTES 16 /* with the end */

void attribute_name(const struct task *task, unsigned int piece, char name[ATTRIBUTE_NAME_BYTES]);

/*
 * Fills an inode as far as can be, by a path that leads to it (/proc/self/fd/N). *bytes:
 * what went into the one before, where the search begins; 0 at first. Not for symbolic links.
 */
void attribute_fill(struct task *task, const char *path, uint32_t inode_bytes, uint32_t *bytes);

#endif
