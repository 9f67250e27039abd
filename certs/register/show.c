/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What callers see of a case. */
#include <stdio.h>
#include <string.h>

#include "fold.h"
#include "text.h"

#define ID_PREFIX_MIN 8

static const char *name_in(const char *const *names, size_t count, size_t value)
{
	return value < count ? names[value] : "unknown";
}

const char *wipecert_kind_name(enum wipecert_item_kind kind)
{
	static const char *const names[] = { "files", "paper", "mail", "medium", "device" };

	return name_in(names, sizeof(names) / sizeof(names[0]), kind);
}

const char *wipecert_origin_name(enum wipecert_origin origin)
{
	static const char *const names[] = { "received", "brought-in", "copied-inside",
					     "copied-outside" };

	return name_in(names, sizeof(names) / sizeof(names[0]), origin);
}

const char *wipecert_outcome_name(enum wipecert_outcome outcome)
{
	static const char *const names[] = { "none",	 "erased",	   "returned", "disposed",
					     "attested", "nothing-copied", "missing",  "withdrawn" };

	return name_in(names, sizeof(names) / sizeof(names[0]), outcome);
}

size_t wipecert_case_record_count(const struct wipecert_case *opened)
{
	return opened->count;
}

static size_t item_of(const struct wipecert_case *opened, size_t index)
{
	return opened->entries[index].item;
}

/* Of the medium that it is about; "" none, or not known. */
static const char *serial_of(const struct entry *entry)
{
	if (!entry->is_known)
		return "";
	if (entry->voice.type == WIPECERT_COPY_OUT)
		return entry->told.copy->serial;
	return entry->voice.type == WIPECERT_ERASURE ? entry->told.work->serial : "";
}

static const char *destination_of(const struct entry *entry)
{
	return entry->is_known && entry->voice.type == WIPECERT_COPY_OUT ?
		       entry->told.copy->destination :
		       "";
}

static bool is_one_of_several(const struct wipecert_case *opened, const struct entry *entry)
{
	return entry->is_known && entry->voice.type == WIPECERT_COPY_OUT &&
	       entry->item != WIPECERT_NO_INDEX && !*entry->told.copy->serial &&
	       opened->fold.items[entry->item].is_at_several;
}

/* NULL: it is none. */
static const struct told_work *erasure_of(const struct entry *entry)
{
	return entry->is_known && entry->voice.type == WIPECERT_ERASURE ? entry->told.work : NULL;
}

/* NULL: it takes no pieces. */
static const struct told_part *part_of(const struct entry *entry)
{
	bool takes = entry->voice.type == WIPECERT_RETURN || entry->voice.type == WIPECERT_DISPOSE;

	return entry->is_known && takes ? entry->told.part : NULL;
}

void wipecert_case_record(const struct wipecert_case *opened, size_t index,
			  struct wipecert_case_record *record)
{
	const struct entry *entry = &opened->entries[index];
	const struct told_part *part = part_of(entry);
	const struct told_work *erasure = erasure_of(entry);

	*record = (struct wipecert_case_record){
		.type = entry->voice.type,
		.is_known = entry->is_known,
		.is_signed = entry->voice.is_signed,
		.link = entry->voice.link,
		.number = entry->place.number,
		.writer_number = entry->place.writer_number,
		.issued_at_s = entry->voice.claimed_time_s,
		.has_stated = entry->has_stated,
		.stated_s = entry->has_stated ? entry->stated_s : entry->voice.claimed_time_s,
		.authentic = entry->voice.authentic,
		.reason = entry->voice.reason,
		.is_early = case_is_early(entry),
		.held = entry->held,
		.has_come_off = erasure && fold_has_come_off(entry),
		.is_of_files = erasure && erasure->is_files,
		.copied = erasure ? erasure->copied : NULL,
		.fault = entry->fault,
		.counts = entry->counts,
		.is_refuted = entry->is_refuted,
		.standing = entry->weight.standing,
		.is_on_paper = entry->weight.standing != WIPECERT_CONFIRMED &&
			       entry->weight.on_paper != WIPECERT_NOBODY,
		.is_confirmed = case_is_confirmed(opened, entry),
		.is_from_paper = entry->is_known && case_is_entered(entry),
		.awaits = entry->awaits,
		.confirmed_by = entry->weight.by,
		.paper = entry->weight.on_paper,
		.item = item_of(opened, index),
		.erased_by = entry->erased_by,
		.is_one_of_several = is_one_of_several(opened, entry),
		.is_begun = entry->is_known && entry->voice.type == WIPECERT_COPY_OUT &&
			    entry->told.copy->is_begun,
		.is_ended = entry->voice.type == WIPECERT_COPY_OUT && entry->is_ended,
		.is_answered = entry->voice.type == WIPECERT_CHALLENGE && entry->is_answered,
		.decision = entry->voice.decision,
		.about = entry->voice.about,
		.file = entry->file,
		.serial = serial_of(entry),
		.destination = destination_of(entry),
		.quantity = part ? part->quantity : 0,
		.differs = part && part->differs,
	};
	memcpy(record->signer_sha256, entry->voice.signer_sha256, sizeof(record->signer_sha256));
}

