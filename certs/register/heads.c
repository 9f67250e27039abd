/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ends of all lines of a case, and where the next record would stand. */
#include <stdlib.h>
#include <string.h>

#include "case.h"
#include "text.h"

#define HASH_BYTES 32

bool case_can_be_followed(const struct wipecert_case *opened, const struct entry *entry)
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

		if (!entry->has_place || !case_can_be_followed(opened, entry))
			continue;
		for (size_t k = 0; k < entry->previous_count; k++) {
			size_t at = case_find(opened, &entry->previous[k]);

			if (at != WIPECERT_NO_INDEX)
				followed[at] = true;
		}
	}
	return followed;
}

int case_find_heads(const struct wipecert_case *opened, struct wipecert_link *heads, size_t max,
		      size_t *count, struct wipe_error *err)
{
	bool *followed = find_followed(opened);

	*count = 0;
	if (!followed)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	for (size_t i = 0; i < opened->count; i++) {
		const struct entry *entry = &opened->entries[i];

		if (followed[i] || !case_can_be_followed(opened, entry))
			continue;
		if (*count < max)
			heads[*count] = entry->voice.link;
		(*count)++;
	}
	free(followed);
	return 0;
}

/* The newest of a signer's records; of several with one number the later in order. */
static size_t newest_of(const struct wipecert_case *opened, const uint8_t signer_sha256[32])
{
	size_t newest = WIPECERT_NO_INDEX;

	for (size_t i = 0; i < opened->count; i++) {
		const struct entry *entry = &opened->entries[i];

		if (entry->has_place && case_can_be_followed(opened, entry) &&
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
	int rc = case_find_heads(opened, heads, WIPECERT_HEADS_MAX, head_count, err);

	if (rc)
		return rc;
	if (*head_count > WIPECERT_HEADS_MAX && is_merge)
		*head_count = WIPECERT_HEADS_MAX; /* another merge takes the rest */
	/* The others wait for a merge. What was signed elsewhere comes last, and is no link of a chain. */
	if (!is_merge) {
		if (!*head_count || !opened->entries[case_find(opened, &heads[0])].has_place)
			return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
					      _("nothing in the case can be followed"));
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
