/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "utf8.h"

static const struct {
	uint8_t mask, lead;
	size_t bytes;
	uint32_t least; /* anything below has a shorter form */
} forms[] = {
	{ 0x80, 0x00, 1, 0 },
	{ 0xe0, 0xc0, 2, 0x80 },
	{ 0xf0, 0xe0, 3, 0x800 },
	{ 0xf8, 0xf0, 4, 0x10000 },
};

static bool is_scalar_value(uint32_t code_point)
{
	return code_point <= 0x10ffff && (code_point < 0xd800 || code_point > 0xdfff);
}

size_t utf8_decode(const char *text, size_t bytes, uint32_t *code_point)
{
	const unsigned char *at = (const unsigned char *)text;

	for (size_t form = 0; bytes && form < sizeof(forms) / sizeof(forms[0]); form++) {
		uint32_t value;

		if ((at[0] & forms[form].mask) != forms[form].lead)
			continue;
		if (forms[form].bytes > bytes)
			return 0;
		value = (uint32_t)(at[0] & (uint8_t)~forms[form].mask);
		for (size_t i = 1; i < forms[form].bytes; i++) {
			if ((at[i] & 0xc0) != 0x80)
				return 0;
			value = value << 6 | (at[i] & 0x3f);
		}
		if (value < forms[form].least || !is_scalar_value(value))
			return 0;
		*code_point = value;
		return forms[form].bytes;
	}
	return 0;
}

static const struct {
	uint32_t first, last;
} deceptive[] = {
	{ 0x0000, 0x001f },   { 0x007f, 0x009f }, /* controls */
	{ 0x00ad, 0x00ad },			  /* soft hyphen */
	{ 0x034f, 0x034f },			  /* combining grapheme joiner */
	{ 0x061c, 0x061c },			  /* Arabic letter mark */
	{ 0x115f, 0x1160 },   { 0x17b4, 0x17b5 }, /* fillers, inherent vowels */
	{ 0x180b, 0x180f },			  /* Mongolian separators */
	{ 0x200b, 0x200f },			  /* zero width, marks */
	{ 0x2028, 0x202e },			  /* separators, embeddings, overrides */
	{ 0x2060, 0x206f },			  /* word joiner, isolates */
	{ 0x3164, 0x3164 },   { 0xffa0, 0xffa0 }, /* Hangul fillers */
	{ 0xfdd0, 0xfdef },			  /* noncharacters */
	{ 0xfeff, 0xfeff },			  /* byte order mark */
	{ 0xfff9, 0xfffb },			  /* interlinear annotation */
	{ 0x1d173, 0x1d17a },			  /* musical format controls */
	{ 0xe0000, 0xe00ff },			  /* tags (selectors begin at e0100) */
};

bool utf8_is_deceptive(uint32_t code_point)
{
	for (size_t i = 0; i < sizeof(deceptive) / sizeof(deceptive[0]); i++)
		if (code_point >= deceptive[i].first && code_point <= deceptive[i].last)
			return true;
	return (code_point & 0xfffe) == 0xfffe;
}
