/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The state of a case: records, one after the other, each judged by the rules as things
 * stand and then applied. Nothing else is ever written down.
 */
#include "fold.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

static struct item *item_at(struct wipecert_case *opened, size_t index)
{
	return index == WIPECERT_NO_INDEX ? NULL : &opened->fold.items[index];
}

/* Brings an item into being. */
static int apply_thing(struct wipecert_case *opened, size_t index, struct wipe_error *err)
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
		.copying = WIPECERT_NO_INDEX,
		.challenge = WIPECERT_NO_INDEX,
		.instruction = WIPECERT_NO_INDEX,
		.incident = WIPECERT_NO_INDEX,
		.outcome_entry = WIPECERT_NO_INDEX,
	};
	/* The record's own stay as they were read: a fold may be done again. */
	item->media = arena_take(&fold->arena, bytes ? bytes : 1);
	if (!item->media)
		return no_memory(err);
	if (bytes)
		memcpy(item->media, thing->media, bytes);
	entry->item = fold->item_count++;
	return 0;
}

static void conclude(struct item *item, enum wipecert_outcome outcome, size_t entry)
{
	item->outcome = outcome;
	item->outcome_entry = entry;
}

static void apply_approval(struct wipecert_case *opened, size_t index)
{
	struct entry *entry = &opened->entries[index];
	const struct told_approval *approval = entry->told.approval;
	struct item *item = item_at(opened, entry->item);

	/* Once: a second answer does not bring an old approval back over a newer one. */
	if (entry->is_spent || !case_is_officers_word(opened, entry))
		return;
	entry->is_spent = true;
	if (approval->subject == TOLD_INSTRUCTION && item)
		item->instruction = index;
	for (unsigned int kind = 0; kind < WIPECERT_KINDS && approval->has_level; kind++) {
		if (approval->subject == TOLD_INSTRUCTION ||
		    (approval->kinds && !(approval->kinds & 1u << kind)))
			continue;
		opened->fold.has_level[kind] = true;
		opened->fold.level[kind] = approval->level;
	}
}

static void apply_attempt(struct wipecert_case *opened, size_t index)
{
	struct item *item = item_at(opened, opened->entries[index].item);

	opened->fold.attempts++;
	if (item)
		item->attempts++;
}

static void close_attempt(struct wipecert_case *opened, const struct wipecert_link *link,
			  const struct told_work *work)
{
	size_t at = case_find(opened, link);
	struct entry *attempt = at == WIPECERT_NO_INDEX ? NULL : &opened->entries[at];
	struct item *item;

	if (!attempt || attempt->voice.type != WIPECERT_ATTEMPT || attempt->is_spent ||
	    at >= opened->fold.at || strcmp(attempt->told.work->serial, work->serial) != 0)
		return;
	attempt->is_spent = true;
	if (attempt->fault != WIPECERT_FAULT_NONE)
		return;
	opened->fold.attempts--;
	item = item_at(opened, attempt->item);
	if (item)
		item->attempts--;
}

/*
 * Whatever the rules say of the result: it tells how the attempt ended. A run that was
 * cut off could not tell; the one that brought its job to a good end does.
 */
static void close_attempts(struct wipecert_case *opened, const struct entry *entry)
{
	const struct told_work *work = entry->told.work;

	if (work->has_closes)
		close_attempt(opened, &work->closes, work);
	for (size_t i = 0; i < work->resume_count && entry->held == WIPECERT_HELD_YES; i++)
		close_attempt(opened, &work->resumes[i], work);
}

/* One medium is erased: of every item that is on it. */
static void mark_erased(struct wipecert_case *opened, struct item *item, const char *serial,
			size_t index)
{
	if (fold_is_done(opened, item))
		return;
	for (size_t i = 0; i < item->thing->media_count; i++)
		if (strcmp(item->media[i].serial, serial) == 0)
			item->media[i].erasure = index;
	if (strcmp(item->thing->serial, serial) == 0 || !item->thing->media_count)
		item->erasure = index;
	item->failure = WIPECERT_NO_INDEX;
	if (fold_is_erased(opened, item) && item->thing->origin != WIPECERT_BROUGHT_IN)
		conclude(item, WIPECERT_OUTCOME_ERASED, index);
}

/* What is enough for one item may be too little for another one on the same medium. */
static void mark_item(struct wipecert_case *opened, size_t at, const struct told_work *work,
		      size_t index)
{
	struct item *item = &opened->fold.items[at];

	if (fold_is_done(opened, item))
		return;
	if (work->level < fold_level(opened, item->thing->kind))
		item->failure = index;
	else
		mark_erased(opened, item, work->serial, index);
}

