/* SPDX-License-Identifier: GPL-3.0-or-later */
/* overlayfs. */
#ifndef FS_OVERLAY_H
#define FS_OVERLAY_H

#include "describe.h"

/* The folders that it is made of, and what lies beneath them. */
int overlay_describe(struct wipe_filesystem *fs, const struct describing *how);

#endif
