/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field.h"

#include <stdio.h>
#include <string.h>

#include "text.h"
#include "words.h"

const char *field_short_name(const char *node)
{
	return strncmp(node, "/dev/", 5) ? node : node + 5;
}

void field_text(struct cell *cell, const char *text)
{
	cell_add_untrusted(cell, *text ? text : "-");
}

void field_model(struct cell *cell, const char *vendor, const char *model)
{
	char name[256];

	snprintf(name, sizeof(name), "%s%s%s", vendor, *vendor && *model ? " " : "", model);
	field_text(cell, name);
}

void field_size(struct cell *cell, uint64_t bytes)
{
	char size[TEXT_SIZE_BYTES];

	text_size(bytes, size);
	cell_add(cell, size);
}

void field_use(struct cell *cell, const struct wipe_use *use)
{
	char line[512];

	snprintf(line, sizeof(line), "%s%s%s", words_use(use->kind), *use->by ? " " : "", use->by);
	cell_add_untrusted(cell, line);
}

enum table_mood field_mood(const struct entry *entry)
{
	if (entry->uses_error.code != WIPE_OK || entry->device->use_count)
		return TABLE_WARNING;
	return entry_is_erasable(entry) ? TABLE_GOOD : TABLE_PLAIN;
}
