/* SPDX-License-Identifier: GPL-3.0-or-later */
/* All folders of a file system, without ever leaving it. */
#ifndef SPACE_TREE_H
#define SPACE_TREE_H

#include <limits.h>
#include <stdbool.h>

#include "task.h"

/*
 * Called for each folder, open for reading, before those in it; ours is left out.
 * Other than 0 ends the walk.
 */
typedef int tree_fn(struct task *task, int folder, void *arg, struct wipe_error *err);

/*
 * Walks from the mount point; no link is followed and no mount entered. *missed
 * counts folders that could not be opened, lie too deep, or have something else mounted
 * over them; how many more lie in those is not known. 0, or what each() returned.
 */
int tree_walk(struct task *task, tree_fn *each, void *arg, uint64_t *missed,
	      struct wipe_error *err);

/* A path of an inode, for people. false: none was found. */
bool tree_find(struct task *task, uint64_t inode, char path[PATH_MAX]);

#endif
