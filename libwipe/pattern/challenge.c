/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Challenges as text. The check digits are found by Horner's rule in base 32
 * modulo 97. 32 has order 48 modulo the prime 97, so no wrong symbol and no
 * exchange of two of the 26 symbols keeps the remainder.
 */
#include <string.h>

#include <wipe/stream.h>

#include "text.h"

#define SYMBOLS 26
#define CHECK_DIGITS 2
#define MODULUS 97u

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

static unsigned int check_of(const uint8_t *symbols)
{
	unsigned int remainder = 0;

	for (int i = 0; i < SYMBOLS; i++)
		remainder = (remainder * 32 + symbols[i]) % MODULUS;
	return MODULUS + 1 - remainder * 100 % MODULUS;
}

/* Symbol i holds bits 5i-2 .. 5i+2 of the challenge; the first has two zeros in front. */
static uint8_t symbol_at(const uint8_t *challenge, int index)
{
	uint8_t symbol = 0;

	for (int bit = index * 5 - 2; bit < index * 5 + 3; bit++) {
		symbol = (uint8_t)(symbol << 1);
		if (bit >= 0 && challenge[bit / 8] & (0x80 >> bit % 8))
			symbol |= 1;
	}
	return symbol;
}

void wipe_challenge_format(const uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES],
			   char text[WIPE_CHALLENGE_TEXT_BYTES])
{
	uint8_t symbols[SYMBOLS];
	unsigned int check;
	char flat[SYMBOLS + CHECK_DIGITS];
	char *at = text;

	for (int i = 0; i < SYMBOLS; i++) {
		symbols[i] = symbol_at(challenge, i);
		flat[i] = alphabet[symbols[i]];
	}
	check = check_of(symbols);
	flat[SYMBOLS] = (char)('0' + check / 10);
	flat[SYMBOLS + 1] = (char)('0' + check % 10);
	for (int i = 0; i < SYMBOLS + CHECK_DIGITS; i++) {
		if (i && i % 4 == 0)
			*at++ = '-';
		*at++ = flat[i];
	}
	*at = '\0';
}

/* The value of a spoken symbol, or -1. */
static int symbol_value(char c)
{
	const char *found;

	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	if (c == 'O')
		c = '0';
	if (c == 'I' || c == 'L')
		c = '1';
	found = c ? strchr(alphabet, c) : NULL;
	return found ? (int)(found - alphabet) : -1;
}

static int read_symbols(const char *text, uint8_t symbols[SYMBOLS + CHECK_DIGITS],
			struct wipe_error *err)
{
	int count = 0;

	for (; *text; text++) {
		int value;

		if (*text == '-' || *text == ' ')
			continue;
		value = symbol_value(*text);
		if (value < 0)
			return wipe_error_set(
				err, WIPE_E_USAGE, 0,
				_("the challenge has a character that none can have"));
		if (count < SYMBOLS + CHECK_DIGITS)
			symbols[count] = (uint8_t)value;
		count++;
	}
	if (count != SYMBOLS + CHECK_DIGITS)
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("a challenge has %d characters, this one has %d"),
				      SYMBOLS + CHECK_DIGITS, count);
	return 0;
}

int wipe_challenge_parse(const char *text, uint8_t challenge[WIPE_CHALLENGE_MIN_BYTES],
			 struct wipe_error *err)
{
	uint8_t symbols[SYMBOLS + CHECK_DIGITS];
	int rc = read_symbols(text, symbols, err);

	if (rc)
		return rc;
	if (symbols[0] > 7 || symbols[SYMBOLS] > 9 || symbols[SYMBOLS + 1] > 9 ||
	    symbols[SYMBOLS] * 10u + symbols[SYMBOLS + 1] != check_of(symbols))
		return wipe_error_set(err, WIPE_E_USAGE, 0,
				      _("the challenge's check characters do not fit: please read "
					"it again"));
	memset(challenge, 0, WIPE_CHALLENGE_MIN_BYTES);
	for (int bit = 0; bit < WIPE_CHALLENGE_MIN_BYTES * 8; bit++) {
		int position = bit + 2;

		if (symbols[position / 5] & (0x10 >> position % 5))
			challenge[bit / 8] |= (uint8_t)(0x80 >> bit % 8);
	}
	return 0;
}
