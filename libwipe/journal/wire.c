/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wire.h"

#include <string.h>

#include "endian.h"

void wire_bytes(struct wire *wire, void *bytes, size_t count)
{
	if (wire->loads)
		memcpy(bytes, wire->at, count);
	else
		memcpy(wire->at, bytes, count);
	wire->at += count;
}

void wire_u64(struct wire *wire, uint64_t *value)
{
	if (wire->loads)
		*value = endian_get_u64be(wire->at);
	else
		endian_put_u64be(wire->at, *value);
	wire->at += 8;
}

void wire_u32(struct wire *wire, uint32_t *value)
{
	if (wire->loads) {
		*value = 0;
		for (int i = 0; i < 4; i++)
			*value = *value << 8 | wire->at[i];
	} else {
		endian_put_u32be(wire->at, *value);
	}
	wire->at += 4;
}

void wire_i64(struct wire *wire, int64_t *value)
{
	uint64_t bits = (uint64_t)*value;

	wire_u64(wire, &bits);
	*value = (int64_t)bits;
}

void wire_text(struct wire *wire, char *text, size_t count)
{
	if (wire->loads) {
		size_t length = strnlen((const char *)wire->at, count - 1);

		memcpy(text, wire->at, length);
		memset(text + length, 0, count - length);
	} else {
		size_t length = strnlen(text, count - 1);

		memcpy(wire->at, text, length);
		memset(wire->at + length, 0, count - length);
	}
	wire->at += count;
}
