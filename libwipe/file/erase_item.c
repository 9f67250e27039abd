/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "erase_item.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cleanup.h"
#include "erase_hash.h"
#include "erase_map.h"
#include "erase_name.h"
#include "resolve.h"
#include "text.h"

/* The first error stays. */
static void keep(struct erase_item *item, const struct wipe_error *err)
{
	if (item->error || !err->code)
		return;
	item->error = malloc(sizeof(*item->error));
	if (item->error)
		*item->error = *err;
}

static bool is_refusal(int code)
{
	return code == WIPE_E_REFUSED || code == WIPE_E_UNSUPPORTED;
}

static void end(struct erase_item *item, const struct wipe_error *err)
{
	keep(item, err);
	if (err->code == WIPE_E_INTERRUPTED && !item->touched)
		item->state = WIPE_FILE_NOT_REACHED;
	else
		item->state = is_refusal(err->code) && !item->touched ? WIPE_FILE_REFUSED :
									WIPE_FILE_FAILED;
	item->is_written = false;
	item->planned.level = WIPE_FILE_F0;
	erase_file_close(&item->file);
}

static struct erase_verdict assess(struct erase_item *item, bool extents_known)
{
	struct erase_facts facts = {
		.fs = item->fs->fs,
		.extents = extents_known ? &item->extents : NULL,
		.medium_opens = item->fs->medium != NULL,
		.journal_wipes = item->fs->journal_wipes,
	};

	if (!facts.fs || fs_file_of(facts.fs, item->file.fd, &facts.file, NULL))
		facts.file.writes = WIPE_FS_WRITES_UNKNOWN;
	if (facts.file.encrypted)
		(void)fs_policy_read(item->file.fd, &item->policy);
	return erase_assess(&facts);
}

/* Whatever cannot be mapped is known by its length alone. */
static int map(struct erase_item *item, struct wipe_error *err)
{
	fs_extents_clear(&item->extents);
	if (!item->fs->fs)
		return wipe_error_set(err, WIPE_E_UNSUPPORTED, 0, _("its file system is unknown"));
	return erase_map(item->fs->fs, item->file.fd, &item->extents, err);
}

/* What of it can be reached, and whether this user may. */
static int look(struct erase_item *item, struct wipe_error *err)
{
	int rc = map(item, NULL);

	item->size_bytes = (uint64_t)item->file.st.st_size;
	item->planned = assess(item, rc == 0);
	return erase_assess_overwrites(item->planned.reason) ?
		       erase_file_check_writable(&item->file, err) :
		       0;
}

void erase_item_plan(struct erase_item *item, const struct erase_list *list)
{
	const struct erase_entry *entry = &list->entries[item->entry];
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	item->size_bytes = entry->size_bytes;
	if (entry->error) {
		end(item, entry->error);
		return;
	}
	rc = entry->sys_errno ? erase_entry_error(entry, &err) :
				erase_file_open(list, entry, false, &item->file, &err);
	if (!rc)
		rc = look(item, &err);
	if (rc) {
		end(item, &err);
		return;
	}
	item->state = WIPE_FILE_PLANNED;
	erase_file_close(&item->file);
}

/* What was looked at when the level was told is looked at again. */
static int look_again(struct erase_item *item, enum wipe_file_level require, struct wipe_error *err)
{
	struct erase_verdict before = item->planned;
	int rc = map(item, NULL);

	item->size_bytes = (uint64_t)item->file.st.st_size;
	item->planned = assess(item, rc == 0);
	if (item->key && item->planned.reason == WIPE_FILE_ENCODED &&
	    fs_policy_same(&item->policy, &item->key->policy))
		item->planned = erase_key_verdict(item->key);
	if (item->planned.level < before.level || item->planned.level < require)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("it changed since it was looked at: %s"),
				      wipe_file_reason_text(item->planned.reason));
	return rc ? erase_map_by_length(item->file.fd, item->size_bytes, &item->extents, err) : 0;
}

