/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copied.h"

#include <errno.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "copied_match.h"
#include "i18n.h"

/* Before the erasure, and where it can be of. */
static bool is_meant(const struct copied_erasure *erasure, const struct copied_source *source,
		     const char *place)
{
	return strcmp(source->serial, place) == 0 && source->record < erasure->record &&
	       source->last_s <= erasure->started_s;
}

static bool add_sources(const struct copied_lists *lists, const struct copied_erasure *erasure,
			const char *place, struct copied_match *match)
{
	for (size_t i = 0; i < lists->source_count; i++)
		if (is_meant(erasure, &lists->sources[i], place) &&
		    !copied_match_source(match, &lists->sources[i]))
			return false;
	copied_match_join(match);
	return true;
}

static bool add_works(const struct copied_lists *lists, const struct copied_erasure *erasure,
		      const char *place, struct copied_match *match)
{
	const struct copied_work own = {
		.record = erasure->record,
		.started_s = erasure->started_s,
		.files = (struct wipecert_files *)(uintptr_t)erasure->files
	};

	for (size_t i = 0; i < lists->work_count; i++)
		if (strcmp(copied_lists_place(lists, lists->works[i].serial), place) == 0 &&
		    !copied_match_work(match, &lists->works[i]))
			return false;
	return !own.files || copied_match_work(match, &own);
}

/* Where their files lay tells by itself whether they are those that were erased then. */
static bool add_attempts(const struct copied_lists *lists, struct copied_match *match)
{
	for (size_t i = 0; i < lists->attempt_count; i++)
		if (!copied_match_attempt(match, &lists->attempts[i]))
			return false;
	return true;
}

/* Nobody can look later: what the lists tell of it then is more. */
static uint64_t find_there(const struct copied_lists *lists, const struct copied_erasure *erasure,
			   const char *place, struct copied_match *match)
{
	uint64_t there = 0;

	for (size_t i = 0; erasure->files && i < lists->source_count; i++)
		if (is_meant(erasure, &lists->sources[i], place))
			there += copied_match_there(match, &lists->sources[i]);
	return there;
}

/* The run looked there, and nothing is there: what it was to find is gone. */
static bool is_gone(const struct copied_erasure *erasure, const char *path)
{
	struct stat st;

	for (size_t i = 0; i < erasure->path_count; i++) {
		size_t length = strlen(erasure->paths[i]);

		while (length > 1 && erasure->paths[i][length - 1] == '/')
			length--;
		if (*path == '/' && strncmp(path, erasure->paths[i], length) == 0 &&
		    (length == 1 || path[length] == '/'))
			return lstat(path, &st) && (errno == ENOENT || errno == ENOTDIR);
	}
	return false;
}

/* Of what is left: what an attempt was to erase that never told its end. */
static uint64_t count_begun(const struct copied_lists *lists, const struct copied_erasure *erasure,
			    struct copied_match *match)
{
	uint64_t begun = 0;

	for (size_t i = 0; i < lists->attempt_count; i++) {
		const struct copied_work *attempt = &lists->attempts[i];
		size_t files = wipecert_files_count(attempt->files);

		for (size_t k = 0; k < files; k++) {
			struct wipecert_file file;

			wipecert_files_at(attempt->files, k, &file);
			if (file.path && is_gone(erasure, file.path))
				begun += copied_match_begun(match, attempt, &file);
		}
	}
	return begun;
}

bool copied_count(const struct copied_lists *lists, const struct copied_erasure *erasure,
		  struct wipecert_files_copied *copied, uint64_t *there, bool *failed)
{
	const char *place = copied_lists_place(lists, erasure->serial);
	struct copied_match match = { .wanted = NULL };
	bool has_memory = add_sources(lists, erasure, place, &match) &&
			  add_works(lists, erasure, place, &match) && add_attempts(lists, &match);

	*there = has_memory ? find_there(lists, erasure, place, &match) : 0;
	has_memory = has_memory && copied_match_all(&match);
	*copied = (struct wipecert_files_copied){ .files = match.wanted_count };
	*failed = !has_memory;
	if (has_memory) {
		copied_match_count(&match, copied);
		copied->begun = count_begun(lists, erasure, &match);
	}
	copied_match_clear(&match);
	return has_memory && copied->files;
}

static enum copied_lists_say say_of(enum case_list state)
{
	return state == CASE_LIST_ALTERED ? COPIED_ALTERED : COPIED_MISSING;
}

