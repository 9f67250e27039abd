/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two records of a job: what is to be erased, and what became of it. */
#ifndef WIPE_FILE_RECORD_H
#define WIPE_FILE_RECORD_H

#include <wipecert/files.h>

#include "casework.h"
#include "config.h"
#include "given.h"
#include "listed.h"
#include "record_space.h"
#include "records.h"
#include "space.h"

struct record {
	const struct config *config;
	struct casework casework;
	const struct listed *listed;
	const struct given *given;
	struct records *records;
	struct wipecert_files *planned, *done; /* the lists; those that are needed */
	uint64_t not_listed;		       /* that no list could take */
	int64_t started_at_s;
	uint64_t started_ns;
	bool is_begun; /* the attempt is saved: something has to follow it */
	struct wipecert_link attempt;
	struct records_saved saved; /* of the result */
	struct record_space beside;
	enum wipe_answer answers[WIPE_FILE_CONDITIONS]; /* of keys */
};

/* Loads the key and looks at the places. EXIT_DONE or an exit code after a message. */
int record_open(const struct config *config, const struct listed *listed, const struct given *given,
		struct record *record);
void record_close(struct record *record);

void record_plan(struct record *record, const struct wipe_file_result *result);
/* Would the case allow it? EXIT_DONE, also in none; else an exit code, and why stands in casework. */
int record_ask(struct record *record, const struct wipe_file_totals *totals);
/* Saves the attempt: without it nothing may be touched. EXIT_DONE or an exit code. */
int record_begin(struct record *record, const struct wipe_file_totals *totals,
		 const struct space *space);
void record_take(struct record *record, const struct wipe_file_result *result);
/*
 * Saves the result, if there was an attempt. EXIT_DONE; or after a message EXIT_UNSAVED, or
 * what became of it in the case.
 */
int record_end(struct record *record, const struct wipe_file_totals *totals,
	       const struct space *space, const struct wipe_error *err);

#endif
