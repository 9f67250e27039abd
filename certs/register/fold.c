/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of a case: records, one after the other, each judged by the rules as things
 * stand and then applied. Nothing else is ever written down.
 *
 * What takes a duty away counts only as the rules want it; what brings one (something was
 * received, permitted, copied, lost) counts in any case.
 */
#include "fold.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

static int apply(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];

	switch (entry->voice.type) {
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
		return fold_thing(opened, index, err);
	case WIPECERT_CONFIRMATION:
		return fold_answer(opened, index, err);
	case WIPECERT_ERASURE:
		return fold_erasure(opened, index, err);
	case WIPECERT_APPROVE:
		fold_approval(opened, index);
		break;
	case WIPECERT_STAFF:
		opened->fold.staff = index;
		break;
	case WIPECERT_CHALLENGE:
		fold_item_at(opened, entry->item)->challenge = index;
		break;
	case WIPECERT_COPY_OUT:
		fold_copying(opened, index);
		break;
	case WIPECERT_ATTEMPT:
		fold_attempt(opened, index);
		break;
	case WIPECERT_CHECK:
		fold_check(opened, index);
		break;
	case WIPECERT_EXIT_CHECK:
		fold_leaving(opened, index);
		break;
	case WIPECERT_RETURN:
	case WIPECERT_DISPOSE:
	case WIPECERT_ATTEST:
		fold_outcome(opened, index);
		break;
	case WIPECERT_INCIDENT:
		fold_incident(opened, index);
		break;
	case WIPECERT_CLOSE:
		opened->fold.closing = index;
		break;
	default:
		break;
	}
	return 0;
}

/* What comes to light after a closing takes it back for good: another one has to follow. */
static bool opens_again(const struct entry *entry)
{
	switch (entry->voice.type) {
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
	case WIPECERT_COPY_OUT:
		return true;
	case WIPECERT_CHECK:
		return entry->held == WIPECERT_HELD_NO;
	case WIPECERT_INCIDENT:
		return !entry->told.incident->is_resolution;
	case WIPECERT_MERGE:
		return entry->told.merge->count != 0;
	default:
		return false;
	}
}

static int fold_entry(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	struct entry *entry = &opened->entries[index];
	bool brings = entry->voice.type == WIPECERT_RECEIVE || entry->voice.type == WIPECERT_PERMIT;
	int rc = 0;

	opened->fold.at = index;
	entry->item = entry->has_place && !brings ? case_item_of_id(opened, entry->place.item) :
						    WIPECERT_NO_INDEX;
	entry->fault = entry->is_known ? case_judge(opened, entry) : WIPECERT_FAULT_NOT_AUTHENTIC;
	entry->counts = case_counts(opened, entry, entry->fault);
	if (entry->is_known && entry->voice.type == WIPECERT_ERASURE &&
	    entry->fault != WIPECERT_FAULT_NOT_AUTHENTIC)
		fold_end_attempts(opened, index);
	if (!entry->counts)
		return fold_early_answers(opened, index, err);
	if (opens_again(entry))
		opened->fold.closing = WIPECERT_NO_INDEX;
	rc = apply(opened, index, err);
	return rc ? rc : fold_early_answers(opened, index, err);
}

/* Once all answers have been heard. */
static enum wipecert_case_problem problem_of(const struct wipecert_case *opened,
					     const struct entry *entry)
{
	if (entry->fault == WIPECERT_FAULT_NOT_AUTHENTIC)
		return entry->voice.authentic == WIPECERT_INVALID ? WIPECERT_CASE_INVALID :
								    WIPECERT_CASE_UNDECIDED;
	if (entry->fault == WIPECERT_FAULT_LABEL)
		return WIPECERT_CASE_NAMESAKE;
	/* A yes to what has no effect may be older than whatever took it away. */
	if (entry->counts ? case_is_answered(opened, entry) :
			    entry->weight.standing == WIPECERT_DISMISSED)
		return WIPECERT_CASE_SETTLED;
	return entry->counts ? WIPECERT_CASE_AGAINST_RULES : WIPECERT_CASE_VOID;
}

