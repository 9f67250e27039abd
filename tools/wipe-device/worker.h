/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The child that erases one medium, so that a dying drive cannot stall the
 * others. It tells its parent by messages over a pipe.
 */
#ifndef WIPE_DEVICE_WORKER_H
#define WIPE_DEVICE_WORKER_H

#include "config.h"
#include "log.h"
#include "relay.h"
#include "result.h"
#include "target.h"

enum message_kind {
	MESSAGE_PROGRESS,
	MESSAGE_ATTEMPT,  /* the attempt's record is saved; writing may begin */
	MESSAGE_JOURNAL,  /* there is a journal */
	MESSAGE_WARNING,  /* for people; the job goes on */
	MESSAGE_SIGN,	  /* a signature is wanted; the worker waits for it */
	MESSAGE_MEASURED, /* the job has ended; its record is not saved yet */
	MESSAGE_RESULT,	  /* the last one */
};

/* Smaller than PIPE_BUF: a message is written whole or not at all. */
struct message {
	enum message_kind kind;
	union {
		struct wipe_progress progress;
		struct {
			struct wipecert_link link;
			struct wipecert_place place; /* in a case */
		} attempt;
		struct {
			char path[RECORDS_PATH_BYTES];
			int64_t resumed_at_s; /* 0: a new one */
		} journal;
		char warning[WIPE_ERROR_MESSAGE_BYTES];
		struct relay_question question;
		struct result result;
	};
};

struct worker {
	const struct config *config;
	struct wipe_source *source;
	const struct target *target;
	size_t index; /* of the target among all: which ring is its */
	struct records *records;
	struct log *log;
	int pipe_fd;   /* where messages go */
	int answer_fd; /* where signatures come from; -1: the worker can sign */
};

/* Open, attempt record, job, result record. Returns the exit code. */
int worker_run(struct worker *worker);

/*
 * Signs and saves the record that closes attempt, and notes in result where it
 * went. For the parent too: it closes the attempt of a child that died.
 */
void worker_save_result(struct records *records, const struct config *config,
			const struct wipe_report *report, const struct wipecert_link *attempt,
			struct result *result);

#endif
