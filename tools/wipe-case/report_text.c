/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "report_text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define CUT "…"

void report_text_begin(struct report_text *text)
{
	*text->bytes = '\0';
	text->used = 0;
	text->is_cut = false;
}

static bool goes_on(char byte)
{
	return ((unsigned char)byte & 0xc0) == 0x80;
}

/* As much as there is room for; then a mark, and nothing any more. */
static void put(struct report_text *text, const char *part)
{
	size_t room = sizeof(text->bytes) - sizeof(CUT) - text->used, length = strlen(part);

	if (text->is_cut)
		return;
	text->is_cut = length > room;
	while (length > room || (text->is_cut && length && goes_on(part[length])))
		length--;
	memcpy(text->bytes + text->used, part, length);
	text->used += length;
	if (text->is_cut) {
		memcpy(text->bytes + text->used, CUT, strlen(CUT));
		text->used += strlen(CUT);
	}
	text->bytes[text->used] = '\0';
}

void report_text_add(struct report_text *text, const char *separator, const char *part)
{
	if (!part || !*part)
		return;
	if (text->used)
		put(text, separator);
	put(text, part);
}

void report_text_format(struct report_text *text, const char *separator, const char *format, ...)
{
	char part[sizeof(text->bytes)];
	va_list arguments;
	int length;

	va_start(arguments, format);
	length = vsnprintf(part, sizeof(part), format, arguments);
	va_end(arguments);
	/* Cut anywhere by vsnprintf(): the character that was begun goes. */
	if (length >= (int)sizeof(part)) {
		size_t end = sizeof(part) - 1;

		while (end && goes_on(part[end - 1]))
			end--;
		part[end ? end - 1 : 0] = '\0';
	}
	report_text_add(text, separator, part);
}
