/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records are sorted by the hash of their contents, and once more by the hashes
 * that they name; every question is a search in one of these. Copies of one
 * record (a second place, signed later) have one hash and count as one.
 */
#include "chain.h"

#include <stdlib.h>
#include <string.h>

#include "exit.h"
#include "i18n.h"

#define HASH_BYTES 32
#define CLOCK_LATITUDE_S (5 * 60) /* by which clocks of two machines may differ */

/* A record under one hash: its own, or one that it follows, closes or resumes. */
struct entry {
	const uint8_t *hash;
	struct verdict *verdict;
};

struct index {
	struct entry *items;
	size_t count;
};

struct chain {
	struct index own, closes, resumes;
	struct index previous; /* by the record before it of the same signer */
	const struct verdict **by_id;
	struct chain_findings *findings;
};

static int compare_hashes(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;

	return memcmp(first->hash, second->hash, HASH_BYTES);
}

/* Those of one hash by what they are themselves, so that copies stand together. */
static int compare_entries(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;
	int order = compare_hashes(a, b);

	return order ? order : verdict_compare(first->verdict, second->verdict);
}

static void sort(struct index *index)
{
	if (index->count)
		qsort(index->items, index->count, sizeof(*index->items), compare_entries);
}

/* Else n copies of one record that names another would be asked for each copy of that. */
static void drop_copies(struct index *index)
{
	size_t kept = 0;

	for (size_t i = 0; i < index->count; i++)
		if (!kept || compare_hashes(&index->items[i], &index->items[kept - 1]) ||
		    !verdict_are_copies(index->items[i].verdict, index->items[kept - 1].verdict))
			index->items[kept++] = index->items[i];
	index->count = kept;
}

