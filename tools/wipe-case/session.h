/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every command does around its own work: trust, key, the case opened, a record added. */
#ifndef MASSHO_WIPE_CASE_SESSION_H
#define MASSHO_WIPE_CASE_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include <wipecert/register.h>

#include "case_findings.h"
#include "case_open.h"
#include "i18n.h"
#include "key.h"
#include "log.h"
#include "options.h"
#include "progress.h"
#include "trust.h"

enum session_option {
	SESSION_OPTION_INIT = 0x4000,
	SESSION_OPTION_PROGRESS,
};

/* Rows for a command's option table. */
/* clang-format off */
#define SESSION_OPTION_ROWS                                                                        \
	CASE_INIT_OPTION_ROW(SESSION_OPTION_INIT),                                                 \
	TRUST_OPTION_ROWS
/* clang-format on */

struct session_options {
	struct key_options key;
	struct trust_options trust;
	struct case_init init;
};

struct session {
	const char *tool; /* "wipe-case receive" */
	const struct options *options;
	struct wipecert_trust *trust; /* NULL: the case's own */
	struct wipecert_case *opened;
	struct wipecert_signer *signer; /* NULL: only read */
	struct wipecert_meta meta;
	struct log *log;
	bool stops;	  /* by session_stop() */
	bool is_recorded; /* a record was added by this run */
};

void session_init(struct session_options *options, const char *tool);
void session_free_options(struct session_options *options);
static inline bool session_is_option(int number)
{
	return key_is_option(number) || trust_is_option(number) || number == SESSION_OPTION_INIT;
}
/* For an options_set_fn: 0, or an exit code after a message. */
int session_set_option(struct session_options *options, int number, const char *value);

/*
 * Before the sandbox collects what a record tells of program and machine; enters it; opens the
 * log; loads the key if signs. EXIT_DONE, or an exit code after a message. The
 * caller always calls session_end(). A key is missing: EXIT_USAGE.
 */
int session_start(struct session *session, const char *tool, struct session_options *options,
		  const struct options *parsed, bool signs);
/* From now on Ctrl-C ends reading, exporting and merging at the next safe place. Before the case is opened. */
void session_stop(struct session *session);
/*
 * Opens the case at path, and warns of what is wrong with it. EXIT_DONE, or an exit code after a
 * message: EXIT_REFUSED if --init names another.
 */
int session_open(struct session *session, const struct session_options *options, const char *path);
/* The same without warning; another case than --init names is a finding then. */
int session_open_any(struct session *session, const struct session_options *options,
		     const char *path);
/* How what is to be told is told. */
enum case_form session_form(const struct session *session);
void session_end(struct session *session, int code);

/* A new id and time for the next record of one run. */
int session_renew(struct session *session);

/* Says what is in err, and returns the exit code for it. */
int session_fail(const struct session *session, const char *subject, const struct wipe_error *err);

/* The same of what could not be added: that nothing was recorded is said too. */
int session_fail_unrecorded(const struct session *session, struct wipe_error *err);

/*
 * Adds a record, with session's signer and meta. EXIT_DONE, or an exit code after a
 * message: EXIT_USAGE for what a record cannot say, EXIT_REFUSED for what a rule forbids.
 */
int session_add(struct session *session, struct wipecert_case_addition *addition,
		struct wipecert_case_added *added);

/*
 * The id of the item that is called name, into id. EXIT_DONE, or EXIT_USAGE (several)
 * or EXIT_REFUSED (none) after a message.
 */
int session_find_item(const struct session *session, const char *name, char id[WIPECERT_ID_BYTES]);

/* A record by its id or the begin of one, 8 characters at least. An exit code. */
int session_find_record(const struct session *session, const char *name, size_t *index);

#endif
