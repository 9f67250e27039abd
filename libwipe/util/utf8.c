/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "utf8.h"

size_t utf8_sequence(const char *text, uint32_t *code_point)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *in = (const unsigned char *)text;
	size_t bytes = *in < 0x80  ? 1 :
		       *in < 0xc2  ? 0 :
		       *in < 0xe0  ? 2 :
		       *in < 0xf0  ? 3 :
		       *in <= 0xf4 ? 4 :
				     0;

	if (bytes <= 1) {
		*code_point = *in;
		return bytes;
	}
	*code_point = *in & (0x7fU >> bytes);
	for (size_t i = 1; i < bytes; i++) {
		if ((in[i] & 0xc0) != 0x80)
			return 0;
		*code_point = *code_point << 6 | (in[i] & 0x3f);
	}
	if (*code_point < smallest[bytes] || *code_point > 0x10ffff ||
	    (*code_point >= 0xd800 && *code_point <= 0xdfff))
		return 0;
	return bytes;
}
