/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COMMON_HEX_H
#define COMMON_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Lower-case digits and a NUL: out holds 2 * bytes + 1. */
void hex_encode(const uint8_t *in, size_t bytes, char *out);

/* Exactly 2 * bytes lower-case digits, nothing behind them; else false. */
bool hex_decode(const char *in, uint8_t *out, size_t bytes);

#endif
