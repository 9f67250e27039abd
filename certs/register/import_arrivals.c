/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which records that arrived are taken over, and in which order: each after all that it names. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <wipecert/save.h>

#include "digest.h"
#include "folders.h"
#include "import.h"
#include "text.h"

/* By number; of one record the file that verifies best. */
static int compare_arrivals(const void *a, const void *b)
{
	const struct entry *entry = &((const struct arrival *)a)->entry;
	const struct entry *other = &((const struct arrival *)b)->entry;
	uint64_t number = entry->has_place ? entry->place.number : UINT64_MAX;
	uint64_t second = other->has_place ? other->place.number : UINT64_MAX;
	int order;

	if (number != second)
		return number < second ? -1 : 1;
	order = memcmp(&entry->voice.link.econtent_sha256, &other->voice.link.econtent_sha256, 32);
	if (!order)
		order = memcmp(&entry->voice.link.signature_sha256,
			       &other->voice.link.signature_sha256, 32);
	return order ? order : (int)entry->voice.authentic - (int)other->voice.authentic;
}

static int index_arrivals(struct importing *importing, struct wipe_error *err)
{
	int rc = 0;

	if (importing->count)
		qsort(importing->arrivals, importing->count, sizeof(*importing->arrivals),
		      compare_arrivals);
	for (size_t i = 0; i < importing->count && !rc; i++) {
		const struct wipecert_link *link = &importing->arrivals[i].entry.voice.link;

		rc = table_add(&importing->by_hash, link->econtent_sha256, 32, i, err);
		if (!rc)
			rc = table_add_text(&importing->by_id, link->id, i, err);
	}
	table_sort(&importing->by_hash);
	table_sort(&importing->by_id);
	return rc;
}

/* NULL: it is none of those that arrived. */
static struct arrival *find_arrival(const struct importing *importing,
				    const struct wipecert_link *link)
{
	const struct table_row *rows;
	size_t count = table_find(&importing->by_hash, link->econtent_sha256, 32, &rows);

	for (size_t i = 0; i < count; i++)
		if (case_is_same_link(&importing->arrivals[rows[i].value].entry.voice.link, link))
			return &importing->arrivals[rows[i].value];
	return NULL;
}

/* What is spoilt here is as good as not here: nothing is built on it. */
static const struct entry *find_here(const struct importing *importing,
				     const struct wipecert_link *link)
{
	const struct wipecert_case *opened = importing->opened;
	size_t at = case_find(opened, link);

	return at != WIPECERT_NO_INDEX && opened->entries[at].voice.authentic != WIPECERT_INVALID ?
		       &opened->entries[at] :
		       NULL;
}

/* Here, or here by now. */
static const struct entry *find_taken(const struct importing *importing,
				      const struct wipecert_link *link)
{
	const struct entry *here = find_here(importing, link);
	const struct arrival *arrival = here ? NULL : find_arrival(importing, link);

	return arrival && arrival->state == ARRIVAL_TAKEN ? &arrival->entry : here;
}

/* Whoever signed an answer outside of the case said by nothing else which case he meant. */
static bool needs_about(const struct entry *entry)
{
	return entry->voice.type == WIPECERT_CONFIRMATION ||
	       (entry->voice.type == WIPECERT_CHECK && !entry->has_place);
}

/* The records that have to be there before it, one by one; NULL: no more. */
static const struct wipecert_link *named(const struct entry *entry, size_t index)
{
	if (index < entry->previous_count)
		return &entry->previous[index];
	index -= entry->previous_count;
	if (entry->has_place && entry->place.has_writer_previous && index-- == 0)
		return &entry->place.writer_previous;
	return needs_about(entry) && index == 0 ? &entry->voice.about : NULL;
}

static const char *problem(enum wipecert_case_problem which)
{
	return wipecert_case_problem_text(which);
}

/* In the chain: what it follows is there, and its numbers are those that they must be. */
static const char *place_is_wrong(const struct importing *importing, const struct entry *entry)
{
	const struct wipecert_place *place = &entry->place;
	const struct entry *before;
	uint64_t largest = 0;

	for (size_t i = 0; i < entry->previous_count; i++) {
		before = find_taken(importing, &entry->previous[i]);
		if (!before)
			return find_arrival(importing, &entry->previous[i]) ?
				       _("a record that it follows is not taken over") :
				       problem(WIPECERT_CASE_MISSING);
		if (before->has_place && before->place.number > largest)
			largest = before->place.number;
	}
	if (place->number != largest + 1 || !entry->previous_count)
		return problem(WIPECERT_CASE_NUMBER);
	if (!place->has_writer_previous)
		return place->writer_number == 1 ? NULL : problem(WIPECERT_CASE_WRITER_GAP);
	before = find_taken(importing, &place->writer_previous);
	if (before && before->has_place &&
	    before->place.writer_number + 1 == place->writer_number &&
	    memcmp(before->voice.signer_sha256, entry->voice.signer_sha256, 32) == 0)
		return NULL;
	return problem(WIPECERT_CASE_WRITER_GAP);
}

