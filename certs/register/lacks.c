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

/* Each erasure of something of it is the officer's to look at. */
static unsigned int lacks_of_erasures(const struct wipecert_case *opened, const struct item *item)
{
	unsigned int lacks = 0;

	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (opened->entries[at].erased_by != WIPECERT_NO_INDEX)
			lacks |= lack_of_answer(opened, opened->entries[at].erased_by);
	for (size_t i = 0; i < item->thing->media_count; i++)
		if (item->media[i].erasure != WIPECERT_NO_INDEX)
			lacks |= lack_of_answer(opened, item->media[i].erasure);
	if (!item->thing->media_count && item->copying == WIPECERT_NO_INDEX &&
	    item->erasure != WIPECERT_NO_INDEX)
		lacks |= lack_of_answer(opened, item->erasure);
	return lacks;
}

/*
 * An officer has to know what was recorded against a rule, whatever he says of it; not where only
 * a clock is in doubt, which will show by itself.
 */
bool case_is_unheard_of(const struct wipecert_case *opened, const struct entry *entry)
{
	return entry->counts && entry->fault != WIPECERT_FAULT_NONE &&
	       entry->fault != WIPECERT_FAULT_LABEL &&
	       entry->fault != WIPECERT_FAULT_NOT_AUTHENTIC && !case_is_answered(opened, entry);
}

static unsigned int lacks_of_rules(const struct wipecert_case *opened, const struct item *item)
{
	bool is_lacking = case_is_unheard_of(opened, &opened->entries[item->entry]);

	for (size_t at = item->copying; at != WIPECERT_NO_INDEX && !is_lacking;
	     at = opened->entries[at].before)
		is_lacking = case_is_unheard_of(opened, &opened->entries[at]);
	return is_lacking ? WIPECERT_LACK_CONFIRMATION : 0;
}

/* Of what was returned or disposed of, piece by piece. */
static unsigned int lacks_of_parts(const struct wipecert_case *opened, const struct item *item)
{
	uint32_t left = fold_left(opened, item);
	unsigned int lacks = 0;

	for (size_t at = item->part; at != WIPECERT_NO_INDEX; at = opened->entries[at].before) {
		const struct entry *part = &opened->entries[at];
		bool is_rejected = part->weight.standing == WIPECERT_DISMISSED;

		if (!is_rejected || left)
			lacks |= lack_of_answer(opened, at);
		if (!is_rejected && left)
			lacks |= WIPECERT_LACK_PART;
		if (!is_rejected && item->thing->must_return && part->voice.type != WIPECERT_RETURN)
			lacks |= WIPECERT_LACK_RETURN;
	}
	return lacks;
}

/* A medium in it, or one of those that it was copied to. */
static bool some_is_erased(const struct wipecert_case *opened, const struct item *item)
{
	for (size_t i = 0; i < item->thing->media_count; i++)
		if (item->media[i].erasure != WIPECERT_NO_INDEX)
			return true;
	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (opened->entries[at].erased_by != WIPECERT_NO_INDEX)
			return true;
	return false;
}

static unsigned int lacks_without_outcome(const struct wipecert_case *opened,
					  const struct item *item)
{
	bool is_brought_in = item->thing->origin == WIPECERT_BROUGHT_IN;
	bool is_erased = fold_is_erased(item);
	/* What was brought in ends when it leaves, however early it was erased. */
	unsigned int lacks = is_brought_in && is_erased ? 0 : WIPECERT_LACK_OUTCOME;

	if (item->thing->must_return)
		lacks |= WIPECERT_LACK_RETURN;
	if (!is_erased && some_is_erased(opened, item))
		lacks |= WIPECERT_LACK_MEDIA;
	if (is_brought_in)
		lacks |= WIPECERT_LACK_EXIT_CHECK;
	if (opened->entries[item->entry].weight.standing == WIPECERT_DISMISSED)
		lacks |= WIPECERT_LACK_REJECTED;
	return lacks | lacks_of_erasures(opened, item) | lacks_of_parts(opened, item);
}

static bool must_leave(const struct item *item)
{
	return item->thing->origin == WIPECERT_BROUGHT_IN &&
	       item->outcome != WIPECERT_OUTCOME_DISPOSED &&
	       item->outcome != WIPECERT_OUTCOME_MISSING;
}

/* What was copied to something that is no copy has to go by itself. */
static bool has_stray_copies(const struct item *item)
{
	return item->copies && !fold_is_copy(item);
}

static unsigned int lacks_of_outcome(const struct wipecert_case *opened, const struct item *item)
{
	unsigned int lacks;

	if (item->outcome == WIPECERT_OUTCOME_NONE)
		return lacks_without_outcome(opened, item);
	if (item->outcome == WIPECERT_OUTCOME_WITHDRAWN)
		return 0;
	lacks = fold_is_of_parts(item) ? lacks_of_parts(opened, item) :
					 lack_of_answer(opened, item->outcome_entry);
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

unsigned int case_lacks_of(const struct wipecert_case *opened, const struct item *item)
{
	unsigned int lacks = lacks_of_rules(opened, item);

	if (item->incidents)
		lacks |= WIPECERT_LACK_INCIDENT;
	if (item->attempts && !fold_ended_otherwise(item))
		lacks |= WIPECERT_LACK_ATTEMPT;
	if (has_stray_copies(item))
		lacks |= WIPECERT_LACK_MEDIA;
	return lacks | lacks_of_outcome(opened, item);
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
	bool is_erased = item->outcome == WIPECERT_OUTCOME_NONE ||
			 item->outcome == WIPECERT_OUTCOME_ERASED;

	if (!fold_is_of_parts(item))
		await(opened, item->outcome_entry);
	await(opened, item->leaving);
	for (size_t at = item->part; fold_is_of_parts(item) && at != WIPECERT_NO_INDEX;
	     at = opened->entries[at].before)
		await(opened, at);
	for (size_t at = item->copying; is_erased && at != WIPECERT_NO_INDEX;
	     at = opened->entries[at].before)
		await(opened, opened->entries[at].erased_by);
	for (size_t i = 0; is_erased && i < item->thing->media_count; i++)
		await(opened, item->media[i].erasure);
	if (is_erased)
		await(opened, item->erasure);
}

static bool ends_incident(const struct wipecert_case *opened, const struct entry *entry)
{
	size_t begun;

	if (entry->voice.type != WIPECERT_INCIDENT || !entry->told.incident->is_resolution ||
	    !entry->counts)
		return false;
	begun = fold_incident_of_id(opened, entry->told.incident->about);
	return begun != WIPECERT_NO_INDEX && !opened->entries[begun].is_ended;
}

static bool lacks_officers_word(const struct wipecert_case *opened, const struct entry *entry)
{
	return entry->counts && !entry->is_answered && !case_is_officers_word(opened, entry);
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
		    (ends_incident(opened, entry) || lacks_officers_word(opened, entry) ||
		     case_is_unheard_of(opened, entry)))
			await(opened, i);
	}
	await(opened, opened->fold.closing);
}
