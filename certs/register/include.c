/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cases of subcontractors lie whole within that of the contractor, under the begin of
 * the hash of their first record. They are cases like any other, and may hold some
 * themselves; what is open in them is open here. Their officers are those of the
 * contractor's case, and their rules no laxer: else a subcontractor could confirm himself.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "case.h"
#include "hex.h"
#include "text.h"

#define NAME_BYTES 33 /* 32 hexadecimal digits */

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

int case_included_path(const struct wipecert_case *opened, const uint8_t init_sha256[32],
		       char path[PATH_MAX], struct wipe_error *err)
{
	char name[NAME_BYTES];

	hex_encode(init_sha256, (NAME_BYTES - 1) / 2, name);
	return case_path(opened, WIPECERT_FOLDER_INCLUDED, name, path, err);
}

static struct included *find(const struct wipecert_case *opened, const uint8_t init_sha256[32])
{
	for (size_t i = 0; i < opened->included_count; i++)
		if (memcmp(opened->included[i].init_sha256, init_sha256, 32) == 0)
			return &opened->included[i];
	return NULL;
}

static struct included *add(struct wipecert_case *opened, const struct told_include *told,
			    struct wipe_error *err)
{
	struct included *included = find(opened, told->init_sha256), *more;

	if (included)
		return included;
	more = realloc(opened->included, (opened->included_count + 1) * sizeof(*more));
	if (!more) {
		no_memory(err);
		return NULL;
	}
	opened->included = more;
	included = &more[opened->included_count++];
	*included = (struct included){ .name = told->name };
	memcpy(included->init_sha256, told->init_sha256, 32);
	return included;
}

static int note(struct wipecert_case *opened, const struct included *included,
		enum wipecert_case_problem problem, const char *what, const char *which,
		struct wipe_error *err)
{
	char detail[1024];

	snprintf(detail, sizeof(detail), "%s: %s%s%s", included->name, what, *which ? ": " : "",
		 which);
	return case_note(opened, problem, WIPECERT_NO_INDEX, WIPECERT_NO_INDEX,
			 included->init_sha256, detail, err);
}

static bool is_link(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISLNK(st.st_mode);
}

static int open_new(struct wipecert_case *opened, struct included *included, struct wipe_error *err)
{
	struct wipecert_case_options options = { .init_sha256 = included->init_sha256,
						 .time_s = opened->options.time_s };
	char path[PATH_MAX];
	int rc;

	if (opened->depth == CASE_DEPTH_MAX)
		return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s",
				      _("cases within cases are too deep"));
	rc = case_included_path(opened, included->init_sha256, path, err);
	/* Also, what is only real folders cannot lie within itself. */
	if (!rc && is_link(path))
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0, _("%s: a symbolic link"), path);
	return rc ? rc : case_open_below(path, &options, opened->depth + 1, &included->opened, err);
}

static int open_one(struct wipecert_case *opened, struct included *included, struct wipe_error *err)
{
	struct wipe_error why;
	int rc;

	wipe_error_clear(&why);
	if (included->opened) {
		included->opened->options.time_s = opened->options.time_s;
		rc = wipecert_case_refresh(included->opened, &why);
	} else {
		rc = open_new(opened, included, &why);
	}
	if (rc == WIPE_E_NOMEM)
		return no_memory(err);
	return rc ? note(opened, included, WIPECERT_CASE_INCLUDED, why.message, "", err) : 0;
}

/* What of it has no file is named by its hash, if it has one. */
static const char *which_of(const struct wipecert_case *inner,
			    const struct wipecert_case_finding *finding, char digits[65])
{
	static const uint8_t none[32];

	if (finding->record != WIPECERT_NO_INDEX)
		return inner->entries[finding->record].file;
	if (*finding->detail || memcmp(finding->hash, none, sizeof(none)) == 0)
		return finding->detail;
	hex_encode(finding->hash, 32, digits);
	return digits;
}

/* What is wrong with it, from this finding on, is wrong with the whole, and as bad. */
static int pass_on(struct wipecert_case *opened, const struct included *included, size_t first,
		   struct wipe_error *err)
{
	const struct wipecert_case *inner = included->opened;
	int rc = 0;

	for (size_t i = first; i < inner->finding_count && !rc; i++) {
		const struct wipecert_case_finding *finding = &inner->findings[i];
		int code = wipecert_case_problem_exit(finding->problem);
		char digits[65];

		if (code)
			rc = note(opened, included,
				  code == 1 ? WIPECERT_CASE_INCLUDED :
					      WIPECERT_CASE_INCLUDED_UNDECIDED,
				  wipecert_case_problem_text(finding->problem),
				  which_of(inner, finding, digits), err);
	}
	return rc;
}

int case_check_included_attachments(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < opened->included_count && !rc; i++) {
		struct included *included = &opened->included[i];
		size_t before = included->opened ? included->opened->finding_count : 0;

		if (!included->opened)
			continue;
		rc = wipecert_case_check_attachments(included->opened, err);
		if (!rc)
			rc = pass_on(opened, included, before, err);
	}
	return rc;
}

