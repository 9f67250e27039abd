/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "get.h"

#include <stdlib.h>
#include <string.h>

#include "hex.h"
#include "instant.h"

json_t *get_value(const json_t *object, const char *key)
{
	return json_object_get(object, key);
}

const char *get_text(const json_t *object, const char *key)
{
	return json_string_value(json_object_get(object, key));
}

void get_copy(const json_t *object, const char *key, char *out, size_t out_bytes)
{
	const char *text = get_text(object, key);
	size_t length = text ? strnlen(text, out_bytes - 1) : 0;

	/* Not into the middle of a character. */
	while (length && text[length] && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	if (length)
		memcpy(out, text, length);
	out[length] = '\0';
}

bool get_bool(const json_t *object, const char *key)
{
	return json_is_true(json_object_get(object, key));
}

uint64_t get_count(const json_t *object, const char *key)
{
	json_int_t value = json_integer_value(json_object_get(object, key));

	return value > 0 ? (uint64_t)value : 0;
}

uint64_t get_u64(const json_t *object, const char *key)
{
	const char *text = get_text(object, key);

	return text ? strtoull(text, NULL, 10) : 0;
}

int64_t get_time(const json_t *object, const char *key)
{
	const char *text = get_text(object, key);
	int64_t time_s;

	return text && instant_parse(text, &time_s) ? time_s : 0;
}

bool get_hex(const json_t *object, const char *key, uint8_t *out, size_t count)
{
	const char *text = get_text(object, key);

	return text && hex_decode(text, out, count);
}

uint32_t get_hex_some(const json_t *object, const char *key, uint8_t *out, size_t max)
{
	const char *text = get_text(object, key);
	size_t count = text ? strlen(text) / 2 : 0;

	return count <= max && text && hex_decode(text, out, count) ? (uint32_t)count : 0;
}

unsigned int get_index(const json_t *object, const char *key, unsigned int count,
		       const char *(*name)(unsigned int value))
{
	const char *text = get_text(object, key);

	for (unsigned int i = 0; text && i < count; i++)
		if (strcmp(name(i), text) == 0)
			return i;
	return 0;
}
