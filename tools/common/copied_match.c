/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copied_match.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "copied_there.h"

/* A file that is gone. */
struct copied_gone {
	struct wipecert_file file; /* texts are the list's */
	size_t record;
	int64_t started_s;
	bool is_erased; /* F1 or more */
	bool is_taken;	/* by a file that was copied */
};

enum fate { LEFT, THERE, BEGUN, ERASED, CHANGED, ONLY_NAME };

/* A file that an attempt names. */
struct copied_named {
	struct wipecert_file file; /* texts are the list's */
	size_t record;
	int64_t started_s;
};

/* A file that was copied, and what became of it. */
struct copied_wanted {
	const struct wipecert_manifest_entry *entry;
	const struct copied_source *source; /* the last one that names it */
	enum fate fate;
	bool is_resumed; /* of ERASED */
};

/* False: no memory. */
static bool make_room(void **rows, size_t *room, size_t count, size_t size)
{
	size_t more = 2 * *room + count + 16;
	void *grown;

	if (count <= *room)
		return true;
	grown = realloc(*rows, more * size);
	if (!grown)
		return false;
	*rows = grown;
	*room = more;
	return true;
}

bool copied_match_source(struct copied_match *match, const struct copied_source *source)
{
	size_t count = wipecert_manifest_count(source->manifest);
	void *rows = match->wanted;
	bool has_room = make_room(&rows, &match->wanted_room, match->wanted_count + count,
				  sizeof(*match->wanted));

	match->wanted = rows;
	for (size_t i = 0; has_room && i < count; i++)
		match->wanted[match->wanted_count++] =
			(struct copied_wanted){ .entry = wipecert_manifest_at(source->manifest, i),
						.source = source };
	return has_room;
}

static int compare_records(size_t one, size_t other)
{
	return (one > other) - (one < other);
}

static const char *name_of(const struct copied_wanted *wanted)
{
	return wanted->entry->path ? wanted->entry->path : "";
}

/* The same file: the names of lists without names differ, as their salts do. */
static int compare_files(const struct copied_wanted *one, const struct copied_wanted *other)
{
	int order = strcmp(name_of(one), name_of(other));

	if (!order)
		order = memcmp(one->entry->sha256, other->entry->sha256, 32);
	if (!order && !one->entry->path)
		order = memcmp(one->entry->name_sha256, other->entry->name_sha256, 32);
	return order ? order : strcmp(one->source->destination, other->source->destination);
}

/* By path; of one file the latest first. */
static int compare_wanted(const void *left, const void *right)
{
	const struct copied_wanted *one = left, *other = right;
	int order = compare_files(one, other);

	return order ? order : compare_records(other->source->record, one->source->record);
}

void copied_match_join(struct copied_match *match)
{
	size_t kept = 0;

	if (match->wanted_count)
		qsort(match->wanted, match->wanted_count, sizeof(*match->wanted), compare_wanted);
	for (size_t i = 0; i < match->wanted_count; i++)
		if (!kept || compare_files(&match->wanted[kept - 1], &match->wanted[i]) != 0)
			match->wanted[kept++] = match->wanted[i];
	match->wanted_count = kept;
}

uint64_t copied_match_there(struct copied_match *match, const struct copied_source *source)
{
	int folder = copied_there_open(source->destination);
	uint64_t there = 0;

	for (size_t i = 0; folder >= 0 && i < match->wanted_count; i++) {
		struct copied_wanted *wanted = &match->wanted[i];

		if (wanted->source != source || !copied_there_is(folder, wanted->entry))
			continue;
		wanted->fate = THERE;
		there++;
	}
	if (folder >= 0)
		close(folder);
	return there;
}

bool copied_match_work(struct copied_match *match, const struct copied_work *work)
{
	size_t count = wipecert_files_count(work->files);
	void *rows = match->gone;
	bool has_room = make_room(&rows, &match->gone_room, match->gone_count + count,
				  sizeof(*match->gone));

	match->gone = rows;
	for (size_t i = 0; has_room && i < count; i++) {
		struct copied_gone *gone = &match->gone[match->gone_count];

		*gone = (struct copied_gone){ .record = work->record,
					      .started_s = work->started_s };
		wipecert_files_at(work->files, i, &gone->file);
		if (strcmp(gone->file.kind, "regular") != 0)
			continue;
		gone->is_erased = strcmp(gone->file.state, "erased") == 0;
		match->gone_count += gone->is_erased || strcmp(gone->file.state, "removed") == 0;
	}
	return has_room;
}

