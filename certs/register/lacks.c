/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is still open, and what awaits an officer. */
#include "fold.h"

static unsigned int lack_of_answer(const struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];

	if (entry->weight.standing == WIPECERT_DISMISSED)
		return WIPECERT_LACK_REJECTED;
	return case_is_confirmed(opened, entry) ? 0 : WIPECERT_LACK_CONFIRMATION;
}

/* Each erasure of a device that was brought in is the officer's to look at. */
static unsigned int lacks_of_erasures(const struct wipecert_case *opened, const struct item *item)
{
	unsigned int lacks = 0;

	for (size_t i = 0; i < item->thing->media_count; i++)
		if (item->media[i].erasure != WIPECERT_NO_INDEX)
			lacks |= lack_of_answer(opened, item->media[i].erasure);
	if (!item->thing->media_count && item->erasure != WIPECERT_NO_INDEX)
		lacks |= lack_of_answer(opened, item->erasure);
	return lacks;
}

static unsigned int lacks_without_outcome(const struct wipecert_case *opened,
					  const struct item *item)
{
	unsigned int lacks = WIPECERT_LACK_OUTCOME;
	bool some = false;

	for (size_t i = 0; i < item->thing->media_count; i++)
		some |= item->media[i].erasure != WIPECERT_NO_INDEX;
	if (item->thing->must_return)
		lacks |= WIPECERT_LACK_RETURN;
	if (some && !fold_is_erased(opened, item))
		lacks |= WIPECERT_LACK_MEDIA;
	if (item->thing->origin == WIPECERT_BROUGHT_IN)
		lacks |= WIPECERT_LACK_EXIT_CHECK;
	return lacks | lacks_of_erasures(opened, item);
}

static bool must_leave(const struct item *item)
{
	return item->thing->origin == WIPECERT_BROUGHT_IN &&
	       item->outcome != WIPECERT_OUTCOME_DISPOSED &&
	       item->outcome != WIPECERT_OUTCOME_MISSING;
}

unsigned int case_lacks_of(const struct wipecert_case *opened, const struct item *item)
{
	unsigned int lacks = 0;

	if (item->incidents)
		lacks |= WIPECERT_LACK_INCIDENT;
	if (item->attempts && !fold_ended_otherwise(item))
		lacks |= WIPECERT_LACK_ATTEMPT;
	if (item->outcome == WIPECERT_OUTCOME_NONE)
		return lacks | lacks_without_outcome(opened, item);
	lacks |= lack_of_answer(opened, item->outcome_entry);
	if (item->outcome == WIPECERT_OUTCOME_ERASED)
		lacks |= lacks_of_erasures(opened, item);
	if (item->thing->must_return && item->outcome != WIPECERT_OUTCOME_RETURNED &&
	    item->outcome != WIPECERT_OUTCOME_MISSING)
		lacks |= WIPECERT_LACK_RETURN;
	if (must_leave(item))
		lacks |= item->leaving == WIPECERT_NO_INDEX ? WIPECERT_LACK_EXIT_CHECK :
							      lack_of_answer(opened, item->leaving);
	return lacks;
}

static void await(struct wipecert_case *opened, size_t index)
{
	struct entry *entry = index == WIPECERT_NO_INDEX ? NULL : &opened->entries[index];

	if (entry && entry->weight.standing != WIPECERT_DISMISSED &&
	    !case_is_confirmed(opened, entry))
		entry->awaits = true;
}

static void await_item(struct wipecert_case *opened, const struct item *item)
{
	await(opened, item->outcome_entry);
	await(opened, item->leaving);
	if (item->outcome != WIPECERT_OUTCOME_NONE && item->outcome != WIPECERT_OUTCOME_ERASED)
		return;
	await(opened, item->erasure);
	for (size_t i = 0; i < item->thing->media_count; i++)
		await(opened, item->media[i].erasure);
}

static bool ends_incident(const struct wipecert_case *opened, const struct entry *entry)
{
	size_t begun;

	if (entry->voice.type != WIPECERT_INCIDENT || !entry->told.incident->is_resolution ||
	    entry->fault != WIPECERT_FAULT_NONE)
		return false;
	begun = fold_incident_of_id(opened, entry->told.incident->about);
	return begun != WIPECERT_NO_INDEX && !opened->entries[begun].is_spent;
}

static bool lacks_officers_word(const struct wipecert_case *opened, const struct entry *entry)
{
	return entry->fault == WIPECERT_FAULT_NONE && !entry->is_spent &&
	       !case_is_officers_word(opened, entry);
}

void case_find_lacks(struct wipecert_case *opened)
{
	for (size_t i = 0; i < opened->fold.item_count; i++) {
		struct item *item = &opened->fold.items[i];

		item->lacks = case_lacks_of(opened, item);
		if (item->lacks)
			await_item(opened, item);
	}
	for (size_t i = 0; i < opened->count; i++) {
		const struct entry *entry = &opened->entries[i];

		if (entry->is_known &&
		    (ends_incident(opened, entry) || lacks_officers_word(opened, entry)))
			await(opened, i);
	}
	await(opened, opened->fold.closing);
}