/*
 * Without names nothing is found by its place: less is told, and never more. With them the record
 * may tell less: the run saw files where they were copied to, whatever the lists tell of them.
 */
static bool agree(const struct wipecert_files_copied *told,
		  const struct wipecert_files_copied *found, bool has_names)
{
	if (!has_names)
		return found->erased >= told->erased - told->resumed;
	return found->files == told->files && found->erased >= told->erased &&
	       found->erased + found->changed >= told->erased + told->changed &&
	       found->resumed >= told->resumed && found->left <= told->left;
}

static bool have_names(const struct copied_lists *lists)
{
	for (size_t i = 0; i < lists->source_count; i++)
		if (wipecert_manifest_form(lists->sources[i].manifest) != WIPECERT_MANIFEST_FULL)
			return false;
	for (size_t i = 0; i < lists->work_count; i++)
		if (wipecert_files_form(lists->works[i].files) != WIPECERT_MANIFEST_FULL)
			return false;
	return true;
}

static enum copied_lists_say ask(const struct copied_lists *lists, size_t erasure,
				 const struct wipecert_files_copied *told)
{
	struct wipecert_files_copied found;
	struct copied_erasure one = { .record = erasure };
	struct wipecert_result result;
	bool is_counted, failed;
	uint64_t there;

	if (lists->bad_source != CASE_LIST_READ)
		return say_of(lists->bad_source);
	if (lists->bad_work != CASE_LIST_READ)
		return say_of(lists->bad_work);
	if (wipecert_case_load_record(lists->opened, erasure, &result, NULL))
		return COPIED_MISSING;
	one.serial = wipecert_record_text(result.record, "medium/serial");
	one.serial = one.serial ? one.serial : "";
	one.started_s = wipecert_record_time(result.record, "execution/started_at");
	is_counted = copied_count(lists, &one, &found, &there, &failed);
	wipecert_result_clear(&result);
	if (!told)
		return is_counted ? COPIED_DIFFERENT : COPIED_UNASKED;
	return is_counted && agree(told, &found, have_names(lists)) ? COPIED_AGREED :
								      COPIED_DIFFERENT;
}

/* Of files, for an item of files: everything else would be read for nothing. */
static bool is_of_files(const struct wipecert_case *opened,
			const struct wipecert_case_record *record)
{
	struct wipecert_item item;

	if (!record->is_known || record->type != WIPECERT_ERASURE || !record->counts ||
	    record->item == WIPECERT_NO_INDEX || !record->is_of_files)
		return false;
	wipecert_case_item(opened, record->item, &item);
	return item.kind == WIPECERT_KIND_FILES;
}

enum copied_lists_say copied_ask_lists(const struct wipecert_case *opened, size_t erasure)
{
	enum copied_lists_say say = COPIED_MISSING;
	struct wipecert_case_record record;
	struct copied_lists lists;

	wipecert_case_record(opened, erasure, &record);
	if (!is_of_files(opened, &record))
		return COPIED_UNASKED;
	if (copied_lists_load(opened, record.item, erasure, erasure, &lists))
		say = ask(&lists, erasure, record.copied);
	copied_lists_clear(&lists);
	return say;
}

/* The first one after this record of which they differ; WIPECERT_NO_INDEX: none. */
static size_t next_different(const struct wipecert_case *opened, size_t record)
{
	size_t count = wipecert_case_record_count(opened);

	while (++record < count)
		if (copied_ask_lists(opened, record) == COPIED_DIFFERENT)
			return record;
	return WIPECERT_NO_INDEX;
}

static bool is_different_within(const struct wipecert_case *opened)
{
	size_t count = wipecert_case_included_count(opened);
	const char *name;

	if (next_different(opened, SIZE_MAX) != WIPECERT_NO_INDEX)
		return true;
	for (size_t i = 0; i < count; i++) {
		const struct wipecert_case *inner = wipecert_case_included(opened, i, &name);

		if (inner && is_different_within(inner))
			return true;
	}
	return false;
}

int copied_check_lists(struct wipecert_case *opened, struct wipe_error *err)
{
	size_t count = wipecert_case_included_count(opened);
	const char *name;
	int rc = 0;

	for (size_t at = SIZE_MAX; !rc && (at = next_different(opened, at)) != WIPECERT_NO_INDEX;)
		rc = wipecert_case_note_copied(opened, at, 0, err);
	for (size_t i = 0; i < count && !rc; i++) {
		const struct wipecert_case *inner = wipecert_case_included(opened, i, &name);

		if (inner && is_different_within(inner))
			rc = wipecert_case_note_copied(opened, WIPECERT_NO_INDEX, i, err);
	}
	return rc;
}

