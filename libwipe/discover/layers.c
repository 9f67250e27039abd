/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What lies on a device as a tree. Unlike the flat list of nodes it names a holder
 * under everything that it lies on; the walk ends where a branch meets itself.
 */
#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include <wipe/device.h>

#include "cleanup.h"
#include "nodes.h"
#include "sysfs.h"
#include "text.h"

#define LAYERS_MAX 512

/*
 * Loop devices are holders of nothing in sysfs. Here the path that they keep tells
 * what they lie on, a device or the file system of a file, which is good enough to be
 * shown; whether a device may be touched is asked by number (loops.c).
 */
struct backing {
	char path[sizeof(((struct node *)0)->path)]; /* "" if it is longer than any node's */
	uint32_t major_no, minor_no; /* of the file's file system; 0:0 if it is no file */
};

struct loops {
	struct nodes nodes;
	struct backing backing[NODES_MAX]; /* of each node */
	size_t order[NODES_MAX];	   /* by their names: a folder has none */
};

struct walk {
	const char *root;
	struct loops loops;
	struct wipe_layers *layers;
	struct node nodes[LAYERS_MAX]; /* of each layer */
	struct nodes above;
};

/* Prefixes that the owners of device-mapper targets give their UUID. */
static const struct {
	const char *prefix;
	enum wipe_layer_kind kind;
} owners[] = {
	{ "CRYPT-", WIPE_LAYER_CRYPT },
	{ "LVM-", WIPE_LAYER_LVM },
	{ "mpath-", WIPE_LAYER_MULTIPATH },
	{ "part", WIPE_LAYER_PARTITION }, /* kpartx: "part1-mpath-..." */
	{ "DMRAID-", WIPE_LAYER_RAID },
};

static enum wipe_layer_kind kind_of(const char *root, const struct node *node)
{
	char folder[64], uuid[160];

	if (node->is_partition)
		return WIPE_LAYER_PARTITION;
	nodes_folder(node, folder, sizeof(folder));
	if (sysfs_exists(root, folder, "md"))
		return WIPE_LAYER_RAID;
	if (sysfs_exists(root, folder, "bcache"))
		return WIPE_LAYER_BCACHE;
	sysfs_read(root, folder, "dm/uuid", uuid, sizeof(uuid));
	for (size_t i = 0; i < sizeof(owners) / sizeof(owners[0]); i++)
		if (strncmp(uuid, owners[i].prefix, strlen(owners[i].prefix)) == 0)
			return owners[i].kind;
	return WIPE_LAYER_OTHER;
}

static void add_layer(struct walk *walk, const struct node *node, enum wipe_layer_kind kind,
		      size_t parent)
{
	struct wipe_layers *layers = walk->layers;
	struct wipe_layer *layer = &layers->items[layers->count];

	if (layers->count == LAYERS_MAX) {
		layers->overflow = true;
		return;
	}
	walk->nodes[layers->count++] = *node;
	memset(layer, 0, sizeof(*layer));
	text_copy_plain(layer->node, sizeof(layer->node), node->path);
	text_copy_ascii(layer->name, sizeof(layer->name), node->name);
	text_copy_plain(layer->label, sizeof(layer->label), node->label);
	layer->kind = kind;
	layer->size_bytes = node->size_bytes;
	layer->start_bytes = node->is_partition ? node->start_bytes : 0;
	layer->parent = parent;
}

/* Would node be above itself? Only a broken or forged sysfs shows that. */
static bool is_below(const struct walk *walk, const struct node *node, size_t at)
{
	for (; at != SIZE_MAX; at = walk->layers->items[at].parent)
		if (walk->nodes[at].major_no == node->major_no &&
		    walk->nodes[at].minor_no == node->minor_no)
			return true;
	return false;
}

