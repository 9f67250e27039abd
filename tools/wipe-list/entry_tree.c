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
	[NAME] = { .title = N_("NAME"), .identity = true, .tree = true },
	[KIND] = { .title = N_("KIND") },
	[SIZE] = { .title = N_("SIZE"), .rigid = true, .right = true },
	[CONTENT] = { .title = N_("CONTENT") },
	[IN_USE] = { .title = N_("IN USE") },
};

struct row {
	const struct entry *entry;	/* the disk */
	const struct entry *told_by;	/* knows what is on it and who uses it */
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

/* What is printed on the drive, so that nobody takes one for another. */
static void fill_identity(const struct wipe_device *dev, struct cell *cell)
{
	field_other_paths(cell, dev);
	if (*dev->vendor || *dev->model)
		field_model(cell, dev->vendor, dev->model);
	if (*dev->serial)
		field_serial(cell, dev);
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
	if (is_device(row))
		fill_identity(row->entry->device, cell);
}

static void fill_contents(const struct row *row, struct cell *cell)
{
	const struct wipe_device *dev = row->told_by->device;
	char line[512];

	for (size_t i = 0; i < dev->content_count; i++) {
		const struct wipe_content *content = &dev->contents[i];
		bool unknown = !strcmp(content->usage, "partition");

		if (strcmp(content->node, node_of(row)))
			continue;
		snprintf(line, sizeof(line), "%s%s%s", field_content_type(content),
			 *content->label ? " " : "", content->label);
		/* That it is a partition stands in its row already. */
		if (!unknown || *content->partition_type_name)
			cell_add_untrusted(cell, unknown ? content->partition_type_name : line);
	}
	if (row->told_by->contents_error.code != WIPE_OK)
		cell_add(cell, is_device(row) ? _("UNREADABLE") : _("unknown"));
	else if (!*cell->text)
		cell_add(cell, "-");
}

/* Has what holds the row's node a row of its own, below it? */
static bool stands_below(const struct row *row, const struct wipe_use *use)
{
	const struct wipe_layers *layers = row->entry->layers;

	for (size_t i = 0; row->layer && i < layers->count; i++)
		if (layers->items[i].parent == (size_t)(row->layer - layers->items) &&
		    !strcmp(layers->items[i].label, use->by))
			return true;
	return false;
}

/* Of uses that name no node of their own, the device's row tells. */
static void fill_uses(const struct row *row, struct cell *cell)
{
	const struct wipe_device *dev = row->told_by->device;

	for (size_t i = 0; i < dev->use_count; i++) {
		const struct wipe_use *use = &dev->uses[i];

		if (!strcmp(use->node, node_of(row)) &&
		    (use->kind != WIPE_USE_HELD || !stands_below(row, use)))
			field_use(cell, use);
	}
	if (row->told_by->uses_error.code != WIPE_OK && is_device(row))
		cell_add(cell, _("UNKNOWN"));
	else if (!*cell->text)
		cell_add(cell, dev->uses_complete ? "-" : _("not known"));
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
						words_layer(row->layer->kind));
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

static const struct entry *entry_of(const struct entry_list *list, const char *node)
{
	for (size_t i = 0; i < list->count; i++)
		if (!strcmp(list->items[i].device->node, node))
			return &list->items[i];
	return NULL;
}

/* A layer and what lies on it, each after what it lies on: the order in which a tree is drawn. */
static void add_layers(struct tree *tree, const struct entry_list *list, const struct entry *entry,
		       size_t index, size_t parent)
{
	const struct wipe_layers *layers = entry->layers;
	const struct wipe_layer *layer = &layers->items[index];
	const struct entry *own = index ? entry_of(list, layer->node) : entry;
	size_t row = tree->count++;

	tree->rows[row] =
		(struct row){ entry, own ? own : tree->rows[parent].told_by, layer, parent };
	for (size_t i = index + 1; i < layers->count; i++)
		if (layers->items[i].parent == index)
			add_layers(tree, list, entry, i, row);
}

/* Does the one lie over the other, at any depth? */
static bool lies_over(const struct entry *over, const struct entry *under)
{
	const struct wipe_layers *layers = under->layers;

	for (size_t k = 1; layers && !layers->overflow && k < layers->count; k++)
		if (!strcmp(layers->items[k].node, over->device->node))
			return true;
	return false;
}

/* It stands in the tree of what it lies on; if each lies over the other, in its own. */
static bool has_a_place(const struct entry_list *list, const struct entry *entry)
{
	for (size_t i = 0; i < list->count; i++)
		if (lies_over(entry, &list->items[i]) && !lies_over(&list->items[i], entry))
			return true;
	return false;
}

static void add_disk(struct tree *tree, const struct entry_list *list, const struct entry *entry)
{
	if (has_a_place(list, entry))
		return;
	if (entry->layers && entry->layers->count)
		add_layers(tree, list, entry, 0, TABLE_NO_PARENT);
	else
		tree->rows[tree->count++] = (struct row){ entry, entry, NULL, TABLE_NO_PARENT };
}

int entry_tree_print(const struct entry_list *list, const struct sheet *sheet)
{
	struct tree tree = { 0 };
	size_t room = 0;
	int rc = -1;

	for (size_t i = 0; i < list->count; i++)
		room += 1 + (list->items[i].layers ? list->items[i].layers->count : 0);
	tree.rows = calloc(room + 1, sizeof(*tree.rows));
	if (!tree.rows)
		return rc;
	for (size_t i = 0; i < list->count; i++)
		add_disk(&tree, list, &list->items[i]);
	rc = table_print(&(struct table){ .columns = columns,
					  .column_count = sizeof(columns) / sizeof(columns[0]),
					  .row_count = tree.count,
					  .arg = &tree,
					  .fill = fill,
					  .parent = parent,
					  .mood = mood },
			 sheet);
	free(tree.rows);
	return rc;
}