size_t wipecert_case_find_link(const struct wipecert_case *opened, const struct wipecert_link *link)
{
	return case_find(opened, link);
}

int wipecert_case_load_record(const struct wipecert_case *opened, size_t index,
			      struct wipecert_result *result, struct wipe_error *err)
{
	const struct entry *entry = &opened->entries[index];
	int rc = case_verify(opened, entry->file, result, err);

	if (rc || (!result->record && !entry->is_known))
		return rc;
	if (result->record &&
	    memcmp(result->link.econtent_sha256, entry->voice.link.econtent_sha256, 32) == 0)
		return 0;
	wipecert_result_clear(result);
	return wipe_error_set(err, WIPE_E_FORMAT, 0, _("%s: changed while it was being read"),
			      entry->file);
}

size_t wipecert_case_item_count(const struct wipecert_case *opened)
{
	return opened->fold.item_count;
}

static const char *place_of(const struct wipecert_case *opened, const struct item *item)
{
	return item->copying != WIPECERT_NO_INDEX ?
		       opened->entries[item->copying].told.copy->destination :
		       item->thing->place;
}

static const char *copied_to(const struct wipecert_case *opened, const struct item *item)
{
	return item->copying != WIPECERT_NO_INDEX ?
		       opened->entries[item->copying].told.copy->serial :
		       "";
}

static bool label_is_shared(const struct wipecert_case *opened, const char *label)
{
	const struct table_row *rows;
	size_t count = table_find_text(&opened->fold.labels, label, &rows), items = 0;

	for (size_t i = 0; i < count; i++)
		items += fold_item_of_entry(opened, rows[i].value) != WIPECERT_NO_INDEX;
	return items > 1;
}

void wipecert_case_item(const struct wipecert_case *opened, size_t index,
			struct wipecert_item *item)
{
	const struct item *one = &opened->fold.items[index];
	const struct told_thing *thing = one->thing;

	*item = (struct wipecert_item){
		.label = thing->label,
		.description = thing->description,
		.classification = thing->classification,
		.maker = thing->maker,
		.model = thing->model,
		.serial = thing->serial,
		.place = place_of(opened, one),
		.permitted_place = thing->place,
		.copied_to = copied_to(opened, one),
		.kind = thing->kind,
		.origin = thing->origin,
		.quantity = thing->quantity,
		.quantity_left = fold_left(opened, one),
		.label_is_shared = label_is_shared(opened, thing->label),
		.media = one->media,
		.media_count = thing->media_count,
		.record = one->entry,
		.parent = one->parent,
		.outcome_record = one->outcome_entry,
		.exit_record = one->leaving,
		.erasure = one->erasure,
		.failed_record = one->failure,
		.outcome = one->outcome,
		.lacks = one->lacks,
		.has_from = thing->origin != WIPECERT_RECEIVED,
		.from_s = thing->from_s,
		.has_due = thing->has_due,
		.due_s = thing->due_s,
		.level_required = fold_level(opened, thing->kind),
		.incident_count = one->incidents,
		.challenge = WIPECERT_NO_INDEX,
		.instruction = one->instruction,
	};
	memcpy(item->id, opened->entries[one->entry].voice.link.id, sizeof(item->id));
	if (one->challenge != WIPECERT_NO_INDEX && !opened->entries[one->challenge].is_answered)
		item->challenge = one->challenge;
}

static bool is_named(const struct wipecert_case *opened, const struct item *item, const char *name)
{
	const char *id = opened->entries[item->entry].voice.link.id;
	size_t length = strlen(name);

	return strcmp(item->thing->label, name) == 0 ||
	       (length >= ID_PREFIX_MIN && strncmp(id, name, length) == 0) ||
	       (*name && fold_names_serial(opened, item, name));
}

/* Items that a name or serial fits. */
struct fitting {
	const struct wipecert_case *opened;
	size_t open, closed, last_open, last_closed;
};

static void fit(void *arg, size_t item)
{
	struct fitting *fitting = arg;

	/* Files are copied to one medium more than once. */
	if (item == fitting->last_open || item == fitting->last_closed)
		return;
	if (fitting->opened->fold.items[item].lacks) {
		fitting->open++;
		fitting->last_open = item;
	} else {
		fitting->closed++;
		fitting->last_closed = item;
	}
}

/* An item that is open is meant rather than one with the same serial that is done. */
static int choose(const struct fitting *fitting, const char *name, size_t *index,
		  struct wipe_error *err)
{
	*index = fitting->open ? fitting->last_open : fitting->last_closed;
	if (fitting->open > 1 || (!fitting->open && fitting->closed > 1))
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("%s: several items are called so: give the id"), name);
	if (*index == WIPECERT_NO_INDEX)
		return wipe_error_set(err, WIPE_E_NOTFOUND, 0, _("%s: no such item is in the case"),
				      name);
	return 0;
}

