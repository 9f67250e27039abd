/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Keys of files that the file system encrypts: removed when all that they encrypt is gone. */
#ifndef FILE_ERASE_KEYS_H
#define FILE_ERASE_KEYS_H

#include <sys/stat.h>

#include "crypt_users.h"
#include "erase_assess.h"

struct erase_fs;
struct erase_item;
struct erase_named;
struct erase_work;

struct erase_key {
	struct fs_policy policy;
	struct erase_fs *fs;
	dev_t dev;		 /* of that */
	struct erase_key *first; /* the same key with other ciphers, which stands for both; itself */
	struct wipe_file_key told;
	/* Of the first: */
	bool has_slots;			  /* a folder of it holds it wrapped */
	const struct erase_item *wrapped; /* where fscrypt(1) does, if that goes; NULL */
};

/* The level of its files, by what is known so far. */
struct erase_verdict erase_key_verdict(const struct erase_key *key);

/*
 * When all is planned, for a job that removes keys: finds them, and what their files can reach.
 * WIPE_E_REFUSED: there is none, one is not there, or something that stays uses it.
 * WIPE_E_INTERRUPTED, WIPE_E_UNSUPPORTED, WIPE_E_NOMEM.
 */
int erase_keys_plan(struct erase_work *work, struct wipe_error *err);
/* Its first step: which keys there are, and what each encrypts. */
int erase_keys_find(struct erase_work *work, struct wipe_error *err);
/* What of its file system the key encrypts, but for what named knows. */
struct fs_key_search erase_key_search(const struct erase_key *key, struct erase_named *named);
/* The file of fscrypt(1) that holds the key wrapped. 1: it is there, 0: not, -1: nobody knows. */
int erase_key_find_wrapped(const struct erase_key *key, struct stat *st);
/* The level of each, by what was measured, and what other file systems tell. */
void erase_keys_judge(struct erase_work *work, bool is_planned);
/* What is left of the targets of links nobody can read where the key is destroyed. */
void erase_keys_conclude_links(struct erase_work *work);
/* When the names are gone: removes each that nothing uses any more. False: stopped before. */
bool erase_keys_remove(struct erase_work *work);
/* The job was stopped: nobody tries. */
void erase_keys_skip(struct erase_work *work);
/* When journals are wiped: what was reached. */
void erase_keys_conclude(struct erase_work *work);

#endif