/* The first entry with hash, and in *count how many follow it. */
static const struct entry *find(const struct index *index, const uint8_t *hash, size_t *count)
{
	size_t low = 0, high = index->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (memcmp(index->items[middle].hash, hash, HASH_BYTES) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	*count = 0;
	while (low + *count < index->count &&
	       !memcmp(index->items[low + *count].hash, hash, HASH_BYTES))
		(*count)++;
	return index->items + low;
}

static bool same_contents(const struct verdict *a, const struct verdict *b)
{
	return !memcmp(a->link.econtent_sha256, b->link.econtent_sha256, HASH_BYTES);
}

static int report(struct chain *chain, enum chain_problem problem, const struct verdict *verdict,
		  const struct verdict *other, const uint8_t *hash)
{
	struct chain_findings *findings = chain->findings;
	struct chain_finding *grown =
		reallocarray(findings->items, findings->count + 1, sizeof(*grown));

	if (!grown)
		return WIPE_E_NOMEM;
	findings->items = grown;
	grown[findings->count] =
		(struct chain_finding){ .problem = problem, .verdict = verdict, .other = other };
	memcpy(grown[findings->count].hash, hash, HASH_BYTES);
	findings->count++;
	return 0;
}

/* Is verdict the record that link names, by everything that link tells of it? */
static bool is_named(const struct verdict *verdict, const struct wipecert_link *link)
{
	const struct wipecert_link *own = &verdict->link;

	return !memcmp(own->econtent_sha256, link->econtent_sha256, HASH_BYTES) &&
	       (!*link->id || !strcmp(link->id, verdict->record->id)) &&
	       (!link->is_signed ||
		(own->is_signed &&
		 !memcmp(own->signature_sha256, link->signature_sha256, HASH_BYTES)));
}

/* The same medium, and the same left on it. */
static bool same_subject(const struct verdict_record *a, const struct verdict_record *b)
{
	return a->kind == b->kind && a->capacity_bytes == b->capacity_bytes &&
	       !strcmp(a->serial, b->serial) && !strcmp(a->wwn, b->wwn) &&
	       !strcmp(a->last_pass, b->last_pass);
}

/* Then its times do not tell what came first; its link to the attempt does. */
static bool clock_was_set(const struct verdict_record *record)
{
	for (size_t i = 0; i < record->flag_count; i++)
		if (strcmp(record->flags[i], "clock-stepped") == 0)
			return true;
	return false;
}

/*
 * May closer tell how attempt, which link names, ended? Not if it is less
 * authentic: else a bare file, made by anyone, could hide that a signed attempt
 * failed. Nor if it is about something else, or older: then it tells of another
 * erasure.
 */
static bool may_close(const struct verdict *closer, const struct verdict *attempt,
		      const struct wipecert_link *link)
{
	return closer->record->type == WIPECERT_ERASURE &&
	       closer->authentic <= attempt->authentic &&
	       (closer->is_signed || !attempt->is_signed) && is_named(attempt, link) &&
	       same_subject(closer->record, attempt->record) &&
	       (closer->record->issued_at_s >= attempt->record->issued_at_s ||
		clock_was_set(closer->record));
}

/*
 * A run that was cut off (power, a kill) cannot close its attempt. The job it
 * belonged to does, once a later run has brought it to a good end. NULL: none.
 */
static const struct verdict *find_resumer(const struct chain *chain, const struct verdict *attempt)
{
	size_t count;
	const struct entry *entries = find(&chain->resumes, attempt->link.econtent_sha256, &count);

	for (size_t i = 0; i < count; i++) {
		const struct verdict *other = entries[i].verdict;

		for (size_t k = 0; k < other->record->resume_count; k++)
			if (other->held == WIPECERT_HELD_YES &&
			    may_close(other, attempt, &other->record->resumes[k]))
				return other;
	}
	return NULL;
}

static int examine_attempt(struct chain *chain, struct verdict *attempt)
{
	const uint8_t *hash = attempt->link.econtent_sha256;
	const struct verdict *closer = NULL;
	size_t count;
	const struct entry *entries = find(&chain->closes, hash, &count);

	for (size_t i = 0; i < count; i++) {
		const struct verdict *other = entries[i].verdict;

		if (!may_close(other, attempt, &other->record->closes))
			continue;
		if (closer && !same_contents(closer, other))
			return report(chain, CHAIN_CLOSED_TWICE, attempt, other, hash);
		closer = other;
	}
	if (!closer)
		closer = find_resumer(chain, attempt);
	if (!closer)
		return attempt->from_folder ?
			       report(chain, CHAIN_OPEN_ATTEMPT, attempt, NULL, hash) :
			       0;
	attempt->closed_by = closer->path;
	/* It has told what it has to tell: what counts is how it was closed. */
	attempt->exit = attempt->authentic == WIPECERT_VALID ? EXIT_DONE : EXIT_UNCONFIRMED;
	return 0;
}

/* NULL: it is not here. */
static const struct verdict *find_named(const struct chain *chain, const struct wipecert_link *link)
{
	size_t count;
	const struct entry *entries = find(&chain->own, link->econtent_sha256, &count);

	for (size_t i = 0; i < count; i++)
		if (is_named(entries[i].verdict, link))
			return entries[i].verdict;
	return NULL;
}

/* What is missing is told of files from a folder only. */
static int report_missing(struct chain *chain, enum chain_problem problem,
			  const struct verdict *verdict, const struct wipecert_link *link)
{
	return verdict->from_folder ? report(chain, problem, verdict, NULL, link->econtent_sha256) :
				      0;
}

static int examine_predecessors(struct chain *chain, const struct verdict *verdict)
{
	const struct verdict_record *record = verdict->record;
	int rc = 0;

	for (size_t i = 0; i < record->previous_count && !rc; i++) {
		const struct wipecert_link *link = &record->previous[i];
		const struct verdict *previous = find_named(chain, link);

		if (!previous)
			rc = report_missing(chain, CHAIN_MISSING_PREDECESSOR, verdict, link);
		else if (previous->record->issued_at_s - CLOCK_LATITUDE_S > record->issued_at_s)
			rc = report(chain, CHAIN_OUT_OF_ORDER, verdict, previous,
				    link->econtent_sha256);
	}
	return rc;
}

static int examine_closed(struct chain *chain, const struct verdict *verdict)
{
	const struct verdict_record *record = verdict->record;
	const struct verdict *attempt = record->has_closes ? find_named(chain, &record->closes) :
							     NULL;

	if (!record->has_closes || (attempt && attempt->record->type == WIPECERT_ATTEMPT))
		return 0;
	return report_missing(chain, CHAIN_MISSING_ATTEMPT, verdict, &record->closes);
}

static int examine_checked(struct chain *chain, const struct verdict *verdict)
{
	const struct verdict_record *record = verdict->record;
	const struct verdict *checked;

	if (record->type == WIPECERT_CONFIRMATION && !find_named(chain, &record->about))
		return report_missing(chain, CHAIN_MISSING_CONFIRMED, verdict, &record->about);
	if (record->type != WIPECERT_CHECK || !record->has_about)
		return 0;
	checked = find_named(chain, &record->about);
	if (!checked)
		return report_missing(chain, CHAIN_MISSING_CHECKED, verdict, &record->about);
	if (checked->record->type != WIPECERT_CHECK && same_subject(record, checked->record))
		return 0;
	return report(chain, CHAIN_UNFIT_CHECK, verdict, checked, record->about.econtent_sha256);
}

static int examine_one(struct chain *chain, struct verdict *verdict)
{
	int rc = 0;

	if (verdict->record->type == WIPECERT_ATTEMPT)
		rc = examine_attempt(chain, verdict);
	if (!rc)
		rc = examine_predecessors(chain, verdict);
	if (!rc)
		rc = examine_closed(chain, verdict);
	return rc ? rc : examine_checked(chain, verdict);
}

static int compare_ids(const void *a, const void *b)
{
	const struct verdict *const *first = a, *const *second = b;

	return strcmp((*first)->record->id, (*second)->record->id);
}

/* As for forks: each with other contents than the first of its id. */
static int examine_ids(struct chain *chain)
{
	const struct verdict **all = chain->by_id;
	size_t first = 0;
	int rc = 0;

	for (size_t i = 0; i < chain->own.count; i++)
		all[i] = chain->own.items[i].verdict;
	if (chain->own.count)
		qsort(all, chain->own.count, sizeof(*all), compare_ids);
	for (size_t i = 1; i < chain->own.count && !rc; i++) {
		if (strcmp(all[i]->record->id, all[first]->record->id) != 0)
			first = i;
		else if (!same_contents(all[i], all[first]))
			rc = report(chain, CHAIN_SAME_ID, all[i], all[first],
				    all[i]->link.econtent_sha256);
	}
	return rc;
}

/* Entries of one hash stand together; each other contents than the first is a fork. */
static int examine_forks(struct chain *chain)
{
	const struct index *index = &chain->previous;
	size_t first = 0;
	int rc = 0;

	for (size_t i = 1; i < index->count && !rc; i++) {
		if (memcmp(index->items[i].hash, index->items[first].hash, HASH_BYTES) != 0)
			first = i;
		else if (!same_contents(index->items[i].verdict, index->items[first].verdict))
			rc = report(chain, CHAIN_FORK, index->items[i].verdict,
				    index->items[first].verdict, index->items[i].hash);
	}
	return rc;
}

static bool counts(const struct verdict *verdict)
{
	return verdict->record && verdict->authentic != WIPECERT_INVALID && !verdict->copy_of;
}

static int make_index(struct index *index, size_t room)
{
	index->items = calloc(room ? room : 1, sizeof(*index->items));
	return index->items ? 0 : WIPE_E_NOMEM;
}

static void fill_own(struct chain *chain, struct verdict *verdicts, size_t count)
{
	chain->own.count = 0;
	for (size_t i = 0; i < count; i++)
		if (counts(&verdicts[i]))
			chain->own.items[chain->own.count++] =
				(struct entry){ verdicts[i].link.econtent_sha256, &verdicts[i] };
	sort(&chain->own);
}

/*
 * A bare file with the bytes of a signed record adds nothing to it and takes
 * nothing from it: it is set aside, and what is left is indexed anew.
 */
static void set_copies_aside(struct chain *chain, struct verdict *verdicts, size_t count)
{
	struct index *own = &chain->own;

	for (size_t first = 0, end; first < own->count; first = end) {
		const struct verdict *best = NULL;

		for (end = first;
		     end < own->count && compare_hashes(&own->items[end], &own->items[first]) == 0;
		     end++) {
			const struct verdict *one = own->items[end].verdict;

			if (one->is_signed && (!best || one->authentic < best->authentic))
				best = one;
		}
		for (size_t i = first; i < end && best; i++)
			if (!own->items[i].verdict->is_signed)
				own->items[i].verdict->copy_of = best;
	}
	fill_own(chain, verdicts, count);
	drop_copies(own);
}

/*
 * In a case a record follows those of others too, and two may follow one: its signer's
 * own line is told apart there, and only that may not fork.
 */
static const struct wipecert_link *line_of(const struct verdict_record *record, size_t *count)
{
	if (!record->has_place) {
		*count = record->previous_count;
		return record->previous;
	}
	*count = record->place.has_writer_previous;
	return &record->place.writer_previous;
}

static void index_line(struct index *index, struct verdict *verdict)
{
	size_t count;
	const struct wipecert_link *line = line_of(verdict->record, &count);

	for (size_t i = 0; i < count; i++)
		index->items[index->count++] = (struct entry){ line[i].econtent_sha256, verdict };
}

static int make_indexes(struct chain *chain, struct verdict *verdicts, size_t count)
{
	size_t previous = 0, resumes = 0, in_line;

	for (size_t i = 0; i < count; i++) {
		if (!counts(&verdicts[i]))
			continue;
		line_of(verdicts[i].record, &in_line);
		previous += in_line;
		resumes += verdicts[i].record->resume_count;
	}
	chain->by_id = calloc(count ? count : 1, sizeof(struct verdict *));
	if (!chain->by_id || make_index(&chain->own, count) || make_index(&chain->closes, count) ||
	    make_index(&chain->previous, previous) || make_index(&chain->resumes, resumes))
		return WIPE_E_NOMEM;
	fill_own(chain, verdicts, count);
	set_copies_aside(chain, verdicts, count);
	for (size_t i = 0; i < count; i++) {
		struct verdict *verdict = &verdicts[i];
		struct verdict_record *record = verdict->record;

		if (!counts(verdict))
			continue;
		if (record->has_closes)
			chain->closes.items[chain->closes.count++] =
				(struct entry){ record->closes.econtent_sha256, verdict };
		index_line(&chain->previous, verdict);
		for (size_t k = 0; k < record->resume_count; k++)
			chain->resumes.items[chain->resumes.count++] =
				(struct entry){ record->resumes[k].econtent_sha256, verdict };
	}
	sort(&chain->closes);
	sort(&chain->resumes);
	drop_copies(&chain->closes);
	drop_copies(&chain->resumes);
	sort(&chain->previous);
	return 0;
}

int chain_examine(struct verdict *verdicts, size_t count, struct chain_findings *findings,
		  struct wipe_error *err)
{
	struct chain chain = { .findings = findings };
	int rc;

	*findings = (struct chain_findings){ 0 };
	rc = make_indexes(&chain, verdicts, count);
	for (size_t i = 0; i < count && !rc; i++)
		if (counts(&verdicts[i]))
			rc = examine_one(&chain, &verdicts[i]);
	if (!rc)
		rc = examine_forks(&chain);
	if (!rc)
		rc = examine_ids(&chain);
	for (size_t i = 0; i < count; i++)
		if (verdicts[i].copy_of)
			verdicts[i].exit = verdicts[i].copy_of->exit;
	free(chain.by_id);
	free(chain.own.items);
	free(chain.closes.items);
	free(chain.resumes.items);
	free(chain.previous.items);
	return rc ? wipe_error_set(err, rc, 0, _("out of memory")) : 0;
}

void chain_free_findings(struct chain_findings *findings)
{
	free(findings->items);
	*findings = (struct chain_findings){ 0 };
}
