/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which blocks were never filled: by the map of the file system itself. */
#ifndef SPACE_LEFT_H
#define SPACE_LEFT_H

#include "freemap.h"
#include "task.h"

/* What is free when the file system is full for us. Bytes; UINT64_MAX: it does not tell. */
uint64_t left_first(const struct task *task, struct fs_runs *never);

/* Keeps of it what is free now, too. The same. */
uint64_t left_still(const struct task *task, struct fs_runs *never);

#endif
