/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "place.h"

#include <stdio.h>
#include <string.h>

#include "text.h"

#define PLACE_BYTES 160
#define KEY_BYTES 48

/* Keys may be an attacker's: short, and nothing but printable ASCII. */
static void print_key(const char *key, char *text, size_t size)
{
	size_t length = strnlen(key, size - 1);

	for (size_t i = 0; i < length; i++)
		text[i] = (char)(key[i] >= 0x21 && key[i] <= 0x7e ? key[i] : '?');
	text[length] = '\0';
}

static size_t print_place(const struct place *place, char *text, size_t size)
{
	size_t used = place->up ? print_place(place->up, text, size) : 0;
	char key[KEY_BYTES];
	int added;

	if (place->key)
		print_key(place->key, key, sizeof(key));
	else
		snprintf(key, sizeof(key), "%zu", place->index);
	added = snprintf(text + used, size - used, "/%s", key);
	if (added < 0)
		return used;
	return used + (size_t)added < size ? used + (size_t)added : size - 1;
}

int place_error(const struct place *place, struct wipe_error *err, const char *what)
{
	char text[PLACE_BYTES] = "/";

	if (place)
		print_place(place, text, sizeof(text));
	return wipe_error_set(err, WIPE_E_FORMAT, 0, "%s: %s", text, what);
}
