/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Cases of subcontractors lie whole within that of the contractor, under the begin of
 * the hash of their first record. They are cases like any other, and may hold some
 * themselves; what is open in them is open here.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <wipecert/save.h>

#include "case.h"
#include "hex.h"
#include "text.h"
#include "trust_files.h"

#define DEPTH_MAX 4
#define NAME_BYTES 33 /* 32 hexadecimal digits */

static int no_memory(struct wipe_error *err)
{
	return wipe_error_set(err, WIPE_E_NOMEM, 0, "%s", _("out of memory"));
}

static int path_of(const struct wipecert_case *opened, const uint8_t init_sha256[32],
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

static int note(struct wipecert_case *opened, const struct included *included, const char *what,
		const char *which, struct wipe_error *err)
{
	char detail[1024];

	snprintf(detail, sizeof(detail), "%s: %s%s%s", included->name, what, *which ? ": " : "",
		 which);
	return case_note(opened, WIPECERT_CASE_INCLUDED, WIPECERT_NO_INDEX, WIPECERT_NO_INDEX,
			 included->init_sha256, detail, err);
}

static int open_one(struct wipecert_case *opened, struct included *included, struct wipe_error *err)
{
	struct wipecert_case_options options = { .init_sha256 = included->init_sha256,
						 .time_s = opened->options.time_s };
	char path[PATH_MAX];
	int rc;

	if (included->opened)
		included->opened->options.time_s = options.time_s;
	if (included->opened)
		return wipecert_case_refresh(included->opened, err);
	rc = path_of(opened, included->init_sha256, path, err);
	return rc ? rc : case_open_below(path, &options, opened->depth + 1, &included->opened, err);
}

/* What is wrong with it, from this finding on, is wrong with the whole. */
static int pass_on(struct wipecert_case *opened, const struct included *included, size_t first,
		   struct wipe_error *err)
{
	const struct wipecert_case *inner = included->opened;
	int rc = 0;

	for (size_t i = first; i < inner->finding_count && !rc; i++) {
		const struct wipecert_case_finding *finding = &inner->findings[i];
		const char *file = finding->record == WIPECERT_NO_INDEX ?
					   finding->detail :
					   inner->entries[finding->record].file;

		if (wipecert_case_problem_exit(finding->problem))
			rc = note(opened, included, wipecert_case_problem_text(finding->problem),
				  file, err);
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

static int look_at(struct wipecert_case *opened, const struct told_include *told,
		   struct wipe_error *err)
{
	struct included *included = add(opened, told, err);
	struct wipe_error why;
	int rc = 0;

	if (!included)
		return WIPE_E_NOMEM;
	wipe_error_clear(&why);
	if (opened->depth == DEPTH_MAX)
		return note(opened, included, _("cases within cases are too deep"), "", err);
	rc = open_one(opened, included, &why);
	if (rc == WIPE_E_NOMEM)
		return no_memory(err);
	if (rc)
		return note(opened, included, why.message, "", err);
	for (size_t i = 0; i < told->head_count && !rc; i++)
		rc = wipecert_case_hold_against(included->opened, told->heads[i].econtent_sha256, 0,
						err);
	return rc;
}

int case_open_included(struct wipecert_case *opened, struct wipe_error *err)
{
	int rc = 0;

	for (size_t i = 0; i < opened->count && !rc; i++) {
		const struct entry *entry = &opened->entries[i];

		if (!entry->is_known || entry->voice.type != WIPECERT_MERGE ||
		    !case_counts_as_authentic(entry))
			continue;
		for (size_t k = 0; k < entry->told.merge->count && !rc; k++)
			rc = look_at(opened, &entry->told.merge->included[k], err);
	}
	for (size_t i = 0; i < opened->included_count && !rc; i++)
		if (opened->included[i].opened)
			rc = pass_on(opened, &opened->included[i], 0, err);
	return rc;
}

bool case_included_is_open(const struct wipecert_case *opened)
{
	for (size_t i = 0; i < opened->included_count; i++) {
		struct wipecert_case_summary summary;

		if (!opened->included[i].opened)
			return true;
		wipecert_case_summarize(opened->included[i].opened, &summary);
		if (summary.open_items || summary.open_incidents || summary.open_attempts ||
		    summary.included_open)
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

static int make_folder(const char *path, struct wipe_error *err)
{
	if (mkdir(path, 0755) == 0 || errno == EEXIST)
		return 0;
	return wipe_error_set(err, WIPE_E_SYSTEM, errno, "%s", path);
}

static int make_below(const char *path, const char *name, char below[PATH_MAX],
		      struct wipe_error *err)
{
	if (snprintf(below, PATH_MAX, "%s/%s", path, name) >= PATH_MAX)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: the path is too long"), path);
	return make_folder(below, err);
}

/* What is there already, from a run that broke off, stays: it has been verified as the rest will be. */
static int save_new(const char *folder, const char *name, const void *bytes, size_t length,
		    struct wipe_error *err)
{
	char path[PATH_MAX];
	struct wipe_error why;
	int rc;

	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("%s: the path is too long"), folder);
	wipe_error_clear(&why);
	rc = wipecert_save(path, bytes, length, &why);
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
		rc = make_folder(all, err);
	if (!rc)
		rc = path_of(opened, inner->entries[inner->init].voice.link.econtent_sha256, path,
			     err);
	if (!rc)
		rc = make_folder(path, err);
	if (!rc)
		rc = copy_trust(inner, path, err);
	return rc ? rc : copy_first(inner, path, err);
}

static int check_inner(const struct wipecert_case *inner, struct wipe_error *err)
{
	for (size_t i = 0; i < inner->finding_count; i++)
		if (wipecert_case_problem_exit(inner->findings[i].problem) == 1)
			return wipe_error_set(
				err, WIPE_E_REFUSED, 0, "%s: %s", inner->path,
				wipecert_case_problem_text(inner->findings[i].problem));
	return 0;
}

static int copy_inner(const struct wipecert_case *opened, const struct wipecert_case *inner,
		      struct wipe_error *err)
{
	struct wipecert_case_options options = { .time_s = opened->options.time_s };
	struct wipecert_case_import counts;
	struct wipecert_case *copy = NULL;
	char path[PATH_MAX];
	int rc = make_place(opened, inner, path, err);

	if (!rc)
		rc = wipecert_case_open(path, &options, &copy, err);
	if (!rc)
		rc = wipecert_case_import(copy, inner->path, NULL, NULL, &counts, err);
	for (size_t i = 0; i < inner->included_count && !rc; i++)
		if (inner->included[i].opened)
			rc = copy_inner(copy, inner->included[i].opened, err);
	wipecert_case_free(copy);
	return rc;
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
		rc = wipecert_act_hex(
			act, path, inner->entries[inner->init].voice.link.econtent_sha256, 32, err);
	for (size_t i = 0; i < summary.head_count && !rc; i++) {
		snprintf(path, sizeof(path), "included/%zu/heads/%zu", index, i);
		rc = wipecert_act_link(act, path, &summary.heads[i], err);
	}
	snprintf(path, sizeof(path), "included/%zu/records", index);
	return rc ? rc : wipecert_act_number(act, path, summary.records, err);
}

int wipecert_case_include(struct wipecert_case *opened, const char *path, const char *name,
			  struct wipecert_act *merge, size_t index, struct wipe_error *err)
{
	struct wipecert_case_options options = { .time_s = opened->options.time_s };
	struct wipecert_case *inner = NULL;
	int rc = wipecert_case_open(path, &options, &inner, err);

	if (!rc && memcmp(inner->entries[inner->init].voice.link.econtent_sha256,
			  opened->entries[opened->init].voice.link.econtent_sha256, 32) == 0)
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0,
				    _("%s: it is the same case, not that of a subcontractor"),
				    path);
	if (!rc)
		rc = check_inner(inner, err);
	if (!rc)
		rc = copy_inner(opened, inner, err);
	if (!rc)
		rc = say(merge, index, name, inner, err);
	wipecert_case_free(inner);
	return rc;
}
