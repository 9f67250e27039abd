/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "copied.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "case_lists.h"
#include "i18n.h"

/* A file that is gone. */
struct gone {
	struct wipecert_file file; /* texts are the list's */
	bool is_erased;		   /* F1 or more */
	bool is_taken;		   /* by a file that was copied */
};

enum fate { LEFT, ERASED, CHANGED, ONLY_NAME };

/* A file that was copied, and what became of it. */
struct wanted {
	const struct wipecert_manifest_entry *entry;
	enum fate fate;
};

struct matching {
	const struct wipecert_case *opened;
	size_t erasure, item;
	bool *stands; /* of each record: an erasure that a copying is covered by */
	bool is_all;  /* it covers none, and none is without: it adds to the others */
	struct wipecert_files **lists; /* of erasures */
	size_t list_count;
	struct gone *gone;
	size_t gone_count;
	struct wanted *wanted; /* of one list, in its order */
	size_t wanted_count;
	struct copied *copied;
};

static int compare_paths(const void *left, const void *right)
{
	const struct wanted *one = left, *other = right;

	return strcmp(one->entry->path, other->entry->path);
}

/* The file that was copied to where this one lay: by the longest end of its path. */
static struct wanted *find_place(const struct matching *matching, const char *path)
{
	struct wipecert_manifest_entry entry = { .path = path };
	const struct wanted key = { .entry = &entry };
	struct wanted *found = NULL;

	while (entry.path && !found) {
		found = bsearch(&key, matching->wanted, matching->wanted_count, sizeof(key),
				compare_paths);
		entry.path = strchr(entry.path, '/');
		entry.path += entry.path != NULL;
	}
	return found;
}

static bool is_same(const struct wanted *wanted, const struct gone *gone)
{
	return gone->file.has_sha256 && gone->file.size_bytes == wanted->entry->size_bytes &&
	       memcmp(gone->file.sha256, wanted->entry->sha256, 32) == 0;
}

static void take(struct wanted *wanted, struct gone *gone, enum fate fate)
{
	gone->is_taken = true;
	wanted->fate = gone->is_erased ? fate : ONLY_NAME;
}

/* Those that lay where they were copied to: the same, or also changed ones. Needs names. */
static void match_places(struct matching *matching, bool with_changed)
{
	for (size_t i = 0; i < matching->gone_count; i++) {
		struct gone *gone = &matching->gone[i];
		struct wanted *wanted = gone->is_taken || !gone->file.path ?
						NULL :
						find_place(matching, gone->file.path);

		if (!wanted || wanted->fate != LEFT)
			continue;
		if (is_same(wanted, gone))
			take(wanted, gone, ERASED);
		else if (with_changed)
			take(wanted, gone, CHANGED);
	}
}

static int compare_gone(const void *left, const void *right)
{
	struct gone *const *one = left, *const *other = right;

	return memcmp((*one)->file.sha256, (*other)->file.sha256, 32);
}

static int compare_wanted(const void *left, const void *right)
{
	struct wanted *const *one = left, *const *other = right;

	return memcmp((*one)->entry->sha256, (*other)->entry->sha256, 32);
}

/* What is left of both, by contents: each stands for one. */
static bool match_contents(struct matching *matching)
{
	struct gone **gone = calloc(matching->gone_count + 1, sizeof(struct gone *));
	struct wanted **wanted = calloc(matching->wanted_count + 1, sizeof(struct wanted *));
	bool has_memory = gone && wanted;
	size_t goners = 0, wants = 0;

	for (size_t i = 0; has_memory && i < matching->gone_count; i++)
		if (!matching->gone[i].is_taken && matching->gone[i].file.has_sha256)
			gone[goners++] = &matching->gone[i];
	for (size_t i = 0; has_memory && i < matching->wanted_count; i++)
		if (matching->wanted[i].fate == LEFT)
			wanted[wants++] = &matching->wanted[i];
	if (goners)
		qsort(gone, goners, sizeof(struct gone *), compare_gone);
	if (wants)
		qsort(wanted, wants, sizeof(struct wanted *), compare_wanted);
	for (size_t i = 0, k = 0; i < goners && k < wants;) {
		int order = memcmp(gone[i]->file.sha256, wanted[k]->entry->sha256, 32);

		if (!order && is_same(wanted[k], gone[i]))
			take(wanted[k], gone[i], ERASED);
		i += order <= 0;
		k += order >= 0;
	}
	free(gone);
	free(wanted);
	return has_memory;
}