static int note_fault(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];
	int rc = 0;

	if (entry->fault != WIPECERT_FAULT_NONE)
		rc = case_note(opened, problem_of(opened, entry), index, WIPECERT_NO_INDEX, NULL,
			       "", err);
	else if (entry->voice.authentic == WIPECERT_UNDETERMINED &&
		 entry->voice.reason != WIPECERT_REASON_DEMO)
		rc = case_note(opened, WIPECERT_CASE_UNDECIDED, index, WIPECERT_NO_INDEX, NULL, "",
			       err);
	return rc;
}

static int index_thing(struct fold *fold, const struct told_thing *thing, size_t index,
		       struct wipe_error *err)
{
	int rc = table_add_text(&fold->labels, thing->label, index, err);

	if (!rc && *thing->serial)
		rc = table_add_text(&fold->serials, thing->serial, index, err);
	for (size_t i = 0; i < thing->media_count && !rc; i++)
		if (strcmp(thing->media[i].serial, thing->serial) != 0)
			rc = table_add_text(&fold->serials, thing->media[i].serial, index, err);
	return rc;
}

static int index_entry(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];
	struct fold *fold = &opened->fold;

	switch (entry->voice.type) {
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
		fold->item_room++;
		return index_thing(fold, entry->told.thing, index, err);
	case WIPECERT_COPY_OUT:
		return *entry->told.copy->serial ?
			       table_add_text(&fold->copies, entry->told.copy->serial, index, err) :
			       0;
	case WIPECERT_ERASURE:
		return *entry->told.work->serial ?
			       table_add_text(&fold->works, entry->told.work->serial, index, err) :
			       0;
	case WIPECERT_CHALLENGE:
		return table_add(&fold->challenges, entry->told.challenge->bytes,
				 sizeof(entry->told.challenge->bytes), index, err);
	case WIPECERT_STAFF:
		opened->entries[index].before = fold->lists;
		fold->lists = index;
		return 0;
	case WIPECERT_APPROVE:
		return *entry->told.approval->serial ?
			       table_add_text(&fold->orders, entry->told.approval->serial, index,
					      err) :
			       0;
	default:
		return 0;
	}
}

static int index_all(struct wipecert_case *opened, struct wipe_error *err)
{
	struct fold *fold = &opened->fold;
	int rc = 0;

	for (size_t i = 0; i < opened->count && !rc; i++) {
		struct entry *entry = &opened->entries[i];

		entry->is_ended = entry->is_answered = entry->is_refuted = false;
		entry->awaits = entry->counts = false;
		entry->fault = WIPECERT_FAULT_NONE;
		entry->item = entry->before = entry->erased_by = entry->resolution =
			WIPECERT_NO_INDEX;
		if (entry->is_known)
			rc = index_entry(opened, i, err);
	}
	table_sort(&fold->labels);
	table_sort(&fold->serials);
	table_sort(&fold->copies);
	table_sort(&fold->challenges);
	table_sort(&fold->orders);
	table_sort(&fold->works);
	return rc;
}

int case_fold(struct wipecert_case *opened, struct wipe_error *err)
{
	struct fold *fold = &opened->fold;
	int rc;

	case_fold_clear(fold);
	case_forget_answers(opened);
	rc = index_all(opened, err);
	if (!rc) {
		fold->items = calloc(fold->item_room + 1, sizeof(*fold->items));
		rc = fold->items ? 0 : no_memory(err);
	}
	for (size_t i = 0; i < opened->count && !rc; i++)
		rc = fold_entry(opened, i, err);
	fold->at = opened->count;
	for (size_t i = 0; i < opened->count && !rc; i++)
		rc = note_fault(opened, i, err);
	if (!rc)
		case_find_lacks(opened);
	return rc;
}

void case_fold_clear(struct fold *fold)
{
	free(fold->items);
	table_clear(&fold->labels);
	table_clear(&fold->serials);
	table_clear(&fold->copies);
	table_clear(&fold->challenges);
	table_clear(&fold->orders);
	table_clear(&fold->works);
	arena_clear(&fold->arena);
	*fold = (struct fold){ .staff = WIPECERT_NO_INDEX,
			       .lists = WIPECERT_NO_INDEX,
			       .closing = WIPECERT_NO_INDEX,
			       .approval = WIPECERT_NO_INDEX,
			       .attempt = WIPECERT_NO_INDEX };
}
