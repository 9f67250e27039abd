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
#include "crypt_held.h"
#include "crypt_users.h"
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

static struct erase_key *find_key(struct erase_work *work, const struct erase_fs *fs,
				  const struct fs_policy *policy)
{
	for (size_t i = 0; i < work->key_count; i++)
		if (work->keys[i].fs == fs && fs_policy_same(&work->keys[i].policy, policy))
			return &work->keys[i];
	return NULL;
}

static const char *cipher_of(uint8_t mode)
{
	const char *name = fs_policy_mode(mode);

	return name ? name : "unknown";
}

/* NULL: there are too many. */
static struct erase_key *take_key(struct erase_work *work, dev_t dev,
				  const struct fs_policy *policy, struct wipe_error *err)
{
	struct erase_fs *fs = erase_work_fs(work, dev);
	struct erase_key *key = find_key(work, fs, policy);

	if (key)
		return key;
	if (work->key_count == WIPE_FILE_KEYS_MAX) {
		wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
			       _("the files are encrypted by more than %d keys: name fewer"),
			       WIPE_FILE_KEYS_MAX);
		return NULL;
	}
	key = &work->keys[work->key_count++];
	*key = (struct erase_key){ .policy = *policy, .fs = fs, .dev = dev };
	key->told.policy_version = policy->version;
	key->told.contents = cipher_of(policy->contents);
	key->told.names = cipher_of(policy->names);
	fs_policy_id(policy, key->told.identifier);
	if (fs->fs)
		snprintf(key->told.file_system, sizeof(key->told.file_system), "%s", fs->fs->uuid);
	return key;
}

static int take_items(struct erase_work *work, struct wipe_error *err)
{
	for (size_t i = 0; i < work->item_count; i++) {
		struct erase_item *item = &work->items[i];

		if (item->planned.reason != WIPE_FILE_ENCODED || !item->policy.version)
			continue;
		item->key = take_key(work, work->list.entries[item->entry].dev, &item->policy, err);
		if (!item->key)
			return err->code;
		item->key->told.files++;
	}
	return 0;
}

/* A folder of it that cannot be read stays, and is found by the walk. */
static int take_folder(struct erase_work *work, const struct erase_entry *entry,
		       struct wipe_error *err)
{
	struct erase_fs *fs = erase_work_fs(work, entry->dev);
	const char *name;
	CLEANUP_FD int parent = erase_list_open_folder(&work->list, entry, &name);
	CLEANUP_FD int fd =
		parent < 0 ? -1 : resolve_open(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW);
	struct fs_policy policy;
	struct erase_key *key;

	if (fd < 0 || !fs || !fs->fs || fs->fs->kind != WIPE_FS_EXT4 ||
	    !fs_policy_read(fd, &policy))
		return 0;
	key = take_key(work, entry->dev, &policy, err);
	if (!key)
		return err->code;
	key->told.folders++;
	key->has_slots |= fs_key_has_slots(fd);
	return 0;
}

/* In an encrypted folder its target is encrypted, too. */
static void take_link(struct erase_work *work, size_t index)
{
	const struct erase_entry *entry = &work->list.entries[index];
	const char *name;
	CLEANUP_FD int parent = erase_list_open_folder(&work->list, entry, &name);
	struct fs_policy policy;

	if (parent >= 0 && fs_policy_read(parent, &policy))
		work->others[index].key = find_key(work, erase_work_fs(work, entry->dev), &policy);
}

static int take_keys(struct erase_work *work, struct wipe_error *err)
{
	int rc = take_items(work, err);

	for (size_t i = 0; i < work->list.count && !rc; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (entry->kind == WIPE_FILE_FOLDER && !entry->is_kept && !entry->is_repeated)
			rc = take_folder(work, entry, err);
	}
	for (size_t i = 0; i < work->list.count && !rc; i++)
		if (work->list.entries[i].kind == WIPE_FILE_SYMLINK)
			take_link(work, i);
	if (!rc && !work->key_count)
		rc = wipe_error_set(err, WIPE_E_REFUSED, 0,
				    _("nothing that was named is encrypted by a key of ext4 "
				      "(fscrypt) that could be removed. Nothing was touched"));
	return rc;
}

/* What will be gone when the keys are removed. */
struct named {
	struct erase_work *work;
	struct file_id {
		dev_t dev;
		ino_t ino;
	} * ids; /* sorted */
	size_t count;
};

static int compare(const void *a, const void *b)
{
	const struct file_id *x = a, *y = b;

	if (x->dev != y->dev)
		return x->dev < y->dev ? -1 : 1;
	return x->ino == y->ino ? 0 : x->ino < y->ino ? -1 : 1;
}

static void add_named(struct named *named, const struct erase_entry *entry)
{
	named->ids[named->count++] = (struct file_id){ entry->dev, entry->ino };
}

