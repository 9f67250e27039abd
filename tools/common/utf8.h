/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef MASSHO_TOOLS_UTF8_H
#define MASSHO_TOOLS_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define UTF8_INVALID UINT32_MAX

/*
 * Takes one character from NUL-terminated text and moves *text behind it: its
 * code point, 0 at the end (not moved), or UTF8_INVALID for one byte that is not
 * part of well-formed UTF-8 (RFC 3629: no surrogates, nothing overlong).
 */
uint32_t utf8_next(const char **text);

bool utf8_is_valid(const char *text);

/*
 * May the character be shown to a person as it is? Not controls, nor characters
 * that are invisible or change the direction or order of others.
 */
bool utf8_is_harmless(uint32_t code_point);

/* Columns that it takes on a terminal: 0, 1 or 2. */
size_t utf8_columns(uint32_t code_point);

#endif
