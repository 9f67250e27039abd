/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is known of file systems by the names that the kernel gives them. */
#ifndef FS_KINDS_H
#define FS_KINDS_H

#include <wipe/filesystem.h>

/* Sets kind, writes and beneath as far as the type alone tells. */
void kinds_classify(struct wipe_filesystem *fs);

#endif
