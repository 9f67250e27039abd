/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef FS_UUID_H
#define FS_UUID_H

#include <stdint.h>

/* In lower case with hyphens (RFC 4122); "" for one that is all zero. */
static inline void uuid_write(const uint8_t uuid[16], char text[40])
{
	static const char digits[] = "0123456789abcdef";
	unsigned int any = 0;
	char *at = text;

	for (int i = 0; i < 16; i++) {
		any |= uuid[i];
		if (i == 4 || i == 6 || i == 8 || i == 10)
			*at++ = '-';
		*at++ = digits[uuid[i] >> 4];
		*at++ = digits[uuid[i] & 15];
	}
	*(any ? at : text) = '\0';
}

#endif
