/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The record against which a medium is held. */
#ifndef WIPE_CHECK_RECORD_H
#define WIPE_CHECK_RECORD_H

#include <wipecert/verify.h>

#include "config.h"

/*
 * Loads and verifies the record. result is always to be cleared. EXIT_DONE: it
 * tells of an erasure and nothing in it is wrong; it may be undetermined.
 */
int record_load(const struct config *config, struct wipecert_result *result);

/* As of when it is judged. */
int64_t record_time(const struct config *config);
/* What --trust and --crl name; *trust is the caller's also after a failure. */
int record_trust(const struct config *config, int64_t time_s, struct wipecert_trust **trust,
		 struct wipe_error *err);
/* EXIT_DONE: it tells of an erasure and is not invalid. Else an exit code after a message. */
int record_judge(const char *path, const struct wipecert_result *result);

#endif
