/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is to be erased, as it was found; by names, before anything is touched. */
#ifndef FILE_ERASE_LIST_H
#define FILE_ERASE_LIST_H

#include <sys/stat.h>

#include <wipe/file.h>

#include "erase_birth.h"

#define ERASE_NONE SIZE_MAX

/* The folder below which names are resolved. */
struct erase_root {
	char *path;
	dev_t dev; /* so that another one in its place is noticed */
	ino_t ino;
	struct erase_birth birth;
};

struct erase_entry {
	char *path;	   /* as it was given, and from there on: for people */
	const char *below; /* in path: its part below the root */
	size_t relative;   /* where in path its part below what was given begins */
	size_t root;
	uint32_t depth; /* of what was given: 0 */
	enum wipe_file_kind kind;
	/* Why it could not be looked at, or read as a folder (ENAMETOOLONG: is not entered); 0. */
	int sys_errno;
	bool is_kept; /* a folder that was given, but is a mount: only what is in it is erased */
	dev_t dev;
	ino_t ino;
	struct erase_birth birth;
	dev_t folder_dev;
	ino_t folder_ino;
	nlink_t links;
	uint64_t size_bytes, block_bytes; /* block_bytes: that it takes */
	/* Of a regular file with several names: the next of them, in a chain from the first. */
	size_t next_name;
	bool is_other_name; /* not the first */
	uint32_t names;	    /* of the first: how many were listed, itself included */
	bool is_repeated;   /* the same name was listed before: nothing is to be done for it */
	size_t repeats;	    /* that entry */
	/* Of a job with files that are wanted: */
	enum wipe_file_match match;
	size_t wanted;		  /* ERASE_NONE: none */
	struct wipe_error *error; /* owned; why it could not be read; NULL: none */
};

struct erase_list {
	struct erase_root *roots;
	size_t root_count;
	struct erase_entry *entries; /* sorted by path: a folder before what is in it */
	size_t count, room;
	uint64_t files, bytes, block_bytes; /* regular ones, each once, and their sizes */
};

/* Called now and then; not 0 ends the listing with WIPE_E_INTERRUPTED. */
typedef int erase_list_progress_fn(void *arg, const struct erase_list *list);

/*
 * Lists all paths of the job. The caller calls erase_list_clear() in any case.
 * WIPE_E_NOTFOUND, WIPE_E_REFUSED (a link on the way to a path, a folder without
 * recursive), WIPE_E_NOMEM.
 */
int erase_list_make(const struct wipe_file_job *job, erase_list_progress_fn *progress, void *arg,
		    struct erase_list *list, struct wipe_error *err);
void erase_list_clear(struct erase_list *list);

/* Finds links anew, and counts: for a list from which entries were taken. WIPE_E_NOMEM. */
int erase_list_settle(struct erase_list *list, struct wipe_error *err);

/* The name by which a file is told: of the chain from this first one, one that is wanted itself. */
const struct erase_entry *erase_list_told(const struct erase_list *list, size_t first);

/* Is fd, which may be of O_PATH, what was listed? 0; -1 with errno, ESTALE: something else. */
int erase_entry_check(const struct erase_entry *entry, int fd);

/* A link, a pipe or a socket: nothing but a name is to be removed. */
bool erase_entry_is_only_name(const struct erase_entry *entry);

/* Is it told of? Not if it was before, nor a folder that is a mount and was given, if it could be read. */
bool erase_entry_is_told(const struct erase_entry *entry);

/* A regular file by its first name: what is erased, and told, once. */
bool erase_entry_is_file(const struct erase_entry *entry);
/* A folder that goes: not a mount that was given, nor what was not looked into. */
bool erase_entry_is_folder_to_go(const struct erase_entry *entry);

/* Fills err for its sys_errno, which is not 0; returns the code. */
int erase_entry_error(const struct erase_entry *entry, struct wipe_error *err);

/*
 * Opens the folder that an entry lies in, below its root; *name is its name there. -1
 * with errno.
 */
int erase_list_open_folder(const struct erase_list *list, const struct erase_entry *entry,
			   const char **name);

/* Opens a root again. -1 with errno; ESTALE if it is another one now. */
int erase_list_open_root(const struct erase_root *root);

#endif
