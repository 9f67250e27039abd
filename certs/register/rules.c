/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which rule a record breaks, as things stand when its turn comes. One function a type. */
#include <stdlib.h>
#include <string.h>

#include "fold.h"

/* What keeps it from being valid is nothing that somebody could have made up. */
bool case_counts_as_authentic(const struct entry *entry)
{
	const struct wipecert_voice *voice = &entry->voice;

	return voice->is_signed && (voice->authentic == WIPECERT_VALID ||
				    (voice->authentic == WIPECERT_UNDETERMINED &&
				     (voice->reason == WIPECERT_REASON_DEMO ||
				      voice->reason == WIPECERT_REASON_EXPIRED ||
				      voice->reason == WIPECERT_REASON_CRL_STALE ||
				      voice->reason == WIPECERT_REASON_EXCEPTION_OVER)));
}

bool case_is_early(const struct entry *entry)
{
	const struct wipecert_voice *voice = &entry->voice;

	return entry->is_known && voice->is_signed && voice->authentic == WIPECERT_UNDETERMINED &&
	       (voice->reason == WIPECERT_REASON_FUTURE ||
		voice->reason == WIPECERT_REASON_NOT_YET_VALID);
}

static const struct item *item_of(const struct wipecert_case *opened, const struct entry *entry)
{
	size_t at = case_item_of_id(opened, entry->place.item);

	return at == WIPECERT_NO_INDEX ? NULL : &opened->fold.items[at];
}

static bool label_is_taken(const struct wipecert_case *opened, const char *label)
{
	const struct table_row *rows;
	size_t count = table_find_text(&opened->fold.labels, label, &rows);

	for (size_t i = 0; i < count; i++) {
		size_t at = fold_item_of_entry(opened, rows[i].value);

		if (at != WIPECERT_NO_INDEX &&
		    opened->fold.items[at].outcome != WIPECERT_OUTCOME_WITHDRAWN)
			return true;
	}
	return false;
}

/* Erased, and not confirmed since: whatever it was called then. */
static bool is_held(const struct wipecert_case *opened, const char *serial)
{
	const struct table_row *rows;
	size_t count = *serial && opened->rules.holds ?
			       table_find_text(&opened->fold.works, serial, &rows) :
			       0;
	bool held = false;

	for (size_t i = 0; i < count && rows[i].value < opened->fold.at; i++) {
		const struct entry *work = &opened->entries[rows[i].value];

		if (!work->counts || work->held != WIPECERT_HELD_YES || work->is_refuted)
			continue;
		if (case_is_confirmed(opened, work))
			held = false;
		else if (work->item == WIPECERT_NO_INDEX ||
			 case_lacks_of(opened, &opened->fold.items[work->item]))
			held = true;
	}
	return held;
}

/* Is it on the device, and on none of the media in it? Those are erased one by one. */
static bool is_of_chassis(const struct item *item, const char *serial)
{
	bool is_its = item->thing->media_count && strcmp(item->thing->serial, serial) == 0;

	for (size_t i = 0; i < item->thing->media_count && is_its; i++)
		is_its = strcmp(item->media[i].serial, serial) != 0;
	return is_its;
}

/* May a copy go there? It has to be on what is erased for it one day. */
static bool may_be_copied_to(const struct wipecert_case *opened, const struct item *item,
			     const char *serial)
{
	const struct told_thing *thing = item->thing;
	const struct table_row *rows;
	size_t count = *serial ? table_find_text(&opened->fold.serials, serial, &rows) : 0;
	bool is_named = !thing->media_count &&
			(!*thing->serial || strcmp(thing->serial, serial) == 0);

	for (size_t i = 0; i < thing->media_count && !is_named; i++)
		is_named = strcmp(thing->media[i].serial, serial) == 0;
	for (size_t i = 0; i < count && is_named; i++) {
		size_t at = fold_item_of_entry(opened, rows[i].value);

		is_named = at == WIPECERT_NO_INDEX ||
			   !is_of_chassis(&opened->fold.items[at], serial);
	}
	return is_named;
}

