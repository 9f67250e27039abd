/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copied_lists.h"

#include <stdlib.h>
#include <string.h>

#include "register.h"

static char *copy_text(const char *text)
{
	return strdup(text ? text : "");
}

/* Before the end, in the name of the item. */
static bool is_of_item(const struct copied_lists *lists, const struct wipecert_case_record *record,
		       enum wipecert_type type)
{
	return record->is_known && record->type == type && record->counts &&
	       record->item == lists->item;
}

/* An erasure before stands for it, so that nobody asks for it again. */
static bool is_stood_for(const struct copied_lists *lists,
			 const struct wipecert_case_record *record)
{
	struct wipecert_case_record erasure;

	if (record->erased_by == WIPECERT_NO_INDEX || record->erased_by >= lists->end)
		return false;
	wipecert_case_record(lists->opened, record->erased_by, &erasure);
	return erasure.standing != WIPECERT_DISMISSED;
}

static void note_bad(enum case_list state, size_t record, enum case_list *bad, size_t *bad_record)
{
	if (state == CASE_LIST_NONE || state == CASE_LIST_READ || *bad != CASE_LIST_READ)
		return;
	*bad = state;
	*bad_record = record;
}

/* False: no memory. Of what came as the item there is neither place nor time. */
static bool take_source(struct copied_lists *lists, size_t index, bool is_copying)
{
	struct copied_source *source = &lists->sources[lists->source_count];
	struct wipecert_result result;
	enum case_list state;

	source->manifest = case_lists_manifest(lists->opened, index, &state);
	note_bad(state, index, &lists->bad_source, &lists->bad_source_record);
	if (!source->manifest)
		return true;
	lists->source_count++;
	source->record = index;
	source->last_s = INT64_MIN;
	if (is_copying && !wipecert_case_load_record(lists->opened, index, &result, NULL)) {
		source->last_s = wipecert_record_time(result.record, "ended_at");
		source->serial = copy_text(wipecert_record_text(result.record, "serial"));
		source->destination = copy_text(wipecert_record_text(result.record, "destination"));
		wipecert_result_clear(&result);
	} else {
		source->serial = copy_text("");
		source->destination = copy_text("");
	}
	return source->serial && source->destination;
}

static bool take_work(struct copied_lists *lists, size_t index, struct copied_work *works,
		      size_t *count)
{
	struct copied_work *work = &works[*count];
	struct wipecert_result result;
	enum case_list state;

	work->files = case_lists_erased(lists->opened, index, &state);
	note_bad(state, index, &lists->bad_work, &lists->bad_work_record);
	if (!work->files)
		return true;
	if (wipecert_case_load_record(lists->opened, index, &result, NULL)) {
		wipecert_files_free(work->files);
		return true;
	}
	++*count;
	work->record = index;
	work->started_s = wipecert_record_time(result.record, "execution/started_at");
	work->serial = copy_text(wipecert_record_text(result.record, "medium/serial"));
	wipecert_result_clear(&result);
	return work->serial != NULL;
}

/* What each record of the item says that the others have to be judged by. */
struct standing {
	bool *stands; /* an erasure that a copying is covered by */
	bool *ended;  /* an attempt that an erasure closes by then */
};

static void note_closed(const struct copied_lists *lists, size_t index, bool *ended)
{
	struct wipecert_result result;
	struct wipecert_link link;
	size_t attempt = WIPECERT_NO_INDEX;

	if (wipecert_case_load_record(lists->opened, index, &result, NULL))
		return;
	if (result.record && wipecert_record_closes(result.record, &link))
		attempt = wipecert_case_find_link(lists->opened, &link);
	if (attempt != WIPECERT_NO_INDEX)
		ended[attempt] = true;
	wipecert_result_clear(&result);
}

