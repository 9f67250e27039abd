/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "utf8.h"

#include <wchar.h>

/* Length and bits of a lead byte, and the smallest value that needs that length. */
static const struct {
	unsigned char mask, lead, length;
	uint32_t least;
} forms[] = {
	{ 0x80, 0x00, 1, 0 },
	{ 0xe0, 0xc0, 2, 0x80 },
	{ 0xf0, 0xe0, 3, 0x800 },
	{ 0xf8, 0xf0, 4, 0x10000 },
};

/* Unicode 15: Cc, Cf, Zl, Zp, Cs, private use, and fillers that look like nothing. */
static const struct {
	uint32_t first, last;
} harmful[] = {
	{ 0x0000, 0x001f },    { 0x007f, 0x009f },   { 0x00ad, 0x00ad },   { 0x034f, 0x034f },
	{ 0x0600, 0x0605 },    { 0x061c, 0x061c },   { 0x06dd, 0x06dd },   { 0x070f, 0x070f },
	{ 0x0890, 0x0891 },    { 0x08e2, 0x08e2 },   { 0x115f, 0x1160 },   { 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f },    { 0x200b, 0x200f },   { 0x2028, 0x202e },   { 0x2060, 0x206f },
	{ 0x3164, 0x3164 },    { 0xd800, 0xf8ff },   { 0xfeff, 0xfeff },   { 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb },    { 0xfffe, 0xffff },   { 0x110bd, 0x110bd }, { 0x110cd, 0x110cd },
	{ 0x13430, 0x1343f },  { 0x1bca0, 0x1bca3 }, { 0x1d173, 0x1d17a }, { 0xe0000, 0xe00ff },
	{ 0xe01f0, 0x10ffff },
};

static uint32_t reject(const char **text)
{
	(*text)++;
	return UTF8_INVALID;
}

uint32_t utf8_next(const char **text)
{
	const unsigned char *at = (const unsigned char *)*text;

	if (!*at)
		return 0;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		uint32_t value = *at & (unsigned char)~forms[i].mask;

		if ((*at & forms[i].mask) != forms[i].lead)
			continue;
		for (size_t k = 1; k < forms[i].length; k++) {
			if ((at[k] & 0xc0) != 0x80)
				return reject(text);
			value = value << 6 | (at[k] & 0x3f);
		}
		if (value < forms[i].least || value > 0x10ffff ||
		    (value >= 0xd800 && value <= 0xdfff))
			return reject(text);
		*text += forms[i].length;
		return value;
	}
	return reject(text);
}

bool utf8_is_valid(const char *text)
{
	while (*text)
		if (utf8_next(&text) == UTF8_INVALID)
			return false;
	return true;
}

bool utf8_is_harmless(uint32_t code_point)
{
	if (code_point == UTF8_INVALID)
		return false;
	for (size_t i = 0; i < sizeof(harmful) / sizeof(harmful[0]); i++)
		if (code_point >= harmful[i].first && code_point <= harmful[i].last)
			return false;
	return true;
}

size_t utf8_columns(uint32_t code_point)
{
	int columns;

	if (code_point < 0x80)
		return code_point >= 0x20 && code_point != 0x7f;
	columns = wcwidth((wchar_t)code_point);
	return columns < 0 ? 1 : (size_t)columns;
}
