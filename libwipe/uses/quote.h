/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names that others chose, as one word of a command that a person copies into a
 * shell, and as text that does nothing to a terminal.
 */
#ifndef USES_QUOTE_H
#define USES_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * in as one word of a POSIX shell: as it is if nothing in it means anything to a
 * shell, else in '', else (control characters, what is no UTF-8, characters that
 * change the direction of text) in $'' with octal escapes, as POSIX.1-2024 (2.2.4),
 * bash, zsh and ksh know it. "-- " comes before what looks like an option.
 * false and "" if that does not fit: half a word would name something else.
 */
bool quote_shell(char *out, size_t out_bytes, const char *in);

#endif
