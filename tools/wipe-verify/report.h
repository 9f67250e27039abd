/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_VERIFY_REPORT_H
#define MASSHO_WIPE_VERIFY_REPORT_H

#include "chain.h"
#include "collection.h"

enum report_form {
	REPORT_TEXT,
	REPORT_QUIET, /* only what is wrong, on stderr */
	REPORT_JSON,
	REPORT_CSV, /* a line for each file; findings on stderr */
};

/* Of all files and findings; 8 if there is no file. */
int report_exit(const struct collection *collection, const struct chain_findings *findings);

/* Everything there is to say. */
void report_print(const char *tool, const struct collection *collection,
		  const struct chain_findings *findings, enum report_form form);

/* Files with this exit code. */
size_t report_count(const struct collection *collection, int code);
/* One line that tells a finding, in the user's language; not escaped. */
void report_format_finding(const struct chain_finding *finding, char *out, size_t size);

/*
 * What was named by itself is told in full. Of a folder there is a line for each
 * file, in full what has to be looked at, and a table that sums it up.
 */
void report_text(const struct collection *collection, const struct chain_findings *findings);
/* RFC 4180, with a byte order mark: without, spreadsheets take it for no UTF-8. */
void report_csv(const struct collection *collection);

#endif
