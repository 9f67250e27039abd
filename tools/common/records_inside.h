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

/* Copies in the folders of --save-to; if it is nowhere then, the last resort. */
void records_save_beside(struct records *records, enum wipecert_type type, const char *name,
			 const struct sealed *sealed, struct records_saved *saved,
			 struct wipe_error *err);

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
