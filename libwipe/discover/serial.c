/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "serial.h"

#include <ctype.h>
#include <string.h>

#include "text.h"

#define SHORTEST 4

static bool is_printable(const char *text)
{
	size_t length = strlen(text);

	while (length && strchr(" \t\n", text[length - 1]))
		length--;
	for (size_t i = strspn(text, " \t\n"); i < length; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			return false;
	return true;
}

/* One and the same letter or digit, whatever stands between: "0000-0000", "FFFFFFFF", "....". */
static bool is_repeated(const char *serial)
{
	char first = '\0';

	for (; *serial; serial++) {
		if (!isalnum((unsigned char)*serial))
			continue;
		if (first && *serial != first)
			return false;
		first = *serial;
	}
	return true;
}

/* Counting up from anywhere: what firmware is delivered with. */
static bool is_counting(const char *serial)
{
	static const char *const rows[] = {
		"012345678901234567890123456789012345678901234567890123456789",
		"0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF",
		"123456789ABCDEF123456789ABCDEF",
		"123456789123456789123456789",
		"ABCDEFGHIJKLMNOPQRSTUVWXYZ",
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (strcasestr(rows[i], serial))
			return true;
	return false;
}

static bool is_known(const char *serial)
{
	static const char *const known[] = { "DEADBEEF", "012345678903", "SERIALNUMBER",
					     "DEFAULT_SERIAL" };
	size_t zeros = strspn(serial, "0");

	if (zeros >= SHORTEST - 1 && strlen(serial) - zeros == 1) /* "000000000001" */
		return true;
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcasecmp(serial, known[i]) == 0)
			return true;
	return is_counting(serial);
}

enum wipe_serial_problem serial_problem_of(const char *text)
{
	char serial[WIPE_SERIAL_MAX_BYTES], *digits = serial;

	text_copy_ascii(serial, sizeof(serial), text);
	if (!serial[0])
		return WIPE_SERIAL_ABSENT;
	if (!is_printable(text))
		return WIPE_SERIAL_NOT_ASCII;
	if (strncmp(serial, "0x", 2) == 0) /* cards tell theirs in hexadecimal */
		digits += 2;
	if (strlen(digits) < SHORTEST)
		return WIPE_SERIAL_TOO_SHORT;
	if (is_repeated(digits))
		return WIPE_SERIAL_REPEATED;
	return is_known(digits) ? WIPE_SERIAL_KNOWN : WIPE_SERIAL_OK;
}