/* Is a medium with this serial held, or an item that is still open? */
static enum wipecert_fault judge_serial(const struct wipecert_case *opened,
					const struct told_thing *thing, const char *serial)
{
	const struct table_row *rows;
	size_t count = *serial ? table_find_text(&opened->fold.serials, serial, &rows) : 0;

	if (is_held(opened, serial))
		return WIPECERT_FAULT_HELD;
	for (size_t i = 0; i < count; i++) {
		size_t at = fold_item_of_entry(opened, rows[i].value);
		const struct item *item = at == WIPECERT_NO_INDEX ? NULL : &opened->fold.items[at];

		if (!item || !case_lacks_of(opened, item))
			continue;
		/* That is what a device is brought in for. */
		if (thing->origin == WIPECERT_COPIED_INSIDE &&
		    item->thing->origin == WIPECERT_BROUGHT_IN)
			continue;
		return WIPECERT_FAULT_SERIAL_USED;
	}
	return WIPECERT_FAULT_NONE;
}

static enum wipecert_fault judge_thing(const struct wipecert_case *opened,
				       const struct entry *entry)
{
	const struct told_thing *thing = entry->told.thing;
	enum wipecert_fault fault;

	if (*thing->parent && case_item_of_id(opened, thing->parent) == WIPECERT_NO_INDEX)
		return WIPECERT_FAULT_UNKNOWN_ITEM;
	fault = judge_serial(opened, thing, thing->serial);
	for (size_t i = 0; i < thing->media_count && fault == WIPECERT_FAULT_NONE; i++)
		fault = judge_serial(opened, thing, thing->media[i].serial);
	if (fault != WIPECERT_FAULT_NONE)
		return fault;
	return label_is_taken(opened, thing->label) ? WIPECERT_FAULT_LABEL : WIPECERT_FAULT_NONE;
}

static enum wipecert_fault judge_approval(const struct wipecert_case *opened,
					  const struct entry *entry)
{
	return *entry->place.item && !item_of(opened, entry) ? WIPECERT_FAULT_UNKNOWN_ITEM :
							       WIPECERT_FAULT_NONE;
}

static enum wipecert_fault judge_challenge(const struct wipecert_case *opened,
					   const struct entry *entry)
{
	const struct item *item = item_of(opened, entry);
	const char *serial = entry->told.challenge->serial;

	if (!item)
		return WIPECERT_FAULT_UNKNOWN_ITEM;
	if (fold_is_done(opened, item))
		return WIPECERT_FAULT_DONE;
	/* One for each medium. */
	if (!*serial && item->thing->media_count > 1)
		return WIPECERT_FAULT_SERIAL_OTHER;
	return *serial && !fold_has_serial(opened, item, serial) ? WIPECERT_FAULT_SERIAL_OTHER :
								   WIPECERT_FAULT_NONE;
}

static enum wipecert_fault judge_copy(const struct wipecert_case *opened, const struct entry *entry)
{
	const struct item *item = item_of(opened, entry);
	int64_t at_s = entry->told.copy->first_s;

	if (!item)
		return WIPECERT_FAULT_UNKNOWN_ITEM;
	if (!fold_is_copy(item) ||
	    opened->entries[item->entry].weight.standing == WIPECERT_DISMISSED ||
	    at_s < item->thing->from_s || at_s >= item->thing->until_s)
		return WIPECERT_FAULT_NOT_PERMITTED;
	if (!may_be_copied_to(opened, item, entry->told.copy->serial))
		return WIPECERT_FAULT_SERIAL_OTHER;
	if (fold_has_ended(opened, item))
		return fold_is_done(opened, item) ? WIPECERT_FAULT_DONE : WIPECERT_FAULT_ORDER;
	return is_held(opened, entry->told.copy->serial) ? WIPECERT_FAULT_HELD :
							   WIPECERT_FAULT_NONE;
}

/* Evidence is left alone, unless the officer said otherwise since. */
static bool is_evidence(const struct item *item)
{
	return item->incidents &&
	       (item->instruction == WIPECERT_NO_INDEX || item->instruction < item->incident);
}

