/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with how the records of a case follow one another. */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "text.h"

#define HASH_BYTES 32

/* Only what begins a case follows nothing. */
static bool begins_rightly(const struct entry *entry)
{
	return entry->previous_count || entry->voice.type == WIPECERT_INIT;
}

static int check_previous(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];
	uint64_t largest = 0;
	bool is_whole = true;
	int rc = 0;

	for (size_t i = 0; i < entry->previous_count && !rc; i++) {
		size_t at = case_find(opened, &entry->previous[i]);
		const struct entry *before = at == WIPECERT_NO_INDEX ? NULL : &opened->entries[at];

		if (!before) {
			is_whole = false;
			rc = case_note(opened, WIPECERT_CASE_MISSING, index, WIPECERT_NO_INDEX,
				       entry->previous[i].econtent_sha256, "", err);
			continue;
		}
		if (before->has_place && before->place.number > largest)
			largest = before->place.number;
		if (before->voice.claimed_time_s > entry->voice.claimed_time_s)
			rc = case_note(opened, WIPECERT_CASE_BACKDATED, index, at, NULL, "", err);
	}
	if (!rc && is_whole && (entry->place.number != largest + 1 || !begins_rightly(entry)))
		rc = case_note(opened, WIPECERT_CASE_NUMBER, index, WIPECERT_NO_INDEX, NULL, "",
			       err);
	return rc;
}

static int check_writer(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];
	const struct entry *before;
	size_t at;

	if (!entry->place.has_writer_previous && entry->place.writer_number == 1)
		return 0;
	at = entry->place.has_writer_previous ? case_find(opened, &entry->place.writer_previous) :
						WIPECERT_NO_INDEX;
	before = at == WIPECERT_NO_INDEX ? NULL : &opened->entries[at];
	if (before && before->has_place &&
	    before->place.writer_number + 1 == entry->place.writer_number &&
	    memcmp(before->voice.signer_sha256, entry->voice.signer_sha256, HASH_BYTES) == 0)
		return 0;
	return case_note(opened, WIPECERT_CASE_WRITER_GAP, index, at,
			 entry->place.writer_previous.econtent_sha256, "", err);
}

static int check_about(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];

	if (entry->voice.type != WIPECERT_CONFIRMATION ||
	    case_find(opened, &entry->voice.about) != WIPECERT_NO_INDEX)
		return 0;
	return case_note(opened, WIPECERT_CASE_MISSING_ABOUT, index, WIPECERT_NO_INDEX,
			 entry->voice.about.econtent_sha256, "", err);
}

static int check_same_id(struct wipecert_case *opened, struct wipe_error *err)
{
	const struct table_row *rows = opened->by_id.rows;
	int rc = 0;

	for (size_t i = 1; i < opened->by_id.count && !rc; i++)
		if (rows[i].bytes == rows[i - 1].bytes &&
		    memcmp(rows[i].key, rows[i - 1].key, rows[i].bytes) == 0)
			rc = case_note(opened, WIPECERT_CASE_SAME_ID, rows[i].value,
				       rows[i - 1].value, NULL, "", err);
	return rc;
}

static int check_heads(struct wipecert_case *opened, size_t *head_count, struct wipe_error *err)
{
	int rc = case_find_heads(opened, NULL, 0, head_count, err);

	if (rc || *head_count < 2)
		return rc;
	return case_note(opened, WIPECERT_CASE_HEADS, WIPECERT_NO_INDEX, WIPECERT_NO_INDEX, NULL,
			 "", err);
}

struct signed_number {
	uint8_t signer[HASH_BYTES];
	uint64_t number;
	size_t entry;
};

static int compare_numbers(const void *a, const void *b)
{
	const struct signed_number *one = a, *other = b;
	int order = memcmp(one->signer, other->signer, HASH_BYTES);

	if (order)
		return order;
	if (one->number != other->number)
		return one->number < other->number ? -1 : 1;
	return (one->entry > other->entry) - (one->entry < other->entry);
}

static int check_forks(struct wipecert_case *opened, size_t head_count, struct wipe_error *err)
{
	struct signed_number *numbers = calloc(opened->count + 1, sizeof(*numbers));
	size_t count = 0;
	int rc = numbers ? 0 : wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));

	for (size_t i = 0; i < opened->count && !rc; i++) {
		const struct entry *entry = &opened->entries[i];

		if (!entry->has_place || !case_can_be_followed(opened, entry))
			continue;
		memcpy(numbers[count].signer, entry->voice.signer_sha256, HASH_BYTES);
		numbers[count].number = entry->place.writer_number;
		numbers[count++].entry = i;
	}
	if (count)
		qsort(numbers, count, sizeof(*numbers), compare_numbers);
	for (size_t i = 1; i < count && !rc; i++)
		if (numbers[i].number == numbers[i - 1].number &&
		    memcmp(numbers[i].signer, numbers[i - 1].signer, HASH_BYTES) == 0)
			rc = case_note(opened,
				       head_count == 1 ? WIPECERT_CASE_FORK_MERGED :
							 WIPECERT_CASE_FORK,
				       numbers[i].entry, numbers[i - 1].entry, NULL, "", err);
	free(numbers);
	return rc;
}

int case_check_order(struct wipecert_case *opened, struct wipe_error *err)
{
	size_t head_count = 0;
	int rc = 0;

	for (size_t i = 0; i < opened->count && !rc; i++) {
		if (!opened->entries[i].is_known)
			continue;
		if (opened->entries[i].has_place)
			rc = check_previous(opened, i, err);
		if (!rc && opened->entries[i].has_place)
			rc = check_writer(opened, i, err);
		if (!rc)
			rc = check_about(opened, i, err);
	}
	if (!rc)
		rc = check_same_id(opened, err);
	if (!rc)
		rc = check_heads(opened, &head_count, err);
	return rc ? rc : check_forks(opened, head_count, err);
}

