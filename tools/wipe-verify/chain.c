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

/* A record under one hash: its own, one it names as previous, or one it closes. */
struct entry {
	const uint8_t *hash;
	struct verdict *verdict;
};

struct index {
	struct entry *items;
	size_t count;
};

struct chain {
	struct index own, previous, closes;
	struct chain_findings *findings;
};

static const struct {
	const char *name, *text;
} problems[] = {
	[CHAIN_OPEN_ATTEMPT] = { "open-attempt",
				 N_("an attempt that no record closes: how it ended is not known, "
				    "and a failure may be hidden") },
	[CHAIN_CLOSED_TWICE] = { "closed-twice",
				 N_("an attempt that two different records close") },
	[CHAIN_MISSING_PREDECESSOR] = { "missing-predecessor",
					N_("names a record before it that is not here") },
	[CHAIN_FORK] = { "fork", N_("two different records follow the same record") },
};

static int compare_hashes(const void *a, const void *b)
{
	const struct entry *first = a, *second = b;

	return memcmp(first->hash, second->hash, HASH_BYTES);
}

static void sort(struct index *index)
{
	if (index->count)
		qsort(index->items, index->count, sizeof(*index->items), compare_hashes);
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

/*
 * May closer tell how attempt ended? Not if it is less authentic: else a bare
 * file, made by anyone, could hide that a signed attempt failed.
 */
static bool may_close(const struct verdict *closer, const struct verdict *attempt)
{
	return closer->record->type == WIPECERT_ERASURE &&
	       closer->authentic <= attempt->authentic &&
	       (closer->is_signed || !attempt->is_signed);
}

static int examine_attempt(struct chain *chain, struct verdict *attempt)
{
	const uint8_t *hash = attempt->link.econtent_sha256;
	const struct verdict *closer = NULL;
	size_t count;
	const struct entry *entries = find(&chain->closes, hash, &count);

	for (size_t i = 0; i < count; i++) {
		const struct verdict *other = entries[i].verdict;

		if (!may_close(other, attempt))
			continue;
		if (closer && !same_contents(closer, other))
			return report(chain, CHAIN_CLOSED_TWICE, attempt, other, hash);
		closer = other;
	}
	if (!closer)
		return attempt->from_folder ?
			       report(chain, CHAIN_OPEN_ATTEMPT, attempt, NULL, hash) :
			       0;
	attempt->closed_by = closer->path;
	/* It has told what it has to tell: what counts is how it was closed. */
	attempt->exit = attempt->authentic == WIPECERT_VALID ? EXIT_DONE : EXIT_UNCONFIRMED;
	return 0;
}

static bool is_present(const struct chain *chain, const struct wipecert_link *link)
{
	size_t count;
	const struct entry *entries = find(&chain->own, link->econtent_sha256, &count);

	for (size_t i = 0; i < count; i++) {
		const struct wipecert_link *own = &entries[i].verdict->link;

		if (!link->is_signed ||
		    (own->is_signed &&
		     !memcmp(own->signature_sha256, link->signature_sha256, HASH_BYTES)))
			return true;
	}
	return false;
}

static int examine_predecessors(struct chain *chain, const struct verdict *verdict)
{
	const struct verdict_record *record = verdict->record;
	int rc = 0;

	for (size_t i = 0; i < record->previous_count && !rc && verdict->from_folder; i++)
		if (!is_present(chain, &record->previous[i]))
			rc = report(chain, CHAIN_MISSING_PREDECESSOR, verdict, NULL,
				    record->previous[i].econtent_sha256);
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
	return verdict->record && verdict->authentic != WIPECERT_INVALID;
}

static int make_index(struct index *index, size_t room)
{
	index->items = calloc(room ? room : 1, sizeof(*index->items));
	return index->items ? 0 : WIPE_E_NOMEM;
}

static int make_indexes(struct chain *chain, struct verdict *verdicts, size_t count)
{
	size_t previous = 0;

	for (size_t i = 0; i < count; i++)
		if (counts(&verdicts[i]))
			previous += verdicts[i].record->previous_count;
	if (make_index(&chain->own, count) || make_index(&chain->closes, count) ||
	    make_index(&chain->previous, previous))
		return WIPE_E_NOMEM;
	for (size_t i = 0; i < count; i++) {
		struct verdict *verdict = &verdicts[i];
		struct verdict_record *record = verdict->record;

		if (!counts(verdict))
			continue;
		chain->own.items[chain->own.count++] =
			(struct entry){ verdict->link.econtent_sha256, verdict };
		if (record->has_closes)
			chain->closes.items[chain->closes.count++] =
				(struct entry){ record->closes.econtent_sha256, verdict };
		for (size_t k = 0; k < record->previous_count; k++)
			chain->previous.items[chain->previous.count++] =
				(struct entry){ record->previous[k].econtent_sha256, verdict };
	}
	sort(&chain->own);
	sort(&chain->closes);
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
	for (size_t i = 0; i < count && !rc; i++) {
		if (!counts(&verdicts[i]))
			continue;
		if (verdicts[i].record->type == WIPECERT_ATTEMPT)
			rc = examine_attempt(&chain, &verdicts[i]);
		if (!rc)
			rc = examine_predecessors(&chain, &verdicts[i]);
	}
	if (!rc)
		rc = examine_forks(&chain);
	free(chain.own.items);
	free(chain.closes.items);
	free(chain.previous.items);
	return rc ? wipe_error_set(err, rc, 0, _("out of memory")) : 0;
}

void chain_free_findings(struct chain_findings *findings)
{
	free(findings->items);
	*findings = (struct chain_findings){ 0 };
}

const char *chain_problem_name(enum chain_problem problem)
{
	return problems[problem].name;
}

const char *chain_problem_text(enum chain_problem problem)
{
	return _(problems[problem].text);
}