/* What was received, that this is a copy of; itself if it is none. */
static const struct item *root_of(const struct wipecert_case *opened, const struct item *item)
{
	for (size_t steps = opened->fold.item_count; item->parent != WIPECERT_NO_INDEX && steps;
	     steps--)
		item = &opened->fold.items[item->parent];
	return item;
}

/* Also itself, if it has to go back; until the officer has countersigned, or that is all over. */
static bool must_be_returned_first(const struct wipecert_case *opened, const struct item *item)
{
	const struct item *root = root_of(opened, item);

	if (!opened->rules.returns_first || root->thing->origin != WIPECERT_RECEIVED ||
	    (root == item && !item->thing->must_return) || item->instruction != WIPECERT_NO_INDEX)
		return false;
	return !fold_is_done(opened, root) && !fold_is_back(opened, root);
}

/* Without an item: only by an instruction that names the serial. */
static bool is_ordered(const struct wipecert_case *opened, const char *serial)
{
	const struct table_row *rows;
	size_t count = *serial ? table_find_text(&opened->fold.orders, serial, &rows) : 0;

	for (size_t i = 0; i < count; i++) {
		const struct entry *order = &opened->entries[rows[i].value];

		if (rows[i].value >= opened->fold.at)
			return false;
		if (order->counts && case_is_officers_word(opened, order) &&
		    order->told.approval->subject == TOLD_INSTRUCTION)
			return true;
	}
	return false;
}

/* An attempt may answer a challenge that this copy has not heard of yet; what it led to may not. */
static bool lacks_answer(const struct wipecert_case *opened, const struct entry *entry, size_t item)
{
	if (!opened->rules.asks_challenge ||
	    fold_answered(opened, entry, item) != WIPECERT_NO_INDEX)
		return false;
	return entry->voice.type != WIPECERT_ATTEMPT || !entry->told.work->challenge_bytes ||
	       fold_knows_challenge(opened, entry);
}

static enum wipecert_fault judge_touched(const struct wipecert_case *opened,
					 const struct item *item)
{
	if (is_evidence(item))
		return WIPECERT_FAULT_INCIDENT;
	return must_be_returned_first(opened, item) ? WIPECERT_FAULT_RETURN_FIRST :
						      WIPECERT_FAULT_NONE;
}

/* Evidence stands before what only has to wait. */
static enum wipecert_fault graver(enum wipecert_fault one, enum wipecert_fault other)
{
	return one == WIPECERT_FAULT_NONE || other == WIPECERT_FAULT_INCIDENT ? other : one;
}

struct judging {
	const struct wipecert_case *opened;
	enum wipecert_fault fault;
};

static void judge_other(void *arg, size_t at)
{
	struct judging *judging = arg;
	const struct item *item = &judging->opened->fold.items[at];

	if (!fold_is_done(judging->opened, item))
		judging->fault = graver(judging->fault, judge_touched(judging->opened, item));
}

/* Whatever else is on the medium goes with it, whichever item is named. */
static enum wipecert_fault judge_all_on(const struct wipecert_case *opened, const char *serial)
{
	struct judging judging = { opened, WIPECERT_FAULT_NONE };

	fold_each_on(opened, serial, opened->fold.at, judge_other, &judging);
	return judging.fault;
}

/* What is said of a thing is said of what was copied to it. */
static enum wipecert_fault judge_all_of(const struct wipecert_case *opened, const struct item *item)
{
	enum wipecert_fault fault = judge_touched(opened, item);

	fault = graver(fault, judge_all_on(opened, item->thing->serial));
	for (size_t i = 0; i < item->thing->media_count; i++)
		fault = graver(fault, judge_all_on(opened, item->media[i].serial));
	return fault;
}

/* A job that was begun for one item does not end as that of another one. */
static bool goes_on_for_another(const struct wipecert_case *opened, const struct entry *entry)
{
	const struct told_work *work = entry->told.work;

	for (size_t i = 0; i <= work->resume_count; i++) {
		bool is_last = i == work->resume_count;
		size_t at = is_last ? (work->has_closes ? case_find(opened, &work->closes) :
							  WIPECERT_NO_INDEX) :
				      case_find(opened, &work->resumes[i]);

		if (at != WIPECERT_NO_INDEX && opened->entries[at].has_place &&
		    strcmp(opened->entries[at].place.item, entry->place.item) != 0)
			return true;
	}
	return false;
}

