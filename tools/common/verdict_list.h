/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of files that lies beside a record of files: FILE.files.jsonl for FILE.p7m or FILE.json. */
#ifndef MASSHO_TOOLS_VERDICT_LIST_H
#define MASSHO_TOOLS_VERDICT_LIST_H

#include "verdict.h"

/*
 * Looks for the list of a record that was read, and holds its hash against the one in the record.
 * One that is another one makes the file fail. Of a record of a case nothing is looked for: the
 * case has the list.
 */
void verdict_list_check(struct verdict *verdict);

/* What was found, on stdout; nothing where none was looked for. */
void verdict_list_print(const struct verdict *verdict);
/* An identifier, or NULL. */
const char *verdict_list_name(enum verdict_list list);

#endif