const char *copied_lists_words(enum copied_lists_say say)
{
	switch (say) {
	case COPIED_DIFFERENT:
		return _("the lists of files in the case give something else than it says of the "
			 "copy");
	case COPIED_MISSING:
		return _("what it says of the copy cannot be compared: a list of files is gone "
			 "(wipe-case verify)");
	case COPIED_ALTERED:
		return _("what it says of the copy cannot be compared: a list of files is not what "
			 "was signed (wipe-case verify)");
	case COPIED_UNASKED:
	case COPIED_AGREED:
		break;
	}
	return NULL;
}

json_t *copied_lists_json(enum copied_lists_say say)
{
	static const char *const names[] = { [COPIED_AGREED] = "agree",
					     [COPIED_DIFFERENT] = "differ",
					     [COPIED_MISSING] = "missing",
					     [COPIED_ALTERED] = "altered" };

	return say == COPIED_UNASKED ? json_null() : json_string(names[say]);
}

void copied_words(const struct wipecert_files_copied *copied, char text[COPIED_BYTES])
{
	int used =
		snprintf(text, COPIED_BYTES,
			 /* TRANSLATORS: files that were copied, and what became of them */
			 _("erased %" PRIu64 ", changed since and erased %" PRIu64
			   ", only the name removed %" PRIu64 ", not among those erased %" PRIu64),
			 copied->erased, copied->changed, copied->only_name, copied->left);

	if (copied->begun && used > 0 && used < COPIED_BYTES)
		used += snprintf(
			text + used, (size_t)(COPIED_BYTES - used),
			/* TRANSLATORS: of those that are not among the erased ones */
			_(" (of these %" PRIu64
			  " are gone: a run that was cut off was to erase them, and nothing "
			  "proves how far it came)"),
			copied->begun);
	if (copied->resumed && used > 0 && used < COPIED_BYTES)
		snprintf(
			text + used, (size_t)(COPIED_BYTES - used),
			/* TRANSLATORS: behind the numbers of files that were copied */
			_("; of those erased %" PRIu64
			  " had been overwritten, as far as can be told, by a run that was cut off"),
			copied->resumed);
}

void copied_warn(const struct wipecert_files_copied *copied, bool is_whole, char text[COPIED_BYTES])
{
	char words[COPIED_BYTES];

	*text = '\0';
	copied_words(copied, words);
	if (copied->left && copied->left == copied->begun && !copied->only_name)
		snprintf(text, COPIED_BYTES,
			 _("nothing proves that all that was copied is erased: %s; the contractor "
			   "can declare it (wipe-case attest)"),
			 words);
	else if (copied->left || copied->only_name)
		snprintf(text, COPIED_BYTES, _("some of what was copied is not erased: %s"), words);
	else if (copied->changed > copied->erased)
		snprintf(text, COPIED_BYTES,
			 _("most of what was copied was found changed, so that it is not taken for "
			   "erased: %s"),
			 words);
	else if (!is_whole)
		snprintf(text, COPIED_BYTES,
			 _("all that was copied is erased, but not all that was found with it: "
			   "other files, which may be copies, too, or attributes: %s"),
			 words);
	else if (copied->changed)
		snprintf(text, COPIED_BYTES,
			 _("%" PRIu64 " of %" PRIu64
			   " files that were copied were not found by their contents: files at "
			   "such a path, with other contents, are erased"),
			 copied->changed, copied->files);
	else if (copied->resumed)
		snprintf(text, COPIED_BYTES,
			 _("%" PRIu64 " of %" PRIu64
			   " files that were copied could not be compared: a run that was cut off "
			   "had begun to overwrite them; they are erased"),
			 copied->resumed, copied->files);
}

json_t *copied_json(const struct wipecert_files_copied *copied)
{
	if (!copied)
		return json_null();
	return json_pack("{s:I, s:I, s:I, s:I, s:I, s:I, s:I}", "files", (json_int_t)copied->files,
			 "erased", (json_int_t)copied->erased, "changed",
			 (json_int_t)copied->changed, "only_name", (json_int_t)copied->only_name,
			 "left", (json_int_t)copied->left, "begun", (json_int_t)copied->begun,
			 "resumed", (json_int_t)copied->resumed);
}