bool copied_match_attempt(struct copied_match *match, const struct copied_work *attempt)
{
	size_t count = wipecert_files_count(attempt->files);
	void *rows = match->named;
	bool has_room = make_room(&rows, &match->named_room, match->named_count + count,
				  sizeof(*match->named));

	match->named = rows;
	for (size_t i = 0; has_room && i < count; i++) {
		struct copied_named *named = &match->named[match->named_count];

		*named = (struct copied_named){ .record = attempt->record,
						.started_s = attempt->started_s };
		wipecert_files_at(attempt->files, i, &named->file);
		match->named_count += named->file.path && strcmp(named->file.kind, "regular") == 0;
	}
	return has_room;
}

/* It was there when that was erased. */
static bool was_there(const struct copied_wanted *wanted, size_t record, int64_t started_s)
{
	return wanted->source->record < record && wanted->source->last_s <= started_s;
}

static bool is_same(const struct copied_wanted *wanted, const struct copied_gone *gone)
{
	return gone->file.has_sha256 && gone->file.size_bytes == wanted->entry->size_bytes &&
	       memcmp(gone->file.sha256, wanted->entry->sha256, 32) == 0;
}

static void take(struct copied_wanted *wanted, struct copied_gone *gone, enum fate fate)
{
	gone->is_taken = true;
	wanted->fate = gone->is_erased ? fate : ONLY_NAME;
}

