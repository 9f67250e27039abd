/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking up by bytes: filled, sorted once, then asked. Keys are not copied. */
#ifndef REGISTER_TABLE_H
#define REGISTER_TABLE_H

#include <stddef.h>

#include <wipe/error.h>

struct table_row {
	const void *key;
	size_t bytes;
	size_t value;
};

struct table {
	struct table_row *rows;
	size_t count, room;
};

/* WIPE_E_NOMEM is the only failure. */
int table_add(struct table *table, const void *key, size_t bytes, size_t value,
	      struct wipe_error *err);
int table_add_text(struct table *table, const char *key, size_t value, struct wipe_error *err);
/* By key, then value. */
void table_sort(struct table *table);
/* How many rows have the key; *first is the first of them, if any. */
size_t table_find(const struct table *table, const void *key, size_t bytes,
		  const struct table_row **first);
size_t table_find_text(const struct table *table, const char *key, const struct table_row **first);
void table_clear(struct table *table);

#endif
