/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who answered a record, and what confirmations and rosters say, for people and programs. */
#ifndef MASSHO_TOOLS_VERDICT_CONFIRMED_H
#define MASSHO_TOOLS_VERDICT_CONFIRMED_H

#include <stddef.h>

#include <jansson.h>

#include "verdict.h"

/* The fields of a confirmation or roster on stdout; nothing of other records. */
void verdict_confirmed_print_statement(const struct verdict_record *record);

/* "Confirmed?" and what belongs to it; nothing where nobody asks and nobody answered. */
void verdict_confirmed_print(const struct verdict *verdict);

/* One line: what keeps the exit code from 0; "" if that is something else. */
void verdict_confirmed_problem(const struct verdict *verdict, char *out, size_t size);

/*
 * roles, confirmation, decision, means, reasons, checked, members: always there,
 * null where they do not apply. NULL: no memory.
 */
json_t *verdict_confirmed_json(const struct verdict *verdict);

#endif
