/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_UTF8_H
#define COMMON_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Decodes the code point at the begin of text (RFC 3629: shortest form, no
 * surrogates, up to U+10FFFF). Returns its length in bytes, 0 if there is none.
 */
size_t utf8_decode(const char *text, size_t bytes, uint32_t *code_point);

/*
 * Characters that make text look like something else: controls (C0, DEL, C1),
 * line and paragraph separators, bidirectional controls, zero-width and
 * invisible format characters, tags, noncharacters. Variation selectors, which
 * Japanese names need, are not among them.
 */
bool utf8_is_deceptive(uint32_t code_point);

#endif
