/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "field.h"

#include <stdio.h>
#include <string.h>

#include "i18n.h"
#include "text.h"
#include "words.h"

const char *field_content_type(const struct wipe_content *content)
{
	return strcmp(content->origin, "contents") ? content->type : _("random data");
}

const char *field_short_name(const char *node)
{
	return strncmp(node, "/dev/", 5) ? node : node + 5;
}

void field_text(struct cell *cell, const char *text)
{
	cell_add_untrusted(cell, *text ? text : "-");
}

void field_serial(struct cell *cell, const struct wipe_device *dev)
{
	char shown[1024];

	if (!*dev->serial || dev->serial_plausible) {
		field_text(cell, dev->serial);
		return;
	}
	snprintf(shown, sizeof(shown), "%s (?)", dev->serial);
	cell_add_untrusted(cell, shown);
}

void field_other_paths(struct cell *cell, const struct wipe_device *dev)
{
	char line[256];

	for (uint32_t i = 0; i < dev->other_path_count && i < WIPE_OTHER_PATHS_MAX; i++) {
		snprintf(line, sizeof(line), _("also %s"), field_short_name(dev->other_paths[i]));
		cell_add_untrusted(cell, line);
	}
	if (dev->other_path_count > WIPE_OTHER_PATHS_MAX) {
		snprintf(line, sizeof(line), _("and %u more"),
			 dev->other_path_count - WIPE_OTHER_PATHS_MAX);
		cell_add(cell, line);
	}
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
