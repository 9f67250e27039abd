/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Copying, erasing, and reading again: what is on which medium, and until when. */
#include <string.h>

#include "fold.h"

/* Attempts of one item, or of none. */
static size_t *attempts_of(struct wipecert_case *opened, size_t item)
{
	return item == WIPECERT_NO_INDEX ? &opened->fold.attempt :
					   &opened->fold.items[item].attempt;
}

void fold_attempt(struct wipecert_case *opened, size_t index)
{
	struct entry *entry = &opened->entries[index];
	struct item *item = fold_item_at(opened, entry->item);
	size_t *newest = attempts_of(opened, entry->item);

	entry->before = *newest;
	*newest = index;
	opened->fold.attempts++;
	if (item)
		item->attempts++;
}

static void end_attempt(struct wipecert_case *opened, struct entry *attempt)
{
	struct item *item = fold_item_at(opened, attempt->item);

	if (attempt->is_ended)
		return;
	attempt->is_ended = true;
	if (!attempt->counts)
		return;
	opened->fold.attempts--;
	if (item)
		item->attempts--;
}

/* Of one medium, or partition; where files were erased, another kind of work was done. */
static bool is_same_work(const struct told_work *one, const struct told_work *other)
{
	return one->is_files == other->is_files && one->is_part == other->is_part &&
	       one->part_bytes == other->part_bytes && strcmp(one->serial, other->serial) == 0;
}

static void end_named(struct wipecert_case *opened, const struct wipecert_link *link,
		      const struct told_work *work)
{
	size_t at = case_find(opened, link);
	struct entry *attempt = at < opened->fold.at ? &opened->entries[at] : NULL;

	if (attempt && attempt->is_known && attempt->voice.type == WIPECERT_ATTEMPT &&
	    is_same_work(attempt->told.work, work))
		end_attempt(opened, attempt);
}

/* What was begun on a medium is over once it has been erased as a whole; also on what lay there. */
static bool is_over_with(const struct told_work *begun, const struct told_work *work)
{
	if (is_same_work(begun, work))
		return true;
	if (!*work->serial || work->is_part)
		return false;
	return begun->is_files ? strcmp(begun->beneath, work->serial) == 0 :
				 begun->is_part && strcmp(begun->serial, work->serial) == 0;
}

static void end_earlier(struct wipecert_case *opened, size_t item, const struct told_work *work)
{
	size_t *link = attempts_of(opened, item);

	while (*link != WIPECERT_NO_INDEX) {
		struct entry *attempt = &opened->entries[*link];

		if (is_over_with(attempt->told.work, work))
			end_attempt(opened, attempt);
		/* Nobody asks for those that are over again. */
		if (attempt->is_ended)
			*link = attempt->before;
		else
			link = &attempt->before;
	}
}

bool fold_has_come_off(const struct entry *entry)
{
	const struct told_work *work = entry->told.work;

	return work->copied ? work->is_whole : entry->held == WIPECERT_HELD_YES;
}

/* It looked at all that was copied, and tells what is left: also of what was begun before. */
static bool tells_of_all(const struct told_work *work)
{
	return work->copied && !work->is_interrupted;
}

/*
 * The result of a run tells how its attempt ended. A run that was cut off could not tell;
 * one that brought its job, or another one, to a good end does, and so does one that tells what
 * became of the copy by then.
 */
void fold_end_attempts(struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	const struct told_work *work = entry->told.work;

	if (work->has_closes)
		end_named(opened, &work->closes, work);
	if (entry->counts && tells_of_all(work))
		end_earlier(opened, entry->item, work);
	if (!fold_has_come_off(entry))
		return;
	for (size_t i = 0; i < work->resume_count; i++)
		end_named(opened, &work->resumes[i], work);
	if (entry->counts)
		end_earlier(opened, entry->item, work);
}

/*
 * Is the erasure one of what was copied? By where it stands and by the clocks: what was copied
 * while or after it was erased is still there. Another one stands for it already, unless an
 * officer rejected that.
 */
static bool covers(const struct wipecert_case *opened, size_t erasure, size_t copying)
{
	const struct entry *entry = &opened->entries[copying];

	return copying < erasure && entry->counts &&
	       (entry->erased_by == WIPECERT_NO_INDEX ||
		opened->entries[entry->erased_by].weight.standing == WIPECERT_DISMISSED) &&
	       entry->told.copy->last_s <= opened->entries[erasure].told.work->started_s;
}

