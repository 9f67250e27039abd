/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "hex.h"

static const char digits[] = "0123456789abcdef";

void hex_encode(const uint8_t *in, size_t bytes, char *out)
{
	for (size_t i = 0; i < bytes; i++) {
		*out++ = digits[in[i] >> 4];
		*out++ = digits[in[i] & 15];
	}
	*out = '\0';
}

static int digit_value(char c)
{
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)(at - digits) : -1;
}

bool hex_decode(const char *in, uint8_t *out, size_t bytes)
{
	if (strnlen(in, 2 * bytes + 1) != 2 * bytes)
		return false;
	for (size_t i = 0; i < bytes; i++) {
		int high = digit_value(in[2 * i]), low = digit_value(in[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}