static int overwrite(struct erase_item *item, struct erase_worker *worker, struct wipe_error *err)
{
	int rc;

	/* Attributes are not encrypted. */
	if (!erase_assess_overwrites(item->planned.reason) && !item->key) {
		item->xattrs_left = erase_xattr_count(item->file.fd);
		return 0;
	}
	rc = erase_xattr_overwrite(item->fs->fs, item->file.fd, worker->env, &item->attributes,
				   err);
	item->touched = item->touched || item->attributes;
	return rc || item->key ? rc :
				 erase_data_overwrite(worker, &item->file, &item->extents,
						      &item->touched, err);
}

/* It may have got more holes since it was listed. */
static bool is_to_be_hashed(const struct erase_item *item)
{
	uint64_t holes = erase_hole_bytes((uint64_t)item->file.st.st_size,
					  (uint64_t)item->file.st.st_blocks * 512);

	return item->wanted || holes <= item->holes_max_bytes;
}

static int hash(struct erase_item *item, struct erase_worker *worker, struct wipe_error *err)
{
	int rc = erase_hash(worker, &item->file, item->sha256, err);

	item->has_sha256 = !rc;
	return rc;
}

/* Nobody can write to it any more: is it, now, what it was taken for? */
static int check_wanted(const struct erase_item *item, struct wipe_error *err)
{
	if (!item->wanted || (item->size_bytes == item->wanted->size_bytes &&
			      !memcmp(item->sha256, item->wanted->sha256, sizeof(item->sha256))))
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("it changed since it was compared: it is no longer the one that "
				"is listed"));
}

void erase_item_overwrite(struct erase_item *item, const struct erase_list *list,
			  enum wipe_file_level require, struct erase_worker *worker)
{
	/* What would only be copied by that (overlay) is not opened for writing. */
	bool writable = erase_assess_overwrites(item->planned.reason);
	struct wipe_error err;
	int rc;

	wipe_error_clear(&err);
	rc = erase_file_open(list, &list->entries[item->entry], writable, &item->file, &err);
	if (!rc)
		rc = look_again(item, require, &err);
	if (!rc && is_to_be_hashed(item))
		rc = hash(item, worker, &err);
	if (!rc)
		rc = check_wanted(item, &err);
	if (!rc)
		rc = overwrite(item, worker, &err);
	if (rc)
		end(item, &err);
	item->is_written = !rc;
}

/* Is it still where it was, every extent of it? */
static int check_place(struct erase_item *item, struct wipe_error *err)
{
	struct fs_extents now = { 0 };
	int rc = erase_map(item->fs->fs, item->file.fd, &now, err);

	if (!rc && !fs_extents_same(&item->extents, &now))
		rc = wipe_error_set(err, WIPE_E_MISMATCH, 0,
				    _("the file system wrote it elsewhere: what it held is still "
				      "where it was"));
	fs_extents_clear(&now);
	return rc;
}

/*
 * Small ones were written back and flushed together: only whether that failed is asked
 * of each. An fsync() would flush the medium for every one of them again.
 */
static int flush(struct erase_item *item, struct wipe_error *err)
{
	const unsigned int all = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE |
				 SYNC_FILE_RANGE_WAIT_AFTER;
	bool is_small = erase_data_bytes(&item->extents) < ERASE_DIRECT_FROM_BYTES;

	if (is_small ? sync_file_range(item->file.fd, 0, 0, all) : fsync(item->file.fd))
		return wipe_error_set(err, WIPE_E_IO, errno, _("it cannot be flushed"));
	return 0;
}

static int verify(struct erase_item *item, struct erase_worker *worker, struct wipe_error *err)
{
	int rc = flush(item, err);

	if (rc || item->planned.level == WIPE_FILE_F0 || item->key)
		return rc;
	rc = check_place(item, err);
	return rc ? rc :
		    erase_data_verify(worker, item->fs->medium, &item->extents,
				      &item->verified_bytes, err);
}

/* Its name stays, and nothing is proven of its contents: only that they were overwritten. */
static void end_unproven(struct erase_item *item, const struct wipe_error *why)
{
	struct wipe_error err;

	if (!item->touched || !erase_assess_overwrites(item->planned.reason)) {
		end(item, why);
		return;
	}
	wipe_error_clear(&err);
	wipe_error_set(&err, why->code, 0,
		       _("%s; what it held was overwritten by then, which was not proven by "
			 "reading it back"),
		       why->message);
	end(item, &err);
}