/* Nobody is to answer one record and mean the other. */
static const char *id_is_taken(const struct importing *importing, const struct entry *entry)
{
	const struct wipecert_case *opened = importing->opened;
	const struct wipecert_link *link = &entry->voice.link;
	const struct table_row *rows;
	size_t count = table_find_text(&opened->by_id, link->id, &rows);

	for (size_t i = 0; i < count; i++)
		if (opened->entries[rows[i].value].voice.authentic != WIPECERT_INVALID)
			return problem(WIPECERT_CASE_SAME_ID);
	if (count)
		return _("the file of this record that is here is damaged: move it away, and merge "
			 "again");
	count = table_find_text(&importing->by_id, link->id, &rows);
	for (size_t i = 0; i < count; i++)
		if (!case_is_same_link(&importing->arrivals[rows[i].value].entry.voice.link, link))
			return problem(WIPECERT_CASE_SAME_ID);
	return NULL;
}

static const char *name_is_taken(const struct importing *importing, const struct entry *entry,
				 char path[PATH_MAX])
{
	char name[CASE_NAME_BYTES];
	struct stat st;

	case_name(entry, ".p7m", name);
	if (case_path(importing->opened, WIPECERT_FOLDER_RECORDS, name, path, NULL))
		return _("the path is too long");
	if (lstat(path, &st) && errno == ENOENT)
		return NULL;
	return _("a damaged file has the name of this record here: move it away, and merge again");
}

static const char *reason_against(struct importing *importing, const struct entry *entry,
				  char path[PATH_MAX])
{
	const char *against = id_is_taken(importing, entry);

	if (!against && entry->has_place)
		against = place_is_wrong(importing, entry);
	if (!against && needs_about(entry) && !find_taken(importing, &entry->voice.about))
		against = problem(WIPECERT_CASE_MISSING_ABOUT);
	if (!against)
		against = name_is_taken(importing, entry, path);
	return against ? against : import_lacks_files(importing, entry);
}

/* The file is read again: so many were not kept. */
static int save(const struct arrival *arrival, const char *path, struct wipe_error *err)
{
	unsigned char *bytes = NULL;
	uint8_t sha256[32];
	size_t length;
	int rc = wipecert_load(arrival->path, WIPECERT_P7M_MAX_BYTES, &bytes, &length, err);

	if (!rc && (!digest_sha256(bytes, length, sha256) ||
		    memcmp(sha256, arrival->sha256, sizeof(sha256)) != 0))
		rc = wipe_error_set(err, WIPE_E_SYSTEM, 0, _("%s: changed while it was being read"),
				    arrival->path);
	if (!rc)
		rc = folders_save(path, bytes, length, err);
	free(bytes);
	return rc;
}

/* Whatever it names has had its turn. */
static int decide(struct importing *importing, struct arrival *arrival, struct wipe_error *err)
{
	char path[PATH_MAX];
	const struct arrival *first = find_arrival(importing, &arrival->entry.voice.link);
	const char *against;
	int rc;

	arrival->state = ARRIVAL_REFUSED;
	if (first != arrival) {
		importing->counts->known++; /* another file of the same record */
		return 0;
	}
	against = reason_against(importing, &arrival->entry, path);
	if (against) {
		import_refuse(importing, arrival->path, against);
		return 0;
	}
	rc = import_take_files(importing, &arrival->entry, err);
	if (!rc)
		rc = save(arrival, path, err);
	if (rc)
		return rc;
	arrival->state = ARRIVAL_TAKEN;
	importing->counts->added++;
	return 0;
}

/* The next of those that it names and that had no turn yet; NULL: none. */
static struct arrival *next_named(const struct importing *importing, struct arrival *arrival)
{
	const struct wipecert_link *link;

	while ((link = named(&arrival->entry, arrival->asked)) != NULL) {
		struct arrival *before = find_arrival(importing, link);

		arrival->asked++;
		if (before && before->state == ARRIVAL_WAITS)
			return before;
	}
	return NULL;
}

/* root, and before it all that it names. stack has room for all arrivals. */
static int settle(struct importing *importing, struct arrival *root, struct arrival **stack,
		  struct wipe_error *err)
{
	size_t depth = 0;
	int rc = 0;

	root->state = ARRIVAL_ASKED;
	stack[depth++] = root;
	while (depth && !rc) {
		struct arrival *before = next_named(importing, stack[depth - 1]);

		if (before) {
			before->state = ARRIVAL_ASKED;
			stack[depth++] = before;
			continue;
		}
		rc = decide(importing, stack[--depth], err);
	}
	return rc;
}

int import_take_arrivals(struct importing *importing, struct wipe_error *err)
{
	struct arrival **stack = calloc(importing->count + 1, sizeof(*stack));
	int rc = stack ? index_arrivals(importing, err) :
			 wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));

	for (size_t i = 0; i < importing->count && !rc; i++) {
		rc = import_go_on(importing, i, err);
		if (!rc && importing->arrivals[i].state == ARRIVAL_WAITS)
			rc = settle(importing, &importing->arrivals[i], stack, err);
	}
	free(stack);
	return rc;
}
