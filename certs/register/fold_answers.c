/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What officers decide, and what follows from it: approvals, incidents, answers. */
#include <string.h>

#include "fold.h"

static bool sets_level(const struct told_approval *approval, unsigned int kind)
{
	return approval->subject == TOLD_METHOD && approval->has_level &&
	       (!approval->kinds || (approval->kinds & 1u << kind));
}

/* Of those that are the officer's word the newest holds, by where they stand, not by when he gave it. */
static void weigh_approvals(struct wipecert_case *opened)
{
	struct fold *fold = &opened->fold;

	for (unsigned int kind = 0; kind < WIPECERT_KINDS; kind++) {
		size_t at = fold->approval;

		while (at != WIPECERT_NO_INDEX &&
		       !(sets_level(opened->entries[at].told.approval, kind) &&
			 case_is_officers_word(opened, &opened->entries[at])))
			at = opened->entries[at].before;
		fold->has_level[kind] = at != WIPECERT_NO_INDEX;
		if (fold->has_level[kind])
			fold->level[kind] = opened->entries[at].told.approval->level;
	}
}

static void weigh_instructions(struct wipecert_case *opened, struct item *item)
{
	size_t at = opened->fold.approval;

	while (at != WIPECERT_NO_INDEX &&
	       !(opened->entries[at].told.approval->subject == TOLD_INSTRUCTION &&
		 fold_item_at(opened, opened->entries[at].item) == item &&
		 case_is_officers_word(opened, &opened->entries[at])))
		at = opened->entries[at].before;
	item->instruction = at;
}

static void weigh_approval(struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	struct item *item = fold_item_at(opened, entry->item);

	if (entry->told.approval->subject != TOLD_INSTRUCTION)
		weigh_approvals(opened);
	else if (item)
		weigh_instructions(opened, item);
}

void fold_approval(struct wipecert_case *opened, size_t index)
{
	opened->entries[index].before = opened->fold.approval;
	opened->fold.approval = index;
	weigh_approval(opened, index);
}

/* What the incident is about; those that are not in the case are left out. */
static void count_incident(struct wipecert_case *opened, const struct told_incident *incident,
			   bool is_open)
{
	opened->fold.incidents += is_open ? 1 : (size_t)-1;
	for (size_t i = 0; i < incident->thing_count; i++) {
		struct item *item =
			fold_item_at(opened, case_item_of_id(opened, incident->things[i]));

		if (item)
			item->incidents += is_open ? 1 : (size_t)-1;
	}
}

static void open_incident(struct wipecert_case *opened, size_t index)
{
	const struct told_incident *incident = opened->entries[index].told.incident;

	count_incident(opened, incident, true);
	for (size_t i = 0; i < incident->thing_count; i++) {
		struct item *item =
			fold_item_at(opened, case_item_of_id(opened, incident->things[i]));

		if (item)
			item->incident = index;
	}
}

/* What the resolution names is given up for lost, unless something else became of it meanwhile. */
static void give_up(struct wipecert_case *opened, const struct told_incident *incident,
		    size_t index)
{
	for (size_t i = 0; i < incident->thing_count && incident->missing; i++) {
		struct item *item =
			fold_item_at(opened, case_item_of_id(opened, incident->things[i]));

		if (item && !fold_is_done(opened, item))
			fold_conclude(item, WIPECERT_OUTCOME_MISSING, index);
	}
}

/* The officer took his word back. */
static void take_back(struct wipecert_case *opened, const struct told_incident *incident,
		      size_t index)
{
	for (size_t i = 0; i < incident->thing_count; i++) {
		struct item *item =
			fold_item_at(opened, case_item_of_id(opened, incident->things[i]));

		if (item && item->outcome == WIPECERT_OUTCOME_MISSING &&
		    item->outcome_entry == index)
			fold_conclude(item, WIPECERT_OUTCOME_NONE, WIPECERT_NO_INDEX);
	}
}

/* What came of an incident ends it with the officer's word, and as long as he stands by it. */
static void settle_incident(struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	size_t at = fold_incident_of_id(opened, entry->told.incident->about);
	struct entry *begun = at == WIPECERT_NO_INDEX ? NULL : &opened->entries[at];
	bool is_confirmed = case_is_confirmed(opened, entry);

	if (begun && is_confirmed && !begun->is_ended) {
		begun->is_ended = true;
		begun->resolution = index;
		count_incident(opened, begun->told.incident, false);
		give_up(opened, entry->told.incident, index);
	} else if (begun && !is_confirmed && begun->is_ended && begun->resolution == index) {
		begun->is_ended = false;
		count_incident(opened, begun->told.incident, true);
		take_back(opened, entry->told.incident, index);
	}
}

void fold_incident(struct wipecert_case *opened, size_t index)
{
	if (opened->entries[index].told.incident->is_resolution)
		settle_incident(opened, index);
	else
		open_incident(opened, index);
}

/* An answer has been heard: what follows from it. */
static void follow(struct wipecert_case *opened, size_t about)
{
	struct entry *entry = &opened->entries[about];

	/* Whatever was rejected: with that in it nothing is closed. */
	if (entry->weight.standing == WIPECERT_DISMISSED)
		opened->fold.closing = WIPECERT_NO_INDEX;
	if (!entry->counts)
		return;
	switch (entry->voice.type) {
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
	case WIPECERT_RETURN:
	case WIPECERT_DISPOSE:
	case WIPECERT_ATTEST:
		fold_withdraw(opened, entry->item);
		break;
	case WIPECERT_APPROVE:
		weigh_approval(opened, about);
		break;
	case WIPECERT_INCIDENT:
		if (entry->told.incident->is_resolution)
			settle_incident(opened, about);
		break;
	default:
		break;
	}
}

int fold_answer(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	struct entry *answer = &opened->entries[index];
	size_t about = case_find(opened, &answer->voice.about);
	int rc;

	if (about == WIPECERT_NO_INDEX)
		return 0;
	if (about > index) {
		answer->next_early = opened->entries[about].early;
		opened->entries[about].early = index;
		return 0;
	}
	rc = case_hear(opened, index, about, err);
	if (!rc)
		follow(opened, about);
	return rc;
}

int fold_early_answers(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	size_t at = opened->entries[index].early;
	int rc = 0;

	for (; at != WIPECERT_NO_INDEX && !rc; at = opened->entries[at].next_early) {
		rc = case_hear(opened, at, index, err);
		if (!rc)
			follow(opened, index);
	}
	return rc;
}
