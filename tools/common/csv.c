/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "csv.h"

#include <stdlib.h>
#include <string.h>

#include "text.h"

void csv_begin(FILE *out)
{
	fputs("\xef\xbb\xbf", out);
}

/* What a spreadsheet takes for the begin of a formula, wide forms too. */
static bool is_like_formula(const char *text)
{
	static const char *const begins[] = { "=", "+", "-", "@", "＝", "＋", "－", "＠" };

	text += strspn(text, " ");
	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		if (strncmp(text, begins[i], strlen(begins[i])) == 0)
			return true;
	return false;
}

bool csv_text(FILE *out, const char *text)
{
	size_t size = 8 * strlen(text) + 1; /* \u{10FFFF} for four bytes, \xFF for one */
	char *escaped = malloc(size);

	if (!escaped)
		return false;
	text_escape(text, escaped, size);
	putc('"', out);
	if (is_like_formula(escaped))
		putc('\'', out);
	for (const char *at = escaped; *at; at++) {
		if (*at == '"')
			putc('"', out);
		putc(*at, out);
	}
	putc('"', out);
	free(escaped);
	return true;
}

void csv_next(FILE *out)
{
	putc(',', out);
}

void csv_end_line(FILE *out)
{
	fputs("\r\n", out);
}
