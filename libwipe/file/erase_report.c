/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdlib.h>
#include <string.h>

#include "checked.h"
#include "erase_work.h"
#include "resolve.h"
#include "text.h"

struct reporter {
	struct erase_work *work;
	erase_result_fn *tell;
	struct wipe_file_totals *totals;
	struct wipe_error *err;
	bool is_deaf; /* the caller wants no more */
};

static bool is_file(const struct wipe_file_result *result)
{
	return result->kind == WIPE_FILE_REGULAR;
}

static bool is_gone(const struct wipe_file_result *result)
{
	return result->state == WIPE_FILE_ERASED || result->state == WIPE_FILE_REMOVED ||
	       result->state == WIPE_FILE_PLANNED;
}

/* Told of what is wanted, and no file that was to be erased. */
static bool is_only_told(const struct wipe_file_result *result)
{
	return result->state == WIPE_FILE_CHANGED || result->state == WIPE_FILE_MISSING ||
	       result->state == WIPE_FILE_EQUAL_LEFT;
}

static void count(struct reporter *reporter, const struct wipe_file_result *result)
{
	struct wipe_file_totals *totals = reporter->totals;

	totals->by_state[result->state]++;
	totals->touched = totals->touched || result->touched;
	totals->xattrs += result->xattr_count;
	totals->xattrs_left += result->xattrs_left;
	totals->holding += result->holds_rest;
	if (is_only_told(result)) {
		totals->level = WIPE_FILE_F0;
		return;
	}
	/* Whatever stays, the files together have no level. */
	if (!is_gone(result))
		totals->level = WIPE_FILE_F0;
	if (!is_file(result)) {
		++*(result->kind == WIPE_FILE_FOLDER ? &totals->folders : &totals->others);
		return;
	}
	totals->files++;
	totals->findings.equal_taken += result->match == WIPE_FILE_EQUAL;
	/* Two files of holes can be more: as in records, it ends there. */
	if (!checked_add_u64(totals->bytes, result->size_bytes, &totals->bytes) ||
	    totals->bytes > INT64_MAX)
		totals->bytes = INT64_MAX;
	totals->verified_bytes += result->verified_bytes;
	totals->not_hashed += result->state != WIPE_FILE_PLANNED && is_gone(result) &&
			      !result->has_sha256;
	if (is_gone(result))
		totals->by_level[result->level]++;
	if (result->level < totals->level)
		totals->level = result->level;
}

/* The first that is still there, or below what was asked for, is the job's error. */
static void keep_error(struct reporter *reporter, const struct wipe_file_result *result)
{
	struct wipe_error err;

	if (reporter->err->code)
		return;
	wipe_error_clear(&err);
	if (result->error)
		err = *result->error;
	else if (result->state == WIPE_FILE_CHANGED)
		wipe_error_set(&err, WIPE_E_MISMATCH, 0,
			       _("it holds something else than is listed"));
	else if (result->state == WIPE_FILE_MISSING)
		wipe_error_set(&err, WIPE_E_NOTFOUND, 0,
			       _("it is listed, and nowhere to be found"));
	else if (result->state == WIPE_FILE_EQUAL_LEFT)
		wipe_error_set(&err, WIPE_E_REFUSED, 0,
			       _("it holds what a listed file does, is not listed itself, and was "
				 "left"));
	else if (is_file(result) && result->level == WIPE_FILE_F0 &&
		 result->state != WIPE_FILE_NOT_REACHED)
		wipe_error_set(&err, WIPE_E_UNSUPPORTED, 0, "%s%s%s",
			       wipe_file_reason_text(result->reason), result->why ? ": " : "",
			       result->why ? result->why : "");
	if (!err.code)
		return;
	*reporter->err = err;
	resolve_add_path(reporter->err, result->path);
}

/* Was it told? To who does not want to know, all is. */
static bool deliver(struct reporter *reporter, const struct wipe_file_result *result)
{
	count(reporter, result);
	keep_error(reporter, result);
	if (!reporter->is_deaf && reporter->tell)
		reporter->is_deaf = reporter->tell(reporter->work->job->arg, result) != 0;
	return !reporter->is_deaf;
}

static struct wipe_file_extent *copy_extents(const struct fs_extents *extents)
{
	struct wipe_file_extent *copy = calloc(extents->count + 1, sizeof(*copy));

	for (size_t i = 0; copy && i < extents->count; i++)
		copy[i] = (struct wipe_file_extent){
			.offset_bytes = extents->items[i].logical,
			.device_bytes = extents->items[i].physical,
			.length_bytes = extents->items[i].length,
			.device = extents->items[i].device,
		};
	return copy;
}

