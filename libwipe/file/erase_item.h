/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One file on its way: what was found out and done, and the steps of it. */
#ifndef FILE_ERASE_ITEM_H
#define FILE_ERASE_ITEM_H

#include "erase_assess.h"
#include "erase_data.h"
#include "erase_keys.h"
#include "erase_open.h"
#include "erase_worker.h"
#include "erase_xattr.h"
#include "file_extents.h"
#include "holders.h"
#include "medium.h"

/* What of a file system is to reach the medium before the job goes on. */
enum erase_due {
	ERASE_DUE_NONE,
	ERASE_DUE_WRITTEN, /* what was written to it */
	ERASE_DUE_JOURNAL, /* and the journal's share of it, at its place */
};

/* A file system that files lie on; one for each mount. */
struct erase_fs {
	uint64_t mount_id;	    /* 0: not known, nor is anything else */
	struct wipe_filesystem *fs; /* NULL: nothing could be found out */
	struct fs_medium *medium;   /* NULL: it cannot be read */
	struct wipe_error closed;   /* why */
	int fd;			    /* something on it, for flushing; -1 */
	bool journal_wipes;	    /* the journal can be wiped, as far as is known */
	bool is_in_journal; /* contents or attributes of what is erased may be, not only names */
	size_t given_until; /* after the last item there that was given itself; 0: none was */
	enum erase_due due; /* by the caller's thread */
};

/* To change anything of a file there, its name, too, copies all of it to another layer. */
bool erase_fs_copies_up(const struct erase_fs *fs); /* NULL: no */

struct erase_item {
	size_t entry;
	const struct wipe_file_wanted *wanted; /* that it is; NULL: whatever it holds */
	struct erase_fs *fs;
	struct erase_verdict planned; /* then what was reached */
	struct fs_policy policy;      /* by which it is encrypted */
	struct erase_key *key;	      /* that is to be removed; NULL: none */
	enum wipe_file_state state;
	bool is_told; /* the caller of the job knows of it: without that it is not touched */
	bool touched;
	bool is_written; /* overwritten, and to be verified or removed */
	uint64_t size_bytes;
	uint64_t holes_max_bytes; /* with more holes than that it is not hashed */
	bool has_sha256;
	uint8_t sha256[WIPE_SHA256_BYTES];
	struct fs_extents extents;
	uint64_t verified_bytes;
	struct erase_xattrs *attributes; /* owned; as they were; NULL: none */
	uint32_t xattrs, xattrs_left;	 /* known in the end */
	struct wipe_error *error;	 /* owned; NULL: none */
	struct erase_file file;		 /* open while in work */
	struct fs_held *held;		 /* owned; who has it open; NULL: not sought */
};

/* Opens it for reading only, and finds out what level can be reached. Closed again. */
void erase_item_plan(struct erase_item *item, const struct erase_list *list);

/* Opens, hashes, overwrites. It stays open if it is_written. */
void erase_item_overwrite(struct erase_item *item, const struct erase_list *list,
			  enum wipe_file_level require, struct erase_worker *worker);
/* When all is flushed: flushed without error, still at its place, and equal there? */
void erase_item_verify(struct erase_item *item, struct erase_worker *worker);
/* Attributes and all its names; closed. */
void erase_item_remove(struct erase_item *item, const struct erase_list *list,
		       const struct wipe_env *env);
/* Instead of that, when the job was stopped before the journal was wiped: it stays, closed. */
void erase_item_keep(struct erase_item *item);
/* When all is done and flushed: what of its attributes is left where they lay. */
void erase_item_measure(struct erase_item *item, struct erase_worker *worker);
/* More of the reason of its level; NULL. */
const char *erase_item_why(const struct erase_item *item);
void erase_item_clear(struct erase_item *item);

#endif