/* A file of the running system, which alone has its file systems mounted here. */
static void find_file(const char *path, struct backing *backing)
{
	struct statx stx;

	if (statx(AT_FDCWD, path, AT_STATX_DONT_SYNC | AT_NO_AUTOMOUNT, STATX_TYPE, &stx) != 0 ||
	    !S_ISREG(stx.stx_mode))
		return;
	backing->major_no = stx.stx_dev_major;
	backing->minor_no = stx.stx_dev_minor;
}

static void put_in_order(struct loops *loops, size_t added)
{
	const struct node *nodes = loops->nodes.items;
	size_t i = added;

	for (; i && strverscmp(nodes[loops->order[i - 1]].name, nodes[added].name) > 0; i--)
		loops->order[i] = loops->order[i - 1];
	loops->order[i] = added;
}

static void read_loops(const char *root, struct loops *loops)
{
	CLEANUP_DIR DIR *dir = sysfs_open_folder(root, "/sys/class/block");
	const struct dirent *entry;

	while (dir && (entry = readdir(dir))) {
		char folder[PATH_MAX], path[PATH_MAX];
		size_t at = loops->nodes.count;

		snprintf(folder, sizeof(folder), "/sys/class/block/%s", entry->d_name);
		if (!sysfs_read(root, folder, "loop/backing_file", path, sizeof(path)))
			continue;
		nodes_add(&loops->nodes, root, folder, entry->d_name, true);
		if (loops->nodes.count == at)
			continue;
		put_in_order(loops, at);
		if (strlen(path) < sizeof(loops->backing[at].path))
			memcpy(loops->backing[at].path, path, strlen(path) + 1);
		if (!*root)
			find_file(path, &loops->backing[at]);
	}
}

static bool lies_on(const struct backing *backing, const struct node *node)
{
	if (backing->major_no || backing->minor_no)
		return backing->major_no == node->major_no && backing->minor_no == node->minor_no;
	return strcmp(backing->path, node->path) == 0;
}

static void add_loops(struct walk *walk, size_t at)
{
	const struct loops *loops = &walk->loops;

	for (size_t i = 0; i < loops->nodes.count; i++) {
		size_t loop = loops->order[i];

		if (lies_on(&loops->backing[loop], &walk->nodes[at]) &&
		    !is_below(walk, &loops->nodes.items[loop], at))
			add_layer(walk, &loops->nodes.items[loop], WIPE_LAYER_LOOP, at);
	}
	walk->layers->overflow |= loops->nodes.overflow;
}

static void add_above(struct walk *walk, size_t at)
{
	walk->above.count = 0;
	nodes_add_above(walk->root, &walk->nodes[at], &walk->above);
	for (size_t i = 0; i < walk->above.count; i++) {
		const struct node *node = &walk->above.items[i];

		if (!is_below(walk, node, at))
			add_layer(walk, node, kind_of(walk->root, node), at);
	}
	walk->layers->overflow |= walk->above.overflow;
	add_loops(walk, at);
}

int wipe_device_layers(struct wipe_source *source, const struct wipe_device *dev,
		       struct wipe_layers **layers, struct wipe_error *err)
{
	struct walk *walk = calloc(1, sizeof(*walk));
	struct wipe_layers *made = calloc(1, sizeof(*made));
	int rc = WIPE_E_NOMEM;

	*layers = NULL;
	if (made)
		made->items = calloc(LAYERS_MAX, sizeof(*made->items));
	if (!walk || !made || !made->items) {
		wipe_error_set(err, rc, 0, _("out of memory"));
		goto out;
	}
	walk->root = source->root ? source->root : "";
	walk->layers = made;
	read_loops(walk->root, &walk->loops);
	rc = nodes_read(walk->root, dev, &walk->above, err);
	if (rc)
		goto out;
	add_layer(walk, &walk->above.items[0], WIPE_LAYER_DEVICE, SIZE_MAX);
	for (size_t i = 0; i < made->count; i++)
		add_above(walk, i);
	*layers = made;
	made = NULL;
out:
	wipe_layers_free(made);
	free(walk);
	return rc;
}

void wipe_layers_free(struct wipe_layers *layers)
{
	if (!layers)
		return;
	free(layers->items);
	free(layers);
}
