/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "quote.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "utf8.h"

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
	while (*in) {
		uint32_t code_point;
		size_t bytes = utf8_sequence(in, &code_point);

		if (!bytes || !is_visible(code_point))
			return false;
		in += bytes;
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
static void append_octal(struct word *word, const char *in, size_t bytes)
{
	char piece[8];

	for (size_t i = 0; i < bytes; i++) {
		snprintf(piece, sizeof(piece), "\\%03o", (unsigned char)in[i]);
		append(word, piece, 4);
	}
}

static void append_escaped(struct word *word, const char *in)
{
	append(word, "$'", 2);
	while (*in) {
		uint32_t code_point;
		size_t bytes = utf8_sequence(in, &code_point);

		if (!bytes || !is_visible(code_point) || *in == '\'' || *in == '\\')
			append_octal(word, in, bytes ? bytes : 1);
		else
			append(word, in, bytes);
		in += bytes ? bytes : 1;
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
