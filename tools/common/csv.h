/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tables for spreadsheets (RFC 4180): UTF-8 with a BOM, CRLF, texts always quoted. */
#ifndef MASSHO_TOOLS_CSV_H
#define MASSHO_TOOLS_CSV_H

#include <stdbool.h>
#include <stdio.h>

/* Once, in front of everything. */
void csv_begin(FILE *out);

/*
 * A text, escaped as on a terminal. It may be a stranger's: an apostrophe makes a text of
 * what a spreadsheet takes for a formula. False: no memory.
 */
bool csv_text(FILE *out, const char *text);

void csv_next(FILE *out);     /* between two cells */
void csv_end_line(FILE *out); /* after the last one */

#endif
