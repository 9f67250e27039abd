/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading fixed text and plain numbers, one after the other, within bounds. */
#ifndef PDF_SCAN_H
#define PDF_SCAN_H

#include <stdbool.h>
#include <stddef.h>

struct scan {
	const unsigned char *at;
	size_t left;
};

/* All return false, and leave the scan where it is, if that does not come next. */
bool scan_text(struct scan *scan, const char *text);
/* Decimal without sign and leading zeros, at most most. */
bool scan_number(struct scan *scan, size_t most, size_t *number);
/* What stands before end (not taken, and at most size - 1 bytes) as a string. */
bool scan_word(struct scan *scan, char end, char *word, size_t size);
/* Takes everything up to and with the first text. */
bool scan_past(struct scan *scan, const char *text);
bool scan_skip(struct scan *scan, size_t bytes);

#endif
