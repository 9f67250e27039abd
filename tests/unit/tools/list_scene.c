/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "list_scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fixture_tree.h"

static const char *const labels[] = {
	"vg--production--server01-lv--database--backup--2026--quarterly",
	"luks-0b1c2d3e-4f50-6172-8394-a5b6c7d8e9f0",
	"東京本社_経理部_会計データ保管用ボリューム",
	"home",
};

char *list_scene_path(const char *folder, const char *name)
{
	char *path = NULL;

	assert_true(asprintf(&path, "%s/tests/fixtures/%s/%s", getenv("MASSHO_SOURCE"), folder,
			     name) > 0);
	return path;
}

static void add_content(struct wipe_device *dev, const char *node, const char *type,
			const char *usage, const char *label)
{
	struct wipe_content *content = &dev->contents[dev->content_count++];

	snprintf(content->node, sizeof(content->node), "%s", node);
	snprintf(content->type, sizeof(content->type), "%s", type);
	snprintf(content->usage, sizeof(content->usage), "%s", usage);
	snprintf(content->label, sizeof(content->label), "%s", label);
	content->signature_offset_bytes = UINT64_MAX;
}

static void add_use(struct wipe_device *dev, enum wipe_use_kind kind, const char *node,
		    const char *by)
{
	struct wipe_use *use = &dev->uses[dev->use_count++];

	use->kind = kind;
	snprintf(use->node, sizeof(use->node), "%s", node);
	snprintf(use->by, sizeof(use->by), "%s", by);
	snprintf(use->advice, sizeof(use->advice), "%s is mounted on %s: umount %s", node, by, by);
}

static void furnish(struct entry *entry)
{
	struct wipe_device *dev = entry->device;
	size_t count = entry->layers->count;

	dev->contents = calloc(count, sizeof(*dev->contents));
	dev->uses = calloc(count, sizeof(*dev->uses));
	assert_non_null(dev->contents);
	assert_non_null(dev->uses);
	add_content(dev, dev->node, "gpt", "partition-table", "");
	if (count > 1)
		add_use(dev, WIPE_USE_SYSTEM, dev->node, "/");
	for (size_t i = 1; i < count; i++) {
		struct wipe_layer *layer = &entry->layers->items[i];
		const char *label = labels[i % COUNT(labels)];

		if (layer->kind != WIPE_LAYER_PARTITION)
			snprintf(layer->label, sizeof(layer->label), "%s", label);
		add_content(dev, layer->node, i % 2 ? "crypto_LUKS" : "ext4",
			    i % 2 ? "crypto" : "filesystem", i % 3 ? "" : label);
		add_use(dev, i % 3 ? WIPE_USE_MOUNTED : WIPE_USE_HELD, layer->node,
			i % 3 ? "/srv/backups/2026/データベース/quarterly" : label);
	}
}

static void add_entry(struct list_scene *scene, struct wipe_device *dev)
{
	struct entry *entry = &scene->list.items[scene->list.count++];

	*entry = (struct entry){ .device = dev, .method = "stream", .level_reason = "" };
	wipe_error_clear(&entry->contents_error);
	wipe_error_clear(&entry->uses_error);
	dev->uses_complete = true;
	entry->level = WIPE_LEVEL_CLEAR;
	entry->has_estimate = true;
	entry->estimate = (struct wipe_estimate){ 1200, 7300, "hdd" };
	assert_int_equal(wipe_device_layers(scene->source, dev, &entry->layers, NULL), 0);
	furnish(entry);
}

void list_scene_make(const char *name, struct list_scene *scene)
{
	char *path = list_scene_path("machines", name);

	*scene = (struct list_scene){ .root = fixture_tree_make(path) };
	free(path);
	scene->source = wipe_source_tree(scene->root);
	assert_non_null(scene->source);
	assert_int_equal(wipe_device_list(scene->source, &scene->list.devices, NULL), 0);
	scene->list.items = calloc(scene->list.devices->count + 1, sizeof(struct entry));
	assert_non_null(scene->list.items);
	for (size_t i = 0; i < scene->list.devices->count; i++)
		add_entry(scene, &scene->list.devices->items[i]);
}

void list_scene_free(struct list_scene *scene)
{
	entry_list_free(&scene->list);
	wipe_source_free(scene->source);
	fixture_tree_remove(scene->root);
}
