/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_STRAYS_H
#define SPACE_STRAYS_H

#include "task.h"

/* Removes the names in one folder that lead to our links. WIPE_E_IO. */
int strays_remove_in(struct task *task, int folder, struct wipe_error *err);

/* In all folders. WIPE_E_IO if some are left. */
int strays_remove(struct task *task, struct wipe_error *err);

#endif
