/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "instant.h"
#include "text.h"
#include "words.h"

#define JST_OFFSET_S (9 * 3600)

/* Digits in groups of three. */
static void group(uint64_t value, char *text, size_t text_bytes)
{
	char digits[24];
	size_t count = (size_t)snprintf(digits, sizeof(digits), "%" PRIu64, value), used = 0;

	for (size_t i = 0; i < count && used + 2 < text_bytes; i++) {
		if (i && (count - i) % 3 == 0)
			text[used++] = ',';
		text[used++] = digits[i];
	}
	text[used] = '\0';
}

/* Decimal units, as on the labels of drives; one decimal, rounded down. */
void words_bytes(uint64_t bytes, char text[WORDS_BYTES])
{
	static const char units[] = "kMGTPE";
	char grouped[32];
	uint64_t tenths = bytes / 100;
	size_t unit = 0;

	group(bytes, grouped, sizeof(grouped));
	if (bytes < 1000) {
		snprintf(text, WORDS_BYTES, _("%s bytes"), grouped);
		return;
	}
	for (; tenths >= 10000 && units[unit + 1]; unit++)
		tenths /= 1000;
	snprintf(text, WORDS_BYTES, _("%s bytes (%" PRIu64 ".%" PRIu64 " %cB)"), grouped,
		 tenths / 10, tenths % 10, units[unit]);
}

/* Japan has no daylight saving time: JST is UTC and nine hours, always. */
void words_time(int64_t time_s, char text[WORDS_TIME_BYTES])
{
	char utc[INSTANT_BYTES], jst[INSTANT_BYTES];

	instant_format(time_s, utc);
	instant_format(time_s + JST_OFFSET_S, jst);
	snprintf(text, WORDS_TIME_BYTES, "%.10s %.8s JST = %.10s %.8s UTC", jst, jst + 11, utc,
		 utc + 11);
}
