/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Questions to the state as it stands: by the rules while folding, and afterwards. */
#include <string.h>

#include "fold.h"

size_t fold_item_of_entry(const struct wipecert_case *opened, size_t entry)
{
	const struct entry *one = &opened->entries[entry];

	if (one->voice.type != WIPECERT_RECEIVE && one->voice.type != WIPECERT_PERMIT)
		return WIPECERT_NO_INDEX;
	return one->item;
}

size_t case_item_of_id(const struct wipecert_case *opened, const char *id)
{
	const struct table_row *rows;
	size_t count = *id ? table_find_text(&opened->by_id, id, &rows) : 0;

	/* A record that does not count may have taken the id. */
	for (size_t i = 0; i < count; i++) {
		size_t item = fold_item_of_entry(opened, rows[i].value);

		if (item != WIPECERT_NO_INDEX)
			return item;
	}
	return WIPECERT_NO_INDEX;
}

size_t fold_incident_of_id(const struct wipecert_case *opened, const char *id)
{
	const struct table_row *rows;
	size_t count = table_find_text(&opened->by_id, id, &rows);

	for (size_t i = 0; i < count && rows[i].value < opened->fold.at; i++) {
		const struct entry *entry = &opened->entries[rows[i].value];

		if (entry->voice.type == WIPECERT_INCIDENT &&
		    !entry->told.incident->is_resolution && entry->counts)
			return rows[i].value;
	}
	return WIPECERT_NO_INDEX;
}

bool fold_is_of_incident(const struct told_incident *incident, const char *item)
{
	for (size_t i = 0; i < incident->thing_count; i++)
		if (strcmp(incident->things[i], item) == 0)
			return true;
	return false;
}

bool fold_names_serial(const struct wipecert_case *opened, const struct item *item,
		       const char *serial)
{
	if (strcmp(item->thing->serial, serial) == 0)
		return true;
	for (size_t i = 0; i < item->thing->media_count; i++)
		if (strcmp(item->media[i].serial, serial) == 0)
			return true;
	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (strcmp(opened->entries[at].told.copy->serial, serial) == 0)
			return true;
	return false;
}

/* It, or something that it was copied to, may have any serial. */
static bool has_unnamed(const struct wipecert_case *opened, const struct item *item)
{
	bool is_copied = item->copying != WIPECERT_NO_INDEX;

	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (!*opened->entries[at].told.copy->serial)
			return true;
	return !is_copied && !*item->thing->serial && !item->thing->media_count;
}

bool fold_has_serial(const struct wipecert_case *opened, const struct item *item,
		     const char *serial)
{
	return (*serial && fold_names_serial(opened, item, serial)) || has_unnamed(opened, item);
}

void fold_each_on(const struct wipecert_case *opened, const char *serial, size_t before,
		  fold_visit_fn visit, void *arg)
{
	const struct table_row *rows;
	size_t count = *serial ? table_find_text(&opened->fold.serials, serial, &rows) : 0;

	for (size_t i = 0; i < count; i++) {
		size_t at = fold_item_of_entry(opened, rows[i].value);

		if (at != WIPECERT_NO_INDEX)
			visit(arg, at);
	}
	count = *serial ? table_find_text(&opened->fold.copies, serial, &rows) : 0;
	for (size_t i = 0; i < count && rows[i].value < before; i++) {
		const struct entry *copying = &opened->entries[rows[i].value];

		if (copying->counts && copying->erased_by == WIPECERT_NO_INDEX)
			visit(arg, copying->item);
	}
}

bool fold_is_copy(const struct item *item)
{
	return item->thing->origin == WIPECERT_COPIED_INSIDE ||
	       item->thing->origin == WIPECERT_COPIED_OUTSIDE;
}

bool fold_is_of_parts(const struct item *item)
{
	return item->outcome == WIPECERT_OUTCOME_NONE ||
	       item->outcome == WIPECERT_OUTCOME_RETURNED ||
	       item->outcome == WIPECERT_OUTCOME_DISPOSED;
}

bool fold_is_erased(const struct item *item)
{
	if (item->copies)
		return false;
	for (size_t i = 0; i < item->thing->media_count; i++)
		if (item->media[i].erasure == WIPECERT_NO_INDEX)
			return false;
	return item->thing->media_count || item->erasure != WIPECERT_NO_INDEX;
}

bool fold_was_erased(const struct item *item)
{
	for (size_t i = 0; i < item->thing->media_count; i++)
		if (item->media[i].erasure != WIPECERT_NO_INDEX)
			return true;
	return item->erasure != WIPECERT_NO_INDEX;
}

static bool is_confirmed(const struct wipecert_case *opened, size_t entry)
{
	return entry != WIPECERT_NO_INDEX && case_is_confirmed(opened, &opened->entries[entry]);
}

bool fold_erasures_are_confirmed(const struct wipecert_case *opened, const struct item *item)
{
	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (!is_confirmed(opened, opened->entries[at].erased_by))
			return false;
	for (size_t i = 0; i < item->thing->media_count; i++)
		if (!is_confirmed(opened, item->media[i].erasure))
			return false;
	return item->thing->media_count || is_confirmed(opened, item->erasure);
}

bool fold_is_done(const struct wipecert_case *opened, const struct item *item)
{
	if (item->outcome == WIPECERT_OUTCOME_NONE || case_lacks_of(opened, item))
		return false;
	return item->outcome == WIPECERT_OUTCOME_WITHDRAWN ||
	       is_confirmed(opened, item->outcome_entry);
}