static void cover(struct wipecert_case *opened, size_t erasure, size_t copying)
{
	struct entry *entry = &opened->entries[copying];

	if (entry->erased_by == WIPECERT_NO_INDEX)
		opened->fold.items[entry->item].copies--;
	entry->erased_by = erasure;
}

/* One medium is erased. */
static void mark_erased(struct item *item, const char *serial, size_t index)
{
	for (size_t i = 0; i < item->thing->media_count; i++)
		if (strcmp(item->media[i].serial, serial) == 0)
			item->media[i].erasure = index;
	if (strcmp(item->thing->serial, serial) == 0 ||
	    (!*item->thing->serial && !item->thing->media_count))
		item->erasure = index;
	item->failure = WIPECERT_NO_INDEX;
	if (fold_is_erased(item) && item->thing->origin != WIPECERT_BROUGHT_IN)
		fold_conclude(item, WIPECERT_OUTCOME_ERASED, index);
}

/* What is enough for one item may be too little for another one on the same medium. */
static bool is_enough(const struct wipecert_case *opened, const struct item *item, size_t index)
{
	return opened->entries[index].told.work->level >= fold_level(opened, item->thing->kind);
}

static void mark_item(struct wipecert_case *opened, struct item *item, size_t index)
{
	if (fold_is_done(opened, item))
		return;
	if (is_enough(opened, item, index))
		mark_erased(item, opened->entries[index].told.work->serial, index);
	else
		item->failure = index;
}

/* Of every item that is on the medium. */
static void mark_all_on(struct wipecert_case *opened, const char *serial, size_t index)
{
	const struct table_row *rows;
	size_t count = table_find_text(&opened->fold.copies, serial, &rows);

	for (size_t i = 0; i < count && rows[i].value < index; i++) {
		struct item *item = fold_item_at(opened, opened->entries[rows[i].value].item);

		if (!covers(opened, index, rows[i].value))
			continue;
		if (is_enough(opened, item, index))
			cover(opened, index, rows[i].value);
		mark_item(opened, item, index);
	}
	count = table_find_text(&opened->fold.serials, serial, &rows);
	for (size_t i = 0; i < count; i++) {
		size_t at = fold_item_of_entry(opened, rows[i].value);

		if (at != WIPECERT_NO_INDEX)
			mark_item(opened, &opened->fold.items[at], index);
	}
}

/* Where copies went to of which no serial is known: of all of them the first place. */
static const char *first_place(const struct wipecert_case *opened, const struct item *item,
			       size_t erasure)
{
	const char *place = NULL;

	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (!*opened->entries[at].told.copy->serial && covers(opened, erasure, at))
			place = opened->entries[at].told.copy->destination;
	return place;
}

/* Where no serial is known, one erasure is taken for that of one place. */
static void cover_unnamed(struct wipecert_case *opened, struct item *item, size_t index)
{
	const char *place = first_place(opened, item, index);

	for (size_t at = item->copying; place && at != WIPECERT_NO_INDEX;
	     at = opened->entries[at].before)
		if (!*opened->entries[at].told.copy->serial && covers(opened, index, at) &&
		    strcmp(opened->entries[at].told.copy->destination, place) == 0)
			cover(opened, index, at);
	mark_erased(item, "", index);
}

/* The same medium may hold two items; somebody should look whether it does. */
static int note_same_medium(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];
	const struct table_row *rows;
	size_t count = table_find_text(&opened->fold.works, entry->told.work->serial, &rows);

	for (size_t i = 0; i < count && rows[i].value < index; i++) {
		const struct entry *other = &opened->entries[rows[i].value];

		if (other->counts && other->held == WIPECERT_HELD_YES &&
		    other->item != WIPECERT_NO_INDEX && other->item != entry->item)
			return case_note(opened, WIPECERT_CASE_SAME_MEDIUM, index, rows[i].value,
					 NULL, "", err);
	}
	return 0;
}

/*
 * What is listed only an erasure stands for that tells of it; what is not, one that held, as
 * of a medium. That copying began is told by the list of how it ended.
 */
static bool stands_for(const struct entry *erasure, const struct entry *copying)
{
	if (copying->told.copy->is_listed)
		return erasure->told.work->is_whole;
	return copying->is_ended || erasure->held == WIPECERT_HELD_YES;
}