static void count(struct matching *matching)
{
	struct copied *copied = matching->copied;

	for (size_t i = 0; i < matching->wanted_count; i++) {
		enum fate fate = matching->wanted[i].fate;

		copied->erased += fate == ERASED;
		copied->changed += fate == CHANGED;
		copied->only_name += fate == ONLY_NAME;
		copied->left += fate == LEFT;
	}
}

/* One list of files that were copied, or came. False: no memory. */
static bool match(struct matching *matching, const struct wipecert_manifest *manifest)
{
	bool has_names = wipecert_manifest_form(manifest) == WIPECERT_MANIFEST_FULL;
	bool has_memory;

	matching->wanted_count = wipecert_manifest_count(manifest);
	matching->wanted = calloc(matching->wanted_count + 1, sizeof(*matching->wanted));
	has_memory = matching->wanted != NULL;
	for (size_t i = 0; has_memory && i < matching->wanted_count; i++)
		matching->wanted[i].entry = wipecert_manifest_at(manifest, i);
	for (size_t i = 0; i < matching->gone_count; i++)
		matching->gone[i].is_taken = false;
	if (has_memory && has_names)
		match_places(matching, false);
	if (has_memory)
		has_memory = match_contents(matching);
	if (has_memory && has_names)
		match_places(matching, true);
	if (has_memory)
		count(matching);
	free(matching->wanted);
	return has_memory;
}

/* False: it cannot be told. */
static bool match_record(struct matching *matching, size_t record)
{
	bool is_listed, is_matched;
	struct wipecert_manifest *manifest =
		case_lists_manifest(matching->opened, record, &is_listed);

	if (!is_listed)
		return true;
	is_matched = manifest && match(matching, manifest);
	matching->copied->is_told |= is_matched;
	wipecert_manifest_free(manifest);
	return is_matched;
}

static bool is_copying(const struct matching *matching, const struct wipecert_case_record *record)
{
	return record->is_known && record->type == WIPECERT_COPY_OUT && record->counts &&
	       record->item == matching->item;
}

static bool is_meant(const struct matching *matching, const struct wipecert_case_record *record)
{
	size_t by = matching->stands[matching->erasure] ? matching->erasure : WIPECERT_NO_INDEX;

	return is_copying(matching, record) && (matching->is_all || record->erased_by == by);
}

static bool find_standing(struct matching *matching)
{
	size_t records = wipecert_case_record_count(matching->opened);
	bool is_without = false;

	matching->stands = calloc(records + 1, sizeof(*matching->stands));
	for (size_t i = 0; matching->stands && i < records; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(matching->opened, i, &record);
		if (!is_copying(matching, &record))
			continue;
		if (record.erased_by == WIPECERT_NO_INDEX)
			is_without = true;
		else
			matching->stands[record.erased_by] = true;
	}
	if (!matching->stands)
		return false;
	matching->is_all = !matching->stands[matching->erasure] && !is_without;
	return true;
}

static bool match_all(struct matching *matching)
{
	size_t records = wipecert_case_record_count(matching->opened);
	struct wipecert_item item;
	bool is_told = true;

	wipecert_case_item(matching->opened, matching->item, &item);
	if (item.origin == WIPECERT_RECEIVED)
		is_told = match_record(matching, item.record);
	for (size_t i = 0; i < records && is_told; i++) {
		struct wipecert_case_record record;

		wipecert_case_record(matching->opened, i, &record);
		if (is_meant(matching, &record))
			is_told = match_record(matching, i);
	}
	return is_told;
}

