/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Confirmations of records: found beside them, and weighed. What they decide is
 * the library's (wipecert/weigh.h); here it is only brought together.
 */
#ifndef MASSHO_TOOLS_CONFIRMATIONS_H
#define MASSHO_TOOLS_CONFIRMATIONS_H

#include <stddef.h>
#include <stdint.h>

#include <wipecert/verify.h>

#include "verdict.h"

/* A file that was not named, and that says something of a record that was. */
struct confirmations_file {
	struct verdict *verdict;
	uint8_t concerns[32]; /* SHA-256 of that record's content */
};

struct confirmations {
	struct confirmations_file *items;
	size_t count;
};

/*
 * Looks through the folders of the named records (not those from_folder) for
 * *.p7m files that are confirmations of one of them; what is among verdicts already
 * is left out. Files that cannot be read are passed over. 0, or WIPE_E_NOMEM; the
 * caller frees found either way.
 */
int confirmations_find(const struct wipecert_trust *trust, int64_t time_s,
		       const struct verdict *verdicts, size_t count, struct confirmations *found,
		       struct wipe_error *err);
void confirmations_free(struct confirmations *found);

/*
 * Sets standing, confirmed_by, on_paper, futile and exit of every record that can be answered. Whoever
 * confirms their own record has made an invalid confirmation: its verdict becomes
 * so. 0, or WIPE_E_NOMEM.
 */
int confirmations_weigh(const struct wipecert_trust *trust, struct verdict *verdicts, size_t count,
			const struct confirmations *found, struct wipe_error *err);

#endif
