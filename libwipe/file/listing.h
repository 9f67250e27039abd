/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the sources hold, before anything is copied. */
#ifndef FILE_LISTING_H
#define FILE_LISTING_H

#include <sys/stat.h>

#include <wipe/copy.h>

struct listing_source {
	char *root; /* the folder below which files are opened; "." is one */
	dev_t dev;  /* of root, so that another one in its place is noticed */
	ino_t ino;
	char *file; /* the only file, in root; NULL: all of root */
	char *as;   /* "" only for a tree */
};

struct listing_entry {
	char *to; /* path below the destination */
	size_t source;
	uint64_t size_bytes;
	mode_t mode;
	enum wipe_copy_kind kind;
	int sys_errno; /* why it could not be looked at, or read as a folder; 0 */
	int failed;    /* of a folder that could not be made: the code; else 0 */
};

struct listing {
	struct listing_source *sources;
	size_t source_count;
	struct listing_entry *entries; /* sorted by to: a folder before what is in it */
	size_t count, room;
	uint64_t files, bytes; /* regular ones, and their sizes */
};

/*
 * Called now and then with what is there so far; not 0 ends the listing with
 * WIPE_E_INTERRUPTED.
 */
typedef int listing_progress_fn(void *arg, const struct listing *listing);

/*
 * Lists all sources of the job. forbidden: the destination, which must not be one
 * of their folders; NULL: none. The caller calls listing_clear() in any case.
 */
int listing_make(const struct wipe_copy_job *job, const struct stat *forbidden,
		 listing_progress_fn *progress, void *arg, struct listing *listing,
		 struct wipe_error *err);
void listing_clear(struct listing *listing);

/* The path of an entry below the root of its source. */
const char *listing_from(const struct listing *listing, const struct listing_entry *entry);

/* The folder that an entry lies in, below the destination; NULL: the destination itself. */
const struct listing_entry *listing_parent(const struct listing *listing,
					   const struct listing_entry *entry);

/* Opens the root of a source again. -1 with errno; ESTALE if it is another one now. */
int listing_open_root(const struct listing_source *source);

#endif