/* One that stands for no copying may have erased some of it: broken off before, or what was left. */
static bool is_of_work(const struct matching *matching, size_t index)
{
	struct wipecert_case_record record;

	wipecert_case_record(matching->opened, index, &record);
	return record.is_known && record.type == WIPECERT_ERASURE && record.counts &&
	       record.item == matching->item && record.standing != WIPECERT_DISMISSED &&
	       (matching->is_all || !matching->stands[index]);
}

static bool load_lists(struct matching *matching)
{
	size_t records = wipecert_case_record_count(matching->opened);

	matching->lists = calloc(records + 1, sizeof(struct wipecert_files *));
	for (size_t i = 0; matching->lists && i < records; i++) {
		bool is_it = i == matching->erasure;
		struct wipecert_files *list = is_it || is_of_work(matching, i) ?
						      case_lists_erased(matching->opened, i) :
						      NULL;

		if (list)
			matching->lists[matching->list_count++] = list;
		else if (is_it)
			return false;
	}
	return matching->lists != NULL;
}

static void take_gone(struct matching *matching, const struct wipecert_files *list)
{
	size_t files = wipecert_files_count(list);

	for (size_t i = 0; i < files; i++) {
		struct gone *gone = &matching->gone[matching->gone_count];

		wipecert_files_at(list, i, &gone->file);
		if (strcmp(gone->file.kind, "regular") != 0)
			continue;
		gone->is_erased = strcmp(gone->file.state, "erased") == 0;
		matching->gone_count += gone->is_erased || strcmp(gone->file.state, "removed") == 0;
	}
}

static bool find_gone(struct matching *matching)
{
	size_t most = 0;

	for (size_t i = 0; i < matching->list_count; i++)
		most += wipecert_files_count(matching->lists[i]);
	matching->gone = calloc(most + 1, sizeof(*matching->gone));
	for (size_t i = 0; matching->gone && i < matching->list_count; i++)
		take_gone(matching, matching->lists[i]);
	return matching->gone != NULL;
}

/* Of files: everything else would be read for nothing. */
static bool find_item(struct matching *matching)
{
	struct wipecert_case_record record;
	struct wipecert_item item;

	wipecert_case_record(matching->opened, matching->erasure, &record);
	if (!record.is_known || record.type != WIPECERT_ERASURE || record.item == WIPECERT_NO_INDEX)
		return false;
	matching->item = record.item;
	wipecert_case_item(matching->opened, record.item, &item);
	return item.kind == WIPECERT_KIND_FILES;
}

void copied_compare(const struct wipecert_case *opened, size_t erasure, struct copied *copied)
{
	struct matching matching = { .opened = opened, .erasure = erasure, .copied = copied };

	*copied = (struct copied){ .is_told = false };
	if (!find_item(&matching))
		return;
	if (!find_standing(&matching) || !load_lists(&matching) || !find_gone(&matching) ||
	    !match_all(&matching))
		*copied = (struct copied){ .is_told = false };
	for (size_t i = 0; i < matching.list_count; i++)
		wipecert_files_free(matching.lists[i]);
	free(matching.lists);
	free(matching.gone);
	free(matching.stands);
}

bool copied_lacks(const struct copied *copied)
{
	return copied->is_told && (copied->left || copied->only_name);
}

void copied_words(const struct copied *copied, char text[COPIED_BYTES])
{
	snprintf(text, COPIED_BYTES,
		 /* TRANSLATORS: files that were copied, and what became of them */
		 _("erased %" PRIu64 ", changed since and erased %" PRIu64
		   ", only the name removed %" PRIu64 ", not among those erased %" PRIu64),
		 copied->erased, copied->changed, copied->only_name, copied->left);
}

json_t *copied_json(const struct copied *copied)
{
	if (!copied->is_told)
		return json_null();
	return json_pack("{s:I, s:I, s:I, s:I}", "erased", (json_int_t)copied->erased, "changed",
			 (json_int_t)copied->changed, "only_name", (json_int_t)copied->only_name,
			 "left", (json_int_t)copied->left);
}
