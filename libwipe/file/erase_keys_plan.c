/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What removing the keys can reach; refused where it would make unreadable what stays. */
#include "crypt_held.h"
#include "erase_named.h"
#include "erase_work.h"
#include "text.h"

/* Before anything is touched: names that are gone cannot be given again. */
static bool is_held(const struct erase_key *key, struct erase_named *named)
{
	const struct fs_key_search search = erase_key_search(key, named);

	return fs_key_is_held(&search);
}

static int refuse_user(const struct erase_named *named, const struct fs_key_users *users,
		       struct wipe_error *err)
{
	const char *why = erase_named_why_not(named, users->first_dev, users->first_ino);

	if (why)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("%s is encrypted by the same key, would stay (%s), and "
					"nobody could read it any more. Nothing was touched"),
				      users->first, why);
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("%s on the same file system is encrypted by the same key, "
				"would stay, and nobody could read it any more. Nothing was "
				"touched"),
			      users->first);
}

static int check_users(struct erase_key *key, struct erase_named *named, struct wipe_error *err)
{
	const struct fs_key_search search = erase_key_search(key, named);
	struct fs_key_users users;

	fs_key_users_find(&search, &users);
	if (users.count)
		return refuse_user(named, &users, err);
	if (!users.is_complete)
		return wipe_error_set(err, WIPE_E_REFUSED, 0,
				      _("it cannot be told what else the key encrypts: not all of "
					"the file system can be looked at (%s). Nothing was "
					"touched"),
				      *users.obstacle ? users.obstacle : _("where it is mounted"));
	key->told.is_unused = true;
	return 0;
}

static int check_present(struct erase_key *key, struct wipe_error *err)
{
	key->told.before = key->fs->fd < 0 ? WIPE_FILE_KEY_UNKNOWN :
					     fs_key_status(key->fs->fd, &key->policy);
	if (key->told.before == WIPE_FILE_KEY_PRESENT)
		return 0;
	return wipe_error_set(err, WIPE_E_REFUSED, 0,
			      _("the key %s is not among those of the file system (%s): there is "
				"nothing that could be removed. Nothing was touched"),
			      key->told.identifier, wipe_file_key_status_name(key->told.before));
}

static void plan_wrapped(struct erase_work *work, struct erase_key *key)
{
	struct stat st;
	int found = erase_key_find_wrapped(key, &st);

	key->told.wrapped = found < 0			? WIPE_FILE_WRAPPED_UNKNOWN :
			    found > 0 || key->has_slots ? WIPE_FILE_WRAPPED_LEFT :
							  WIPE_FILE_WRAPPED_NONE;
	for (size_t i = 0; i < work->item_count && found > 0; i++) {
		const struct erase_item *item = &work->items[i];
		const struct erase_entry *entry = &work->list.entries[item->entry];

		if (entry->dev == st.st_dev && entry->ino == st.st_ino &&
		    item->state == WIPE_FILE_PLANNED && item->planned.level >= WIPE_FILE_F1) {
			key->wrapped = item;
			if (!key->has_slots)
				key->told.wrapped = WIPE_FILE_WRAPPED_ERASED;
		}
	}
}

static int plan_key(struct erase_work *work, struct erase_key *key, struct erase_named *named,
		    struct wipe_error *err)
{
	int rc = check_present(key, err);

	if (!rc)
		rc = check_users(key, named, err);
	if (rc)
		return rc;
	plan_wrapped(work, key);
	key->told.is_held = is_held(key, named);
	return 0;
}

int erase_keys_plan(struct erase_work *work, struct wipe_error *err)
{
	struct erase_named named = { .ids = NULL };
	int rc = erase_keys_find(work, err);

	if (!rc)
		rc = erase_named_collect(work, &named, err);
	for (size_t i = 0; i < work->key_count && !rc; i++)
		if (work->keys[i].first == &work->keys[i])
			rc = plan_key(work, &work->keys[i], &named, err);
	erase_named_clear(&named);
	if (rc)
		return rc;
	erase_keys_judge(work, true);
	for (size_t i = 0; i < work->item_count; i++)
		if (work->items[i].key)
			work->items[i].planned = erase_key_verdict(work->items[i].key);
	if (work->job->dry_run)
		erase_keys_conclude_links(work);
	return 0;
}