/*
 * Somebody else wants to open it, or it has another name: it keeps those that it has. What it
 * held is gone nevertheless where that was proven.
 */
static void leave(struct erase_item *item, bool is_proven, const struct wipe_error *why)
{
	if (!is_proven || !item->touched || item->planned.level == WIPE_FILE_F0 || item->key) {
		end_unproven(item, why);
		return;
	}
	keep(item, why);
	item->state = WIPE_FILE_OVERWRITTEN;
	item->is_written = false;
	erase_file_close(&item->file);
}

void erase_item_verify(struct erase_item *item, struct erase_worker *worker)
{
	struct wipe_error err, alone;
	int rc;

	if (!item->is_written)
		return;
	wipe_error_clear(&err);
	wipe_error_clear(&alone);
	rc = verify(item, worker, &err);
	/* Who opened it may have written to it by now. */
	if ((!rc || rc == WIPE_E_MISMATCH) && erase_file_check_alone(&item->file, &alone))
		leave(item, !rc, &alone);
	else if (rc)
		end(item, &err);
}

static int remove_name(const struct erase_list *list, const struct erase_entry *entry,
		       const struct wipe_env *env, struct wipe_error *err)
{
	const char *name;
	CLEANUP_FD int folder = erase_list_open_folder(list, entry, &name);

	if (folder < 0)
		return resolve_error(errno, err);
	return erase_name_remove(folder, name, entry, env, err);
}

static int remove_names(struct erase_item *item, const struct erase_list *list,
			const struct wipe_env *env, struct wipe_error *err)
{
	const struct erase_entry *entry = &list->entries[item->entry];
	int rc = erase_file_check_alone(&item->file, err);

	if (!rc)
		rc = erase_name_remove(item->file.folder, item->file.name, entry, env, err);
	for (size_t next = entry->next_name; next != ERASE_NONE && !rc;
	     next = list->entries[next].next_name)
		rc = remove_name(list, &list->entries[next], env, err);
	return rc;
}

void erase_item_remove(struct erase_item *item, const struct erase_list *list,
		       const struct wipe_env *env)
{
	bool is_erased = item->planned.level > WIPE_FILE_F0;
	struct wipe_error err;
	int rc;

	if (!item->is_written)
		return;
	wipe_error_clear(&err);
	if (erase_fs_copies_up(item->fs))
		env = NULL;
	else
		item->touched = erase_xattr_remove(item->file.fd) || item->touched;
	rc = remove_names(item, list, env, &err);
	if (rc && (!is_erased || item->key)) {
		end_unproven(item, &err);
		return;
	}
	keep(item, &err);
	item->touched = true;
	item->state = rc ? WIPE_FILE_OVERWRITTEN : is_erased ? WIPE_FILE_ERASED : WIPE_FILE_REMOVED;
	erase_file_close(&item->file);
}

void erase_item_keep(struct erase_item *item)
{
	struct wipe_error err;

	if (!item->is_written)
		return;
	wipe_error_clear(&err);
	wipe_error_set(&err, WIPE_E_INTERRUPTED, 0,
		       _("stopped before the journal was wiped: it keeps its name, by which the "
			 "same command goes on"));
	leave(item, true, &err);
}

void erase_item_measure(struct erase_item *item, struct erase_worker *worker)
{
	if (!item->attributes)
		return;
	item->xattrs_left = erase_xattr_left(item->attributes, item->fs->medium, worker->buffer,
					     ERASE_BUFFER_BYTES);
	item->xattrs = item->attributes->count - item->xattrs_left;
}

const char *erase_item_why(const struct erase_item *item)
{
	if (item->planned.reason == WIPE_FILE_MEDIUM_CLOSED && item->fs->closed.code)
		return item->fs->closed.message;
	return item->key && item->key->told.lack != WIPE_FILE_KEY_LACKS_NOTHING ?
		       wipe_file_key_lack_text(item->key->told.lack) :
		       NULL;
}

void erase_item_clear(struct erase_item *item)
{
	erase_xattrs_free(item->attributes);
	item->attributes = NULL;
	erase_file_close(&item->file);
	fs_extents_clear(&item->extents);
	free(item->error);
	free(item->held);
	item->error = NULL;
	item->held = NULL;
}
