/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "put.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "hex.h"
#include "instant.h"
#include "utf8.h"

#define COUNT_MAX UINT64_C(9007199254740991)
#define TEXT_BYTES 256
#define HEX_BYTES_MAX 128

void put_begin(struct put *put)
{
	put->object = json_object();
	put->failed = !put->object;
}

json_t *put_end(struct put *put)
{
	json_t *object = put->object;

	put->object = NULL;
	if (!put->failed)
		return object;
	json_decref(object);
	return NULL;
}

void put_value(struct put *put, const char *key, json_t *value)
{
	if (json_object_set_new(put->object, key, value) != 0)
		put->failed = true;
}

void put_null(struct put *put, const char *key)
{
	put_value(put, key, json_null());
}

void put_bool(struct put *put, const char *key, bool value)
{
	put_value(put, key, json_boolean(value));
}

void put_count(struct put *put, const char *key, uint64_t value)
{
	put_value(put, key, json_integer((json_int_t)(value < COUNT_MAX ? value : COUNT_MAX)));
}

void put_u64(struct put *put, const char *key, uint64_t value)
{
	char text[24];

	snprintf(text, sizeof(text), "%" PRIu64, value);
	put_value(put, key, json_string(text));
}

json_t *put_new_ascii(const char *text)
{
	char clean[TEXT_BYTES];
	size_t length = text ? strnlen(text, sizeof(clean) - 1) : 0;

	for (size_t i = 0; i < length; i++)
		clean[i] = (char)(text[i] >= 0x20 && text[i] <= 0x7e ? text[i] : '?');
	clean[length] = '\0';
	return json_string(clean);
}

void put_ascii(struct put *put, const char *key, const char *text)
{
	put_value(put, key, put_new_ascii(text));
}

void put_ascii_or_null(struct put *put, const char *key, const char *text)
{
	if (text && *text)
		put_ascii(put, key, text);
	else
		put_null(put, key);
}

void put_utf8(struct put *put, const char *key, const char *text)
{
	char clean[TEXT_BYTES];
	size_t length = strnlen(text, sizeof(clean) - 1), used = 0;

	for (size_t at = 0; at < length;) {
		uint32_t code_point;
		size_t step = utf8_decode(text + at, length - at, &code_point);

		if (!step || utf8_is_deceptive(code_point)) {
			clean[used++] = '?';
		} else {
			memcpy(clean + used, text + at, step);
			used += step;
		}
		at += step ? step : 1;
	}
	clean[used] = '\0';
	put_value(put, key, json_string(clean));
}

void put_hex(struct put *put, const char *key, const uint8_t *bytes, size_t count)
{
	char text[2 * HEX_BYTES_MAX + 1];

	if (count > HEX_BYTES_MAX) {
		put->failed = true;
		return;
	}
	hex_encode(bytes, count, text);
	put_value(put, key, json_string(text));
}

void put_time(struct put *put, const char *key, int64_t time_s)
{
	char text[INSTANT_BYTES];

	instant_format(time_s, text);
	put_value(put, key, json_string(text));
}