static int collect(struct erase_work *work, struct named *named, struct wipe_error *err)
{
	*named = (struct named){ .work = work };
	named->ids = calloc(work->list.count + 1, sizeof(*named->ids));
	if (!named->ids)
		return wipe_error_set(err, WIPE_E_NOMEM, 0, _("out of memory"));
	for (size_t i = 0; i < work->item_count; i++)
		if (work->items[i].state == WIPE_FILE_PLANNED)
			add_named(named, &work->list.entries[work->items[i].entry]);
	for (size_t i = 0; i < work->list.count; i++) {
		const struct erase_entry *entry = &work->list.entries[i];

		if (entry->kind != WIPE_FILE_REGULAR && !entry->is_kept && !entry->is_repeated &&
		    work->others[i].state == WIPE_FILE_PLANNED)
			add_named(named, entry);
	}
	qsort(named->ids, named->count, sizeof(*named->ids), compare);
	return 0;
}

static bool is_named(void *arg, dev_t dev, ino_t ino)
{
	const struct named *named = arg;
	const struct file_id id = { dev, ino };

	return named->count && bsearch(&id, named->ids, named->count, sizeof(id), compare) != NULL;
}

static int tick(void *arg)
{
	const struct named *named = arg;

	return erase_work_tick(named->work);
}

static struct fs_key_search search_for(const struct erase_key *key, struct named *named)
{
	return (struct fs_key_search){
		.major_no = major(key->dev),
		.minor_no = minor(key->dev),
		.policy = &key->policy,
		.is_known = is_named,
		.tick = tick,
		.arg = named,
	};
}

static void find_users(const struct erase_key *key, struct named *named, struct fs_key_users *users)
{
	const struct fs_key_search search = search_for(key, named);

	fs_key_users_find(&search, users);
}

/* Before anything is touched: names that are gone cannot be given again. */
static void foresee(struct erase_key *key, struct named *named)
{
	const struct fs_key_search search = search_for(key, named);

	if (fs_key_is_held(&search))
		key->told.after = WIPE_FILE_KEY_INCOMPLETELY_REMOVED;
}

static int check_users(struct erase_key *key, struct named *named, struct wipe_error *err)
{
	struct fs_key_users users;

	find_users(key, named, &users);
	if (users.count)
		return wipe_error_set(
			err, WIPE_E_REFUSED, 0,
			_("%s on the same file system is encrypted by the same key, "
			  "would stay, and nobody could read it any more. Nothing was "
			  "touched"),
			users.first);
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

static bool is_elsewhere(const struct erase_key *key)
{
	return fs_key_is_elsewhere(major(key->dev), minor(key->dev), &key->policy);
}

static int plan_key(struct erase_work *work, struct erase_key *key, struct named *named,
		    struct wipe_error *err)
{
	int rc = check_present(key, err);

	if (!rc)
		rc = check_users(key, named, err);
	if (rc)
		return rc;
	plan_wrapped(work, key);
	key->told.is_elsewhere = is_elsewhere(key);
	foresee(key, named);
	wipe_file_key_judge(&key->told, work->job->answers, true);
	return 0;
}

int erase_keys_plan(struct erase_work *work, struct wipe_error *err)
{
	struct named named = { .ids = NULL };
	int rc = take_keys(work, err);

	if (!rc)
		rc = collect(work, &named, err);
	for (size_t i = 0; i < work->key_count && !rc; i++)
		rc = plan_key(work, &work->keys[i], &named, err);
	free(named.ids);
	for (size_t i = 0; i < work->item_count && !rc; i++)
		if (work->items[i].key)
			work->items[i].planned = erase_key_verdict(work->items[i].key);
	return rc;
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

bool erase_keys_remove(struct erase_work *work)
{
	struct named none = { .work = work };
	bool is_stopped = false;

	for (size_t i = 0; i < work->key_count; i++) {
		struct erase_key *key = &work->keys[i];
		struct fs_key_users users;

		find_users(key, &none, &users);
		key->told.is_unused = users.is_complete && !users.count;
		if (key->told.is_unused)
			key->told.is_removed = !fs_key_remove(key->fs->fd, &key->policy, NULL);
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
	key->told.is_elsewhere = is_elsewhere(key);
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

/* What is left of its target nobody can read. */
static void conclude_link(struct erase_other *link)
{
	if (link->key && link->leaves_target && link->key->told.level == WIPE_FILE_F3)
		link->xattrs_left--;
	link->leaves_target = false;
}

void erase_keys_conclude(struct erase_work *work)
{
	for (size_t i = 0; i < work->key_count; i++) {
		measure(&work->keys[i]);
		wipe_file_key_judge(&work->keys[i].told, work->job->answers, false);
	}
	for (size_t i = 0; i < work->item_count; i++)
		if (work->items[i].key)
			conclude_item(&work->items[i]);
	for (size_t i = 0; i < work->list.count && work->key_count; i++)
		conclude_link(&work->others[i]);
}