static void mark_all_on(struct wipecert_case *opened, const struct told_work *work, size_t index)
{
	const struct table_row *rows;
	size_t count = table_find_text(&opened->fold.serials, work->serial, &rows);

	for (size_t i = 0; i < count; i++) {
		size_t at = fold_item_of_entry(opened, rows[i].value);

		if (at != WIPECERT_NO_INDEX)
			mark_item(opened, at, work, index);
	}
	count = table_find_text(&opened->fold.copies, work->serial, &rows);
	for (size_t i = 0; i < count && rows[i].value < index; i++) {
		struct entry *copying = &opened->entries[rows[i].value];
		const struct item *item;

		if (copying->fault != WIPECERT_FAULT_NONE || copying->item == WIPECERT_NO_INDEX)
			continue;
		item = &opened->fold.items[copying->item];
		copying->is_spent |= work->level >= fold_level(opened, item->thing->kind);
		mark_item(opened, copying->item, work, index);
	}
}

/* Where no serial is known there is nothing to tell one place from another. */
static void mark_unnamed(struct wipecert_case *opened, struct item *item, size_t index)
{
	for (size_t at = item->copying; at != WIPECERT_NO_INDEX;
	     at = opened->entries[at].copied_before)
		if (!*opened->entries[at].told.copy->serial)
			opened->entries[at].is_spent = true;
	mark_erased(opened, item, "", index);
}

static void apply_erasure(struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	const struct told_work *work = entry->told.work;
	struct item *item = item_at(opened, entry->item);
	size_t answered = fold_answered(opened, entry, entry->item);
	enum wipe_level wanted =
		fold_level(opened, item ? item->thing->kind : WIPECERT_KIND_MEDIUM);

	if (entry->held == WIPECERT_HELD_YES && *work->serial)
		mark_all_on(opened, work, index);
	if (entry->held != WIPECERT_HELD_YES || work->level < wanted) {
		if (item)
			item->failure = index;
		return;
	}
	/* Not by what failed or broke off: the job that goes on from it answers the same. */
	if (answered != WIPECERT_NO_INDEX)
		opened->entries[answered].is_spent = true;
	if (item && !(*work->serial && fold_knows_serial(opened, item)))
		mark_unnamed(opened, item, index);
}

/* What was erased and is written to again has to be erased again before it leaves. */
static void spoil_erasures(struct wipecert_case *opened, const char *serial)
{
	const struct table_row *rows;
	size_t count = *serial ? table_find_text(&opened->fold.serials, serial, &rows) : 0;

	for (size_t i = 0; i < count; i++) {
		struct item *item = item_at(opened, fold_item_of_entry(opened, rows[i].value));

		if (!item || item->thing->origin != WIPECERT_BROUGHT_IN ||
		    fold_is_done(opened, item))
			continue;
		for (size_t k = 0; k < item->thing->media_count; k++)
			if (strcmp(item->media[k].serial, serial) == 0)
				item->media[k].erasure = WIPECERT_NO_INDEX;
		if (!item->thing->media_count)
			item->erasure = WIPECERT_NO_INDEX;
		if (item->outcome != WIPECERT_OUTCOME_ERASED &&
		    item->outcome != WIPECERT_OUTCOME_NOTHING_COPIED)
			continue;
		conclude(item, WIPECERT_OUTCOME_NONE, WIPECERT_NO_INDEX);
		item->leaving = WIPECERT_NO_INDEX;
	}
}

static void apply_copying(struct wipecert_case *opened, size_t index)
{
	struct entry *entry = &opened->entries[index];
	struct item *item = item_at(opened, entry->item);

	entry->copied_before = item->copying;
	item->copying = index;
	spoil_erasures(opened, entry->told.copy->serial);
}

static void apply_leaving(struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	struct item *item = item_at(opened, entry->item);

	item->leaving = index;
	if (entry->told.leaving->nothing_copied)
		conclude(item, WIPECERT_OUTCOME_NOTHING_COPIED, index);
	else if (item->outcome != WIPECERT_OUTCOME_ATTESTED)
		conclude(item, WIPECERT_OUTCOME_ERASED, index);
}

static void open_incident(struct wipecert_case *opened, size_t index)
{
	const struct told_incident *incident = opened->entries[index].told.incident;

	opened->fold.incidents++;
	for (size_t i = 0; i < incident->thing_count; i++) {
		struct item *item = item_at(opened, case_item_of_id(opened, incident->things[i]));

		item->incidents++;
		item->incident = index;
	}
}

static void end_incident(struct wipecert_case *opened, struct entry *begun, size_t index)
{
	const struct told_incident *incident = begun->told.incident;
	bool is_missing = incident->missing || opened->entries[index].told.incident->missing;

	begun->is_spent = true;
	begun->resolution = index;
	opened->fold.incidents--;
	for (size_t i = 0; i < incident->thing_count; i++) {
		struct item *item = item_at(opened, case_item_of_id(opened, incident->things[i]));

		item->incidents--;
		if (is_missing)
			conclude(item, WIPECERT_OUTCOME_MISSING, index);
	}
}

/* The officer took his word back. */
static void reopen_incident(struct wipecert_case *opened, struct entry *begun)
{
	const struct told_incident *incident = begun->told.incident;

	begun->is_spent = false;
	opened->fold.incidents++;
	for (size_t i = 0; i < incident->thing_count; i++)
		item_at(opened, case_item_of_id(opened, incident->things[i]))->incidents++;
}

