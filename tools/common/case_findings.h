/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with a case, what of it is open, and whether it is whole. */
#ifndef MASSHO_TOOLS_CASE_FINDINGS_H
#define MASSHO_TOOLS_CASE_FINDINGS_H

#include <jansson.h>
#include <wipecert/register.h>

enum case_form {
	CASE_TEXT,
	CASE_JSON,
	CASE_PROBLEMS, /* only what is wrong, a line each, on stderr */
	CASE_SILENT,
};

/*
 * Verifies also the attachments, and tells findings, newest records, verdict and state. *code
 * becomes 0, 1 or 8. EXIT_DONE, or an exit code after a message if it could not be done.
 */
int case_tell(const char *tool, struct wipecert_case *opened, enum case_form form, int *code);

/*
 * A line each on stderr, for whoever goes on in the case: that something is wrong with it, and that
 * records bear a time still to come.
 */
void case_warn(const char *tool, const struct wipecert_case *opened);

/* Why a record has no effect, or counts against a rule. */
const char *case_fault_text(const struct wipecert_case_record *record);

/* The newest closing that counts, whether it still holds or not; WIPECERT_NO_INDEX: none. */
size_t case_last_closing(const struct wipecert_case *opened);

/* Only what of it is open. */
void case_tell_state(const struct wipecert_case *opened, enum case_form form);
json_t *case_state_json(const struct wipecert_case *opened);

#endif
