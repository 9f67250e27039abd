/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files in the folder of records: which are none, which are there twice, how they are called. */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "text.h"

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

/* Of several files of one record the best one is kept: what verifies, then what is called rightly. */
static int compare_kept(const struct entry *entry, const struct entry *other)
{
	static const int ranks[] = {
		[WIPECERT_VALID] = 0, [WIPECERT_UNDETERMINED] = 1, [WIPECERT_INVALID] = 2
	};
	int order = ranks[entry->voice.authentic] - ranks[other->voice.authentic];

	if (!order)
		order = (int)has_own_name(other) - (int)has_own_name(entry);
	return order ? order : strcmp(entry->file, other->file);
}

/* Unknown ones first: each of them is one by itself. */
static int compare_records(const struct entry *entry, const struct entry *other)
{
	const struct wipecert_link *link = &entry->voice.link, *second = &other->voice.link;
	int order = (int)entry->is_known - (int)other->is_known;

	if (!order)
		order = (int)link->is_signed - (int)second->is_signed;
	if (!order)
		order = memcmp(link->econtent_sha256, second->econtent_sha256, 32);
	return order ? order : memcmp(link->signature_sha256, second->signature_sha256, 32);
}

static int compare_files(const void *a, const void *b)
{
	const struct entry *entry = *(struct entry *const *)a, *other = *(struct entry *const *)b;
	int order = compare_records(entry, other);

	return order ? order : compare_kept(entry, other);
}

static int add_double(struct wipecert_case *opened, struct entry *kept, const char *file,
		      struct wipe_error *err)
{
	struct double_file *one = arena_take(&opened->finding_texts, sizeof(*one));

	if (!one)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	*one = (struct double_file){ .file = file, .next = kept->doubles };
	kept->doubles = one;
	return 0;
}

/* sorted: so that those of one record are side by side. Those that go have is_double set. */
static int find_doubles(struct wipecert_case *opened, struct entry **sorted, struct wipe_error *err)
{
	struct entry *kept = NULL;
	int rc = 0;

	for (size_t i = 0; i < opened->count && !rc; i++) {
		sorted[i]->is_double = kept && sorted[i]->is_known &&
				       compare_records(kept, sorted[i]) == 0;
		if (sorted[i]->is_double)
			rc = add_double(opened, kept, sorted[i]->file, err);
		else
			kept = sorted[i];
	}
	return rc;
}

int case_drop_doubles(struct wipecert_case *opened, struct wipe_error *err)
{
	struct entry **sorted = calloc(opened->count + 1, sizeof(*sorted));
	size_t kept = 0;
	int rc;

	if (!sorted)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	for (size_t i = 0; i < opened->count; i++) {
		sorted[i] = &opened->entries[i];
		sorted[i]->doubles = NULL;
		sorted[i]->is_double = false;
	}
	qsort(sorted, opened->count, sizeof(struct entry *), compare_files);
	rc = find_doubles(opened, sorted, err);
	free(sorted);
	for (size_t i = 0; i < opened->count; i++)
		if (!opened->entries[i].is_double)
			opened->entries[kept++] = opened->entries[i];
	opened->count = kept;
	return rc;
}

/* "000012-": so begin the names of records that have a number. */
static bool is_numbered(const char *name)
{
	size_t digits = strspn(name, "0123456789");

	return digits >= 6 && name[digits] == '-';
}

static int note_name(struct wipecert_case *opened, size_t index, const char *file,
		     struct wipe_error *err)
{
	return case_note(opened, WIPECERT_CASE_NAME, index, WIPECERT_NO_INDEX, NULL, file, err);
}

/* What was signed outside of the case may be called as it was when it came. */
int case_check_names(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < opened->count && !rc; i++) {
		const struct entry *entry = &opened->entries[i];

		if (entry->is_known && !has_own_name(entry) &&
		    (entry->has_place || is_numbered(entry->file)))
			rc = note_name(opened, i, entry->file, err);
		for (const struct double_file *one = entry->doubles; one && !rc; one = one->next)
			rc = note_name(opened, i, one->file, err);
	}
	return rc;
}
