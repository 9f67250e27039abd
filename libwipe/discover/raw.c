/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "raw.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text.h"

const char *wipe_raw_get(const struct wipe_raw_device *raw, const char *key)
{
	for (size_t i = 0; i < raw->count; i++)
		if (strcmp(raw->pairs[i].key, key) == 0)
			return raw->pairs[i].value;
	return NULL;
}

const char *raw_first(const struct wipe_raw_device *raw, const char *const *keys)
{
	for (; *keys; keys++) {
		const char *value = wipe_raw_get(raw, *keys);

		if (value && value[strspn(value, " \t\n")] != '\0')
			return value;
	}
	return NULL;
}

bool raw_has(const struct wipe_raw_device *raw, const char *key)
{
	return wipe_raw_get(raw, key) != NULL;
}

bool raw_is(const struct wipe_raw_device *raw, const char *key, const char *value)
{
	const char *found = wipe_raw_get(raw, key);

	return found && strcmp(found, value) == 0;
}

uint64_t raw_number(const struct wipe_raw_device *raw, const char *key)
{
	uint64_t value;

	return text_parse_u64(wipe_raw_get(raw, key), &value) ? value : 0;
}

void raw_add(struct raw_builder *builder, const char *prefix, const char *key, const char *value)
{
	char *joined, *copy;

	if (!value)
		return;
	if (builder->count == RAW_PAIRS_MAX || asprintf(&joined, "%s%s", prefix, key) < 0) {
		builder->failed = true;
		return;
	}
	copy = strdup(value);
	if (!copy) {
		free(joined);
		builder->failed = true;
		return;
	}
	builder->pairs[builder->count++] = (struct wipe_raw_pair){ .key = joined, .value = copy };
}

void raw_clear(struct raw_builder *builder)
{
	for (size_t i = 0; i < builder->count; i++) {
		free((void *)(uintptr_t)builder->pairs[i].key);
		free((void *)(uintptr_t)builder->pairs[i].value);
	}
	builder->count = 0;
}
