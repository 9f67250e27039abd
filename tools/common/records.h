/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Records of a tool that works on media: signed if a key is given and valid now,
 * chained, and saved everywhere they should be: in files, or in a case.
 */
#ifndef MASSHO_TOOLS_RECORDS_H
#define MASSHO_TOOLS_RECORDS_H

#include <stdbool.h>
#include <stddef.h>

#include <wipecert/files.h>
#include <wipecert/record.h>
#include <wipecert/register.h>
#include <wipecert/sign.h>

#include "records_options.h"
#include "register.h"

struct records;

#define RECORDS_PATH_BYTES 1024

/* What became of a record in its case. */
struct records_filed {
	bool is_there;
	uint64_t number;
	enum wipecert_fault fault; /* other than none: recorded, but without effect */
	bool has_come_off;	   /* see struct wipecert_case_record */
	bool awaits;		   /* an officer's confirmation */
	bool is_open;		   /* nothing became of the item yet */
	char file[96];
	char left[REGISTER_LEFT_BYTES]; /* what else of the item is still to be erased */
};

/* Where a record went. */
struct records_saved {
	char path[RECORDS_PATH_BYTES]; /* the first place; "" if nowhere */
	char list[RECORDS_PATH_BYTES]; /* of a list of files: likewise */
	bool is_together;	       /* both lie in one place; or there is no list */
	bool everywhere;
	bool is_signed;
	const char *flag; /* why it is not signed though a key was given; or NULL */
	struct wipecert_link link;
	struct records_filed filed;
	struct wipecert_place place; /* in the case */
};

/*
 * Loads the key (asking for a passphrase), collects the facts that every record
 * carries.
 * EXIT_DONE, or an exit code after a message. options must outlive *records.
 */
int records_open(const char *tool, const struct records_options *options, struct records **records);
void records_close(struct records *records); /* NULL: no-op; wipes the key */

/*
 * In a child of the process that opened records: signatures of a key on a token are
 * made by that process. relay carries the request there, and there
 * records_answer() makes the signature. Keys from a file need none of it.
 */
bool records_need_relay(const struct records *records);
void records_relay(struct records *records, wipecert_relay_fn relay, void *arg);
int records_answer(const struct records *records, const unsigned char *attributes,
		   size_t attributes_bytes, unsigned char signature[WIPECERT_SIGNATURE_MAX_BYTES],
		   size_t *signature_bytes, struct wipe_error *err);

/*
 * From now on records are added to this case, about the item with this id ("": none),
 * and copied to the folders of --save-to. There must be a key. Neither is copied.
 */
void records_use_case(struct records *records, struct wipecert_case *opened);
const struct wipecert_case *records_case(const struct records *records); /* NULL: none */
void records_set_item(struct records *records, const char *item);
/*
 * Where the attempt stands that another process saved: what tells of its end follows it
 * where the case itself cannot be had any more.
 */
void records_follow(struct records *records, const struct wipecert_place *attempt);
/* Would the case allow this attempt? In no case: yes. Other than 0: why not. */
struct records_subject;
int records_try_attempt(struct records *records, const struct records_subject *subject,
			enum wipecert_fault *fault, struct wipe_error *err);

/* They are of files: lists lie beside them. Before records_check_places(). */
void records_use_lists(struct records *records);

/*
 * Can a record of this type (of an erasure: its attempt too) be saved in every
 * place under its name? EXIT_DONE, or after a message EXIT_REFUSED (no folder, a
 * file is there) or EXIT_USAGE (too long, one place twice).
 */
int records_check_places(const struct records *records, enum wipecert_type type);

/*
 * Where the journal of the job with this attempt belongs: beside its record, named
 * like it; of a case in a folder of its own. False: too long.
 */
bool records_journal_path(const struct records *records, const char *attempt_id,
			  char path[RECORDS_PATH_BYTES]);

/* Makes the folder for journals, if it is this program's to make. */
void records_prepare_journal(const struct records *records);

/* All records from now on are of a job that goes on from these attempts; not copied. */
void records_resume(struct records *records, const struct wipecert_link *attempts, size_t count);

/* What a record tells of: a medium, or files and the job that had them. */
struct records_subject {
	const struct wipe_report *report;   /* NULL: files */
	const struct wipecert_files *files; /* sealed, in full form; saved beside the record */
	const struct wipecert_files_job *files_job;
};

/*
 * Builds, signs and saves one record. closes: the attempt that an erasure
 * closes; about: what a check is about; NULL otherwise. saved is always filled.
 * 0 if it is everywhere; else a code, with err filled by the first failure.
 */
int records_save(struct records *records, enum wipecert_type type, const struct wipe_report *report,
		 const struct wipecert_link *closes, const struct wipecert_link *about,
		 struct records_saved *saved, struct wipe_error *err);

/*
 * The same of files, with their list: beside the record as its name with ".files.jsonl",
 * in a case among its attachments. An ATTEMPT is there with its list or not at all.
 */
int records_save_files(struct records *records, enum wipecert_type type,
		       const struct wipecert_files *files, const struct wipecert_files_job *job,
		       const struct wipecert_link *closes, struct records_saved *saved,
		       struct wipe_error *err);

#endif