/* The first one with this path, or not less than it. */
static size_t find_path(const struct copied_match *match, const char *path)
{
	size_t low = 0, high = match->wanted_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(name_of(&match->wanted[middle]), path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* One that is left, of this path; gone NULL: whatever was in it. */
static struct copied_wanted *find_left(struct copied_match *match, const char *path, size_t record,
				       int64_t started_s, const struct copied_gone *gone)
{
	for (size_t i = find_path(match, path);
	     i < match->wanted_count && strcmp(name_of(&match->wanted[i]), path) == 0; i++) {
		struct copied_wanted *wanted = &match->wanted[i];

		if (wanted->fate == LEFT && was_there(wanted, record, started_s) &&
		    (!gone || is_same(wanted, gone)))
			return wanted;
	}
	return NULL;
}

/* The file that was copied to where this one lay: by the longest end of its path. */
static struct copied_wanted *find_place(struct copied_match *match, const char *path, size_t record,
					int64_t started_s, const struct copied_gone *gone)
{
	struct copied_wanted *found = NULL;

	while (path && !found) {
		found = find_left(match, path, record, started_s, gone);
		path = strchr(path, '/');
		path += path != NULL;
	}
	return found;
}

/* Those that lay where they were copied to, the same. Needs names. */
static void match_places(struct copied_match *match)
{
	for (size_t i = 0; i < match->gone_count; i++) {
		struct copied_gone *gone = &match->gone[i];
		struct copied_wanted *wanted = gone->is_taken || !gone->file.path ?
						       NULL :
						       find_place(match, gone->file.path,
								  gone->record, gone->started_s,
								  gone);

		if (wanted)
			take(wanted, gone, ERASED);
	}
}

static int compare_named(const void *left, const void *right)
{
	const struct copied_named *one = left, *other = right;

	return strcmp(one->file.path, other->file.path);
}

/* The first one with this path, or not less than it. */
static size_t find_named(const struct copied_match *match, const char *path)
{
	size_t low = 0, high = match->named_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (strcmp(match->named[middle].file.path, path) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What a run that was cut off has overwritten is at its place, and as large, or ends with its block. */
static bool was_begun(const struct copied_match *match, const struct copied_gone *gone,
		      const struct copied_wanted *wanted)
{
	for (size_t i = find_named(match, gone->file.path);
	     i < match->named_count && strcmp(match->named[i].file.path, gone->file.path) == 0;
	     i++) {
		const struct copied_named *named = &match->named[i];

		if (named->record < gone->record && named->started_s <= gone->started_s &&
		    was_there(wanted, named->record, named->started_s) &&
		    named->file.size_bytes == wanted->entry->size_bytes &&
		    copied_there_may_be(gone->file.size_bytes, wanted->entry->size_bytes))
			return true;
	}
	return false;
}

/* After all that is found by its contents. */
static void match_changed(struct copied_match *match)
{
	if (match->named_count)
		qsort(match->named, match->named_count, sizeof(*match->named), compare_named);
	for (size_t i = 0; i < match->gone_count; i++) {
		struct copied_gone *gone = &match->gone[i];
		struct copied_wanted *wanted = gone->is_taken || !gone->file.path ?
						       NULL :
						       find_place(match, gone->file.path,
								  gone->record, gone->started_s,
								  NULL);

		if (!wanted)
			continue;
		wanted->is_resumed = gone->is_erased && was_begun(match, gone, wanted);
		take(wanted, gone, wanted->is_resumed ? ERASED : CHANGED);
	}
}

/* By contents, then what was erased more rather than less. */
static int compare_gone(const void *left, const void *right)
{
	struct copied_gone *const *one = left, *const *other = right;
	int order = memcmp((*one)->file.sha256, (*other)->file.sha256, 32);

	return order ? order : (int)(*other)->is_erased - (int)(*one)->is_erased;
}

/* By contents, then what was copied last, for which the fewest erasures can stand. */
static int compare_contents(const void *left, const void *right)
{
	struct copied_wanted *const *one = left, *const *other = right;
	int order = memcmp((*one)->entry->sha256, (*other)->entry->sha256, 32);

	return order ? order : compare_records((*other)->source->record, (*one)->source->record);
}

static struct copied_gone **sort_gone(const struct copied_match *match, size_t *count)
{
	struct copied_gone **sorted = calloc(match->gone_count + 1, sizeof(*sorted));

	*count = 0;
	for (size_t i = 0; sorted && i < match->gone_count; i++)
		if (!match->gone[i].is_taken && match->gone[i].file.has_sha256)
			sorted[(*count)++] = &match->gone[i];
	if (*count)
		qsort(sorted, *count, sizeof(*sorted), compare_gone);
	return sorted;
}

static struct copied_wanted **sort_left(const struct copied_match *match, size_t *count)
{
	struct copied_wanted **sorted = calloc(match->wanted_count + 1, sizeof(*sorted));

	*count = 0;
	for (size_t i = 0; sorted && i < match->wanted_count; i++)
		if (match->wanted[i].fate == LEFT)
			sorted[(*count)++] = &match->wanted[i];
	if (*count)
		qsort(sorted, *count, sizeof(*sorted), compare_contents);
	return sorted;
}

/* first: of the sorted ones with these contents. */
static void match_one(struct copied_wanted *wanted, struct copied_gone **gone, size_t first,
		      size_t count)
{
	for (size_t i = first; i < count; i++) {
		if (memcmp(gone[i]->file.sha256, wanted->entry->sha256, 32) != 0)
			return;
		if (gone[i]->is_taken || !is_same(wanted, gone[i]) ||
		    !was_there(wanted, gone[i]->record, gone[i]->started_s))
			continue;
		take(wanted, gone[i], ERASED);
		return;
	}
}

/* What is left of both, by contents. */
static bool match_contents(struct copied_match *match)
{
	size_t goners, wants, first = 0;
	struct copied_gone **gone = sort_gone(match, &goners);
	struct copied_wanted **wanted = sort_left(match, &wants);
	bool has_memory = gone && wanted;

	for (size_t i = 0; has_memory && i < wants; i++) {
		while (first < goners &&
		       memcmp(gone[first]->file.sha256, wanted[i]->entry->sha256, 32) < 0)
			first++;
		/* There may be thousands of one content: those in front that are taken stay so. */
		while (first < goners && gone[first]->is_taken)
			first++;
		match_one(wanted[i], gone, first, goners);
	}
	free(gone);
	free(wanted);
	return has_memory;
}

bool copied_match_all(struct copied_match *match)
{
	bool has_memory;

	match_places(match);
	has_memory = match_contents(match);
	match_changed(match);
	return has_memory;
}

void copied_match_count(const struct copied_match *match, struct wipecert_files_copied *copied)
{
	for (size_t i = 0; i < match->wanted_count; i++) {
		enum fate fate = match->wanted[i].fate;

		copied->erased += fate == ERASED;
		copied->changed += fate == CHANGED;
		copied->only_name += fate == ONLY_NAME;
		copied->left += fate == LEFT || fate == THERE;
		copied->resumed += match->wanted[i].is_resumed;
	}
}

bool copied_match_begun(struct copied_match *match, const struct copied_work *attempt,
			const struct wipecert_file *file)
{
	struct copied_wanted *wanted =
		strcmp(file->kind, "regular") == 0 ?
			find_place(match, file->path, attempt->record, attempt->started_s, NULL) :
			NULL;

	if (wanted)
		wanted->fate = BEGUN;
	return wanted != NULL;
}

void copied_match_clear(struct copied_match *match)
{
	free(match->gone);
	free(match->wanted);
	free(match->named);
	*match = (struct copied_match){ .gone = NULL };
}
