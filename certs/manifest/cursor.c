/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cursor.h"

#include <string.h>

bool cursor_take(struct cursor *cursor, const char *literal)
{
	size_t bytes = strlen(literal);

	if ((size_t)(cursor->end - cursor->at) < bytes || memcmp(cursor->at, literal, bytes) != 0)
		return false;
	cursor->at += bytes;
	return true;
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool cursor_take_hex(struct cursor *cursor, uint8_t *out, size_t bytes)
{
	if ((size_t)(cursor->end - cursor->at) < 2 * bytes)
		return false;
	for (size_t i = 0; i < bytes; i++) {
		int high = digit_value(cursor->at[2 * i]), low = digit_value(cursor->at[2 * i + 1]);

		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	cursor->at += 2 * bytes;
	return true;
}

bool cursor_take_u64(struct cursor *cursor, uint64_t *value)
{
	const char *at = cursor->at;
	uint64_t sum = 0;

	for (; at < cursor->end && *at >= '0' && *at <= '9'; at++)
		if (__builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_add_overflow(sum, (uint64_t)(*at - '0'), &sum))
			return false;
	if (at == cursor->at || (*cursor->at == '0' && at - cursor->at > 1))
		return false;
	*value = sum;
	cursor->at = at;
	return true;
}

bool cursor_take_text(struct cursor *cursor, char *out, size_t max)
{
	const char *at = cursor->at;
	size_t used = 0;

	for (; at < cursor->end && *at != '"'; at++) {
		if (*at == '\\' && (++at == cursor->end || (*at != '"' && *at != '\\')))
			return false;
		if (!*at || used == max)
			return false;
		out[used++] = *at;
	}
	if (at == cursor->end)
		return false;
	out[used] = '\0';
	cursor->at = at;
	return true;
}

bool cursor_take_hex_text(struct cursor *cursor, char *out, size_t max)
{
	const char *quote = memchr(cursor->at, '"', (size_t)(cursor->end - cursor->at));
	size_t digits = quote ? (size_t)(quote - cursor->at) : 1;

	if (digits % 2 || digits / 2 > max || !cursor_take_hex(cursor, (uint8_t *)out, digits / 2))
		return false;
	out[digits / 2] = '\0';
	return strlen(out) == digits / 2;
}
