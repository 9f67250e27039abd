/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do the parts of a record of kind "file" agree? */
#include <string.h>

#include "consistent.h"
#include "facts.h"
#include "file_terms.h"
#include "files_copied.h"
#include "files_facts.h"
#include "files_keys.h"
#include "get.h"
#include "instant.h"
#include "parsed.h"
#include "text.h"

int files_deny(struct wipe_error *err, const char *what)
{
	return wipe_error_set(err, WIPE_E_FORMAT, 0, "%s", what);
}

static uint64_t sum_from(const uint64_t *counts, size_t first, size_t count)
{
	uint64_t sum = 0;

	for (size_t i = first; i < count; i++)
		sum += counts[i]; /* each below 2^53 */
	return sum;
}

static int check_medium(const json_t *root, struct wipe_error *err)
{
	static const char *const keys[] = { "model", "serial", "media" };
	const json_t *told = get_value(root, "medium");
	const json_t *medium = files_medium(get_value(get_value(root, "files"), "file_systems"));

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		const json_t *is = get_value(told, keys[i]), *one = get_value(medium, keys[i]);

		if (medium ? !json_equal(is, one) : !json_is_null(is))
			return files_deny(err, _("the medium is not that of the file systems"));
	}
	return 0;
}

/* There is none only where nothing was named. */
static int check_list(const json_t *root, const struct wipecert_files_sums *sums,
		      struct wipe_error *err)
{
	const json_t *list = get_value(get_value(root, "files"), "list");
	uint64_t entries = sums->count + sums->folders + sums->others +
			   sum_from(sums->by_state, WIPECERT_FILE_CHANGED, WIPECERT_FILE_STATES);

	if (json_is_object(list) != (entries > 0) ||
	    (entries && get_count(list, "entries") != entries))
		return files_deny(err, _("the list has another number of files"));
	/* Both are the sizes of the files. */
	if (entries && get_u64(list, "bytes") != sums->bytes)
		return files_deny(err, _("the list has files of other sizes"));
	return 0;
}

static int check_systems(const json_t *root, struct wipe_error *err)
{
	size_t index;
	json_t *one;

	json_array_foreach(get_value(get_value(root, "files"), "file_systems"), index, one)
	{
		if (!files_kind_fits(one))
			return files_deny(err,
					  _("a file system is told to write as its kind does not"));
	}
	return 0;
}

/* Only by keys more than F1 is reached: where that was required, nothing was begun with. */
static int check_required(const json_t *root, const struct wipecert_files_sums *sums,
			  struct wipe_error *err)
{
	const char *required = get_text(get_value(root, "files"), "level_requested");

	if (sums->count && strcmp(required, file_level_term(1)) > 0 &&
	    !files_count_keys(get_value(root, "files")))
		return files_deny(err, _("a level was required that no file reaches"));
	return 0;
}

/* What is equal to one is left, or goes, too; and then one of it is there. */
static bool fits_equal(const struct wipe_file_findings *is)
{
	return !(is->equal && is->equal_taken) && (!(is->equal || is->equal_taken) || is->found ||
						   is->moved || is->changed || is->unread);
}

/* An attempt counts what is to be erased, no more. */
static bool fits_count(const struct files_facts *facts)
{
	const struct wipe_file_findings *is = &facts->manifest.findings;

	return !facts->journal || (is->equal_taken <= facts->sums.count &&
				   (facts->sums.count || !(is->found || is->moved || is->unread)));
}

/*
 * Each file of it is one of these, and of each that is not there, or more than that, the list
 * has a line.
 */
static int check_manifest(const struct files_facts *facts, struct wipe_error *err)
{
	const struct wipe_file_findings *is = &facts->manifest.findings;
	const struct wipecert_files_sums *sums = &facts->sums;

	if (is->found + is->moved + is->changed + is->missing + is->unread !=
		    facts->manifest.files ||
	    !fits_equal(is) || !fits_count(facts))
		return files_deny(err, _("what was found does not add up to the manifest"));
	/* The list of an attempt has only what is to be erased. */
	if (facts->journal && (is->changed != sums->by_state[WIPECERT_FILE_CHANGED] ||
			       is->missing != sums->by_state[WIPECERT_FILE_MISSING] ||
			       is->equal != sums->by_state[WIPECERT_FILE_EQUAL]))
		return files_deny(err, _("what is missing of the manifest is not what is listed"));
	return 0;
}

static int check_counts(const struct wipecert_files_sums *sums, struct wipe_error *err)
{
	uint64_t erased = sums->by_state[WIPECERT_FILE_ERASED];
	uint64_t gone = erased + sums->by_state[WIPECERT_FILE_REMOVED];
	uint64_t others = sums->folders + sums->others;
	uint64_t levels = wipecert_files_gone(sums, 0);

	if (sum_from(sums->by_state, 0, WIPECERT_FILE_CHANGED) != sums->count + others ||
	    sum_from(sums->by_reason, 0, WIPECERT_FILE_REASONS) != sums->count)
		return files_deny(err, _("the states or reasons do not add up to the files"));
	if (levels > sums->count || levels > gone || gone > levels + others ||
	    wipecert_files_gone(sums, 1) > erased ||
	    sums->by_level[0] > sums->by_state[WIPECERT_FILE_REMOVED])
		return files_deny(err, _("the levels do not fit what became of the files"));
	if (!sums->count && (sums->bytes || sums->overwritten_bytes))
		return files_deny(err, _("there are bytes, and no files"));
	if (sums->verified_bytes > sums->overwritten_bytes)
		return files_deny(err, _("more was verified than was overwritten"));
	return 0;
}