int wipecert_case_find_item(const struct wipecert_case *opened, const char *name, size_t *index,
			    struct wipe_error *err)
{
	struct fitting fitting = { opened, 0, 0, WIPECERT_NO_INDEX, WIPECERT_NO_INDEX };

	for (size_t i = 0; i < opened->fold.item_count; i++)
		if (is_named(opened, &opened->fold.items[i], name))
			fit(&fitting, i);
	return choose(&fitting, name, index, err);
}

/* What is the medium, or has it, comes before what is to be copied to it. */
static void fit_own(void *arg, size_t item)
{
	struct fitting *fitting = arg;
	enum wipecert_origin origin = fitting->opened->fold.items[item].thing->origin;

	if (origin == WIPECERT_RECEIVED || origin == WIPECERT_BROUGHT_IN)
		fit(arg, item);
}

int wipecert_case_find_medium(const struct wipecert_case *opened, const char *serial, size_t *index,
			      struct wipe_error *err)
{
	struct fitting fitting = { opened, 0, 0, WIPECERT_NO_INDEX, WIPECERT_NO_INDEX };

	/* Nothing stands before position 0: what was copied to it is left out. */
	fold_each_on(opened, serial, 0, fit_own, &fitting);
	if (!fitting.open)
		fold_each_on(opened, serial, 0, fit, &fitting);
	if (!fitting.open && !fitting.closed)
		fold_each_on(opened, serial, opened->count, fit, &fitting);
	return choose(&fitting, serial, index, err);
}

int wipecert_case_hold_against(struct wipecert_case *opened, const uint8_t sha256[32],
			       uint64_t count, struct wipe_error *err)
{
	const struct table_row *row;
	bool is_there = table_find(&opened->by_hash, sha256, 32, &row) != 0;

	/* The same content without its signature is another record. */
	if (is_there && opened->entries[row->value].voice.is_signed &&
	    (!count || (opened->entries[row->value].has_place &&
			opened->entries[row->value].place.number == count)))
		return 0;
	return case_note(opened, WIPECERT_CASE_HEAD_MISSING, WIPECERT_NO_INDEX, WIPECERT_NO_INDEX,
			 sha256, "", err);
}

static void count_records(const struct wipecert_case *opened, struct wipecert_case_summary *summary)
{
	for (size_t i = 0; i < opened->count; i++) {
		const struct entry *entry = &opened->entries[i];

		summary->awaiting += entry->awaits;
		summary->is_demo |= entry->is_demo;
		if (entry->counts) {
			summary->undecided += entry->voice.authentic == WIPECERT_UNDETERMINED;
			summary->against_rules += case_is_unheard_of(opened, entry);
		} else if (entry->fault != WIPECERT_FAULT_NOT_AUTHENTIC)
			summary->void_records++;
		else if (entry->voice.authentic == WIPECERT_INVALID)
			summary->invalid++;
		else
			summary->undecided++;
	}
}

static void count_items(const struct wipecert_case *opened, struct wipecert_case_summary *summary)
{
	for (size_t i = 0; i < opened->fold.item_count; i++) {
		const struct item *item = &opened->fold.items[i];
		const struct entry *outcome = item->outcome_entry == WIPECERT_NO_INDEX ?
						      NULL :
						      &opened->entries[item->outcome_entry];

		summary->withdrawn += item->outcome == WIPECERT_OUTCOME_WITHDRAWN;
		summary->open_items += item->lacks != 0;
		summary->late_items += item->lacks && item->thing->has_due &&
				       opened->options.time_s >= item->thing->due_s;
		if (item->lacks || !outcome || item->outcome == WIPECERT_OUTCOME_WITHDRAWN)
			continue;
		summary->attested += item->outcome == WIPECERT_OUTCOME_ATTESTED;
		summary->on_paper += outcome->weight.standing != WIPECERT_CONFIRMED;
	}
}

void wipecert_case_summarize(const struct wipecert_case *opened,
			     struct wipecert_case_summary *summary)
{
	const struct fold *fold = &opened->fold;
	struct wipecert_place place;

	memset(summary, 0, sizeof(*summary));
	summary->records = opened->count;
	summary->items = fold->item_count;
	summary->open_incidents = fold->incidents;
	summary->open_attempts = fold_open_attempts(opened);
	summary->closing = fold->closing;
	count_records(opened, summary);
	count_items(opened, summary);
	summary->included = opened->included_count;
	summary->included_open = case_included_is_open(opened);
	summary->is_demo |= case_included_is_demo(opened);
	summary->is_closed = !summary->included_open && fold->closing != WIPECERT_NO_INDEX &&
			     !summary->open_items && !fold->incidents && !summary->open_attempts;
	/* Out of memory leaves none, which is told as what it is: not known. */
	if (case_next_place(opened, opened->entries[opened->init].voice.signer_sha256, true, &place,
			    summary->heads, &summary->head_count, NULL) == 0)
		summary->number = place.number - 1;
	for (size_t i = 0; i < summary->head_count; i++)
		summary->head_numbers[i] =
			opened->entries[case_find(opened, &summary->heads[i])].place.number;
}
