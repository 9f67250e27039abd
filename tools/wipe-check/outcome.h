/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the re-read found, for people and for programs. */
#ifndef WIPE_CHECK_OUTCOME_H
#define WIPE_CHECK_OUTCOME_H

#include <wipecert/verify.h>

#include "config.h"
#include "records.h"

struct outcome {
	int code;
	const struct wipecert_result *record;
	const struct wipe_report *report; /* NULL: nothing was read */
	const struct wipe_device *device;
	const struct records_saved *saved; /* NULL: no record was asked for */
	const char *reopened; /* the item of the case that has to be erased again; NULL: none */
};

/* The exit code of a finished reading, signature and reading together. */
int outcome_code(const struct wipecert_result *record, const struct wipe_report *report);

void outcome_print(const struct config *config, const struct outcome *outcome);

#endif
