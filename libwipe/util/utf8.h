/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UTIL_UTF8_H
#define UTIL_UTF8_H

#include <stddef.h>
#include <stdint.h>

/*
 * Bytes of the UTF-8 sequence that begins a NUL-terminated text (RFC 3629, 4), and
 * its code point; 0 if it is none.
 */
size_t utf8_sequence(const char *text, uint32_t *code_point);

#endif
