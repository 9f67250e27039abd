/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a line from its begin: what is not exactly as it must be is not taken. */
#ifndef MANIFEST_CURSOR_H
#define MANIFEST_CURSOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cursor {
	const char *at, *end;
};

/* All of them move the cursor only if they return true. */
bool cursor_take(struct cursor *cursor, const char *literal);
/* 2 * bytes lower-case digits. */
bool cursor_take_hex(struct cursor *cursor, uint8_t *out, size_t bytes);
/* As few decimal digits as there can be, at least one. */
bool cursor_take_u64(struct cursor *cursor, uint64_t *value);
/*
 * What is before the next quotation mark: \" and \\ mean " and \, nothing else is
 * escaped. out gets at most max bytes and a NUL. False also for a NUL in it.
 */
bool cursor_take_text(struct cursor *cursor, char *out, size_t max);
/* Pairs of digits up to the next quotation mark, as bytes with a NUL; not one of them NUL. */
bool cursor_take_hex_text(struct cursor *cursor, char *out, size_t max);

#endif
