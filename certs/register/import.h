/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What comes from elsewhere: records in an order in which the case is whole after each, and their files. */
#ifndef REGISTER_IMPORT_H
#define REGISTER_IMPORT_H

#include "case.h"
#include "stock.h"

enum arrival_state {
	ARRIVAL_WAITS,
	ARRIVAL_ASKED, /* what it names comes first */
	ARRIVAL_TAKEN,
	ARRIVAL_REFUSED,
};

/* A record that is not here yet, authentic and of this case. */
struct arrival {
	struct entry entry;
	const char *path;
	uint8_t sha256[32]; /* of the file */
	enum arrival_state state;
	size_t asked; /* how many of those that it names */
};

/* A file of a folder, which names another case. */
struct foreign {
	const char *path, *why;
	struct foreign *next;
};

struct importing {
	struct wipecert_case *opened;
	wipecert_case_refused_fn told;
	void *told_arg;
	struct wipecert_case_import *counts;
	struct arena arena;
	struct arrival *arrivals; /* in order of their numbers, once all were read */
	size_t count, room;
	struct table by_hash, by_id; /* of arrivals */
	struct stock here,
		*there; /* attachments of the case; of copies, and what lies beside single records */
	size_t there_count;
	bool is_in_copy; /* files of a folder are read: foreign ones wait for its end */
	struct foreign *foreign, **last_foreign;
	size_t foreign_count;
};

void import_refuse(const struct importing *importing, const char *path, const char *why);
/* WIPE_E_INTERRUPTED: it is to end. import.c */
int import_go_on(const struct importing *importing, size_t done, struct wipe_error *err);

/* Sorts those that were read, and takes them as far as they can be taken. import_arrivals.c */
int import_take_arrivals(struct importing *importing, struct wipe_error *err);

/* Files that records of the case lack, or could not do without. import_files.c */
int import_take_missing(struct importing *importing, struct wipe_error *err);
/* Why a record cannot have what it names; NULL: it can. import_files.c */
const char *import_lacks_files(struct importing *importing, const struct entry *entry);
/* Saves them. import_files.c */
int import_take_files(struct importing *importing, const struct entry *entry,
		      struct wipe_error *err);

#endif
