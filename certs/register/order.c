/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * In which order records count, and what is wrong with how they follow one another.
 *
 * A record's number is larger than those that it follows, so that sorting by number
 * puts every record behind its predecessors; what was done in copies at the same time
 * is ordered by time, then by hash: everybody gets the same order. A record without
 * place, as an officer's confirmation that was signed elsewhere, counts just before the
 * merge that took it in, and not before there is one.
 */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "hex.h"
#include "text.h"

#define HASH_BYTES 32

static int compare_entries(const void *a, const void *b)
{
	const struct entry *entry = a, *other = b;
	int order;

	if (entry->position != other->position)
		return entry->position < other->position ? -1 : 1;
	/* What a merge took in comes before it. */
	if (entry->has_place != other->has_place)
		return entry->has_place ? 1 : -1;
	if (entry->voice.claimed_time_s != other->voice.claimed_time_s)
		return entry->voice.claimed_time_s < other->voice.claimed_time_s ? -1 : 1;
	order = memcmp(entry->voice.link.econtent_sha256, other->voice.link.econtent_sha256,
		       HASH_BYTES);
	if (!order)
		order = memcmp(entry->voice.link.signature_sha256,
			       other->voice.link.signature_sha256, HASH_BYTES);
	return order ? order : strcmp(entry->file, other->file);
}

static int index_entries(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = 0;

	table_clear(&opened->by_hash);
	table_clear(&opened->by_id);
	for (size_t i = 0; i < opened->count && !rc; i++) {
		const struct wipecert_voice *voice = &opened->entries[i].voice;

		if (!opened->entries[i].is_known)
			continue;
		rc = table_add(&opened->by_hash, voice->link.econtent_sha256, HASH_BYTES, i, err);
		if (!rc)
			rc = table_add_text(&opened->by_id, voice->link.id, i, err);
	}
	table_sort(&opened->by_hash);
	table_sort(&opened->by_id);
	return rc;
}

/* Before the order is known: each by its own number, what is outside by its merge. */
static void find_positions(struct wipecert_case *opened)
{
	for (size_t i = 0; i < opened->count; i++) {
		struct entry *entry = &opened->entries[i];

		entry->position = entry->has_place ? entry->place.number : CASE_OUTSIDE;
	}
	for (size_t i = 0; i < opened->count; i++) {
		const struct entry *merge = &opened->entries[i];

		for (size_t k = 0; k < merge->previous_count && merge->has_place; k++) {
			size_t at = case_find(opened, &merge->previous[k]);
			struct entry *taken = at == WIPECERT_NO_INDEX ? NULL : &opened->entries[at];

			if (taken && !taken->has_place && taken->position > merge->place.number)
				taken->position = merge->place.number;
		}
	}
}

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

/* What nobody signed, or for another case, is followed by nothing. */
static bool can_be_followed(const struct wipecert_case *opened, const struct entry *entry)
{
	return entry->is_known && entry->voice.is_signed &&
	       entry->voice.authentic != WIPECERT_INVALID && case_is_of_case(opened, entry);
}

/* Which entries another one follows: an array of bools, the caller's; NULL: no memory. */
static bool *find_followed(const struct wipecert_case *opened)
{
	bool *followed = calloc(opened->count ? opened->count : 1, sizeof(*followed));

	for (size_t i = 0; followed && i < opened->count; i++) {
		const struct entry *entry = &opened->entries[i];

		if (!entry->has_place || !can_be_followed(opened, entry))
			continue;
		for (size_t k = 0; k < entry->previous_count; k++) {
			size_t at = case_find(opened, &entry->previous[k]);

			if (at != WIPECERT_NO_INDEX)
				followed[at] = true;
		}
	}
	return followed;
}

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

/* Records that nothing follows, those of the highest numbers first. */
static int find_heads(const struct wipecert_case *opened, struct wipecert_link *heads, size_t max,
		      size_t *count, struct wipe_error *err)
{
	bool *followed = find_followed(opened);

	*count = 0;
	if (!followed)
		return no_memory(err);
	for (size_t i = opened->count; i-- > 0;) {
		const struct entry *entry = &opened->entries[i];

		if (followed[i] || !can_be_followed(opened, entry))
			continue;
		if (*count < max)
			heads[*count] = entry->voice.link;
		(*count)++;
	}
	free(followed);
	return 0;
}

static int check_heads(struct wipecert_case *opened, size_t *head_count, struct wipe_error *err)
{
	int rc = find_heads(opened, NULL, 0, head_count, err);

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
	int rc = numbers ? 0 : no_memory(err);

	for (size_t i = 0; i < opened->count && !rc; i++) {
		const struct entry *entry = &opened->entries[i];

		if (!entry->has_place || !can_be_followed(opened, entry))
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

int case_order(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = case_check_files(opened, err);

	if (!rc)
		rc = case_drop_doubles(opened, err);
	if (!rc)
		rc = index_entries(opened, err);
	if (rc)
		return rc;
	find_positions(opened);
	if (opened->count)
		qsort(opened->entries, opened->count, sizeof(*opened->entries), compare_entries);
	return index_entries(opened, err);
}

/* The newest of a signer's records; of several with one number the later in order. */
static size_t newest_of(const struct wipecert_case *opened, const uint8_t signer_sha256[32])
{
	size_t newest = WIPECERT_NO_INDEX;

	for (size_t i = 0; i < opened->count; i++) {
		const struct entry *entry = &opened->entries[i];

		if (entry->has_place && can_be_followed(opened, entry) &&
		    memcmp(entry->voice.signer_sha256, signer_sha256, HASH_BYTES) == 0 &&
		    (newest == WIPECERT_NO_INDEX ||
		     entry->place.writer_number >= opened->entries[newest].place.writer_number))
			newest = i;
	}
	return newest;
}

int case_next_place(const struct wipecert_case *opened, const uint8_t signer_sha256[32],
		    bool is_merge, struct wipecert_place *place,
		    struct wipecert_link heads[WIPECERT_HEADS_MAX], size_t *head_count,
		    struct wipe_error *err)
{
	size_t newest = newest_of(opened, signer_sha256);
	int rc = find_heads(opened, heads, WIPECERT_HEADS_MAX, head_count, err);

	if (rc)
		return rc;
	if (*head_count > WIPECERT_HEADS_MAX && is_merge)
		*head_count = WIPECERT_HEADS_MAX; /* another merge takes the rest */
	/* The others wait for a merge. The first stands in the chain: the highest number does. */
	if (!is_merge) {
		size_t chosen = 0;

		while (chosen < *head_count && chosen < WIPECERT_HEADS_MAX &&
		       !opened->entries[case_find(opened, &heads[chosen])].has_place)
			chosen++;
		if (chosen == *head_count || chosen == WIPECERT_HEADS_MAX)
			return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
					      _("nothing in the case can be followed"));
		heads[0] = heads[chosen];
		*head_count = 1;
	}
	place->number = 1;
	for (size_t i = 0; i < *head_count; i++) {
		const struct entry *head = &opened->entries[case_find(opened, &heads[i])];

		if (head->has_place && head->place.number >= place->number)
			place->number = head->place.number + 1;
	}
	place->has_writer_previous = newest != WIPECERT_NO_INDEX;
	place->writer_number = 1;
	if (place->has_writer_previous) {
		place->writer_previous = opened->entries[newest].voice.link;
		place->writer_number = opened->entries[newest].place.writer_number + 1;
	}
	return 0;
}