/* What it tells is of every place that it can be of, so that it counts for all of them. */
static void cover_listed(struct wipecert_case *opened, const struct item *item, const char *serial,
			 size_t index)
{
	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before) {
		const struct told_copy *copy = opened->entries[at].told.copy;

		if (strcmp(copy->serial, serial) == 0 && covers(opened, index, at) &&
		    stands_for(&opened->entries[index], &opened->entries[at]))
			cover(opened, index, at);
	}
}

/* Something that is listed, of which the erasure does not tell. */
static bool is_silent_of(const struct wipecert_case *opened, const struct item *item,
			 const char *serial, size_t index)
{
	if (opened->entries[index].told.work->copied)
		return false;
	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before)
		if (opened->entries[at].told.copy->is_listed && covers(opened, index, at) &&
		    strcmp(opened->entries[at].told.copy->serial, serial) == 0)
			return true;
	return item->thing->is_listed;
}

/* Files are erased for one item of files alone, whatever else is on the medium. */
static void fold_files(struct wipecert_case *opened, struct item *item, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	const char *serial = entry->told.work->beneath;

	if (!item || fold_is_done(opened, item))
		return;
	if (!fold_names_serial(opened, item, serial))
		serial = "";
	if (!fold_has_come_off(entry) || !fold_takes_files(opened, item) ||
	    is_silent_of(opened, item, serial, index)) {
		item->failure = index;
		return;
	}
	if (!*serial && !entry->told.work->copied) {
		cover_unnamed(opened, item, index);
		return;
	}
	cover_listed(opened, item, serial, index);
	mark_erased(item, serial, index);
}

int fold_erasure(struct wipecert_case *opened, size_t index, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];
	const struct told_work *work = entry->told.work;
	struct item *item = fold_item_at(opened, entry->item);
	size_t answered = fold_answered(opened, entry, entry->item);
	enum wipe_level wanted =
		fold_level(opened, item ? item->thing->kind : WIPECERT_KIND_MEDIUM);
	bool is_named = item && *work->serial && fold_names_serial(opened, item, work->serial);

	if (work->is_files) {
		fold_files(opened, item, index);
		return 0;
	}
	/* A partition that was erased is no item, whatever level was asked for. */
	if (entry->held == WIPECERT_HELD_YES && *work->serial && !work->is_part)
		mark_all_on(opened, work->serial, index);
	if (entry->held != WIPECERT_HELD_YES || work->is_part || work->level < wanted) {
		if (item)
			item->failure = index;
		return 0;
	}
	/* Not by what failed or broke off: the job that goes on from it answers the same. */
	if (answered != WIPECERT_NO_INDEX)
		opened->entries[answered].is_answered = true;
	if (!item || is_named || fold_is_done(opened, item))
		return 0;
	cover_unnamed(opened, item, index);
	return *work->serial ? note_same_medium(opened, index, err) : 0;
}

/* It is open again. */
static void reopen(struct item *item)
{
	if (item->outcome == WIPECERT_OUTCOME_NONE)
		return;
	fold_conclude(item, WIPECERT_OUTCOME_NONE, WIPECERT_NO_INDEX);
	item->leaving = WIPECERT_NO_INDEX;
}

/* Whatever was said of it, there is something on it now; what went back or is lost is not here. */
static bool is_taken_back(const struct item *item)
{
	return item->outcome == WIPECERT_OUTCOME_ERASED ||
	       item->outcome == WIPECERT_OUTCOME_NOTHING_COPIED ||
	       item->outcome == WIPECERT_OUTCOME_ATTESTED ||
	       item->outcome == WIPECERT_OUTCOME_DISPOSED;
}

/* Also a device, of which nobody knows on which of its media. */
static void spoil(struct item *item, const char *serial)
{
	bool is_its = strcmp(item->thing->serial, serial) == 0;

	for (size_t i = 0; i < item->thing->media_count; i++)
		if (is_its || strcmp(item->media[i].serial, serial) == 0)
			item->media[i].erasure = WIPECERT_NO_INDEX;
	if (!item->thing->media_count)
		item->erasure = WIPECERT_NO_INDEX;
	if (item->outcome == WIPECERT_OUTCOME_DISPOSED)
		item->part = WIPECERT_NO_INDEX;
	if (is_taken_back(item))
		reopen(item);
}