static int check_deleted(const json_t *deleted, struct wipe_error *err)
{
	if (json_is_object(deleted) && !get_count(deleted, "count") && get_u64(deleted, "bytes"))
		return files_deny(err, _("there are bytes, and no files"));
	return 0;
}

static int check_work(const json_t *files, const struct files_facts *facts, struct wipe_error *err)
{
	const struct wipecert_files_sums *sums = &facts->sums;
	bool did = sums->overwritten_bytes || sums->attributes ||
		   sums->by_state[WIPECERT_FILE_ERASED] || sums->by_state[WIPECERT_FILE_REMOVED] ||
		   sums->by_state[WIPECERT_FILE_OVERWRITTEN];

	if ((did || files_rest_did(&facts->rest)) && !facts->touched)
		return files_deny(err, _("bytes were written to a medium that was not touched"));
	if (did && facts->has_journal && strcmp(facts->journal, "none") == 0)
		return files_deny(err, _("a file system has a journal, and nothing is told of it"));
	return files_rest_check(files, !files_named(sums) && !facts->manifest.files, err);
}

static int check_conclusions(const json_t *root, const struct files_facts *facts,
			     const struct wipe_report *told, struct wipe_error *err)
{
	struct wipe_area areas[FILES_AREAS_MAX];
	uint32_t count = files_areas(facts, areas);
	enum wipe_verdict verdict = files_verdict(facts);

	if (told->verdict != verdict)
		return wipe_error_set(err, WIPE_E_FORMAT, 0,
				      _("the verdict is \"%s\", what was measured gives \"%s\""),
				      get_text(root, "verdict"), wipe_verdict_name(verdict));
	if (told->area_count != count)
		return files_deny(err, _("verdict, result, level and areas contradict each other"));
	for (uint32_t i = 0; i < count; i++)
		if (told->areas[i].kind != areas[i].kind ||
		    told->areas[i].state != areas[i].state ||
		    told->areas[i].bytes != areas[i].bytes)
			return files_deny(
				err, _("verdict, result, level and areas contradict each other"));
	return 0;
}

static bool has_flag(const json_t *root, const char *flag)
{
	size_t index;
	json_t *item;

	json_array_foreach(get_value(root, "flags"), index,
			   item) if (strcmp(json_string_value(item), flag) == 0) return true;
	return false;
}

static int check_erasure(const json_t *root, const struct files_facts *facts,
			 struct wipe_error *err)
{
	const json_t *files = get_value(root, "files");
	struct wipe_report told;
	int rc = check_counts(&facts->sums, err);

	facts_report(root, &told);
	if (!rc)
		rc = files_check_keys(files, facts, err);
	if (!rc)
		rc = files_levels_check(files, facts, err);
	if (!rc)
		rc = check_work(files, facts, err);
	if (!rc)
		rc = check_deleted(get_value(files, "deleted_open"), err);
	if (!rc && !has_flag(root, "clock-stepped"))
		rc = consistent_times(&told, get_time(root, "issued_at"), err);
	return rc ? rc : check_conclusions(root, facts, &told, err);
}

int files_check(const json_t *root, struct wipe_error *err)
{
	struct files_facts facts;
	int rc;

	files_facts(root, &facts);
	rc = check_medium(root, err);
	if (!rc)
		rc = check_list(root, &facts.sums, err);
	if (!rc)
		rc = check_systems(root, err);
	if (!rc)
		rc = check_required(root, &facts.sums, err);
	if (!rc)
		rc = check_manifest(&facts, err);
	if (!rc)
		rc = files_check_copied(root, err);
	if (!rc && facts.journal)
		rc = check_erasure(root, &facts, err);
	return rc;
}

static bool is_same_list(const struct wipecert_files_stated *stated,
			 enum wipecert_manifest_form form, const uint8_t sha256[32])
{
	return !memcmp(sha256,
		       form == WIPECERT_MANIFEST_FULL ? stated->list_sha256 :
							stated->list_public_sha256,
		       32);
}

int wipecert_record_check_files(const struct wipecert_record *record,
				const struct wipecert_files *files, struct wipe_error *err)
{
	enum wipecert_manifest_form form = wipecert_files_form(files);
	struct wipecert_files_stated stated;
	struct wipecert_files_sums sums;
	uint8_t sha256[32];
	int rc;

	if (!wipecert_record_files(record, &stated) || !stated.has_list)
		return wipe_error_set(err, WIPE_E_USAGE, 0, _("the record names no list of files"));
	rc = wipecert_files_hash(files, form, sha256, err);
	if (rc)
		return rc;
	if (!is_same_list(&stated, form, sha256))
		return wipe_error_set(err, WIPE_E_MISMATCH, 0, _("not the list of this record"));
	wipecert_files_sum(files, &sums);
	/* An attempt tells of its list only how many there are. */
	if (record->type == WIPECERT_ATTEMPT) {
		stated.sums.attributes = sums.attributes;
		memcpy(stated.sums.by_level, sums.by_level, sizeof(sums.by_level));
		memcpy(stated.sums.by_state, sums.by_state, sizeof(sums.by_state));
		memcpy(stated.sums.by_reason, sums.by_reason, sizeof(sums.by_reason));
	}
	if (memcmp(&sums, &stated.sums, sizeof(sums)) != 0)
		return wipe_error_set(err, WIPE_E_MISMATCH, 0,
				      _("the sums of the record are not those of its list"));
	return 0;
}
