/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records that tell of no work: what is common to building and judging them. */
#ifndef RECORD_STATEMENT_H
#define RECORD_STATEMENT_H

#include <wipecert/confirm.h>

/*
 * UTF-8 of 1 to max characters, none of them deceptive; else WIPE_E_USAGE with
 * the text's place in err.
 */
int statement_check_text(const char *text, size_t max, const char *where, struct wipe_error *err);

/* 0, or WIPE_E_FORMAT with the first contradiction in err. */
int statement_check_confirmation(const struct wipecert_confirmation *confirmation,
				 const struct wipecert_link *about, const char *own_id,
				 struct wipe_error *err);
int statement_check_roster(const struct wipecert_member *members, size_t count,
			   struct wipe_error *err);

/* Of a parsed CONFIRMATION or ROSTER. */
int statement_check(const struct wipecert_record *record, struct wipe_error *err);

#endif
