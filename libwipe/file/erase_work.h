/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One job of erasing, from its list to its results. */
#ifndef FILE_ERASE_WORK_H
#define FILE_ERASE_WORK_H

#include "deleted.h"
#include "erase_item.h"
#include "erase_kept.h"
#include "erase_keys.h"
#include "erase_list.h"
#include "erase_wanted.h"

/* What is no regular file: folders, and what is only a name. */
struct erase_other {
	enum wipe_file_state state;
	bool is_told; /* the caller of the job knows of it: without that it does not go */
	bool touched;
	struct wipe_error *error;	 /* owned; NULL: none */
	bool holds_rest;		 /* as of a result */
	struct erase_xattrs *attributes; /* as of an item */
	struct erase_kept
		*kept; /* owned; of a folder that is prepared: what it gets back if it stays */
	uint32_t xattrs, xattrs_left;
	/* Of a link: its target, one of xattrs_left, is encrypted by key; NULL: by none to remove. */
	struct erase_key *key;
	bool leaves_target;
};

#define ERASE_LOCKS_MAX 256

struct erase_lock {
	int fd;
	dev_t dev;
	ino_t ino;
};

/* What stat() tells: each subvolume of btrfs, and each layer of an overlay, has a number of its own. */
struct erase_device {
	dev_t dev;
	struct erase_fs *fs;
};

struct erase_selection;

struct erase_work {
	const struct wipe_file_job *job;
	struct erase_list list;
	struct erase_wanted wanted;	   /* empty: all of the list */
	struct erase_selection *selection; /* while it is being made */
	struct erase_crew crew;
	struct erase_fs fs[WIPE_FILE_SYSTEMS_MAX];
	size_t fs_count;
	struct erase_device *devices;
	size_t device_count, device_last; /* device_last: that was sought last */
	struct erase_item *items;	  /* regular files, each once */
	size_t item_count;
	struct erase_other *others;		   /* by the index of their entry */
	struct erase_key keys[WIPE_FILE_KEYS_MAX]; /* that are to be removed */
	size_t key_count;
	enum wipe_file_phase phase;
	uint64_t bytes_total;
	size_t batch_first, batch_count; /* of items */
	bool touched;
	struct erase_lock locks[ERASE_LOCKS_MAX]; /* of folders that were given, and above */
	size_t lock_count;
	struct fs_deleted deleted; /* in the end */
};

/* Tells the caller of the job, ten times a second. Not 0: to stop. */
int erase_work_tick(void *arg);
bool erase_work_is_stopped(const struct erase_work *work);

/*
 * Before anything is opened: nobody else runs on what was given, in it or on a folder above it,
 * nor begins to, as long as it is locked. WIPE_E_REFUSED, WIPE_E_NOMEM.
 */
int erase_work_lock(struct erase_work *work, struct wipe_error *err);
/* A folder that is open is not freed when it is removed. */
void erase_work_unlock(struct erase_work *work);

/*
 * Leaves in the list only what is wanted, and what could not be looked at. Hashes what is
 * as large as one of them. WIPE_E_INTERRUPTED, WIPE_E_SYSTEM, WIPE_E_NOMEM.
 */
int erase_select(struct erase_work *work, struct wipe_error *err);

/* The file systems of all entries, and what lies beneath them. WIPE_E_*. */
int erase_work_find_fs(struct erase_work *work, struct wipe_error *err);

/* The one of that number; NULL: none of the job. */
struct erase_fs *erase_work_fs(struct erase_work *work, dev_t dev);

/* What is due of a file system is this from now on, if it was less. NULL: no-op. */
void erase_fs_owe(struct erase_fs *fs, enum erase_due due);
/* What is due, of all file systems, reaches the medium. */
void erase_work_flush(struct erase_work *work);
/* The same, and what was written to any of them. */
void erase_work_flush_all(struct erase_work *work);
/* Wipes it as far as it can be; false: old names and more may be in it. */
bool erase_work_wipe_journal(struct erase_work *work, struct erase_fs *fs);
/*
 * The same, if contents or attributes may lie in it. Before the last of what was given itself loses
 * its name: after a kill the same command finds that, and does what is left. If that was stopped,
 * the work is, too (is_in_journal stays): what was given keeps its name then.
 */
void erase_work_clean_journal(struct erase_work *work, struct erase_fs *fs);
/*
 * What was written lately gets its place. xfs also gives back the blocks it keeps for the next
 * write to a file that was shared: FIEMAP does not show them, and an overwrite would go there.
 */
void erase_work_settle(struct erase_work *work);

/* What becomes of all that is no regular file: nothing is touched. */
void erase_plan_others(struct erase_work *work);
/*
 * When all is planned: WIPE_E_UNSUPPORTED as long as one file cannot reach what is required, or
 * anything would stay.
 */
int erase_check_required(const struct erase_work *work, struct wipe_error *err);

/* Is it to go, by what was planned: a name or a folder, once? */
bool erase_other_is_planned(const struct erase_work *work, size_t index);
/*
 * What is erased is what was told, and went on record: WIPE_E_REFUSED if anything would go of
 * which the caller of the job was not told.
 */
int erase_check_told(const struct erase_work *work, struct wipe_error *err);

/* Who has the files open that are refused for that, as far as it was not sought before. */
void erase_work_find_holders(struct erase_work *work);

/* All files, in batches. WIPE_E_SYSTEM if there are no threads. */
int erase_files(struct erase_work *work, struct wipe_error *err);
/* Then what is only a name, and folders from the deepest up. */
void erase_others(struct erase_work *work);

/* Of a dry run: what of one that is only a name will be left, xattrs_left and leaves_target. */
void erase_other_foresee(struct erase_work *work, size_t index);

/* Which folders stay, not empty, for what stays in them. Without memory none is known to. */
void erase_find_holding(struct erase_work *work);

typedef int erase_result_fn(void *arg, const struct wipe_file_result *result);

/*
 * Counts, and tells every entry to the caller of the job, which is noted with each. err: of the
 * first that is still there, or below F1. False: the caller wanted no more.
 */
bool erase_report(struct erase_work *work, erase_result_fn *tell, struct wipe_file_totals *totals,
		  struct wipe_error *err);

#endif
