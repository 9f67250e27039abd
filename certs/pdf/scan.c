/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include <string.h>

bool scan_skip(struct scan *scan, size_t bytes)
{
	if (bytes > scan->left)
		return false;
	scan->at += bytes;
	scan->left -= bytes;
	return true;
}

bool scan_text(struct scan *scan, const char *text)
{
	size_t bytes = strlen(text);

	return bytes <= scan->left && memcmp(scan->at, text, bytes) == 0 && scan_skip(scan, bytes);
}

bool scan_number(struct scan *scan, size_t most, size_t *number)
{
	size_t value = 0, digits = 0;

	for (; digits < scan->left && scan->at[digits] >= '0' && scan->at[digits] <= '9';
	     digits++) {
		size_t digit = (size_t)(scan->at[digits] - '0');

		if ((digits && !value) || digit > most || value > (most - digit) / 10)
			return false;
		value = 10 * value + digit;
	}
	*number = value;
	return digits && scan_skip(scan, digits);
}

bool scan_word(struct scan *scan, char end, char *word, size_t size)
{
	const unsigned char *found = memchr(scan->at, end, scan->left);
	size_t bytes = found ? (size_t)(found - scan->at) : 0;

	if (!found || bytes >= size || memchr(scan->at, '\0', bytes))
		return false;
	memcpy(word, scan->at, bytes);
	word[bytes] = '\0';
	return scan_skip(scan, bytes);
}

bool scan_past(struct scan *scan, const char *text)
{
	const unsigned char *found = memmem(scan->at, scan->left, text, strlen(text));

	return found && scan_skip(scan, (size_t)(found - scan->at) + strlen(text));
}
