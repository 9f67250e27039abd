/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --tree: each disk with its partitions and what lies over them. */
#include "entry_tree.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cell.h"
#include "field.h"
#include "i18n.h"
#include "table.h"
#include "words.h"

enum column { NAME, KIND, SIZE, CONTENT, IN_USE };

static const struct table_column columns[] = {
	[NAME] = { .title = N_("NAME"), .tree = true },
	[KIND] = { .title = N_("KIND") },
	[SIZE] = { .title = N_("SIZE"), .right = true },
	[CONTENT] = { .title = N_("CONTENT"), .wrapped = true },
	[IN_USE] = { .title = N_("IN USE"), .wrapped = true },
};

struct row {
	const struct entry *entry;
	const struct wipe_layer *layer; /* NULL: the device, nothing is known over it */
	size_t parent;			/* row */
};

struct tree {
	struct row *rows;
	size_t count;
};

static const struct row *row_at(const void *arg, size_t index)
{
	return &((const struct tree *)arg)->rows[index];
}

static bool is_device(const struct row *row)
{
	return !row->layer || row->layer->kind == WIPE_LAYER_DEVICE;
}

static const char *node_of(const struct row *row)
{
	return is_device(row) ? row->entry->device->node : row->layer->node;
}

static void fill_name(const struct row *row, struct cell *cell)
{
	const char *node = field_short_name(node_of(row));
	char line[512];

	if (!is_device(row) && strcmp(row->layer->label, row->layer->name))
		snprintf(line, sizeof(line), "%s (%s)", row->layer->label, node);
	else
		snprintf(line, sizeof(line), "%s", node);
	cell_add_untrusted(cell, line);
}

static void fill_contents(const struct row *row, struct cell *cell)
{
	const struct wipe_device *dev = row->entry->device;
	char line[512];

	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];
		bool unknown = !strcmp(content->usage, "partition");

		if (strcmp(content->node, node_of(row)))
			continue;
		snprintf(line, sizeof(line), "%s%s%s", content->type, *content->label ? " " : "",
			 content->label);
		/* That it is a partition stands in its row already. */
		if (!unknown || *content->partition_type_name)
			cell_add_untrusted(cell, unknown ? content->partition_type_name : line);
	}
	if (row->entry->contents_error.code != WIPE_OK)
		cell_add(cell, is_device(row) ? _("UNREADABLE") : _("unknown"));
	else if (!*cell->text)
		cell_add(cell, "-");
}

/* Of uses that name no node of their own, the device's row tells. */
static void fill_uses(const struct row *row, struct cell *cell)
{
	const struct wipe_device *dev = row->entry->device;

	/* What holds it stands below it. */
	for (size_t i = 0; i < dev->use_count; i++)
		if (!strcmp(dev->uses[i].node, node_of(row)) && dev->uses[i].kind != WIPE_USE_HELD)
			field_use(cell, &dev->uses[i]);
	if (row->entry->uses_error.code != WIPE_OK && is_device(row))
		cell_add(cell, _("UNKNOWN"));
	else if (!*cell->text)
		cell_add(cell, "-");
}

static void fill(const void *arg, size_t index, size_t column, struct cell *cell)
{
	const struct row *row = row_at(arg, index);

	switch ((enum column)column) {
	case NAME:
		fill_name(row, cell);
		break;
	case KIND:
		cell_add(cell, is_device(row) ? words_media(row->entry->device->media) :
						wipe_layer_kind_name(row->layer->kind));
		break;
	case SIZE:
		field_size(cell, is_device(row) ? row->entry->device->capacity_bytes :
						  row->layer->size_bytes);
		break;
	case CONTENT:
		fill_contents(row, cell);
		break;
	case IN_USE:
		fill_uses(row, cell);
		break;
	}
}

static size_t parent(const void *arg, size_t index)
{
	return row_at(arg, index)->parent;
}

static enum table_mood mood(const void *arg, size_t index)
{
	const struct row *row = row_at(arg, index);

	return is_device(row) ? field_mood(row->entry) : TABLE_PLAIN;
}

static void add_rows(struct tree *tree, const struct entry *entry)
{
	const struct wipe_layers *layers = entry->layers;
	size_t first = tree->count;

	if (!layers)
		tree->rows[tree->count++] = (struct row){ entry, NULL, TABLE_NO_PARENT };
	for (size_t i = 0; layers && i < layers->count; i++) {
		size_t above = layers->items[i].parent;

		tree->rows[tree->count++] =
			(struct row){ entry, &layers->items[i],
				      above < i ? first + above : TABLE_NO_PARENT };
	}
}

int entry_tree_print(const struct entry_list *list)
{
	struct tree tree = { 0 };
	size_t room = 0;
	int rc = -1;

	for (size_t i = 0; i < list->count; i++)
		room += list->items[i].layers ? list->items[i].layers->count : 1;
	tree.rows = calloc(room + 1, sizeof(*tree.rows));
	if (!tree.rows)
		return rc;
	for (size_t i = 0; i < list->count; i++)
		add_rows(&tree, &list->items[i]);
	rc = table_print(&(struct table){ .columns = columns,
					  .column_count = sizeof(columns) / sizeof(columns[0]),
					  .row_count = tree.count,
					  .arg = &tree,
					  .fill = fill,
					  .parent = parent,
					  .mood = mood });
	free(tree.rows);
	return rc;
}
