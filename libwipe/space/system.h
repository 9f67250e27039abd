/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef SPACE_SYSTEM_H
#define SPACE_SYSTEM_H

#include "task.h"

/* Does the running system, or this program, live on the file system that is open at fd? */
bool system_lives_on(const struct wipe_filesystem *fs, int fd);

#endif
