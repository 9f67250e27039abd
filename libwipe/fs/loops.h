/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which files loop devices have open. */
#ifndef FS_LOOPS_H
#define FS_LOOPS_H

#include <sys/types.h>

#include "beneath.h"

/* Is it the file of these numbers, as stat() tells them? */
bool fs_loop_file_is(const struct loop_file *file, dev_t dev, ino_t ino);

struct fs_loop {
	char name[64]; /* "loop0" */
	struct loop_file file;
	bool is_deleted; /* the name by which it was opened is gone */
};

/* Tells take() of each that lies on a file, as far as this user may ask, until it returns false. */
void fs_loops_each(bool (*take)(void *arg, const struct fs_loop *loop), void *arg);

#endif
