/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What on a file system is encrypted by a key, wherever it lies: all of it is walked through. */
#ifndef FS_CRYPT_USERS_H
#define FS_CRYPT_USERS_H

#include <sys/types.h>

#include "crypt_policy.h"

struct fs_key_search {
	uint32_t major_no, minor_no; /* of the file system */
	const struct fs_policy *policy;
	/* Not counted. NULL: all is. */
	bool (*is_known)(void *arg, dev_t dev, ino_t ino);
	/* Now and then; not 0 ends the walk, which is not complete then. NULL: never. */
	int (*tick)(void *arg);
	void *arg;
};

struct fs_key_users {
	uint64_t count;	 /* that are not known */
	char first[256]; /* one of them: its path from the root of the file system */
	dev_t first_dev;
	ino_t first_ino;
	bool is_complete;   /* all of it could be looked at */
	char obstacle[256]; /* what could not, if not complete; "" */
};

/*
 * Walks through the file system where the whole of it is mounted; where something is mounted
 * over a folder of it, and where this user may not read, it cannot be complete. Of several
 * such mounts one will do.
 */
void fs_key_users_find(const struct fs_key_search *search, struct fs_key_users *users);

/* Opens the root of that file system (O_PATH), where the whole of it is mounted; -1. */
int fs_whole_open(uint32_t major_no, uint32_t minor_no);

#endif
