/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By which keys, and with which ciphers, what is to go is encrypted. */
#include <fcntl.h>
#include <stdio.h>

#include "cleanup.h"
#include "crypt_cipher.h"
#include "erase_work.h"
#include "resolve.h"
#include "text.h"

static bool has_ciphers(const struct erase_key *key, const struct fs_policy *policy)
{
	return key->policy.contents == policy->contents && key->policy.names == policy->names;
}

/* ciphers: those of the policy, too, or any. */
static struct erase_key *find_key(struct erase_work *work, const struct erase_fs *fs,
				  const struct fs_policy *policy, bool ciphers)
{
	for (size_t i = 0; i < work->key_count; i++) {
		struct erase_key *key = &work->keys[i];

		if (key->fs == fs && fs_policy_same(&key->policy, policy) &&
		    (!ciphers || has_ciphers(key, policy)))
			return key;
	}
	return NULL;
}

static const char *cipher_of(uint8_t mode, enum fs_cipher_use use)
{
	const char *name = fs_cipher_name(mode, use);

	return name ? name : "unknown";
}

/* NULL: there are too many. */
static struct erase_key *take_key(struct erase_work *work, dev_t dev,
				  const struct fs_policy *policy, struct wipe_error *err)
{
	struct erase_fs *fs = erase_work_fs(work, dev);
	struct erase_key *key = find_key(work, fs, policy, true);
	struct erase_key *first = find_key(work, fs, policy, false);

	if (key)
		return key;
	if (work->key_count == WIPE_FILE_KEYS_MAX) {
		wipe_error_set(err, WIPE_E_UNSUPPORTED, 0,
			       _("the files are encrypted by more than %d keys, or by these with "
				 "more ciphers than that: name fewer"),
			       WIPE_FILE_KEYS_MAX);
		return NULL;
	}
	key = &work->keys[work->key_count++];
	*key = (struct erase_key){ .policy = *policy, .fs = fs, .dev = dev };
	key->first = first ? first : key;
	key->told.policy_version = policy->version;
	key->told.contents = cipher_of(policy->contents, FS_CIPHER_CONTENTS);
	key->told.names = cipher_of(policy->names, FS_CIPHER_NAMES);
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
	key->first->has_slots |= fs_key_has_slots(fd);
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
		work->others[index].key =
			find_key(work, erase_work_fs(work, entry->dev), &policy, true);
}

int erase_keys_find(struct erase_work *work, struct wipe_error *err)
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