static void deliver_item(struct reporter *reporter, struct erase_item *item)
{
	const struct erase_list *list = &reporter->work->list;
	const struct erase_entry *entry = erase_list_told(list, item->entry);
	bool has_extents = item->touched && item->planned.level > WIPE_FILE_F0 && !item->key;
	struct wipe_file_extent *extents = has_extents ? copy_extents(&item->extents) : NULL;
	struct wipe_file_result result = {
		.path = entry->path,
		.name_count = list->entries[item->entry].names,
		.kind = WIPE_FILE_REGULAR,
		.state = item->state,
		.level = item->planned.level,
		.reason = item->planned.reason,
		.why = erase_item_why(item),
		.touched = item->touched,
		.match = entry->match,
		.wanted = item->wanted,
		.size_bytes = item->size_bytes,
		.has_sha256 = item->has_sha256,
		.extents = extents,
		.extent_count = extents ? item->extents.count : 0,
		.verified_bytes = item->verified_bytes,
		.xattr_count = item->xattrs,
		.xattrs_left = item->xattrs_left,
		.error = item->error,
		.holders = item->held ? item->held->holders : NULL,
		.holder_count = item->held ? item->held->count : 0,
	};

	memcpy(result.sha256, item->sha256, sizeof(result.sha256));
	item->is_told = deliver(reporter, &result);
	free(extents);
}

static void deliver_other(struct reporter *reporter, size_t index)
{
	const struct erase_entry *entry = &reporter->work->list.entries[index];
	struct erase_other *other = &reporter->work->others[index];
	const struct wipe_file_result result = {
		.path = entry->path,
		.name_count = 1,
		.kind = entry->kind,
		.state = other->state,
		.touched = other->touched,
		.xattr_count = other->xattrs,
		.xattrs_left = other->xattrs_left,
		.error = other->error,
		.holds_rest = other->holds_rest,
	};

	other->is_told = deliver(reporter, &result);
}

static void tell_deleted(const struct fs_deleted *deleted, struct wipe_file_totals *totals)
{
	totals->deleted_count = deleted->count;
	totals->deleted_bytes = deleted->bytes;
	totals->deleted_known = deleted->is_known;
	totals->all_processes = deleted->sees_all;
	for (size_t i = 0; i < WIPE_FILE_DELETED_MAX; i++)
		totals->deleted[i] = deleted->told[i];
}

static void deliver_absent(struct reporter *reporter, size_t index)
{
	const struct wipe_file_wanted *wanted = &reporter->work->wanted.files[index];
	const struct erase_finding *finding = &reporter->work->wanted.findings[index];
	struct wipe_file_result result = { .kind = WIPE_FILE_REGULAR, .wanted = wanted };

	if (finding->state == ERASE_IS_CHANGED) {
		result.path = finding->path;
		result.name_count = 1;
		result.state = WIPE_FILE_CHANGED;
		result.size_bytes = finding->size_bytes;
		result.has_sha256 = finding->has_sha256;
		memcpy(result.sha256, finding->sha256, sizeof(result.sha256));
	} else if (finding->state == ERASE_IS_MISSING) {
		result.path = wanted->path;
		result.state = WIPE_FILE_MISSING;
		result.size_bytes = wanted->size_bytes;
		result.has_sha256 = true;
		memcpy(result.sha256, wanted->sha256, sizeof(result.sha256));
	} else {
		return;
	}
	deliver(reporter, &result);
}

static void deliver_equal(struct reporter *reporter, const struct erase_equal *equal)
{
	const struct wipe_file_wanted *wanted = &reporter->work->wanted.files[equal->wanted];
	struct wipe_file_result result = {
		.path = equal->path,
		.name_count = equal->names,
		.kind = WIPE_FILE_REGULAR,
		.state = WIPE_FILE_EQUAL_LEFT,
		.match = WIPE_FILE_EQUAL,
		.wanted = wanted,
		.size_bytes = wanted->size_bytes,
		.has_sha256 = true,
	};

	memcpy(result.sha256, wanted->sha256, sizeof(result.sha256));
	deliver(reporter, &result);
}

/* equal_taken was counted beside the files. */
static void count_findings(const struct erase_wanted *wanted, struct wipe_file_findings *findings)
{
	uint64_t equal_taken = findings->equal_taken;

	erase_wanted_count(wanted, findings);
	findings->equal_taken = equal_taken;
}

bool erase_report(struct erase_work *work, erase_result_fn *tell, struct wipe_file_totals *totals,
		  struct wipe_error *err)
{
	struct reporter reporter = { work, tell, totals, err, false };
	enum wipe_file_journal journal = totals->journal;
	size_t item = 0;

	*totals = (struct wipe_file_totals){ .journal = journal };
	totals->level = WIPE_FILE_F3;
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (!erase_entry_is_told(entry))
			continue;
		if (item < work->item_count && work->items[item].entry == i)
			deliver_item(&reporter, &work->items[item++]);
		else if (entry->kind != WIPE_FILE_REGULAR)
			deliver_other(&reporter, i);
	}
	for (size_t i = 0; i < work->wanted.count; i++)
		deliver_absent(&reporter, i);
	for (size_t i = 0; i < work->wanted.equal_count; i++)
		deliver_equal(&reporter, &work->wanted.equals[i]);
	count_findings(&work->wanted, &totals->findings);
	if (!totals->files)
		totals->level = WIPE_FILE_F0;
	for (size_t i = 0; i < work->key_count; i++)
		totals->keys[i] = work->keys[i].told;
	totals->key_count = work->key_count;
	tell_deleted(&work->deleted, totals);
	totals->touched = totals->touched || work->touched;
	return !reporter.is_deaf;
}