const char *case_lax_rule(const struct wipecert_case *inner, const struct wipecert_case *outer,
			  size_t rule)
{
	const struct case_rules *its = &inner->rules, *ours = &outer->rules;
	const struct {
		bool is_lax;
		const char *what;
	} rules[CASE_RULES] = {
		{ its->accepts_paper && !ours->accepts_paper,
		  N_("it takes confirmations on paper, this case does not") },
		{ !its->holds && ours->holds,
		  N_("it does not hold back what was erased until that is confirmed, this case "
		     "does") },
		{ !its->returns_first && ours->returns_first,
		  N_("it does not ask that things are returned before they are erased, this case "
		     "does") },
		{ !its->asks_challenge && ours->asks_challenge,
		  N_("it asks for no challenges, this case does") },
		{ its->level < ours->level,
		  N_("it asks for a lower level of erasure than this case") },
		{ wipecert_trust_asks_less(wipecert_case_trust(inner), wipecert_case_trust(outer)),
		  N_("its trust folder asks less of signatures than that of this case") },
	};

	return rules[rule].is_lax ? _(rules[rule].what) : NULL;
}

static int check_policy(struct wipecert_case *opened, const struct included *included,
			struct wipe_error *err)
{
	const struct wipecert_case *inner = included->opened;
	int rc = 0;

	/* Then it is not known who they are: that is told of the trust itself. */
	if (!wipecert_trust_anchor_count(wipecert_case_trust(opened)))
		return 0;
	if (!wipecert_trust_officers_within(wipecert_case_trust(inner),
					    wipecert_case_trust(opened)))
		rc = note(opened, included, WIPECERT_CASE_INCLUDED,
			  _("the officers of its case are not those of this case"), "", err);
	for (size_t i = 0; i < CASE_RULES && !rc; i++) {
		const char *what = case_lax_rule(inner, opened, i);

		if (what)
			rc = note(opened, included, WIPECERT_CASE_INCLUDED_UNDECIDED, what, "",
				  err);
	}
	return rc;
}

/*
 * The merges of which nothing wrong is known: where nobody is trusted, or a clock stands in the
 * way, the cases are there all the same, with all that is open in them.
 */
static const struct told_merge *merge_of(const struct entry *entry)
{
	return entry->is_known && entry->voice.type == WIPECERT_MERGE && entry->voice.is_signed &&
			       entry->voice.authentic != WIPECERT_INVALID ?
		       entry->told.merge :
		       NULL;
}

static int list_included(struct wipecert_case *opened, struct wipe_error *err)
{
	for (size_t i = 0; i < opened->count; i++) {
		const struct told_merge *merge = merge_of(&opened->entries[i]);

		for (size_t k = 0; merge && k < merge->count; k++)
			if (!add(opened, &merge->included[k], err))
				return WIPE_E_NOMEM;
	}
	return 0;
}

int case_hold_heads(const struct wipecert_case *opened, struct wipecert_case *inner,
		    const uint8_t init_sha256[32], struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < opened->count && !rc; i++) {
		const struct told_merge *merge = merge_of(&opened->entries[i]);

		for (size_t k = 0; merge && k < merge->count && !rc; k++) {
			const struct told_include *told = &merge->included[k];

			if (memcmp(told->init_sha256, init_sha256, 32) != 0)
				continue;
			for (size_t h = 0; h < told->head_count && !rc; h++)
				rc = wipecert_case_hold_against(
					inner, told->heads[h].econtent_sha256, 0, err);
		}
	}
	return rc;
}

/* Each once, whoever names it how often: what one merge knows of it, the next may not. */
int case_open_included(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = list_included(opened, err);

	for (size_t i = 0; i < opened->included_count && !rc; i++) {
		struct included *included = &opened->included[i];

		rc = open_one(opened, included, err);
		if (rc || !included->opened)
			continue;
		rc = case_hold_heads(opened, included->opened, included->init_sha256, err);
		if (!rc)
			rc = check_policy(opened, included, err);
		if (!rc)
			rc = pass_on(opened, included, 0, err);
	}
	return rc;
}

bool wipecert_case_is_open(const struct wipecert_case *opened)
{
	struct wipecert_case_summary summary;

	wipecert_case_summarize(opened, &summary);
	return summary.open_items || summary.open_incidents || summary.open_attempts ||
	       summary.included_open;
}

bool case_included_is_open(const struct wipecert_case *opened)
{
	for (size_t i = 0; i < opened->included_count; i++)
		if (!opened->included[i].opened ||
		    wipecert_case_is_open(opened->included[i].opened))
			return true;
	return false;
}

bool case_included_is_demo(const struct wipecert_case *opened)
{
	for (size_t i = 0; i < opened->included_count; i++) {
		struct wipecert_case_summary summary;

		if (!opened->included[i].opened)
			continue;
		wipecert_case_summarize(opened->included[i].opened, &summary);
		if (summary.is_demo)
			return true;
	}
	return false;
}

size_t wipecert_case_included_count(const struct wipecert_case *opened)
{
	return opened->included_count;
}

const struct wipecert_case *wipecert_case_included(const struct wipecert_case *opened, size_t index,
						   const char **name)
{
	*name = opened->included[index].name;
	return opened->included[index].opened;
}

void case_free_included(struct wipecert_case *opened)
{
	for (size_t i = 0; i < opened->included_count; i++)
		wipecert_case_free(opened->included[i].opened);
	free(opened->included);
	opened->included = NULL;
	opened->included_count = 0;
}

int wipecert_case_note_copied(struct wipecert_case *opened, size_t record, size_t included,
			      struct wipe_error *err)
{
	if (record != WIPECERT_NO_INDEX)
		return case_note(opened, WIPECERT_CASE_COPIED, record, WIPECERT_NO_INDEX, NULL, "",
				 err);
	return note(opened, &opened->included[included], WIPECERT_CASE_INCLUDED,
		    wipecert_case_problem_text(WIPECERT_CASE_COPIED), "", err);
}
