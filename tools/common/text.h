/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Text for terminals: untrusted text made harmless, widths, sizes, durations. */
#ifndef MASSHO_TOOLS_TEXT_H
#define MASSHO_TOOLS_TEXT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* No out buffer below overflows: what does not fit is cut at a character. */

/*
 * Untrusted text as it may be shown: control, invisible and bidirectional
 * characters become \u{202E}, bytes that are no UTF-8 become \xFF.
 */
void text_escape(const char *text, char *out, size_t size);

/* Lower-case digits and a NUL: out holds 2 * count + 1. */
void text_hex(const uint8_t *bytes, size_t count, char *out);

/* Columns on a terminal; East Asian wide characters count two. */
size_t text_columns(const char *text);

/* At most so many columns of text; what was cut ends in an ellipsis. */
void text_fit(const char *text, size_t columns, char *out, size_t size);

/*
 * Bytes up to the next place where a line may end, and their columns: before a blank or
 * a newline, and beside wide characters unless closing punctuation would begin a line
 * or an opening bracket end one. 0 if it stands at such a place.
 */
size_t text_unit(const char *text, size_t *columns);

/*
 * Writes text in lines of at most columns, each after the first indented; the
 * cursor is in column indent when it begins. Breaks at blanks and between wide
 * characters, not before closing punctuation; keeps newlines. Ends the last line.
 */
void text_wrap(FILE *out, const char *text, size_t indent, size_t columns);

/* Decimal units as drives are sold, one decimal, rounded down as in certificates: "500.1 GB"; "512 B". */
#define TEXT_SIZE_BYTES 32
void text_size(uint64_t bytes, char out[TEXT_SIZE_BYTES]);
/* The same and exactly: "500.1 GB (500107862016 bytes)". */
#define TEXT_EXACT_SIZE_BYTES 96
void text_exact_size(uint64_t bytes, char out[TEXT_EXACT_SIZE_BYTES]);

/* "0:07", "12:34", "1:02:33", "3d 04:05". */
#define TEXT_DURATION_BYTES 32
void text_duration(uint64_t seconds, char out[TEXT_DURATION_BYTES]);

/* "2-7 h", "20-60 min", "<1 min", "1 min": a guess, so not exact. */
#define TEXT_GUESS_BYTES 64
void text_guess(uint64_t least_s, uint64_t most_s, char out[TEXT_GUESS_BYTES]);

/* Columns of the terminal behind a descriptor; 80 if it is none or does not say. */
size_t text_terminal_columns(int fd);

/* As a POSIX shell takes it, where that is needed. Text that would be escaped is not. */
void text_quote(const char *text, char *out, size_t size);

#endif
