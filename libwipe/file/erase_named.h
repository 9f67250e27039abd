/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What will be gone when the job is done, by its numbers. */
#ifndef FILE_ERASE_NAMED_H
#define FILE_ERASE_NAMED_H

#include <stdbool.h>
#include <sys/types.h>

#include <wipe/error.h>

struct erase_work;

struct erase_named {
	struct erase_work *work;
	struct erase_named_id {
		dev_t dev;
		ino_t ino;
	} * ids; /* sorted */
	size_t count;
};

/* When all is planned. The caller calls erase_named_clear() in any case. WIPE_E_NOMEM. */
int erase_named_collect(struct erase_work *work, struct erase_named *named, struct wipe_error *err);
void erase_named_clear(struct erase_named *named);

/* arg: a struct erase_named; for struct fs_key_search. */
bool erase_named_has(void *arg, dev_t dev, ino_t ino);

/* Why what was named, too, is none of them; NULL: it was not named, or nobody knows. */
const char *erase_named_why_not(const struct erase_named *named, dev_t dev, ino_t ino);

#endif
