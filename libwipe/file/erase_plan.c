/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Before anything is touched: can what is no regular file go, and can all of the job reach what
 * is required?
 */
#include <errno.h>
#include <stdlib.h>

#include "cleanup.h"
#include "erase_work.h"
#include "resolve.h"
#include "text.h"

/* May its name be removed from the folder that it lies in? */
static int check_name(const struct erase_list *list, const struct erase_entry *entry,
		      struct wipe_error *err)
{
	const char *name;
	CLEANUP_FD int folder = erase_list_open_folder(list, entry, &name);

	return folder < 0 ? resolve_error(errno, err) : erase_name_check_goes(folder, name, err);
}

/* Why it is left alone, whatever may be done to its name. */
static int skip(const struct erase_entry *entry, struct wipe_error *err)
{
	return wipe_error_set(
		err, WIPE_E_REFUSED, 0, "%s",
		entry->kind == WIPE_FILE_MOUNT ?
			_("something else is mounted there, which is not entered") :
			_("neither a file, a folder nor only a name: it is left alone"));
}

static int check(const struct erase_work *work, const struct erase_entry *entry,
		 enum wipe_file_state state, struct wipe_error *err)
{
	if (entry->sys_errno)
		return erase_entry_error(entry, err);
	if (state == WIPE_FILE_SKIPPED)
		return skip(entry, err);
	return state == WIPE_FILE_PLANNED && erase_entry_is_told(entry) ?
		       check_name(&work->list, entry, err) :
		       0;
}

static void plan_other(const struct erase_work *work, const struct erase_entry *entry,
		       struct erase_other *other)
{
	struct wipe_error err;

	other->state = erase_entry_is_only_name(entry) || entry->kind == WIPE_FILE_FOLDER ?
			       WIPE_FILE_PLANNED :
			       WIPE_FILE_SKIPPED;
	wipe_error_clear(&err);
	if (!check(work, entry, other->state, &err))
		return;
	if (entry->sys_errno || other->state != WIPE_FILE_SKIPPED)
		other->state = err.code == WIPE_E_REFUSED ? WIPE_FILE_REFUSED : WIPE_FILE_FAILED;
	other->error = malloc(sizeof(*other->error));
	if (other->error)
		*other->error = err;
}

void erase_plan_others(struct erase_work *work)
{
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (entry->kind == WIPE_FILE_REGULAR)
			continue;
		plan_other(work, entry, &work->others[i]);
		/* A run counts when it has removed it. */
		if (work->job->dry_run && erase_entry_is_only_name(entry) &&
		    erase_other_is_planned(work, i))
			erase_other_foresee(work, i);
	}
}

/* Why a file does not reach what is required. */
static const char *what_lacks(const struct erase_item *item, enum wipe_file_level require)
{
	if (item->planned.level == WIPE_FILE_F0 || require == WIPE_FILE_F1)
		return wipe_file_reason_text(item->planned.reason);
	return require == WIPE_FILE_F2 ?
		       _("nothing searches the device for what is left of it") :
		       _("it is not known that it was only ever stored encrypted");
}

static int check_item(const struct erase_work *work, const struct erase_item *item,
		      struct wipe_error *err)
{
	enum wipe_file_level require = work->job->require;
	const char *why = erase_item_why(item);
	char path[256];

	if (item->state == WIPE_FILE_PLANNED && item->planned.level >= require)
		return 0;
	text_copy_plain(path, sizeof(path), work->list.entries[item->entry].path);
	return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
			      _("%s cannot reach %s, only %s: %s%s%s. Nothing was touched"), path,
			      wipe_file_level_name(require),
			      wipe_file_level_name(item->planned.level),
			      item->error ? item->error->message : what_lacks(item, require),
			      why ? ": " : "", why ? why : "");
}

/* What stays is below any level, whatever it is, and what it holds is not even known. */
static int check_other(const struct erase_entry *entry, const struct erase_other *other,
		       struct wipe_error *err)
{
	char path[256];

	if (entry->kind == WIPE_FILE_REGULAR || !erase_entry_is_told(entry) ||
	    other->state == WIPE_FILE_PLANNED)
		return 0;
	text_copy_plain(path, sizeof(path), entry->path);
	return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
			      _("%s would stay: %s. Nothing was touched"), path,
			      other->error ? other->error->message : _("out of memory"));
}

/* F3 is a level of files: of folders alone only names go. */
static int check_files(const struct erase_work *work, struct wipe_error *err)
{
	if (work->item_count || !work->job->remove_key || work->job->require != WIPE_FILE_F3)
		return 0;
	return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
			      _("F3 is a level of files, and none is there: only names would be "
				"removed. Nothing was touched"));
}

int erase_check_required(const struct erase_work *work, struct wipe_error *err)
{
	int rc = check_files(work, err);

	if (work->job->require == WIPE_FILE_F0)
		return 0;
	for (size_t i = 0; i < work->item_count && !rc; i++)
		rc = check_item(work, &work->items[i], err);
	for (size_t i = 0; i < work->list.count && !rc; i++)
		rc = check_other(&work->list.entries[i], &work->others[i], err);
	return rc;
}

bool erase_other_is_planned(const struct erase_work *work, size_t index)
{
	const struct erase_entry *entry = &work->list.entries[index];
	bool goes = erase_entry_is_only_name(entry) ? !entry->is_repeated :
						      erase_entry_is_folder_to_go(entry);

	return goes && work->others[index].state == WIPE_FILE_PLANNED;
}

int erase_check_told(const struct erase_work *work, struct wipe_error *err)
{
	bool is_all = true;

	for (size_t i = 0; i < work->item_count; i++)
		is_all &= work->items[i].state != WIPE_FILE_PLANNED || work->items[i].is_told;
	for (size_t i = 0; i < work->list.count; i++)
		is_all &= !erase_other_is_planned(work, i) || work->others[i].is_told;
	return is_all ? 0 :
			wipe_error_set(err, WIPE_E_REFUSED, 0,
				       _("not all that would be erased is listed. Nothing was "
					 "touched"));
}
