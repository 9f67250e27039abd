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
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "crypt_elsewhere.h"
#include "erase_named.h"
#include "erase_work.h"
#include "resolve.h"

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

struct fs_key_search erase_key_search(const struct erase_key *key, struct erase_named *named)
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

int erase_key_find_wrapped(const struct erase_key *key, struct stat *st)
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

void erase_keys_judge(struct erase_work *work, bool is_planned)
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

void erase_keys_conclude_links(struct erase_work *work)
{
	for (size_t i = 0; i < work->list.count && work->key_count; i++)
		conclude_link(&work->others[i]);
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
		const struct fs_key_search search = erase_key_search(key, &none);
		struct fs_key_users users;

		if (key->first != key)
			continue;
		fs_key_users_find(&search, &users);
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
	int found = erase_key_find_wrapped(key, &st);

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
	erase_keys_judge(work, false);
	for (size_t i = 0; i < work->item_count; i++)
		if (work->items[i].key)
			conclude_item(&work->items[i]);
	erase_keys_conclude_links(work);
}
