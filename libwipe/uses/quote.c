/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quote.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct word {
	char *out;
	size_t size, used;
	bool full;
};

static void append(struct word *word, const char *piece, size_t bytes)
{
	if (word->full || bytes >= word->size - word->used) {
		word->full = true;
		return;
	}
	memcpy(word->out + word->used, piece, bytes);
	word->used += bytes;
	word->out[word->used] = '\0';
}

/* Bytes of the UTF-8 sequence at in (RFC 3629, 4), 0 if it is none. */
static size_t sequence_bytes(const unsigned char *in, uint32_t *code_point)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
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

/* Invisible, or moves what stands beside it: a name with it is not what it seems. */
static bool is_visible(uint32_t code_point)
{
	static const struct {
		uint32_t first, last;
	} hidden[] = {
		{ 0, 0x1f },	    { 0x7f, 0xa0 },	{ 0xad, 0xad },	      { 0x61c, 0x61c },
		{ 0x115f, 0x1160 }, { 0x180e, 0x180e }, { 0x2000, 0x200f },   { 0x2028, 0x202f },
		{ 0x205f, 0x206f }, { 0x3000, 0x3000 }, { 0x3164, 0x3164 },   { 0xfe00, 0xfe0f },
		{ 0xfeff, 0xfeff }, { 0xfff0, 0xfffb }, { 0xe0000, 0xe0fff },
	};

	for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++)
		if (code_point >= hidden[i].first && code_point <= hidden[i].last)
			return false;
	return true;
}

static bool is_bare(const char *in)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789_@%+=:,./-";

	return *in && !in[strspn(in, letters)];
}

static bool is_all_visible(const char *in)
{
	const unsigned char *at = (const unsigned char *)in;

	while (*at) {
		uint32_t code_point;
		size_t bytes = sequence_bytes(at, &code_point);

		if (!bytes || !is_visible(code_point))
			return false;
		at += bytes;
	}
	return true;
}

static void append_quoted(struct word *word, const char *in)
{
	append(word, "'", 1);
	for (; *in; in++) {
		if (*in == '\'')
			append(word, "'\\''", 4);
		else
			append(word, in, 1);
	}
	append(word, "'", 1);
}

/* Three octal digits: no digit that follows can belong to them. */
static void append_octal(struct word *word, const unsigned char *in, size_t bytes)
{
	char piece[8];

	for (size_t i = 0; i < bytes; i++) {
		snprintf(piece, sizeof(piece), "\\%03o", in[i]);
		append(word, piece, 4);
	}
}

static void append_escaped(struct word *word, const char *in)
{
	const unsigned char *at = (const unsigned char *)in;

	append(word, "$'", 2);
	while (*at) {
		uint32_t code_point;
		size_t bytes = sequence_bytes(at, &code_point);

		if (!bytes || !is_visible(code_point) || *at == '\'' || *at == '\\')
			append_octal(word, at, bytes ? bytes : 1);
		else
			append(word, (const char *)at, bytes);
		at += bytes ? bytes : 1;
	}
	append(word, "'", 1);
}

bool quote_shell(char *out, size_t out_bytes, const char *in)
{
	struct word word = { .out = out, .size = out_bytes };

	out[0] = '\0';
	if (*in == '-')
		append(&word, "-- ", 3);
	if (is_bare(in))
		append(&word, in, strlen(in));
	else if (is_all_visible(in))
		append_quoted(&word, in);
	else
		append_escaped(&word, in);
	if (word.full)
		out[0] = '\0';
	return !word.full;
}
