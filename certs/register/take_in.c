/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Taking in the case of a subcontractor. It is looked at whole before anything of it is
 * copied, and so is the copy before a record makes it part of this case.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <wipecert/save.h>

#include "case.h"
#include "folders.h"
#include "hex.h"
#include "text.h"
#include "trust_files.h"

/* Whoever hears of what is wrong and does not end it. */
struct telling {
	wipecert_case_refused_fn told;
	void *arg;
	struct wipecert_case_import *counts;
};

static const uint8_t *init_of(const struct wipecert_case *opened)
{
	return opened->entries[opened->init].voice.link.econtent_sha256;
}

static int make_below(const char *path, const char *name, char below[PATH_MAX],
		      struct wipe_error *err)
{
	int rc = folders_join(below, path, name, err);

	return rc ? rc : folders_make(below, err);
}

/* What is there already, from a run that broke off, stays: it has been verified as the rest will be. */
static int save_new(const char *folder, const char *name, const void *bytes, size_t length,
		    struct wipe_error *err)
{
	char path[PATH_MAX];
	struct wipe_error why;
	int rc = folders_join(path, folder, name, err);

	if (rc)
		return rc;
	wipe_error_clear(&why);
	rc = folders_save(path, bytes, length, &why);
	if (rc == WIPE_E_REFUSED)
		return 0;
	if (rc && err)
		*err = why;
	return rc;
}

static int copy_trust(const struct wipecert_case *inner, const char *to, struct wipe_error *err)
{
	char path[PATH_MAX], trust[PATH_MAX];
	struct trust_files files = { 0 };
	int rc = case_path(inner, WIPECERT_FOLDER_TRUST, NULL, path, err);

	if (!rc)
		rc = make_below(to, WIPECERT_FOLDER_TRUST, trust, err);
	if (!rc)
		rc = trust_files_read(path, &files, err);
	if (!rc)
		rc = trust_files_save(&files, trust, true, err);
	trust_files_clear(&files);
	return rc;
}

static int copy_first(const struct wipecert_case *inner, const char *to, struct wipe_error *err)
{
	const char *file = inner->entries[inner->init].file;
	char from[PATH_MAX], records[PATH_MAX];
	unsigned char *bytes = NULL;
	size_t length;
	int rc = case_path(inner, WIPECERT_FOLDER_RECORDS, file, from, err);

	if (!rc)
		rc = make_below(to, WIPECERT_FOLDER_RECORDS, records, err);
	if (!rc)
		rc = wipecert_load(from, WIPECERT_P7M_MAX_BYTES, &bytes, &length, err);
	if (!rc)
		rc = save_new(records, file, bytes, length, err);
	free(bytes);
	return rc;
}

/* A folder that can be opened as the case, whatever it lacks yet. */
static int make_place(const struct wipecert_case *opened, const struct wipecert_case *inner,
		      char path[PATH_MAX], struct wipe_error *err)
{
	char all[PATH_MAX];
	int rc = case_path(opened, WIPECERT_FOLDER_INCLUDED, NULL, all, err);

	if (!rc)
		rc = folders_make(all, err);
	if (!rc)
		rc = case_included_path(opened, init_of(inner), path, err);
	if (!rc)
		rc = folders_make(path, err);
	if (!rc)
		rc = copy_trust(inner, path, err);
	return rc ? rc : copy_first(inner, path, err);
}

static int refuse(const struct wipecert_case *inner, const char *why, struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s: %s", inner->path, why);
}

/* A case, and what it is to lie within. */
struct nest {
	const struct wipecert_case *opened;
	const struct nest *around;
};

/* A case cannot lie within itself, through others neither: nobody could say any more what is new in it. */
static int check_nest(const struct nest *nest, unsigned int depth, struct wipe_error *err)
{
	const struct wipecert_case *inner = nest->opened;
	int rc = 0;

	for (const struct nest *at = nest->around; at; at = at->around)
		if (memcmp(init_of(at->opened), init_of(inner), 32) == 0)
			return refuse(inner,
				      depth == 1 ? _("it is the same case, not that of a "
						     "subcontractor") :
						   _("it is the same case as one that it lies "
						     "within: cases cannot include each other"),
				      err);
	if (depth > CASE_DEPTH_MAX)
		return refuse(inner, _("cases within cases are too deep"), err);
	for (size_t i = 0; i < inner->included_count && !rc; i++) {
		const struct nest below = { inner->included[i].opened, nest };

		if (below.opened)
			rc = check_nest(&below, depth + 1, err);
	}
	return rc;
}

static int check_policy(const struct wipecert_case *opened, const struct wipecert_case *inner,
			struct wipe_error *err)
{
	if (!wipecert_trust_officers_within(wipecert_case_trust(inner),
					    wipecert_case_trust(opened)))
		return refuse(inner,
			      _("its officers are not those of the case that it would be taken "
				"into"),
			      err);
	for (size_t i = 0; i < CASE_RULES; i++)
		if (case_lax_rule(inner, opened, i))
			return refuse(inner, case_lax_rule(inner, opened, i), err);
	return 0;
}

static int check_findings(const struct wipecert_case *inner, struct wipe_error *err)
{
	for (size_t i = 0; i < inner->finding_count; i++) {
		const struct wipecert_case_finding *finding = &inner->findings[i];
		const char *file = finding->record == WIPECERT_NO_INDEX ?
					   finding->detail :
					   inner->entries[finding->record].file;

		if (wipecert_case_problem_exit(finding->problem) == 1)
			return wipe_error_set(err, WIPE_E_REFUSED, 0, "%s: %s%s%s", inner->path,
					      wipecert_case_problem_text(finding->problem),
					      *file ? ": " : "", file);
	}
	return 0;
}

