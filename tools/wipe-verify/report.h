/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_WIPE_VERIFY_REPORT_H
#define MASSHO_WIPE_VERIFY_REPORT_H

#include "chain.h"
#include "collection.h"

enum report_form {
	REPORT_TEXT,
	REPORT_QUIET, /* only what is wrong, on stderr */
	REPORT_JSON,
};

/* Of all files and findings; 8 if there is no file. */
int report_exit(const struct collection *collection, const struct chain_findings *findings);

/* Everything there is to say. */
void report_print(const char *tool, const struct collection *collection,
		  const struct chain_findings *findings, enum report_form form);

#endif
