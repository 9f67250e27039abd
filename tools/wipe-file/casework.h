/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Erasing files in a case: for which item, what its rules say, and what the case then says of it. */
#ifndef WIPE_FILE_CASEWORK_H
#define WIPE_FILE_CASEWORK_H

#include "config.h"
#include "copied.h"
#include "erasing.h"
#include "given.h"

struct casework {
	struct wipecert_case *opened; /* NULL: records are files */
	struct erasing erasing;
	struct ruling ruling;
	bool is_plan;  /* nothing is erased */
	bool is_begun; /* the attempt is in the case */
	size_t item;   /* index, while nothing was added to the case */
	struct copied_lists lists;
	bool is_compared; /* copied tells what of the copy is erased */
	bool is_whole;	  /* and the rules take it for all of it */
	struct wipecert_files_copied copied;
	uint64_t there; /* of those left: seen where they were copied to */
};

/* Opens the case and finds the item, if --case was given. An exit code. */
int casework_open(const struct config *config, struct casework *casework);
void casework_close(struct casework *casework);

/*
 * Says what is not allowed, except of a dry run; and, once it is, that a list of what was copied is
 * not there as it was signed. An exit code.
 */
int casework_ask(struct casework *casework, struct records *records,
		 const struct records_subject *subject);

/*
 * What of the copy is erased once these are, into job: before the result is signed, which states
 * it. Without memory it states nothing, for which no rule takes anything for erased.
 */
void casework_compare(struct casework *casework, const struct given *given,
		      const struct wipecert_files *files, struct wipecert_files_job *job);

/*
 * Once the result is in the case: EXIT_DONE; EXIT_UNCONFIRMED if it has no effect there,
 * EXIT_PARTIAL if some of what was copied is not erased.
 */
int casework_note(struct casework *casework, const struct records_saved *saved);

/* For people, below the record; and the object "case". */
void casework_print(const struct config *config, const struct casework *casework,
		    const struct records_saved *saved, int code);
json_t *casework_json(const struct config *config, const struct casework *casework,
		      const struct records_saved *saved);

#endif
