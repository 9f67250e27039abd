/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Items: how they come into being, and what becomes of them. */
#include <string.h>

#include "fold.h"
#include "text.h"

struct item *fold_item_at(struct wipecert_case *opened, size_t index)
{
	return index == WIPECERT_NO_INDEX ? NULL : &opened->fold.items[index];
}

void fold_conclude(struct item *item, enum wipecert_outcome outcome, size_t entry)
{
	item->outcome = outcome;
	item->outcome_entry = entry;
}

int fold_thing(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	struct entry *entry = &opened->entries[index];
	struct fold *fold = &opened->fold;
	const struct told_thing *thing = entry->told.thing;
	struct item *item = &fold->items[fold->item_count];
	size_t bytes = thing->media_count * sizeof(*thing->media);

	*item = (struct item){
		.entry = index,
		.thing = thing,
		.parent = *thing->parent ? case_item_of_id(opened, thing->parent) :
					   WIPECERT_NO_INDEX,
		.erasure = WIPECERT_NO_INDEX,
		.failure = WIPECERT_NO_INDEX,
		.leaving = WIPECERT_NO_INDEX,
		.back = WIPECERT_NO_INDEX,
		.challenge = WIPECERT_NO_INDEX,
		.instruction = WIPECERT_NO_INDEX,
		.incident = WIPECERT_NO_INDEX,
		.attempt = WIPECERT_NO_INDEX,
		.copying = WIPECERT_NO_INDEX,
		.part = WIPECERT_NO_INDEX,
		.outcome_entry = WIPECERT_NO_INDEX,
	};
	/* The record's own stay as they were read: a fold may be done again. */
	item->media = arena_take(&fold->arena, bytes ? bytes : 1);
	if (!item->media)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
	if (bytes)
		memcpy(item->media, thing->media, bytes);
	/* Something was done with that, whatever an officer said of it. */
	if (item->parent != WIPECERT_NO_INDEX &&
	    fold->items[item->parent].outcome == WIPECERT_OUTCOME_WITHDRAWN)
		fold_conclude(&fold->items[item->parent], WIPECERT_OUTCOME_NONE, WIPECERT_NO_INDEX);
	entry->item = fold->item_count++;
	return 0;
}

void fold_leaving(struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	struct item *item = fold_item_at(opened, entry->item);

	item->leaving = index;
	if (entry->told.leaving->nothing_copied)
		fold_conclude(item, WIPECERT_OUTCOME_NOTHING_COPIED, index);
	else if (item->outcome != WIPECERT_OUTCOME_ATTESTED)
		fold_conclude(item, WIPECERT_OUTCOME_ERASED, index);
}

/* RETURN, DISPOSE: of some pieces, or of all, which then stands for what was said before. */
static void fold_part(struct wipecert_case *opened, struct item *item, size_t index,
		      enum wipecert_outcome outcome)
{
	struct entry *entry = &opened->entries[index];

	entry->before = entry->told.part->quantity < item->thing->quantity ? item->part :
									     WIPECERT_NO_INDEX;
	item->part = index;
	if (outcome == WIPECERT_OUTCOME_RETURNED)
		item->back = index;
	if (!fold_left(opened, item))
		fold_conclude(item, outcome, index);
}

void fold_outcome(struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	struct item *item = fold_item_at(opened, entry->item);

	if (entry->voice.type == WIPECERT_ATTEST)
		fold_conclude(item, WIPECERT_OUTCOME_ATTESTED, index);
	else
		fold_part(opened, item, index,
			  entry->voice.type == WIPECERT_RETURN ? WIPECERT_OUTCOME_RETURNED :
								 WIPECERT_OUTCOME_DISPOSED);
}

/*
 * What an officer says was never received, or not permitted, is nobody's duty, if nothing was
 * done with it; a device may be in the house all the same, and has to leave.
 */
static bool can_be_withdrawn(const struct wipecert_case *opened, const struct item *item)
{
	size_t index = (size_t)(item - opened->fold.items);

	if (item->thing->origin == WIPECERT_BROUGHT_IN || item->copies || item->attempts ||
	    item->incidents || fold_was_erased(item) || fold_has_ended(opened, item) ||
	    fold_left(opened, item) != item->thing->quantity)
		return false;
	/* What was copied of it, or was to be, is a duty that comes from it. */
	for (size_t i = index + 1; i < opened->fold.item_count; i++)
		if (opened->fold.items[i].parent == index &&
		    opened->fold.items[i].outcome != WIPECERT_OUTCOME_WITHDRAWN)
			return false;
	return true;
}

void fold_withdraw(struct wipecert_case *opened, size_t item)
{
	struct item *one = fold_item_at(opened, item);
	bool is_rejected = opened->entries[one->entry].weight.standing == WIPECERT_DISMISSED;

	if (!is_rejected && one->outcome == WIPECERT_OUTCOME_WITHDRAWN)
		fold_conclude(one, WIPECERT_OUTCOME_NONE, WIPECERT_NO_INDEX);
	/* Nothing may be left then that kept what it came from. */
	while (one && opened->entries[one->entry].weight.standing == WIPECERT_DISMISSED &&
	       one->outcome != WIPECERT_OUTCOME_WITHDRAWN && can_be_withdrawn(opened, one)) {
		fold_conclude(one, WIPECERT_OUTCOME_WITHDRAWN, one->entry);
		one = fold_item_at(opened, one->parent);
	}
}
