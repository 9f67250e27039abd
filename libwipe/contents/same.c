/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whether two probings found the same. */
#include <string.h>

#include <wipe/device.h>

static bool same_places(const struct wipe_content *a, const struct wipe_content *b)
{
	return a->offset_bytes == b->offset_bytes && a->size_bytes == b->size_bytes &&
	       a->signature_offset_bytes == b->signature_offset_bytes &&
	       a->partition_number == b->partition_number;
}

static bool same_texts(const struct wipe_content *a, const struct wipe_content *b)
{
	return strcmp(a->type, b->type) == 0 && strcmp(a->usage, b->usage) == 0 &&
	       strcmp(a->origin, b->origin) == 0 && strcmp(a->label, b->label) == 0 &&
	       strcmp(a->uuid, b->uuid) == 0 && strcmp(a->partition_type, b->partition_type) == 0 &&
	       strcmp(a->partition_name, b->partition_name) == 0 &&
	       strcmp(a->partition_uuid, b->partition_uuid) == 0;
}

/* Probings follow one order, so that equal ones are equal place by place. */
bool wipe_device_same_contents(const struct wipe_device *a, const struct wipe_device *b)
{
	if (a->content_count != b->content_count)
		return false;
	for (size_t i = 0; i < a->content_count; i++)
		if (!same_places(&a->contents[i], &b->contents[i]) ||
		    !same_texts(&a->contents[i], &b->contents[i]))
			return false;
	return true;
}
