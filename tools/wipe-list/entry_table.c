/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "entry_table.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cell.h"
#include "field.h"
#include "i18n.h"
#include "table.h"
#include "text.h"
#include "words.h"

enum column {
	NAME,
	MODEL,
	SERIAL,
	SIZE,
	BUS,
	MEDIA,
	CONTENT,
	IN_USE,
	METHOD,
	DURATION,
	FIRMWARE,
	WWN,
};

static const struct table_column columns[] = {
	[NAME] = { .title = N_("NAME"), .identity = true },
	[MODEL] = { .title = N_("VENDOR/MODEL") },
	[SERIAL] = { .title = N_("SERIAL"), .identity = true },
	[SIZE] = { .title = N_("SIZE"), .rigid = true, .right = true },
	[BUS] = { .title = N_("BUS"), .spare = true },
	[MEDIA] = { .title = N_("MEDIA"), .spare = true },
	[CONTENT] = { .title = N_("CONTENT") },
	[IN_USE] = { .title = N_("IN USE") },
	[METHOD] = { .title = N_("ERASE BY"), .extra = true },
	[DURATION] = { .title = N_("TAKES"), .extra = true },
	[FIRMWARE] = { .title = N_("FIRMWARE"), .extra = true },
	[WWN] = { .title = N_("WWN"), .extra = true },
};

/* Where it lies, in brackets: the partition's node, or its number if it has none. */
static void describe_place(const struct wipe_device *dev, const struct wipe_content *content,
			   char *out, size_t out_bytes)
{
	*out = '\0';
	if (strcmp(content->node, dev->node))
		snprintf(out, out_bytes, " (%s)", field_short_name(content->node));
	else if (content->partition_number)
		snprintf(out, out_bytes, " (#%u)", content->partition_number);
}

/* "ext4 (sda1) Home": what, where unless on the whole, and its label. */
static void fill_content(const struct entry *entry, struct cell *cell)
{
	const struct wipe_device *dev = entry->device;
	char line[512], place[96];

	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];
		const char *name = *content->label ? content->label : content->partition_type_name;

		/* Of a partition in which nothing was recognized, what its table calls it. */
		if (!*content->label && strcmp(content->usage, "partition"))
			name = "";
		describe_place(dev, content, place, sizeof(place));
		snprintf(line, sizeof(line), "%s%s%s%s", field_content_type(content), place,
			 *name ? " " : "", name);
		cell_add_untrusted(cell, line);
	}
	if (entry->contents_error.code != WIPE_OK)
		cell_add(cell, _("UNREADABLE"));
	else if (entry_is_empty(entry))
		cell_add(cell, _("no medium"));
	else if (!dev->content_count)
		cell_add(cell, _("nothing known"));
}

static void fill_uses(const struct entry *entry, struct cell *cell)
{
	const struct wipe_device *dev = entry->device;

	for (size_t i = 0; i < dev->use_count; i++)
		field_use(cell, &dev->uses[i]);
	if (entry->uses_error.code != WIPE_OK)
		cell_add(cell, _("UNKNOWN"));
	else if (!dev->use_count)
		cell_add(cell, dev->uses_complete ? "-" : _("not known"));
}

/* "stream (Clear)": how, and the level it reaches. */
static void fill_method(const struct entry *entry, struct cell *cell)
{
	char line[128];

	snprintf(line, sizeof(line), "%s (%s)", entry->method, wipe_level_text(entry->level));
	cell_add(cell, *entry->method ? line : "-");
}

static void fill_duration(const struct entry *entry, struct cell *cell)
{
	char text[TEXT_GUESS_BYTES];

	if (entry->has_estimate)
		text_guess(entry->estimate.least_s, entry->estimate.most_s, text);
	cell_add(cell, entry->has_estimate ? text : "-");
}

static const struct entry *entry_at(const void *arg, size_t row)
{
	return &((const struct entry_list *)arg)->items[row];
}

static void fill(const void *arg, size_t row, size_t column, struct cell *cell)
{
	const struct entry *entry = entry_at(arg, row);
	const struct wipe_device *dev = entry->device;

	switch ((enum column)column) {
	case NAME:
		cell_add_untrusted(cell, field_short_name(dev->node));
		field_other_paths(cell, dev);
		break;
	case MODEL:
		field_model(cell, dev->vendor, dev->model);
		break;
	case SERIAL:
		field_serial(cell, dev);
		break;
	case SIZE:
		field_size(cell, dev->capacity_bytes);
		break;
	case BUS:
		cell_add(cell, wipe_bus_name(dev->bus));
		break;
	case MEDIA:
		cell_add(cell, words_media(dev->media));
		break;
	case CONTENT:
		fill_content(entry, cell);
		break;
	case IN_USE:
		fill_uses(entry, cell);
		break;
	case METHOD:
		fill_method(entry, cell);
		break;
	case DURATION:
		fill_duration(entry, cell);
		break;
	case FIRMWARE:
		field_text(cell, dev->firmware);
		break;
	case WWN:
		field_text(cell, dev->wwn);
		break;
	}
}

static enum table_mood mood(const void *arg, size_t row)
{
	return field_mood(entry_at(arg, row));
}

int entry_table_print(const struct entry_list *list, const struct sheet *sheet)
{
	return table_print(&(struct table){ .columns = columns,
					    .column_count = sizeof(columns) / sizeof(columns[0]),
					    .row_count = list->count,
					    .arg = list,
					    .fill = fill,
					    .mood = mood },
			   sheet);
}
