/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "shown.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

void shown_item(const struct wipecert_item *item, char title[SHOWN_TITLE_BYTES])
{
	char label[SHOWN_TITLE_BYTES - 16];

	text_escape(item->label, label, sizeof(label));
	if (item->label_is_shared)
		snprintf(title, SHOWN_TITLE_BYTES, "%s (%.8s)", label, item->id);
	else
		snprintf(title, SHOWN_TITLE_BYTES, "%s", label);
}

void shown_title(const struct wipecert_case *opened, size_t index, char title[SHOWN_TITLE_BYTES])
{
	struct wipecert_item item;

	wipecert_case_item(opened, index, &item);
	shown_item(&item, title);
}

void shown_word(const char *text, char word[SHOWN_WORD_BYTES])
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
				    "/._-+:,@%=";
	char escaped[SHOWN_WORD_BYTES / 2];
	size_t used = 0;

	text_escape(text, escaped, sizeof(escaped));
	if (*text && strspn(text, plain) == strlen(text)) {
		snprintf(word, SHOWN_WORD_BYTES, "%s", escaped);
		return;
	}
	word[used++] = '\'';
	for (const char *at = escaped; *at && used < SHOWN_WORD_BYTES - 8; at++) {
		/* A quote ends the quotes, is quoted by itself, and begins them anew. */
		if (*at == '\'')
			used += (size_t)snprintf(word + used, 5, "'\\''");
		else
			word[used++] = *at;
	}
	snprintf(word + used, 2, "'");
}
