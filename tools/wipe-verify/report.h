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

/* Of everything that was named. */
struct report_totals {
	size_t files, good, ignored, others, findings, cases;
	int code;
};

/* Counts in what there is. */
void report_add(struct report_totals *totals, const struct collection *collection,
		const struct chain_findings *findings);

/* What comes before everything, and after it. */
void report_begin(enum report_form form);
void report_end(const char *tool, const struct report_totals *totals, enum report_form form);
/* Everything there is to say of these. */
void report_print(const char *tool, const struct collection *collection,
		  const struct chain_findings *findings, enum report_form form);
/* Only a line or an object for each file; nothing in other forms. */
void report_rows(const struct collection *collection, enum report_form form);

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
void report_csv_head(void);
void report_csv(const struct collection *collection);

#endif