static enum wipecert_fault judge_work(const struct wipecert_case *opened, const struct entry *entry)
{
	const struct told_work *work = entry->told.work;
	const struct item *item = item_of(opened, entry);
	enum wipecert_fault fault;

	if (!item)
		return !*entry->place.item && !work->is_files && is_ordered(opened, work->serial) ?
			       judge_all_on(opened, work->serial) :
			       WIPECERT_FAULT_UNKNOWN_ITEM;
	if (goes_on_for_another(opened, entry))
		return WIPECERT_FAULT_OTHER_ITEM;
	if (work->is_rest)
		return WIPECERT_FAULT_CONTENT;
	if (work->is_files && !fold_takes_files(opened, item))
		return WIPECERT_FAULT_FILES;
	if (!fold_has_serial(opened, item, work->is_files ? work->beneath : work->serial))
		return WIPECERT_FAULT_SERIAL_OTHER;
	fault = graver(judge_touched(opened, item), judge_all_on(opened, work->serial));
	if (fault != WIPECERT_FAULT_NONE)
		return fault;
	return lacks_answer(opened, entry, (size_t)(item - opened->fold.items)) ?
		       WIPECERT_FAULT_CHALLENGE :
		       WIPECERT_FAULT_NONE;
}

/* Also against the rules. */
static bool was_copied_to(const struct wipecert_case *opened, const struct item *item)
{
	const char *serial = item->thing->serial;
	const struct table_row *rows;
	size_t count;

	if (item->copying != WIPECERT_NO_INDEX)
		return true;
	for (size_t i = 0; i <= item->thing->media_count; i++) {
		if (i)
			serial = item->media[i - 1].serial;
		count = *serial ? table_find_text(&opened->fold.copies, serial, &rows) : 0;
		for (size_t k = 0; k < count; k++)
			if (opened->entries[rows[k].value].counts)
				return true;
	}
	return false;
}

static enum wipecert_fault judge_leaving(const struct wipecert_case *opened,
					 const struct entry *entry)
{
	const struct item *item = item_of(opened, entry);

	if (!item)
		return WIPECERT_FAULT_UNKNOWN_ITEM;
	if (item->thing->origin == WIPECERT_RECEIVED)
		return WIPECERT_FAULT_NOT_PERMITTED;
	if (fold_is_done(opened, item))
		return WIPECERT_FAULT_DONE;
	/* Evidence stays where it is. */
	if (judge_all_of(opened, item) == WIPECERT_FAULT_INCIDENT)
		return WIPECERT_FAULT_INCIDENT;
	if (entry->told.leaving->nothing_copied)
		return was_copied_to(opened, item) || fold_was_erased(item) ? WIPECERT_FAULT_ORDER :
									      WIPECERT_FAULT_NONE;
	if (item->outcome == WIPECERT_OUTCOME_ATTESTED)
		return WIPECERT_FAULT_NONE;
	if (!fold_is_erased(item))
		return WIPECERT_FAULT_ORDER;
	return opened->rules.holds && !fold_erasures_are_confirmed(opened, item) ?
		       WIPECERT_FAULT_HELD :
		       WIPECERT_FAULT_NONE;
}

