/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The journal of one medium's job (massho-journal(5)). The tool keeps the links to
 * the attempts of all runs in it, so that the last one can name them.
 */
#ifndef WIPE_DEVICE_JOURNAL_H
#define WIPE_DEVICE_JOURNAL_H

#include <wipe/journal.h>

#include "log.h"
#include "records.h"

struct journal {
	struct wipe_journal *file; /* NULL: none */
	char path[RECORDS_PATH_BYTES];
	/* Of the runs before, when a job is gone on with. */
	struct wipecert_link attempts[WIPECERT_RESUMES_MAX];
	size_t attempt_count;
	bool is_resumed;
	bool had_keys; /* keys were to be destroyed first; a run that goes on tells nothing of it */
};

/* --resume: opens it. EXIT_DONE, or after a message an exit code. */
int journal_open(const char *path, struct journal *journal);
void journal_close(struct journal *journal);

/* May a new one be made where --record says? EXIT_DONE, or EXIT_REFUSED after a message. */
int journal_check_place(const struct records *records);

/* On disk before the first write: a new one, after attempt. WIPE_E_REFUSED and others. */
int journal_create(struct journal *journal, const struct records *records,
		   const struct wipe_device *device, const struct wipe_plan *plan,
		   const struct wipecert_link *attempt, struct wipe_error *err);

/* The same for one that is gone on with; resume is for the job. */
int journal_go_on(struct journal *journal, const struct wipecert_link *attempt,
		  struct wipe_resume *resume, struct wipe_error *err);

/*
 * What a run that goes on reports if it ends before its job reports anything:
 * begun, interruptions, and what the runs before had done.
 */
void journal_fill_report(const struct wipe_resume *resume, struct wipe_report *report);

/*
 * After the job and its record: removes the journal if nothing is left to go on
 * with, and clears path then.
 */
void journal_end(struct journal *journal, const struct wipe_report *report, bool is_recorded,
		 struct log *log);

#endif