/* by: as copied_lists_load(). */
static void find_standing(const struct copied_lists *lists, size_t by, struct standing *standing)
{
	for (size_t i = 0; i < wipecert_case_record_count(lists->opened); i++) {
		struct wipecert_case_record record;

		wipecert_case_record(lists->opened, i, &record);
		if (is_of_item(lists, &record, WIPECERT_COPY_OUT) &&
		    record.erased_by != WIPECERT_NO_INDEX)
			standing->stands[record.erased_by] = true;
		else if ((i < lists->end || i == by) &&
			 is_of_item(lists, &record, WIPECERT_ERASURE))
			note_closed(lists, i, standing->ended);
	}
}

static bool take_one(struct copied_lists *lists, size_t by, size_t index,
		     const struct standing *standing)
{
	struct wipecert_case_record record;

	wipecert_case_record(lists->opened, index, &record);
	if (is_of_item(lists, &record, WIPECERT_COPY_OUT))
		return record.is_begun || is_stood_for(lists, &record) ||
		       take_source(lists, index, true);
	if (is_of_item(lists, &record, WIPECERT_ATTEMPT))
		return standing->ended[index] ||
		       take_work(lists, index, lists->attempts, &lists->attempt_count);
	if (index == by || (is_of_item(lists, &record, WIPECERT_ERASURE) &&
			    record.standing != WIPECERT_DISMISSED && !standing->stands[index]))
		return take_work(lists, index, lists->works, &lists->work_count);
	return true;
}

static bool take_all(struct copied_lists *lists, size_t by, const struct standing *standing)
{
	struct wipecert_item item;
	bool has_memory = true;

	wipecert_case_item(lists->opened, lists->item, &item);
	if (item.origin == WIPECERT_RECEIVED)
		has_memory = take_source(lists, item.record, false);
	for (size_t i = 0; i < lists->end && has_memory; i++)
		has_memory = take_one(lists, by, i, standing);
	return has_memory && (by == WIPECERT_NO_INDEX || take_one(lists, by, by, standing));
}

bool copied_lists_load(const struct wipecert_case *opened, size_t item, size_t end, size_t by,
		       struct copied_lists *lists)
{
	size_t count = wipecert_case_record_count(opened);
	struct standing standing = { calloc(count + 1, sizeof(bool)),
				     calloc(count + 1, sizeof(bool)) };
	bool has_memory;

	*lists = (struct copied_lists){ .opened = opened,
					.item = item,
					.end = end,
					.sources = calloc(count + 1, sizeof(*lists->sources)),
					.works = calloc(count + 1, sizeof(*lists->works)),
					.attempts = calloc(count + 1, sizeof(*lists->attempts)),
					.bad_source = CASE_LIST_READ,
					.bad_work = CASE_LIST_READ };
	has_memory = standing.stands && standing.ended && lists->sources && lists->works &&
		     lists->attempts;
	if (has_memory) {
		find_standing(lists, by, &standing);
		has_memory = take_all(lists, by, &standing);
	}
	free(standing.stands);
	free(standing.ended);
	return has_memory;
}

static void clear_works(struct copied_work *works, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		wipecert_files_free(works[i].files);
		free(works[i].serial);
	}
	free(works);
}

void copied_lists_clear(struct copied_lists *lists)
{
	for (size_t i = 0; i < lists->source_count; i++) {
		wipecert_manifest_free(lists->sources[i].manifest);
		free(lists->sources[i].serial);
		free(lists->sources[i].destination);
	}
	free(lists->sources);
	clear_works(lists->works, lists->work_count);
	clear_works(lists->attempts, lists->attempt_count);
	*lists = (struct copied_lists){ .opened = NULL };
}

const char *copied_lists_place(const struct copied_lists *lists, const char *serial)
{
	size_t count = wipecert_case_record_count(lists->opened);
	struct wipecert_case_record record;
	struct wipecert_item item;

	wipecert_case_item(lists->opened, lists->item, &item);
	if (register_has_serial(&item, serial))
		return serial;
	for (size_t i = 0; i < count && *serial; i++) {
		wipecert_case_record(lists->opened, i, &record);
		if (is_of_item(lists, &record, WIPECERT_COPY_OUT) &&
		    strcmp(record.serial, serial) == 0)
			return serial;
	}
	return "";
}
