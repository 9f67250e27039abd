/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A key that is removed makes all unreadable that it encrypts. So nothing may use it that
 * is not to go: the whole file system is walked through before anything is touched, and again
 * before the key is removed.
 *
 * fscrypt(1) keeps each key, wrapped by all its protectors, in one file below the root of the file
 * system: .fscrypt/policies/, and the key's identifier.
 */
#include "erase_keys.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "crypt_elsewhere.h"
#include "crypt_held.h"
#include "crypt_users.h"
#include "erase_named.h"
#include "erase_work.h"
#include "resolve.h"
#include "text.h"

#define WRAPPED_FOLDER ".fscrypt/policies/"

struct erase_verdict erase_key_verdict(const struct erase_key *key)
{
	if (key->told.level == WIPE_FILE_F3)
		return (struct erase_verdict){ WIPE_FILE_F3, WIPE_FILE_KEY_DESTROYED };
	if (key->told.lack == WIPE_FILE_KEY_INTERRUPTED || key->told.lack == WIPE_FILE_KEY_IN_USE ||
	    key->told.lack == WIPE_FILE_KEY_NOT_REMOVED)
		return (struct erase_verdict){ WIPE_FILE_F0, WIPE_FILE_KEY_STAYS };
	return (struct erase_verdict){ WIPE_FILE_F0, WIPE_FILE_KEY_REMOVED };
}

static int tick(void *arg)
{
	const struct erase_named *named = arg;

	return erase_work_tick(named->work);
}

static struct fs_key_search search_for(const struct erase_key *key, struct erase_named *named)
{
	return (struct fs_key_search){
		.major_no = major(key->dev),
		.minor_no = minor(key->dev),
		.policy = &key->policy,
		.is_known = erase_named_has,
		.tick = tick,
		.arg = named,
	};
}

static void find_users(const struct erase_key *key, struct erase_named *named,
		       struct fs_key_users *users)
{
	const struct fs_key_search search = search_for(key, named);

	fs_key_users_find(&search, users);
}

