/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_INODES_H
#define SPACE_INODES_H

#include "task.h"

/*
 * Takes every free inode, for an empty file in our folder, and gives them back. ext2 to
 * ext4: an inode that is taken is zeroed whole, extended attributes and inline data too
 * (fs/ext4/inode.c, EXT4_STATE_NEW). WIPE_E_INTERRUPTED, WIPE_E_IO.
 */
int inodes_take(struct task *task, struct wipe_error *err);

#endif