static void tell(const struct telling *telling, const char *path, const char *why)
{
	telling->counts->refused++;
	if (telling->told)
		telling->told(telling->arg, path, why);
}

/* An old copy, or one whose end was cut off: what this case has of it stays. */
static int tell_lost(const struct telling *telling, const struct wipecert_case *opened,
		     struct wipecert_case *inner, struct wipe_error *err)
{
	size_t before = inner->finding_count;
	int rc = case_hold_heads(opened, inner, init_of(inner), err);

	for (size_t i = before; i < inner->finding_count && !rc; i++) {
		char digits[65], why[256];

		hex_encode(inner->findings[i].hash, 32, digits);
		snprintf(why, sizeof(why),
			 _("a record is gone that was there at an earlier merge (SHA-256 %s)"),
			 digits);
		tell(telling, inner->path, why);
	}
	return rc;
}

/* Everything that can be said of it where it lies. */
static int check_source(const struct telling *telling, const struct wipecert_case *opened,
			struct wipecert_case *inner, struct wipe_error *err)
{
	const struct nest outer = { opened, NULL }, nest = { inner, &outer };
	int rc = check_nest(&nest, opened->depth + 1, err);

	if (!rc)
		rc = check_policy(opened, inner, err);
	if (!rc)
		rc = wipecert_case_check_attachments(inner, err);
	if (!rc)
		rc = check_findings(inner, err);
	return rc ? rc : tell_lost(telling, opened, inner, err);
}

static int copy_inner(const struct telling *telling, const struct wipecert_case *opened,
		      const struct wipecert_case *inner, struct wipecert_case **copy,
		      struct wipe_error *err);

static int copy_those_within(const struct telling *telling, const struct wipecert_case *copy,
			     const struct wipecert_case *inner, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < inner->included_count && !rc; i++) {
		struct wipecert_case *below = NULL;

		if (inner->included[i].opened)
			rc = copy_inner(telling, copy, inner->included[i].opened, &below, err);
		wipecert_case_free(below);
	}
	return rc;
}

/* Whatever could not take its place is told already, by its path. */
static int take(const struct telling *telling, struct wipecert_case *copy,
		const struct wipecert_case *inner, struct wipe_error *err)
{
	struct wipecert_case_import counts;
	int rc = wipecert_case_import(copy, inner->path, telling->told, telling->arg, &counts, err);

	if (rc)
		return rc;
	telling->counts->added += counts.added;
	telling->counts->known += counts.known;
	telling->counts->refused += counts.refused;
	return counts.refused ? refuse(copy,
				       _("what lies there is not what should be copied there: "
					 "remove what is false and merge once more"),
				       err) :
				0;
}

/* *copy: as it lies in this case now; the caller's, also after a failure. */
static int copy_inner(const struct telling *telling, const struct wipecert_case *opened,
		      const struct wipecert_case *inner, struct wipecert_case **copy,
		      struct wipe_error *err)
{
	struct wipecert_case_options options = { .time_s = opened->options.time_s };
	char path[PATH_MAX];
	int rc = make_place(opened, inner, path, err);

	*copy = NULL;
	if (!rc)
		rc = wipecert_case_open(path, &options, copy, err);
	if (!rc)
		rc = take(telling, *copy, inner, err);
	if (!rc)
		rc = copy_those_within(telling, *copy, inner, err);
	if (!rc)
		rc = wipecert_case_refresh(*copy, err);
	return rc ? rc : check_findings(*copy, err);
}

static int say(struct wipecert_act *act, size_t index, const char *name,
	       const struct wipecert_case *inner, struct wipe_error *err)
{
	struct wipecert_case_summary summary;
	char path[64];
	int rc;

	wipecert_case_summarize(inner, &summary);
	snprintf(path, sizeof(path), "included/%zu/name", index);
	rc = wipecert_act_text(act, path, name, err);
	snprintf(path, sizeof(path), "included/%zu/init_sha256", index);
	if (!rc)
		rc = wipecert_act_hex(act, path, init_of(inner), 32, err);
	for (size_t i = 0; i < summary.head_count && !rc; i++) {
		snprintf(path, sizeof(path), "included/%zu/heads/%zu", index, i);
		rc = wipecert_act_link(act, path, &summary.heads[i], err);
	}
	snprintf(path, sizeof(path), "included/%zu/records", index);
	return rc ? rc : wipecert_act_number(act, path, summary.records, err);
}

int wipecert_case_include(struct wipecert_case *opened, const char *path, const char *name,
			  struct wipecert_act *merge, size_t index, wipecert_case_refused_fn told,
			  void *told_arg, struct wipecert_case_import *counts,
			  struct wipe_error *err)
{
	const struct telling telling = { told, told_arg, counts };
	struct wipecert_case_options options = { .time_s = opened->options.time_s };
	struct wipecert_case *inner = NULL, *copy = NULL;
	int rc = wipecert_case_open(path, &options, &inner, err);

	memset(counts, 0, sizeof(*counts));
	if (!rc)
		rc = check_source(&telling, opened, inner, err);
	if (!rc)
		rc = copy_inner(&telling, opened, inner, &copy, err);
	if (!rc)
		rc = say(merge, index, name, copy, err);
	wipecert_case_free(copy);
	wipecert_case_free(inner);
	return rc;
}