/* Before anything is touched: names that are gone cannot be given again. */
static bool is_held(const struct erase_key *key, struct erase_named *named)
{
	const struct fs_key_search search = search_for(key, named);

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
	struct fs_key_users users;

	find_users(key, named, &users);
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

/* The file of fscrypt(1) that holds the key wrapped. 1: it is there, 0: not, -1: nobody knows. */
static int find_wrapped(const struct erase_key *key, struct stat *st)
{
	CLEANUP_FD int root = fs_whole_open(major(key->dev), minor(key->dev));
	CLEANUP_FD int fd = -1;
	char path[128];

	if (root < 0)
		return -1;
	snprintf(path, sizeof(path), WRAPPED_FOLDER "%s", key->told.identifier);
	fd = resolve_open(root, path, O_PATH | O_NOFOLLOW);
	if (fd < 0)
		return errno == ENOENT ? 0 : -1;
	return fstat(fd, st) ? -1 : 1;
}

static void plan_wrapped(struct erase_work *work, struct erase_key *key)
{
	struct stat st;
	int found = find_wrapped(key, &st);

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

/* In a plan: what goes from its file system with this job, too, is elsewhere no longer. */
static enum wipe_fs_answer elsewhere(const struct erase_work *work, const struct erase_key *key,
				     bool is_planned)
{
	dev_t except[WIPE_FILE_KEYS_MAX];
	size_t count = 0;

	for (size_t i = 0; i < work->key_count; i++) {
		const struct erase_key *other = &work->keys[i];

		if (other->first == key->first ||
		    (is_planned && fs_policy_same(&other->policy, &key->policy) &&
		     !other->first->told.is_held))
			except[count++] = other->dev;
	}
	return fs_key_elsewhere(&key->policy, except, count);
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

/* The gravest of what was asked there and what this job found: that may be mounted no longer. */
static enum wipe_fs_answer elsewhere_or_left(const struct erase_work *work,
					     const struct erase_key *key)
{
	enum wipe_fs_answer answer = elsewhere(work, key, false);

	for (size_t i = 0; i < work->key_count && answer != WIPE_FS_YES; i++) {
		const struct erase_key *other = work->keys[i].first;

		if (other == key || !fs_policy_same(&other->policy, &key->policy) ||
		    other->told.after == WIPE_FILE_KEY_ABSENT)
			continue;
		answer = other->told.after == WIPE_FILE_KEY_UNKNOWN ? WIPE_FS_UNKNOWN : WIPE_FS_YES;
	}
	return answer;
}

/* With other ciphers it is the same key, and what was measured of it holds for both. */
static void follow_first(struct erase_key *key)
{
	struct wipe_file_key own = key->told;

	key->told = key->first->told;
	key->told.contents = own.contents;
	key->told.names = own.names;
	key->told.files = own.files;
	key->told.folders = own.folders;
}

static void judge_all(struct erase_work *work, bool is_planned)
{
	for (size_t i = 0; i < work->key_count; i++) {
		struct erase_key *key = &work->keys[i];

		if (key->first == key)
			key->told.elsewhere = is_planned ? elsewhere(work, key, true) :
							   elsewhere_or_left(work, key);
		follow_first(key);
		wipe_file_key_judge(&key->told, work->job->answers, is_planned);
	}
}

/* What is left of its target nobody can read. */
static void conclude_link(struct erase_other *link)
{
	if (link->key && link->leaves_target && link->key->told.level == WIPE_FILE_F3)
		link->xattrs_left--;
	link->leaves_target = false;
}

static void conclude_links(struct erase_work *work)
{
	for (size_t i = 0; i < work->list.count && work->key_count; i++)
		conclude_link(&work->others[i]);
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
	judge_all(work, true);
	for (size_t i = 0; i < work->item_count; i++)
		if (work->items[i].key)
			work->items[i].planned = erase_key_verdict(work->items[i].key);
	if (work->job->dry_run)
		conclude_links(work);
	return 0;
}

static void skip(struct erase_key *key)
{
	key->told.is_skipped = true;
	key->told.is_unused = false;
}

void erase_keys_skip(struct erase_work *work)
{
	for (size_t i = 0; i < work->key_count; i++)
		skip(&work->keys[i]);
}

static void remove_key(struct erase_key *key)
{
	key->told.sys_errno = fs_key_remove(key->fs->fd, &key->policy);
	key->told.is_removed = !key->told.sys_errno;
}

bool erase_keys_remove(struct erase_work *work)
{
	struct erase_named none = { .work = work };
	bool is_stopped = false;

	for (size_t i = 0; i < work->key_count; i++) {
		struct erase_key *key = &work->keys[i];
		struct fs_key_users users;

		if (key->first != key)
			continue;
		find_users(key, &none, &users);
		key->told.is_unused = users.is_complete && !users.count;
		if (key->told.is_unused)
			remove_key(key);
		else if (!users.count && erase_work_tick(work))
			is_stopped = true;
		if (is_stopped)
			skip(key);
	}
	return !is_stopped;
}

static void measure(struct erase_key *key)
{
	struct stat st;
	int found = find_wrapped(key, &st);

	key->told.after = fs_key_status(key->fs->fd, &key->policy);
	key->told.is_removed = key->told.is_removed && key->told.after == WIPE_FILE_KEY_ABSENT;
	if (key->has_slots || found > 0 ||
	    (key->wrapped && (key->wrapped->state != WIPE_FILE_ERASED ||
			      key->wrapped->planned.level < WIPE_FILE_F1)))
		key->told.wrapped = WIPE_FILE_WRAPPED_LEFT;
	else if (found < 0)
		key->told.wrapped = WIPE_FILE_WRAPPED_UNKNOWN;
}

static bool is_gone(const struct erase_item *item)
{
	return item->state == WIPE_FILE_ERASED || item->state == WIPE_FILE_REMOVED;
}

static void conclude_item(struct erase_item *item)
{
	item->planned = erase_key_verdict(item->key);
	if (!is_gone(item))
		item->planned.level = WIPE_FILE_F0;
	else
		item->state = item->planned.level == WIPE_FILE_F0 ? WIPE_FILE_REMOVED :
								    WIPE_FILE_ERASED;
}

void erase_keys_conclude(struct erase_work *work)
{
	for (size_t i = 0; i < work->key_count; i++)
		if (work->keys[i].first == &work->keys[i])
			measure(&work->keys[i]);
	judge_all(work, false);
	for (size_t i = 0; i < work->item_count; i++)
		if (work->items[i].key)
			conclude_item(&work->items[i]);
	conclude_links(work);
}
