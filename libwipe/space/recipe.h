/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How it is done on a kind of file system: all but removing what was made, and the journal. */
#ifndef SPACE_RECIPE_H
#define SPACE_RECIPE_H

#include "task.h"

typedef int recipe_fn(struct task *task, struct wipe_error *err);

recipe_fn recipe_ext, recipe_xfs, recipe_btrfs;

/* NULL: there is none for this kind. */
recipe_fn *recipe_of(enum wipe_fs_kind kind);

#endif
