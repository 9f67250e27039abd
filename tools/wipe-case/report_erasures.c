/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_erasures.h"

#include <stdlib.h>
#include <string.h>

#include <wipecert/files.h>
#include <wipecert/verify.h>

#include "i18n.h"

/* An erasure of a serial, or a copying to it. */
struct work {
	const char *serial;
	size_t record;
};

struct report_erasures {
	const struct wipecert_case *opened;
	size_t *copying;    /* of each item: the newest of its copyings */
	size_t *newest;	    /* of each item: the newest erasure in its name */
	size_t *before;	    /* of each of those: the one before it of its sort */
	struct work *works; /* by serial, then in order */
	size_t work_count;
};

size_t *report_take_indexes(size_t count)
{
	size_t *taken = malloc((count + 1) * sizeof(*taken));

	for (size_t i = 0; taken && i < count; i++)
		taken[i] = WIPECERT_NO_INDEX;
	return taken;
}

static bool is_erasure(const struct wipecert_case_record *record)
{
	return record->is_known && record->type == WIPECERT_ERASURE && record->counts &&
	       record->has_come_off && !record->is_refuted;
}

static bool is_copying(const struct wipecert_case_record *record)
{
	return record->is_known && record->type == WIPECERT_COPY_OUT && record->counts;
}

static void note(struct report_erasures *erasures, size_t index)
{
	struct wipecert_case_record record;
	size_t *newest;

	wipecert_case_record(erasures->opened, index, &record);
	if (!is_erasure(&record) && !is_copying(&record))
		return;
	if (*record.serial)
		erasures->works[erasures->work_count++] = (struct work){ record.serial, index };
	if (record.item == WIPECERT_NO_INDEX)
		return;
	newest = record.type == WIPECERT_COPY_OUT ? &erasures->copying[record.item] :
						    &erasures->newest[record.item];
	erasures->before[index] = *newest;
	*newest = index;
}

static int compare_works(const void *left, const void *right)
{
	const struct work *one = left, *other = right;
	int order = strcmp(one->serial, other->serial);

	return order ? order : (one->record > other->record) - (one->record < other->record);
}

struct report_erasures *report_erasures_find(const struct wipecert_case *opened)
{
	struct report_erasures *erasures = calloc(1, sizeof(*erasures));
	size_t records = wipecert_case_record_count(opened);

	if (!erasures)
		return NULL;
	erasures->opened = opened;
	erasures->copying = report_take_indexes(wipecert_case_item_count(opened));
	erasures->newest = report_take_indexes(wipecert_case_item_count(opened));
	erasures->before = report_take_indexes(records);
	erasures->works = calloc(records + 1, sizeof(*erasures->works));
	if (!erasures->copying || !erasures->newest || !erasures->before || !erasures->works) {
		report_erasures_free(erasures);
		return NULL;
	}
	for (size_t i = 0; i < records; i++)
		note(erasures, i);
	qsort(erasures->works, erasures->work_count, sizeof(*erasures->works), compare_works);
	return erasures;
}

void report_erasures_free(struct report_erasures *erasures)
{
	if (!erasures)
		return;
	free(erasures->copying);
	free(erasures->newest);
	free(erasures->before);
	free(erasures->works);
	free(erasures);
}