/* All pieces at once stand for what was said of some before, as long as no officer confirmed that. */
static enum wipecert_fault judge_part(const struct wipecert_case *opened, const struct item *item,
				      const struct entry *entry)
{
	uint32_t quantity = entry->told.part->quantity;

	/* What was said of all of it leaves no piece. */
	if (fold_has_ended(opened, item) && !fold_is_of_parts(item) &&
	    quantity < fold_left(opened, item))
		return WIPECERT_FAULT_QUANTITY;
	for (size_t at = item->part; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (quantity == item->thing->quantity &&
		    case_is_confirmed(opened, &opened->entries[at]))
			return WIPECERT_FAULT_QUANTITY;
	return quantity > fold_left(opened, item) && quantity != item->thing->quantity ?
		       WIPECERT_FAULT_QUANTITY :
		       WIPECERT_FAULT_NONE;
}

/* What can be touched goes back itself; a copy is on something until that is erased, or goes. */
static bool leaves_it(const struct item *item, enum told_form form)
{
	switch (item->thing->kind) {
	case WIPECERT_KIND_PAPER:
		return form != TOLD_AS_PAPER;
	case WIPECERT_KIND_MEDIUM:
	case WIPECERT_KIND_DEVICE:
		return form != TOLD_AS_MEDIUM;
	default:
		return fold_is_copy(item) && form != TOLD_AS_MEDIUM;
	}
}

static enum wipecert_fault judge_return(const struct wipecert_case *opened,
					const struct entry *entry)
{
	const struct item *item = item_of(opened, entry);

	if (!item)
		return WIPECERT_FAULT_UNKNOWN_ITEM;
	if (item->thing->origin == WIPECERT_BROUGHT_IN)
		return WIPECERT_FAULT_NOT_PERMITTED;
	if (fold_is_done(opened, item))
		return WIPECERT_FAULT_DONE;
	if (opened->rules.holds && fold_is_erased(item) &&
	    !fold_erasures_are_confirmed(opened, item))
		return WIPECERT_FAULT_HELD;
	if (leaves_it(item, entry->told.part->form))
		return WIPECERT_FAULT_FORM;
	return judge_part(opened, item, entry);
}

/* DISPOSE, ATTEST */
static enum wipecert_fault judge_ending(const struct wipecert_case *opened,
					const struct entry *entry)
{
	const struct item *item = item_of(opened, entry);
	enum wipecert_fault fault;

	if (!item)
		return WIPECERT_FAULT_UNKNOWN_ITEM;
	if (fold_is_done(opened, item))
		return WIPECERT_FAULT_DONE;
	if (entry->voice.type == WIPECERT_DISPOSE && item->thing->kind == WIPECERT_KIND_MAIL)
		return WIPECERT_FAULT_FORM;
	fault = judge_all_of(opened, item);
	return fault == WIPECERT_FAULT_NONE && entry->voice.type == WIPECERT_DISPOSE ?
		       judge_part(opened, item, entry) :
		       fault;
}

static enum wipecert_fault judge_resolution(const struct wipecert_case *opened,
					    const struct told_incident *incident)
{
	size_t at = fold_incident_of_id(opened, incident->about);

	if (at == WIPECERT_NO_INDEX)
		return WIPECERT_FAULT_UNKNOWN_RECORD;
	for (size_t i = 0; i < incident->thing_count; i++)
		if (!fold_is_of_incident(opened->entries[at].told.incident, incident->things[i]))
			return WIPECERT_FAULT_OTHER_ITEM;
	return opened->entries[at].is_ended ? WIPECERT_FAULT_DONE : WIPECERT_FAULT_NONE;
}

static enum wipecert_fault judge_incident(const struct wipecert_case *opened,
					  const struct entry *entry)
{
	const struct told_incident *incident = entry->told.incident;

	for (size_t i = 0; i < incident->thing_count; i++)
		if (case_item_of_id(opened, incident->things[i]) == WIPECERT_NO_INDEX)
			return WIPECERT_FAULT_UNKNOWN_ITEM;
	return incident->is_resolution ? judge_resolution(opened, incident) : WIPECERT_FAULT_NONE;
}

static enum wipecert_fault judge_confirmation(const struct wipecert_case *opened,
					      const struct entry *entry)
{
	size_t about = case_find(opened, &entry->voice.about);

	if (about == WIPECERT_NO_INDEX)
		return WIPECERT_FAULT_UNKNOWN_RECORD;
	/* Made outside: a merge has to say when it came. */
	if (!entry->has_place && !entry->is_taken)
		return WIPECERT_FAULT_ORDER;
	return wipecert_confirmation_fault(&opened->entries[about].voice, &entry->voice) ==
			       WIPECERT_REASON_SELF_CONFIRMED ?
		       WIPECERT_FAULT_ANSWER :
		       WIPECERT_FAULT_NONE;
}

static bool is_open(const struct wipecert_case *opened)
{
	const struct fold *fold = &opened->fold;

	for (size_t i = 0; i < fold->item_count; i++)
		if (case_lacks_of(opened, &fold->items[i]))
			return true;
	return fold_open_attempts(opened) || fold->incidents || case_included_is_open(opened);
}

/* It names each item once, with what became of it. */
static bool says_what_is(const struct wipecert_case *opened, const struct told_close *close)
{
	bool *is_named = calloc(opened->fold.item_count + 1, sizeof(*is_named));
	size_t named = 0, wanted = 0;
	bool is_right = is_named != NULL;

	for (size_t i = 0; i < close->count && is_right; i++) {
		size_t at = case_item_of_id(opened, close->items[i].item);

		is_right = at != WIPECERT_NO_INDEX && !is_named[at] &&
			   opened->fold.items[at].outcome == close->items[i].outcome;
		if (is_right)
			is_named[at] = ++named;
	}
	for (size_t i = 0; i < opened->fold.item_count; i++)
		wanted += opened->fold.items[i].outcome != WIPECERT_OUTCOME_WITHDRAWN;
	free(is_named);
	return is_right && named == wanted;
}

static enum wipecert_fault judge_close(const struct wipecert_case *opened,
				       const struct entry *entry)
{
	if (is_open(opened))
		return WIPECERT_FAULT_OPEN;
	return says_what_is(opened, entry->told.close) ? WIPECERT_FAULT_NONE :
							 WIPECERT_FAULT_CONTENT;
}

static enum wipecert_fault judge_init(const struct wipecert_case *opened, const struct entry *entry)
{
	return opened->init != WIPECERT_NO_INDEX && entry == &opened->entries[opened->init] ?
		       WIPECERT_FAULT_NONE :
		       WIPECERT_FAULT_SECOND_INIT;
}

static const struct {
	bool after_close; /* still said when the case is closed */
	bool outside;	  /* may be of no case */
	enum wipecert_fault (*judge)(const struct wipecert_case *opened, const struct entry *entry);
} rules[WIPECERT_TYPES] = {
	[WIPECERT_ATTEMPT] = { .judge = judge_work },
	[WIPECERT_ERASURE] = { .judge = judge_work },
	[WIPECERT_CONFIRMATION] = { true, true, judge_confirmation },
	[WIPECERT_ROSTER] = { true, true, NULL },
	[WIPECERT_CHECK] = { true, true, NULL },
	[WIPECERT_INIT] = { true, false, judge_init },
	[WIPECERT_APPROVE] = { .judge = judge_approval },
	[WIPECERT_RECEIVE] = { .judge = judge_thing },
	[WIPECERT_PERMIT] = { .judge = judge_thing },
	[WIPECERT_CHALLENGE] = { .judge = judge_challenge },
	[WIPECERT_COPY_OUT] = { .judge = judge_copy },
	[WIPECERT_EXIT_CHECK] = { .judge = judge_leaving },
	[WIPECERT_RETURN] = { .judge = judge_return },
	[WIPECERT_DISPOSE] = { .judge = judge_ending },
	[WIPECERT_ATTEST] = { .judge = judge_ending },
	[WIPECERT_INCIDENT] = { true, false, judge_incident },
	[WIPECERT_MERGE] = { true, false, NULL },
	[WIPECERT_CLOSE] = { .judge = judge_close },
};

bool case_is_of_case(const struct wipecert_case *opened, const struct entry *entry)
{
	const struct entry *init;

	if (!entry->has_place)
		return rules[entry->voice.type].outside;
	if (entry->voice.type == WIPECERT_INIT)
		return true;
	if (opened->init == WIPECERT_NO_INDEX)
		return false;
	init = &opened->entries[opened->init];
	return memcmp(entry->place.init_sha256, init->voice.link.econtent_sha256, 32) == 0;
}

bool case_is_entered(const struct entry *entry)
{
	return entry->is_from_paper || entry->voice.decision == WIPECERT_ACCEPTED_ON_PAPER ||
	       entry->voice.decision == WIPECERT_REJECTED_ON_PAPER;
}

/*
 * The list that holds for a record: the one before it; or one that another copy of the case had
 * by then, wherever it stands in the order. NULL: none.
 */
static const struct told_staff *staff_of(const struct wipecert_case *opened,
					 const struct entry *entry)
{
	const struct entry *list = opened->fold.staff == WIPECERT_NO_INDEX ?
					   NULL :
					   &opened->entries[opened->fold.staff];

	for (size_t at = opened->fold.lists; at != WIPECERT_NO_INDEX && at > opened->fold.at;
	     at = opened->entries[at].before) {
		const struct entry *other = &opened->entries[at];
		int64_t listed_s = other->voice.claimed_time_s;

		if (case_counts_as_authentic(other) && case_is_of_case(opened, other) &&
		    listed_s <= entry->voice.claimed_time_s &&
		    (!list || listed_s > list->voice.claimed_time_s))
			list = other;
	}
	return list ? list->told.staff : NULL;
}

/* Officers are nobody's staff, in what they sign as officers; a list may put right the one before it. */
static bool is_on_staff(const struct wipecert_case *opened, const struct entry *entry)
{
	const struct wipecert_voice *voice = &entry->voice;
	const struct told_staff *staff = staff_of(opened, entry);

	if (!staff || voice->type == WIPECERT_STAFF ||
	    wipecert_roles_sign(voice->signatory.roles & 1u << WIPECERT_OFFICER, voice->type,
				case_is_entered(entry)))
		return true;
	for (size_t i = 0; i < staff->count; i++) {
		const struct told_person *person = &staff->persons[i];

		if (person->has_certificate &&
		    wipecert_roles_sign(person->role & voice->signatory.roles, voice->type,
					case_is_entered(entry)) &&
		    voice->claimed_time_s >= person->from_s &&
		    voice->claimed_time_s < person->until_s &&
		    memcmp(person->certificate_sha256, voice->signer_sha256, 32) == 0)
			return true;
	}
	return false;
}

/* Whatever comes second with an id is not what is meant by it. */
static bool has_other_id(const struct wipecert_case *opened, const struct entry *entry)
{
	const struct table_row *rows;
	size_t count = table_find_text(&opened->by_id, entry->voice.link.id, &rows);

	for (size_t i = 0; i < count && rows[i].value < opened->fold.at; i++)
		if (opened->entries[rows[i].value].counts)
			return true;
	return false;
}

bool case_counts(const struct wipecert_case *opened, const struct entry *entry,
		 enum wipecert_fault fault)
{
	switch (fault) {
	case WIPECERT_FAULT_NONE:
		return true;
	case WIPECERT_FAULT_NOT_AUTHENTIC:
		if (!case_is_early(entry) || !case_is_of_case(opened, entry) ||
		    has_other_id(opened, entry))
			return false;
		break;
	case WIPECERT_FAULT_OTHER_CASE:
	case WIPECERT_FAULT_SAME_ID:
		return false;
	default:
		break;
	}
	switch (entry->voice.type) {
	case WIPECERT_RECEIVE:
	case WIPECERT_PERMIT:
		return true;
	case WIPECERT_COPY_OUT:
		return entry->item != WIPECERT_NO_INDEX;
	case WIPECERT_INCIDENT:
		return !entry->told.incident->is_resolution;
	default:
		return false;
	}
}

enum wipecert_fault case_judge(const struct wipecert_case *opened, const struct entry *entry)
{
	enum wipecert_type type = entry->voice.type;

	if (!case_counts_as_authentic(entry))
		return WIPECERT_FAULT_NOT_AUTHENTIC;
	if (!case_is_of_case(opened, entry))
		return WIPECERT_FAULT_OTHER_CASE;
	if (has_other_id(opened, entry))
		return WIPECERT_FAULT_SAME_ID;
	if (opened->fold.closing != WIPECERT_NO_INDEX && !rules[type].after_close)
		return WIPECERT_FAULT_AFTER_CLOSE;
	if (!is_on_staff(opened, entry))
		return WIPECERT_FAULT_STAFF;
	return rules[type].judge ? rules[type].judge(opened, entry) : WIPECERT_FAULT_NONE;
}
