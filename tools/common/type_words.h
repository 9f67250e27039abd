/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Types of records, and what became of items, in the user's language. */
#ifndef MASSHO_TOOLS_TYPE_WORDS_H
#define MASSHO_TOOLS_TYPE_WORDS_H

#include <wipecert/register.h>

const char *type_words(enum wipecert_type type);
const char *outcome_words(enum wipecert_outcome outcome);

#endif