bool fold_has_ended(const struct wipecert_case *opened, const struct item *item)
{
	return item->outcome != WIPECERT_OUTCOME_NONE &&
	       opened->entries[item->outcome_entry].weight.standing != WIPECERT_DISMISSED;
}

bool fold_is_back(const struct wipecert_case *opened, const struct item *item)
{
	for (size_t at = item->part; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (opened->entries[at].weight.standing != WIPECERT_DISMISSED &&
		    !case_is_confirmed(opened, &opened->entries[at]))
			return false;
	return item->back != WIPECERT_NO_INDEX && !fold_left(opened, item);
}

uint32_t fold_left(const struct wipecert_case *opened, const struct item *item)
{
	uint32_t left = item->thing->quantity;

	for (size_t at = item->part; at != WIPECERT_NO_INDEX; at = opened->entries[at].before) {
		const struct entry *part = &opened->entries[at];

		if (part->weight.standing == WIPECERT_DISMISSED)
			continue;
		left -= part->told.part->quantity < left ? part->told.part->quantity : left;
	}
	return left;
}

enum wipe_level fold_level(const struct wipecert_case *opened, enum wipecert_item_kind kind)
{
	return opened->fold.has_level[kind] ? opened->fold.level[kind] : opened->rules.level;
}

bool fold_takes_files(const struct wipecert_case *opened, const struct item *item)
{
	const struct fold *fold = &opened->fold;

	return item->thing->kind == WIPECERT_KIND_FILES && !item->thing->media_count &&
	       (!fold->has_level[WIPECERT_KIND_FILES] ||
		fold->level[WIPECERT_KIND_FILES] == WIPE_LEVEL_NONE);
}

struct demand {
	const struct wipecert_case *opened;
	enum wipe_level level;
};

static void demand(void *arg, size_t item)
{
	struct demand *demand = arg;
	enum wipe_level level =
		fold_level(demand->opened, demand->opened->fold.items[item].thing->kind);

	if (case_lacks_of(demand->opened, &demand->opened->fold.items[item]) &&
	    level > demand->level)
		demand->level = level;
}

enum wipe_level wipecert_case_level_of(const struct wipecert_case *opened, size_t item,
				       const char *serial)
{
	struct demand least = { opened, WIPE_LEVEL_NONE };

	if (item == WIPECERT_NO_INDEX)
		least.level = fold_level(opened, WIPECERT_KIND_MEDIUM);
	else
		least.level = fold_level(opened, opened->fold.items[item].thing->kind);
	fold_each_on(opened, serial, opened->count, demand, &least);
	return least.level;
}

bool fold_ended_otherwise(const struct item *item)
{
	return item->outcome == WIPECERT_OUTCOME_RETURNED ||
	       item->outcome == WIPECERT_OUTCOME_DISPOSED ||
	       item->outcome == WIPECERT_OUTCOME_ATTESTED ||
	       item->outcome == WIPECERT_OUTCOME_MISSING;
}

size_t fold_open_attempts(const struct wipecert_case *opened)
{
	size_t open = opened->fold.attempts;

	for (size_t i = 0; i < opened->fold.item_count; i++)
		if (fold_ended_otherwise(&opened->fold.items[i]))
			open -= opened->fold.items[i].attempts;
	return open;
}

/* What was copied later is none that the officer drew it for: of the item, or to the medium. */
static bool is_for(const struct wipecert_case *opened, const struct entry *drawn, size_t item,
		   const char *serial)
{
	int64_t drawn_s = drawn->voice.claimed_time_s;
	const struct table_row *rows;
	size_t count = *serial ? table_find_text(&opened->fold.copies, serial, &rows) : 0;
	size_t at = item == WIPECERT_NO_INDEX ? item : opened->fold.items[item].copying;

	if (case_item_of_id(opened, drawn->place.item) != item)
		return false;
	for (; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (drawn_s < opened->entries[at].told.copy->last_s)
			return false;
	for (size_t i = 0; i < count && rows[i].value < opened->fold.at; i++)
		if (opened->entries[rows[i].value].counts &&
		    drawn_s < opened->entries[rows[i].value].told.copy->last_s)
			return false;
	return true;
}

/* It may have been drawn in another copy: where it stands in the order does not matter. */
size_t fold_answered(const struct wipecert_case *opened, const struct entry *work, size_t item)
{
	const struct told_work *told = work->told.work;
	const struct table_row *rows;
	size_t count =
		table_find(&opened->fold.challenges, told->challenge, told->challenge_bytes, &rows);

	for (size_t i = 0; i < count && told->challenge_bytes; i++) {
		const struct entry *drawn = &opened->entries[rows[i].value];
		const struct told_challenge *challenge = drawn->told.challenge;

		if (!drawn->is_answered && case_counts_as_authentic(drawn) &&
		    case_is_of_case(opened, drawn) && case_is_officers_word(opened, drawn) &&
		    is_for(opened, drawn, item, told->serial) &&
		    told->started_s < challenge->expires_s &&
		    (!*challenge->serial || strcmp(challenge->serial, told->serial) == 0))
			return rows[i].value;
	}
	return WIPECERT_NO_INDEX;
}

bool fold_knows_challenge(const struct wipecert_case *opened, const struct entry *work)
{
	const struct table_row *rows;

	return table_find(&opened->fold.challenges, work->told.work->challenge,
			  work->told.work->challenge_bytes, &rows) != 0;
}
