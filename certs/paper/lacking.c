/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "lacking.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "utf8.h"

#define LISTED_MAX 20

/* Where it stands, or would. */
static size_t place_of(const struct lacking *lacking, uint32_t code_point)
{
	size_t low = 0, high = lacking->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (lacking->code_points[middle] < code_point)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool lacking_has(const struct lacking *lacking, uint32_t code_point)
{
	size_t at = place_of(lacking, code_point);

	return at < lacking->count && lacking->code_points[at] == code_point;
}

void lacking_add(struct lacking *lacking, uint32_t code_point)
{
	size_t at = place_of(lacking, code_point);

	if (lacking_has(lacking, code_point))
		return;
	if (lacking->count == lacking->room) {
		size_t room = lacking->room ? 2 * lacking->room : 16;
		void *grown = realloc(lacking->code_points, room * sizeof(*lacking->code_points));

		if (!grown) {
			lacking->failed = true;
			return;
		}
		lacking->code_points = grown;
		lacking->room = room;
	}
	memmove(&lacking->code_points[at + 1], &lacking->code_points[at],
		(lacking->count - at) * sizeof(*lacking->code_points));
	lacking->code_points[at] = code_point;
	lacking->count++;
}

void lacking_clear(struct lacking *lacking)
{
	free(lacking->code_points);
	*lacking = (struct lacking){ .code_points = NULL };
}

/* out NULL: only counted. Returns the bytes without the NUL; *found: whether any is in it. */
static size_t copy(const struct lacking *lacking, const char *text, char *out, bool *found)
{
	const size_t sign = strlen(LACKING_SIGN);
	size_t bytes = strlen(text), used = 0;

	*found = false;
	for (size_t at = 0, length; at < bytes; at += length) {
		uint32_t code_point = 0;
		bool lacks;

		length = utf8_decode(text + at, bytes - at, &code_point);
		lacks = length && lacking_has(lacking, code_point);
		length = length ? length : 1;
		*found |= lacks;
		if (out)
			memcpy(out + used, lacks ? LACKING_SIGN : text + at, lacks ? sign : length);
		used += lacks ? sign : length;
	}
	return used;
}

char *lacking_replace(struct lacking *lacking, const char *text)
{
	bool found;
	size_t bytes = copy(lacking, text, NULL, &found);
	char *replaced = found ? malloc(bytes + 1) : NULL;

	if (!replaced) {
		lacking->failed |= found;
		return NULL;
	}
	copy(lacking, text, replaced, &found);
	replaced[bytes] = '\0';
	return replaced;
}

void lacking_list(const struct lacking *lacking, char *out, size_t size)
{
	size_t used = 0;

	*out = '\0';
	for (size_t i = 0; i < lacking->count && i < LISTED_MAX && used < size; i++)
		used += (size_t)snprintf(out + used, size - used, "%sU+%04X", i ? ", " : "",
					 (unsigned int)lacking->code_points[i]);
	if (lacking->count > LISTED_MAX && used < size)
		snprintf(out + used, size - used, ", …");
}
