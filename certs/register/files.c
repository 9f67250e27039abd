/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in the folder of records: which are none, which are there twice, how they are called. */
#include <string.h>

#include "case.h"

#define SIGNED ".p7m"
#define BARE ".json"

static bool ends_in(const char *name, const char *suffix)
{
	size_t length = strlen(name), bytes = strlen(suffix);

	return length > bytes && strcmp(name + length - bytes, suffix) == 0;
}

/* A record that was spoilt still has the name of one. */
static bool is_foreign(const struct entry *entry)
{
	return !entry->is_known && !ends_in(entry->file, SIGNED) && !ends_in(entry->file, BARE);
}

int case_check_files(struct wipecert_case *opened, struct wipe_error *err)
{
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; i < opened->count; i++) {
		if (!rc && is_foreign(&opened->entries[i]))
			rc = case_note(opened, WIPECERT_CASE_FOREIGN, WIPECERT_NO_INDEX,
				       WIPECERT_NO_INDEX, NULL, opened->entries[i].file, err);
		else
			opened->entries[kept++] = opened->entries[i];
	}
	opened->count = kept;
	return rc;
}

static bool has_own_name(const struct entry *entry)
{
	char name[CASE_NAME_BYTES];

	case_name(entry, entry->voice.is_signed ? SIGNED : BARE, name);
	return strcmp(entry->file, name) == 0;
}

static bool is_same(const struct entry *entry, const struct entry *other)
{
	return entry->is_known && other->is_known &&
	       case_is_same_link(&entry->voice.link, &other->voice.link);
}

/* Of two files the one that is called as the record would be. */
static const struct entry *better_of(const struct entry *entry, const struct entry *other)
{
	if (has_own_name(entry) != has_own_name(other))
		return has_own_name(entry) ? entry : other;
	return strcmp(entry->file, other->file) < 0 ? entry : other;
}

/* Marks what is in another file too, among those of one content, which stand together. */
static void mark_doubles(struct wipecert_case *opened, const struct table_row *rows, size_t count)
{
	struct entry *entry = &opened->entries[rows->value];

	for (size_t i = 1; i < count && !entry->is_double; i++) {
		struct entry *other = &opened->entries[rows[i].value];

		if (memcmp(rows[i].key, rows->key, rows->bytes) != 0)
			break;
		if (!is_same(entry, other))
			continue;
		if (better_of(entry, other) == entry)
			other->is_double = true;
		else
			entry->is_double = true;
	}
}

/* One record counts once, however many files it is in. */
int case_drop_doubles(struct wipecert_case *opened, struct wipe_error *err)
{
	const struct table *table = &opened->by_hash;
	size_t kept = 0;
	int rc = 0;

	for (size_t i = 0; i < table->count; i++)
		mark_doubles(opened, &table->rows[i], table->count - i);
	for (size_t i = 0; i < opened->count; i++) {
		const struct entry *entry = &opened->entries[i];

		if (entry->is_double && !rc)
			rc = case_note(opened, WIPECERT_CASE_NAME, WIPECERT_NO_INDEX,
				       WIPECERT_NO_INDEX, entry->voice.link.econtent_sha256,
				       entry->file, err);
		else
			opened->entries[kept++] = opened->entries[i];
	}
	opened->count = kept;
	return rc;
}

/* "000012-": so begin the names of records that have a number. */
static bool is_numbered(const char *name)
{
	size_t digits = strspn(name, "0123456789");

	return digits >= 6 && name[digits] == '-';
}

/* What was signed outside of the case may be called as it was when it came. */
int case_check_names(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < opened->count && !rc; i++) {
		const struct entry *entry = &opened->entries[i];

		if (entry->is_known && !has_own_name(entry) &&
		    (entry->has_place || is_numbered(entry->file)))
			rc = case_note(opened, WIPECERT_CASE_NAME, i, WIPECERT_NO_INDEX, NULL,
				       entry->file, err);
	}
	return rc;
}
