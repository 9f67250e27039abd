/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is known of one record file after it was verified, small enough to keep
 * for a hundred thousand of them.
 */
#ifndef MASSHO_TOOLS_VERDICT_H
#define MASSHO_TOOLS_VERDICT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <jansson.h>
#include <wipecert/confirm.h>
#include <wipecert/files.h>
#include <wipecert/verify.h>
#include <wipecert/weigh.h>

#include "compared.h"

/* Why a file was not even read as a record. */
enum verdict_obstacle {
	VERDICT_READ,	  /* none: it was read */
	VERDICT_NO_FILE,  /* it could not be read: error */
	VERDICT_PDF,	  /* verified otherwise: pdf_verdict.h */
	VERDICT_OTHER,	  /* another program's file: there is nothing to judge */
	VERDICT_LINK,	  /* a symbolic link to a folder, not followed */
	VERDICT_TOO_DEEP, /* a folder below too many others */
	VERDICT_TOO_MANY, /* more files than are kept */
};

/* Of the list of files that belongs beside a record: verdict_list.h. */
enum verdict_list {
	VERDICT_LIST_NONE, /* none was looked for */
	VERDICT_LIST_RIGHT,
	VERDICT_LIST_MISSING,
	VERDICT_LIST_ALTERED, /* another one lies there */
	VERDICT_LIST_UNREAD,
};

/* From the record itself; only of one with a sound signature and content. */
struct verdict_record {
	enum wipecert_type type;
	char id[WIPECERT_ID_BYTES];
	int64_t issued_at_s;
	char *verdict; /* NULL in attempts */
	/* What follows of the medium is empty in records of no work. */
	enum wipe_kind kind;
	char *vendor, *model, *serial, *wwn, *name;
	uint64_t capacity_bytes;
	/* Of files in place of a medium. */
	bool is_of_files;
	bool is_of_rest; /* without files: of free space or swap areas */
	uint64_t file_count, file_bytes;
	char file_level[8];		       /* "": of an attempt */
	struct wipecert_files_sums *file_sums; /* NULL: of an attempt, or of no files */
	bool has_list;
	uint8_t list_sha256[32], list_public_sha256[32];
	struct wipecert_link *previous;
	size_t previous_count;
	struct wipecert_link *resumes; /* attempts of the runs that it goes on from */
	size_t resume_count;
	bool has_place; /* it is of a case */
	struct wipecert_place place;
	bool has_closes, has_about;
	struct wipecert_link closes, about;
	char *last_pass;    /* kind, and pattern or key: equal only for equal contents */
	uint64_t windows;   /* random places that a sampled verification read; 0: none */
	uint64_t partition; /* that alone is erased; 0: the medium is */
	char **flags;
	size_t flag_count;
	struct wipecert_confirmation *confirmation; /* NULL in other records */
	size_t member_count;			    /* of a roster */
	bool on_paper;				    /* an act that was decided on paper */
	bool has_files;				    /* a return of files that are listed */
	struct compared compared;
	bool has_copied, copied_is_whole;
	struct wipecert_files_copied copied; /* what an erasure states of it */
};

struct verdict {
	char *path;
	int exit; /* of this file by itself */
	enum verdict_obstacle obstacle;
	int error_code; /* VERDICT_NO_FILE */
	char *error;

	enum wipecert_authentic authentic;
	enum wipecert_reason reason;
	char *detail, *signer;
	uint8_t signer_sha256[32];
	unsigned int roles; /* bits, as in struct wipecert_signatory */
	bool is_signed, revocation_checked;
	bool has_timestamp;
	enum wipecert_authentic timestamp_authentic;
	enum wipecert_reason timestamp_reason;
	int64_t timestamp_s;
	char *timestamp_authority;
	enum wipecert_held held;
	struct wipecert_link link;
	struct verdict_record *record; /* NULL: nothing in it may be relied on */
	enum verdict_list list;

	bool from_folder;      /* found below a folder, not named by itself */
	const char *closed_by; /* path of the record that closes this attempt; not owned */
	/* The signed record of which this bare file has the bytes; not owned. */
	const struct verdict *copy_of;

	/* For weighing; NULL but for sound records that can be answered, and answers. */
	struct wipecert_voice *voice;
	bool is_weighed; /* can be confirmed: then the following, none of them owned */
	enum wipecert_standing standing;
	const struct verdict *confirmed_by; /* or rejected by; NULL: nobody */
	const struct verdict *on_paper;	    /* NULL: no acceptance on paper */
	const struct verdict *futile;	    /* a confirmation that does not count; NULL: none */
	enum wipecert_reason futile_reason;
};

/*
 * Fills verdict for the bytes of a file that was read: verified, unless they begin as
 * those of a PDF. 0, or WIPE_E_NOMEM.
 */
int verdict_of_bytes(const struct wipecert_trust *trust, const void *bytes, size_t length,
		     const char *path, int64_t time_s, struct verdict *verdict,
		     struct wipe_error *err);

/* For a file that could not be read, and why. */
int verdict_of_failure(const struct wipe_error *why, const char *path, struct verdict *verdict,
		       struct wipe_error *err);

/*
 * Reads the file. *bytes is the caller's (free()), or NULL: then verdict says why, as
 * above. 0, or WIPE_E_NOMEM.
 */
int verdict_read(const char *path, unsigned char **bytes, size_t *length, struct verdict *verdict,
		 struct wipe_error *err);

/* Both. */
int verdict_of_file(const struct wipecert_trust *trust, const char *path, int64_t time_s,
		    struct verdict *verdict, struct wipe_error *err);

/* The same from a result; path is copied. */
int verdict_of_result(const struct wipecert_result *result, const char *path,
		      struct verdict *verdict, struct wipe_error *err);

/* A file that is not read. */
int verdict_of_obstacle(enum verdict_obstacle obstacle, const char *path, struct verdict *verdict,
			struct wipe_error *err);

/* The same content, signed by the same signature, or unsigned both. */
bool verdict_same_record(const struct verdict *a, const struct verdict *b);

/*
 * Like strcmp(): an order in which copies of one record stand together, the most
 * authentic of one content first.
 */
int verdict_compare(const struct verdict *a, const struct verdict *b);
/* The same record, judged alike: one stands for the other. */
bool verdict_are_copies(const struct verdict *a, const struct verdict *b);

/* Seen beside others it is invalid after all: nothing in it is relied on any more. */
void verdict_denounce(struct verdict *verdict, enum wipecert_reason reason);

void verdict_clear(struct verdict *verdict);

#endif
