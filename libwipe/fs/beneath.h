/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies beneath a file system, down to the hardware. */
#ifndef FS_BENEATH_H
#define FS_BENEATH_H

#include "device.h"

/* Fills beneath and media from the devices. WIPE_E_NOMEM. */
int beneath_describe(struct wipe_filesystem *fs, struct wipe_source *source, const char *root);

#endif