/* The last work on the medium before this record; WIPECERT_NO_INDEX: there is none. */
static size_t last_work(const struct report_erasures *erasures, const char *serial, size_t end)
{
	size_t low = 0, high = erasures->work_count;
	const struct work wanted = { serial, end };

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (compare_works(&erasures->works[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low && strcmp(erasures->works[low - 1].serial, serial) == 0 ?
		       erasures->works[low - 1].record :
		       WIPECERT_NO_INDEX;
}

/* What is too low for the item is no erasure of it. */
static bool is_enough(const struct report_erasures *erasures, const struct wipecert_item *item,
		      size_t erasure)
{
	struct wipecert_files_stated files;
	struct wipecert_result result;
	const char *level;
	bool is_low = false;

	if (item->level_required == WIPE_LEVEL_NONE)
		return true;
	if (wipecert_case_load_record(erasures->opened, erasure, &result, NULL))
		return false;
	/* Of files no level of a medium is asked: the case has judged that. */
	if (wipecert_record_files(result.record, &files)) {
		wipecert_result_clear(&result);
		return true;
	}
	level = wipecert_record_text(result.record, "method/level_achieved");
	for (unsigned int i = 0; level && i < (unsigned int)item->level_required; i++)
		is_low |= strcmp(level, wipe_level_name((enum wipe_level)i)) == 0;
	wipecert_result_clear(&result);
	return level && !is_low;
}

/* Likewise of the item, in its name: where no serial tells which medium it is. */
static size_t last_unnamed(const struct report_erasures *erasures, size_t index, size_t end)
{
	size_t at = erasures->newest[index];

	while (at != WIPECERT_NO_INDEX && at >= end)
		at = erasures->before[at];
	return at;
}

/* Of a thing without media in it, before it left or something else became of it. */
static void visit_own(const struct report_erasures *erasures, size_t index,
		      const struct wipecert_item *item, report_erasure_fn visit, void *arg)
{
	size_t at = item->exit_record != WIPECERT_NO_INDEX ? item->exit_record :
							     item->outcome_record;
	struct wipecert_case_record record;

	do {
		at = *item->serial ? last_work(erasures, item->serial, at) :
				     last_unnamed(erasures, index, at);
		if (at == WIPECERT_NO_INDEX)
			return;
		wipecert_case_record(erasures->opened, at, &record);
		/* Something was copied to it since. */
		if (record.type != WIPECERT_ERASURE)
			return;
	} while (!is_enough(erasures, item, at));
	visit(arg, at);
}

/* Is that of a thing without media what became of it, so that its record is known already? */
static bool is_outcome(const struct wipecert_item *item)
{
	return item->outcome == WIPECERT_OUTCOME_ERASED && item->exit_record == WIPECERT_NO_INDEX;
}

void report_erasures_each(const struct report_erasures *erasures, size_t index,
			  const struct wipecert_item *item, report_erasure_fn visit, void *arg)
{
	for (size_t i = 0; i < item->media_count; i++)
		if (item->media[i].erasure != WIPECERT_NO_INDEX)
			visit(arg, item->media[i].erasure);
	for (size_t at = erasures->copying[index]; at != WIPECERT_NO_INDEX;
	     at = erasures->before[at]) {
		struct wipecert_case_record record;

		wipecert_case_record(erasures->opened, at, &record);
		if (record.erased_by != WIPECERT_NO_INDEX)
			visit(arg, record.erased_by);
	}
	if (!item->media_count && erasures->copying[index] == WIPECERT_NO_INDEX &&
	    !is_outcome(item))
		visit_own(erasures, index, item, visit, arg);
}

static bool has_line(const char *lines, const char *line)
{
	size_t length = strlen(line);

	for (const char *at = lines; at; at = strchr(at, '\n')) {
		at += *at == '\n';
		if (strncmp(at, line, length) == 0 && (at[length] == '\n' || !at[length]))
			return true;
	}
	return false;
}

static void add_place(const struct report_erasures *erasures, size_t copying,
		      struct report_text *places)
{
	struct wipecert_result result;
	const char *place;

	if (wipecert_case_load_record(erasures->opened, copying, &result, NULL))
		return;
	place = wipecert_record_text(result.record, "destination");
	if (place && *place && !has_line(places->bytes, place))
		report_text_add(places, "\n", place);
	wipecert_result_clear(&result);
}

/* Where several have no serial: all of them, behind what is known. */
static void add_unsure(const struct report_erasures *erasures, size_t index, size_t erasure,
		       struct report_text *places)
{
	struct wipecert_case_record record;
	struct report_text all;
	bool is_any = false, is_all = true;

	report_text_begin(&all);
	for (size_t at = erasures->copying[index]; at != WIPECERT_NO_INDEX;
	     at = erasures->before[at]) {
		wipecert_case_record(erasures->opened, at, &record);
		if (!record.is_one_of_several || record.is_ended)
			continue;
		is_any |= record.erased_by == erasure;
		is_all &= record.erased_by == erasure;
		add_place(erasures, at, &all);
	}
	if (is_any && is_all)
		report_text_add(places, "\n", all.bytes);
	else if (is_any)
		report_text_format(places, "\n", "%s\n%s",
				   _("one or more of these, the records do not tell which:"),
				   all.bytes);
}

void report_erasures_places(const struct report_erasures *erasures, size_t index, size_t erasure,
			    struct report_text *places)
{
	report_text_begin(places);
	for (size_t at = erasures->copying[index]; at != WIPECERT_NO_INDEX;
	     at = erasures->before[at]) {
		struct wipecert_case_record record;

		wipecert_case_record(erasures->opened, at, &record);
		/* That it began is told by the record of how it ended. */
		if (record.erased_by == erasure && !record.is_ended && !record.is_one_of_several)
			add_place(erasures, at, places);
	}
	add_unsure(erasures, index, erasure, places);
}
