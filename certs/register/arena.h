/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of a case that is given back as a whole. */
#ifndef REGISTER_ARENA_H
#define REGISTER_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
	struct arena_block *newest;
};

/* Zeros, fit for any object. NULL: no memory. */
void *arena_take(struct arena *arena, size_t bytes);
/* A copy; of NULL "". NULL: no memory. */
const char *arena_text(struct arena *arena, const char *text);
void arena_clear(struct arena *arena);

#endif
