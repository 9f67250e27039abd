/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A verdict for people and for programs. */
#ifndef MASSHO_TOOLS_VERDICT_SHOW_H
#define MASSHO_TOOLS_VERDICT_SHOW_H

#include <stddef.h>

#include <jansson.h>

#include "verdict.h"

/* The object of --json (wipe-verify(1), "JSON"). NULL: no memory. */
json_t *verdict_show_json(const struct verdict *verdict);

/* Why the record is not, or not certainly, authentic; "" if it is. */
const char *verdict_show_reason(const struct verdict *verdict);

/*
 * One line for messages: the first thing that keeps the exit code from 0, in
 * the user's language, detail included. Untrusted text in it is not escaped.
 */
void verdict_show_problem(const struct verdict *verdict, char *out, size_t size);

/*
 * Prints untrusted text on stdout from column indent, where the cursor is:
 * escaped, wrapped, further lines indented, and blanks never more than one, so
 * that no part of it can pass for a line of ours.
 */
void verdict_show_text(const char *text, size_t indent);

/* "  label   text" with text in one column and harmless. */
void verdict_show_field(const char *label, const char *text);

/* Prints path, record, medium and the two answers on stdout, in the user's language. */
void verdict_show_print(const struct verdict *verdict);

#endif
