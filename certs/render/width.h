/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Columns of characters, the same in every locale: the C library's tables are not asked. */
#ifndef RENDER_WIDTH_H
#define RENDER_WIDTH_H

#include <stddef.h>
#include <stdint.h>

/*
 * Columns of a code point on a terminal: 2 for East Asian wide and full width, 0
 * for what combines with the character before, else 1 (Unicode 15, UAX #11;
 * ambiguous ones are narrow).
 */
unsigned int width_of(uint32_t code_point);

/* Of well-formed UTF-8; malformed bytes count as one each. */
size_t width_of_text(const char *text);

#endif
