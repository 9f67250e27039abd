/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "table.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static int grow(struct table *table, struct wipe_error *err)
{
	size_t room = table->room ? 2 * table->room : 64;
	struct table_row *rows = realloc(table->rows, room * sizeof(*rows));

	if (!rows)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	table->rows = rows;
	table->room = room;
	return 0;
}

int table_add(struct table *table, const void *key, size_t bytes, size_t value,
	      struct wipe_error *err)
{
	int rc = table->count == table->room ? grow(table, err) : 0;

	if (!rc)
		table->rows[table->count++] = (struct table_row){ key, bytes, value };
	return rc;
}

int table_add_text(struct table *table, const char *key, size_t value, struct wipe_error *err)
{
	return table_add(table, key, strlen(key), value, err);
}

static int compare_keys(const struct table_row *row, const void *key, size_t bytes)
{
	int order = memcmp(row->key, key, row->bytes < bytes ? row->bytes : bytes);

	return order ? order : (row->bytes > bytes) - (row->bytes < bytes);
}

static int compare_rows(const void *a, const void *b)
{
	const struct table_row *row = a, *other = b;
	int order = compare_keys(row, other->key, other->bytes);

	return order ? order : (row->value > other->value) - (row->value < other->value);
}

void table_sort(struct table *table)
{
	if (table->count)
		qsort(table->rows, table->count, sizeof(*table->rows), compare_rows);
}

size_t table_find(const struct table *table, const void *key, size_t bytes,
		  const struct table_row **first)
{
	size_t low = 0, high = table->count, end;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_keys(&table->rows[middle], key, bytes) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (end = low; end < table->count && !compare_keys(&table->rows[end], key, bytes);)
		end++;
	*first = end > low ? &table->rows[low] : NULL;
	return end - low;
}

size_t table_find_text(const struct table *table, const char *key, const struct table_row **first)
{
	return table_find(table, key, strlen(key), first);
}

void table_clear(struct table *table)
{
	free(table->rows);
	*table = (struct table){ 0 };
}
