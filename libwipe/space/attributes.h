/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xfs: an inode keeps what was in it where it is used no more, as attributes that were removed.
 * So an attribute of ours that fills it is put into each inode that stays (links excepted), and is
 * there until that has been written.
 */
#ifndef SPACE_ATTRIBUTES_H
#define SPACE_ATTRIBUTES_H

#include "task.h"
#include "xfs_groups.h"

/* The link in our folder that leads to the random part of their names, if there are any. */
#define ATTRIBUTES_MARK "attributes"

/*
 * Folders whose names lie in their inode are left out: see slack_fill(). So are links. What
 * cannot be changed stays as it is. WIPE_E_INTERRUPTED.
 */
int attributes_fill(struct task *task, const struct xfs_groups *groups, struct wipe_error *err);

/*
 * After the log has gone around: reads the inodes of all that stays from the medium, and
 * notes as not reached those that keep something. WIPE_E_INTERRUPTED, WIPE_E_NOMEM.
 */
int attributes_check(struct task *task, const struct xfs_groups *groups, struct wipe_error *err);

/* What free inodes are filled with; whatever takes them keeps some of it. */
#define ATTRIBUTES_INODE_FILL '='

/*
 * If there are any: from all inodes, wherever somebody moved or copied them to. WIPE_E_IO if some
 * may be left; what keeps them is named.
 */
int attributes_remove(struct task *task, struct wipe_error *err);

#endif
