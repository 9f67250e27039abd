/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Attributes and lists of a folder, until it is known that it goes. */
#ifndef FILE_ERASE_KEPT_H
#define FILE_ERASE_KEPT_H

#include <stddef.h>
#include <sys/stat.h>

#include <wipe/error.h>

struct erase_kept_value {
	char *name;	      /* owned */
	unsigned char *value; /* owned; NULL: it cannot be read, and so is not overwritten either */
	size_t bytes;
};

struct erase_kept {
	mode_t mode;
	size_t count;
	struct erase_kept_value *values; /* owned; without labels, which stay */
};

/*
 * *kept is the caller's, also after an error; NULL: there are none, or they cannot be listed.
 * WIPE_E_NOMEM.
 */
int erase_kept_read(int fd, struct erase_kept **kept, struct wipe_error *err);
/* All of them are as they were, and there are no others. WIPE_E_SYSTEM. */
int erase_kept_put_back(const struct erase_kept *kept, int fd, struct wipe_error *err);
void erase_kept_free(struct erase_kept *kept); /* NULL: no-op */

#endif
