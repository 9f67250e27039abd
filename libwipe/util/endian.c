/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "endian.h"

void endian_put_u32be(uint8_t *out, uint32_t value)
{
	for (int i = 3; i >= 0; i--, value >>= 8)
		out[i] = (uint8_t)value;
}

void endian_put_u64be(uint8_t *out, uint64_t value)
{
	endian_put_u32be(out, (uint32_t)(value >> 32));
	endian_put_u32be(out + 4, (uint32_t)value);
}

uint32_t endian_get_u32be(const uint8_t *in)
{
	return (uint32_t)in[0] << 24 | (uint32_t)in[1] << 16 | (uint32_t)in[2] << 8 | in[3];
}

uint64_t endian_get_u64be(const uint8_t *in)
{
	uint64_t value = 0;

	for (int i = 0; i < 8; i++)
		value = value << 8 | in[i];
	return value;
}

uint32_t endian_get_u32le(const uint8_t *in)
{
	return (uint32_t)in[0] | (uint32_t)in[1] << 8 | (uint32_t)in[2] << 16 |
	       (uint32_t)in[3] << 24;
}

uint64_t endian_get_u64le(const uint8_t *in)
{
	return endian_get_u32le(in) | (uint64_t)endian_get_u32le(in + 4) << 32;
}
