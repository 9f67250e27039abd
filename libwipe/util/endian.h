/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef UTIL_ENDIAN_H
#define UTIL_ENDIAN_H

#include <stdint.h>

/* Big-endian store and load, of any alignment. */
void endian_put_u32be(uint8_t *out, uint32_t value);
void endian_put_u64be(uint8_t *out, uint64_t value);
uint32_t endian_get_u32be(const uint8_t *in);
uint64_t endian_get_u64be(const uint8_t *in);

/* Little-endian load, of any alignment. */
uint32_t endian_get_u32le(const uint8_t *in);
uint64_t endian_get_u64le(const uint8_t *in);

#endif
