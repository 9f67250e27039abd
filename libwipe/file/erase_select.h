/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Of all that was listed, the files that are wanted. */
#ifndef FILE_ERASE_SELECT_H
#define FILE_ERASE_SELECT_H

#include "erase_work.h"

enum look_state {
	NOT_LOOKED_AT, /* none of its size is wanted */
	HASHED,
	UNREAD,
	GONE,
};

/* Of each entry of the list; what is below file, of the first name of a file only. */
struct look {
	size_t file; /* its first name; ERASE_NONE: no regular file */
	enum look_state state;
	uint64_t size_bytes;
	uint8_t sha256[WIPE_SHA256_BYTES];
	struct wipe_error *error; /* owned; of UNREAD */
	/* Names of it; ERASE_NONE: none. */
	size_t taken;	  /* the first that is wanted */
	size_t not_taken; /* the first that is not, of one with a name that is */
	bool is_left;	  /* it is equal to a wanted one, and told to be left */
};

struct erase_selection {
	struct erase_work *work;
	struct look *looks;
	size_t *candidates; /* entries to be hashed */
	size_t candidate_count;
};

/*
 * All were looked at: sets match, wanted and error of the entries that are taken, notes what was
 * found of each that is wanted, and what is equal to one. WIPE_E_NOMEM.
 */
int erase_match(struct erase_selection *selection, struct wipe_error *err);

#endif