/* What came of an incident ends it with the officer's word, and as long as he stands by it. */
static void settle_incident(struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	size_t at = fold_incident_of_id(opened, entry->told.incident->about);
	struct entry *begun = at == WIPECERT_NO_INDEX ? NULL : &opened->entries[at];
	bool is_confirmed = case_is_confirmed(opened, entry);

	if (begun && is_confirmed && !begun->is_spent)
		end_incident(opened, begun, index);
	else if (begun && !is_confirmed && begun->is_spent && begun->resolution == index)
		reopen_incident(opened, begun);
}

static bool is_resolution(const struct entry *entry)
{
	return entry->voice.type == WIPECERT_INCIDENT && entry->told.incident->is_resolution;
}

static int apply_answer(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	size_t about;
	int rc = case_hear(opened, index, &about, err);

	const struct entry *entry;

	if (rc || about >= index || opened->entries[about].fault != WIPECERT_FAULT_NONE)
		return rc;
	entry = &opened->entries[about];
	if (is_resolution(entry))
		settle_incident(opened, about);
	else if (entry->voice.type == WIPECERT_APPROVE && entry->is_from_paper)
		apply_approval(opened, about);
	return 0;
}

static void apply_outcome(struct wipecert_case *opened, size_t index)
{
	static const enum wipecert_outcome outcomes[WIPECERT_TYPES] = {
		[WIPECERT_RETURN] = WIPECERT_OUTCOME_RETURNED,
		[WIPECERT_DISPOSE] = WIPECERT_OUTCOME_DISPOSED,
		[WIPECERT_ATTEST] = WIPECERT_OUTCOME_ATTESTED,
	};
	const struct entry *entry = &opened->entries[index];
	struct item *item = item_at(opened, entry->item);

	if (entry->voice.type == WIPECERT_RETURN)
		item->back = index;
	conclude(item, outcomes[entry->voice.type], index);
}

static int apply(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];
	struct item *item = item_at(opened, entry->item);

	switch (entry->voice.type) {
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
		return apply_thing(opened, index, err);
	case WIPECERT_CONFIRMATION:
		return apply_answer(opened, index, err);
	case WIPECERT_APPROVE:
		apply_approval(opened, index);
		break;
	case WIPECERT_STAFF:
		opened->fold.staff = index;
		break;
	case WIPECERT_CHALLENGE:
		item->challenge = index;
		break;
	case WIPECERT_COPY_OUT:
		apply_copying(opened, index);
		break;
	case WIPECERT_ATTEMPT:
		apply_attempt(opened, index);
		break;
	case WIPECERT_ERASURE:
		apply_erasure(opened, index);
		break;
	case WIPECERT_EXIT_CHECK:
		apply_leaving(opened, index);
		break;
	case WIPECERT_RETURN:
	case WIPECERT_DISPOSE:
	case WIPECERT_ATTEST:
		apply_outcome(opened, index);
		break;
	case WIPECERT_INCIDENT:
		if (is_resolution(entry))
			settle_incident(opened, index);
		else
			open_incident(opened, index);
		break;
	case WIPECERT_CLOSE:
		opened->fold.closing = index;
		break;
	default:
		break;
	}
	return 0;
}

static int note_fault(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];
	enum wipecert_case_problem problem = WIPECERT_CASE_VOID;

	if (entry->fault == WIPECERT_FAULT_NOT_AUTHENTIC)
		problem = entry->voice.authentic == WIPECERT_INVALID ? WIPECERT_CASE_INVALID :
								       WIPECERT_CASE_UNDECIDED;
	else if (entry->fault == WIPECERT_FAULT_NONE &&
		 entry->voice.authentic == WIPECERT_UNDETERMINED &&
		 entry->voice.reason != WIPECERT_REASON_DEMO)
		problem = WIPECERT_CASE_UNDECIDED;
	else if (entry->fault == WIPECERT_FAULT_NONE)
		return 0;
	return case_note(opened, problem, index, WIPECERT_NO_INDEX, NULL, "", err);
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
	if (entry->is_known && entry->voice.type == WIPECERT_ERASURE &&
	    entry->fault != WIPECERT_FAULT_NOT_AUTHENTIC)
		close_attempts(opened, entry);
	if (entry->fault == WIPECERT_FAULT_NONE)
		rc = apply(opened, index, err);
	return rc ? rc : note_fault(opened, index, err);
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
	case WIPECERT_CHALLENGE:
		return table_add(&fold->challenges, entry->told.challenge->bytes,
				 sizeof(entry->told.challenge->bytes), index, err);
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
		opened->entries[i].is_spent = opened->entries[i].awaits = false;
		opened->entries[i].item = WIPECERT_NO_INDEX;
		if (opened->entries[i].is_known)
			rc = index_entry(opened, i, err);
	}
	table_sort(&fold->labels);
	table_sort(&fold->serials);
	table_sort(&fold->copies);
	table_sort(&fold->challenges);
	table_sort(&fold->orders);
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
	arena_clear(&fold->arena);
	*fold = (struct fold){ .staff = WIPECERT_NO_INDEX, .closing = WIPECERT_NO_INDEX };
}