/* What was erased and is written to again has to be erased again, also if it had left. */
static void spoil_erasures(struct wipecert_case *opened, const char *serial)
{
	const struct table_row *rows;
	size_t count = *serial ? table_find_text(&opened->fold.serials, serial, &rows) : 0;

	for (size_t i = 0; i < count; i++) {
		struct item *item = fold_item_at(opened, fold_item_of_entry(opened, rows[i].value));

		if (item && (item->thing->origin == WIPECERT_BROUGHT_IN ||
			     item->thing->origin == WIPECERT_RECEIVED))
			spoil(item, serial);
	}
}

static bool is_same_place(const struct told_copy *one, const struct told_copy *other)
{
	return strcmp(one->serial, other->serial) == 0 &&
	       (*one->serial || strcmp(one->destination, other->destination) == 0);
}

/*
 * A later run to the same place tells how one ended that was cut off. Those before the last
 * one that ended there have ended with that.
 */
static void end_begun_there(struct wipecert_case *opened, const struct entry *entry)
{
	for (size_t at = entry->before; at != WIPECERT_NO_INDEX; at = opened->entries[at].before) {
		struct entry *earlier = &opened->entries[at];

		if (!is_same_place(earlier->told.copy, entry->told.copy))
			continue;
		if (!earlier->told.copy->is_begun)
			return;
		earlier->is_ended = true;
	}
}

/* Another record told that it began. */
static void end_begun(struct wipecert_case *opened, const struct entry *entry)
{
	const struct table_row *rows;
	size_t count = table_find_text(&opened->by_id, entry->told.copy->begun, &rows);

	for (size_t i = 0; i < count && rows[i].value < opened->fold.at; i++) {
		struct entry *begun = &opened->entries[rows[i].value];

		if (begun->counts && begun->voice.type == WIPECERT_COPY_OUT &&
		    begun->told.copy->is_begun && begun->item == entry->item)
			begun->is_ended = true;
	}
}

static void note_unnamed(struct item *item, const struct told_copy *copy)
{
	if (*copy->serial)
		return;
	if (!item->unnamed)
		item->unnamed = copy->destination;
	item->is_at_several |= strcmp(item->unnamed, copy->destination) != 0;
}

/* Whatever had become of the copy before: there is one now. */
void fold_copying(struct wipecert_case *opened, size_t index)
{
	struct entry *entry = &opened->entries[index];
	struct item *item = fold_item_at(opened, entry->item);

	entry->before = item->copying;
	entry->erased_by = WIPECERT_NO_INDEX;
	item->copying = index;
	item->copies++;
	note_unnamed(item, entry->told.copy);
	end_begun(opened, entry);
	if (!entry->told.copy->is_begun)
		end_begun_there(opened, entry);
	if (fold_is_copy(item))
		reopen(item);
	spoil_erasures(opened, entry->told.copy->serial);
}

static void refute_copyings(struct wipecert_case *opened, struct item *item, size_t erasure)
{
	for (size_t at = item->copying; at != WIPECERT_NO_INDEX; at = opened->entries[at].before) {
		if (opened->entries[at].erased_by != erasure)
			continue;
		opened->entries[at].erased_by = WIPECERT_NO_INDEX;
		item->copies++;
	}
}

static void refute(struct wipecert_case *opened, struct item *item, size_t erasure, size_t check)
{
	bool is_its = item->erasure == erasure;

	refute_copyings(opened, item, erasure);
	if (is_its)
		item->erasure = WIPECERT_NO_INDEX;
	for (size_t i = 0; i < item->thing->media_count; i++) {
		if (item->media[i].erasure != erasure)
			continue;
		item->media[i].erasure = WIPECERT_NO_INDEX;
		is_its = true;
	}
	if (!is_its)
		return;
	item->failure = check;
	if (item->outcome == WIPECERT_OUTCOME_ERASED)
		reopen(item);
}

/* A medium that was read again and does not hold what it must is not erased, whoever confirmed it. */
void fold_check(struct wipecert_case *opened, size_t index)
{
	const struct entry *entry = &opened->entries[index];
	size_t erasure = case_find(opened, &entry->voice.about);

	if (entry->held != WIPECERT_HELD_NO || erasure >= index ||
	    opened->entries[erasure].voice.type != WIPECERT_ERASURE)
		return;
	opened->entries[erasure].is_refuted = true;
	for (size_t i = 0; i < opened->fold.item_count; i++)
		refute(opened, &opened->fold.items[i], erasure, index);
}
