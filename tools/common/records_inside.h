/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What records.c and records_case.c share; for nobody else. */
#ifndef MASSHO_TOOLS_RECORDS_INSIDE_H
#define MASSHO_TOOLS_RECORDS_INSIDE_H

#include "prompt.h"
#include "records.h"

struct records {
	const char *tool;
	const struct records_options *options;
	struct prompt_source prompt;
	struct wipecert_signer *signer; /* NULL: unsigned */
	struct wipecert_meta meta;
	struct wipecert_case *opened;  /* NULL: records are files */
	const char *item;	       /* id; NULL or "": about none */
	struct wipecert_place attempt; /* where it stands in the case; number 0: not known */
	bool has_lists;		       /* of files, beside records that are files */
};

/* The bytes of a record and how they are named. */
struct sealed {
	void *bytes; /* free() */
	size_t length;
	bool is_signed;
};

const char *records_base_name(const char *path);
/* False: too long. */
bool records_join(char out[RECORDS_PATH_BYTES], const char *folder, const char *name);

/* Bytes of a record, by meta as it stands: signed if that can be, else what is told of work unsigned. */
int records_seal(struct records *records, enum wipecert_type type,
		 const struct records_subject *subject, struct sealed *sealed,
		 struct records_saved *saved, struct wipe_error *err);

/* The record's JSON, by meta as it stands. */
int records_build(enum wipecert_type type, const struct records_subject *subject,
		  const struct wipecert_meta *meta, char **json, size_t *json_bytes,
		  struct wipe_error *err);

/* A record and the list of its files, which lie in one folder. */
struct records_pair {
	const char *name; /* of the record: in its first place, a path */
	const struct sealed *record;
	const char *list_name;	   /* likewise */
	const struct sealed *list; /* without bytes: there is none */
};

/*
 * At their names, and in the folders of --save-to; if no place has both of them then, the last
 * resort. saved->everywhere: as it was, and nothing failed.
 */
void records_put(struct records *records, enum wipecert_type type, const struct records_pair *pair,
		 struct records_saved *saved, struct wipe_error *err);
/* Without the first; for what the case has, saved tells of it. */
void records_put_beside(struct records *records, enum wipecert_type type,
			const struct records_pair *pair, struct records_saved *saved,
			struct wipe_error *err);
/*
 * What was saved in some of its places for a job that does not begin. No other has the same
 * bytes: they hold random numbers.
 */
void records_take_back(const struct records *records, const struct records_pair *pair);

/* records_save() in a case, once meta tells what it closes and is about. */
int records_save_in_case(struct records *records, enum wipecert_type type,
			 const struct records_subject *subject, struct records_saved *saved,
			 struct wipe_error *err);

/* The folder of records. EXIT_DONE, or EXIT_USAGE after a message: too long. */
int records_name_case(const struct records *records, char folder[RECORDS_PATH_BYTES]);
/* False: too long. */
bool records_journal_in_case(const struct records *records, const char *attempt_id,
			     char path[RECORDS_PATH_BYTES]);

#endif
