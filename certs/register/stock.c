/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/confirm.h>
#include <wipecert/register.h>

#include "digest.h"
#include "hex.h"
#include "text.h"

#define DIGITS 64
#define NAME_BYTES 80

bool stock_is_name(const char *name)
{
	size_t length = strlen(name);

	return length >= DIGITS && length < NAME_BYTES && (name[DIGITS] == '.' || !name[DIGITS]);
}

static int index_names(struct stock *stock, const char **names, size_t count,
		       struct wipe_error *err)
{
	int rc = 0;

	stock->files = calloc(count + 1, sizeof(*stock->files));
	if (!stock->files)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	for (size_t i = 0; i < count && !rc; i++) {
		stock->files[i].name = names[i];
		if (stock_is_name(names[i]))
			rc = table_add(&stock->by_hash, names[i], DIGITS, i, err);
	}
	table_sort(&stock->by_hash);
	return rc;
}

static int open_folder(struct stock *stock, struct wipe_error *err)
{
	const char **names = NULL;
	struct wipe_error why;
	size_t count = 0;
	int rc;

	wipe_error_clear(&why);
	rc = folders_list(stock->folder, SIZE_MAX, &stock->arena, &names, &count, &why);
	if (rc == WIPE_E_NOTFOUND)
		rc = 0;
	else if (rc && err)
		*err = why;
	if (!rc)
		rc = index_names(stock, names, count, err);
	free(names);
	return rc;
}

int stock_open(const char *path, struct stock *stock, struct wipe_error *err)
{
	int rc;

	*stock = (struct stock){ .files = NULL };
	rc = folders_join(stock->folder, path, WIPECERT_FOLDER_ATTACHMENTS, err);
	return rc ? rc : open_folder(stock, err);
}

int stock_open_folder(const char *folder, struct stock *stock, struct wipe_error *err)
{
	*stock = (struct stock){ .files = NULL };
	if (snprintf(stock->folder, sizeof(stock->folder), "%s", folder) >=
	    (int)sizeof(stock->folder))
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: the path is too long"), folder);
	return open_folder(stock, err);
}

void stock_close(struct stock *stock)
{
	free(stock->files);
	table_clear(&stock->by_hash);
	arena_clear(&stock->arena);
}

static size_t find_rows(const struct stock *stock, const uint8_t sha256[32],
			const struct table_row **rows)
{
	char digits[DIGITS + 1];

	hex_encode(sha256, 32, digits);
	return table_find(&stock->by_hash, digits, DIGITS, rows);
}

struct stock_file *stock_find(const struct stock *stock, const uint8_t sha256[32])
{
	const struct table_row *rows;

	return find_rows(stock, sha256, &rows) ? &stock->files[rows->value] : NULL;
}

static bool is_good(const struct stock *stock, struct stock_file *file, const uint8_t sha256[32])
{
	unsigned char *bytes = NULL;
	uint8_t found[32] = { 0 };
	char path[PATH_MAX];
	size_t length;

	if (file->is_looked_at)
		return file->is_good;
	file->is_looked_at = true;
	if (!folders_join(path, stock->folder, file->name, NULL) &&
	    !folders_read(path, WIPECERT_SCAN_MAX_BYTES, &bytes, &length, NULL))
		file->is_good = digest_sha256(bytes, length, found) &&
				memcmp(found, sha256, sizeof(found)) == 0;
	free(bytes);
	return file->is_good;
}

enum presence stock_look(struct stock *stock, const uint8_t sha256[32])
{
	const struct table_row *rows;
	size_t count = find_rows(stock, sha256, &rows);

	for (size_t i = 0; i < count; i++)
		if (!is_good(stock, &stock->files[rows[i].value], sha256))
			return STOCK_ALTERED;
	return count ? STOCK_PRESENT : STOCK_ABSENT;
}
