/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * xfs: a folder of ours in each allocation group, called "group0" and so on, for what is
 * made in a folder is placed in its group.
 */
#ifndef SPACE_GROUPS_H
#define SPACE_GROUPS_H

#include "task.h"
#include "xfs_groups.h"

#define GROUPS_HINTS 8

/* Makes them. WIPE_E_IO. */
int groups_make(struct task *task, const struct xfs_groups *groups, struct wipe_error *err);

/* In each the files "hint0" to GROUPS_HINTS - 1, empty, for groups_take_rest(). WIPE_E_IO. */
int groups_make_hints(const struct task *task, const struct xfs_groups *groups,
		      struct wipe_error *err);

void groups_hint_name(unsigned int index, char name[16]);

/* Opens one; -1: there is none in that group. */
int groups_open(const struct task *task, uint32_t group);

/*
 * Takes the free inodes of all groups, with symbolic links so long that they fill them.
 * They stay until all that is ours goes: they are to be written first. WIPE_E_INTERRUPTED,
 * WIPE_E_IO.
 */
int groups_take_inodes(struct task *task, const struct xfs_groups *groups, struct wipe_error *err);

/*
 * After filling: xfs keeps blocks back in each group, and which ones is by chance. Frees
 * some of what was filled and fills those instead, until all have been, or it does not help.
 * WIPE_E_INTERRUPTED, WIPE_E_IO.
 */
int groups_take_rest(struct task *task, const struct xfs_groups *groups, struct wipe_error *err);

/*
 * After that: frees every other block of a part of what was filled, so that blocks that
 * xfs keeps for its trees are used. They are written when the log has gone around, but for
 * those that were given back before. WIPE_E_INTERRUPTED, WIPE_E_NOMEM.
 */
int groups_scatter(struct task *task, const struct xfs_groups *groups, struct wipe_error *err);

/*
 * After the log has gone around: looks on the medium at task->never, at what is free, and at the lists, and notes
 * as task->never what was neither filled nor written by xfs since. Bytes; UINT64_MAX: not known.
 */
uint64_t groups_check(struct task *task, const struct xfs_groups *groups);

#endif
