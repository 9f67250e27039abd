/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the schema cannot say of an act. */
#ifndef RECORD_ACT_CHECK_H
#define RECORD_ACT_CHECK_H

#include <jansson.h>

#include <wipecert/act.h>

/* Every date and time in the body of an act is one of the calendar; else WIPE_E_FORMAT. */
int act_check_dates(const json_t *root, struct wipe_error *err);

/* The parts of a parsed act agree with each other; else WIPE_E_FORMAT says what does not. */
int act_check(const struct wipecert_record *record, struct wipe_error *err);

#endif
