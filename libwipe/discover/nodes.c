/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nodes.h"

#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "sysfs.h"
#include "text.h"

static uint64_t read_sectors(const char *root, const char *folder, const char *name)
{
	uint64_t value;

	return sysfs_read_u64(root, folder, name, &value) && value <= UINT64_MAX / 512 ?
		       value * 512 :
		       0;
}

/* The kernel writes the '/' of a node's name as '!' in sysfs. */
void nodes_path(const char *name, char *out, size_t out_bytes)
{
	static const char prefix[] = "/dev/";
	size_t length = strlen(name);

	*out = '\0';
	if (length + sizeof(prefix) > out_bytes)
		return;
	memcpy(out, prefix, sizeof(prefix));
	memcpy(out + sizeof(prefix) - 1, name, length + 1);
	for (char *at = out; *at; at++)
		if (*at == '!')
			*at = '/';
}

void nodes_folder(const struct node *node, char *out, size_t out_bytes)
{
	snprintf(out, out_bytes, "/sys/dev/block/%u:%u", node->major_no, node->minor_no);
}

void nodes_add(struct nodes *nodes, const char *root, const char *folder, const char *name,
	       bool is_holder)
{
	struct node *node = &nodes->items[nodes->count];
	char text[128];

	if (nodes->count == NODES_MAX) {
		nodes->overflow = true;
		return;
	}
	memset(node, 0, sizeof(*node));
	sysfs_read(root, folder, "dev", text, sizeof(text));
	if (!text_parse_devnum(text, &node->major_no, &node->minor_no))
		return;
	if (nodes_find(nodes, node->major_no, node->minor_no))
		return;
	text_copy_ascii(node->name, sizeof(node->name), name);
	nodes_path(node->name, node->path, sizeof(node->path));
	sysfs_read(root, folder, "dm/name", text, sizeof(text));
	text_copy_plain(node->label, sizeof(node->label), text[0] ? text : name);
	node->is_holder = is_holder;
	node->is_partition = sysfs_exists(root, folder, "partition");
	node->start_bytes = read_sectors(root, folder, "start");
	node->size_bytes = read_sectors(root, folder, "size");
	nodes->count++;
}

static int compare_starts(const void *a, const void *b)
{
	const struct node *one = a, *other = b;

	return one->start_bytes < other->start_bytes ? -1 : one->start_bytes > other->start_bytes;
}

static int compare_names(const void *a, const void *b)
{
	const struct node *one = a, *other = b;

	return strverscmp(one->name, other->name);
}

/* In the order in which they lie on the disk: a folder has none. */
static void add_partitions(struct nodes *nodes, const char *root, const struct node *whole)
{
	char folder[64], path[PATH_MAX];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	size_t first = nodes->count;

	nodes_folder(whole, folder, sizeof(folder));
	dir = sysfs_open_folder(root, folder);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (sysfs_exists(root, path, "partition"))
			nodes_add(nodes, root, path, entry->d_name, whole->is_holder);
	}
	qsort(nodes->items + first, nodes->count - first, sizeof(nodes->items[0]), compare_starts);
}

static void add_holders(struct nodes *nodes, const char *root, const struct node *below)
{
	char folder[64], path[PATH_MAX], holders[96];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	size_t first = nodes->count;

	nodes_folder(below, folder, sizeof(folder));
	snprintf(holders, sizeof(holders), "%s/holders", folder);
	dir = sysfs_open_folder(root, holders);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", holders, entry->d_name);
		nodes_add(nodes, root, path, entry->d_name, true);
	}
	qsort(nodes->items + first, nodes->count - first, sizeof(nodes->items[0]), compare_names);
}

void nodes_add_above(const char *root, const struct node *below, struct nodes *nodes)
{
	add_partitions(nodes, root, below);
	add_holders(nodes, root, below);
}

int nodes_read(const char *root, const struct wipe_device *dev, struct nodes *nodes,
	       struct wipe_error *err)
{
	char folder[64];

	nodes->count = 0;
	nodes->overflow = false;
	snprintf(folder, sizeof(folder), "/sys/dev/block/%u:%u", dev->major_no, dev->minor_no);
	nodes_add(nodes, root, folder, dev->name, false);
	if (!nodes->count)
		return wipe_error_set(err, WIPE_E_GONE, 0, _("%s is no longer there"), dev->node);
	return 0;
}

int nodes_collect(const char *root, const struct wipe_device *dev, struct nodes *nodes,
		  struct wipe_error *err)
{
	int rc = nodes_read(root, dev, nodes, err);

	if (rc)
		return rc;
	/* The list grows while it is walked: holders of holders, to any depth. */
	for (size_t i = 0; i < nodes->count; i++) {
		struct node node = nodes->items[i];

		nodes_add_above(root, &node, nodes);
	}
	return 0;
}

const struct node *nodes_find(const struct nodes *nodes, uint32_t major_no, uint32_t minor_no)
{
	for (size_t i = 0; i < nodes->count; i++)
		if (nodes->items[i].major_no == major_no && nodes->items[i].minor_no == minor_no)
			return &nodes->items[i];
	return NULL;
}

const struct node *nodes_find_name(const struct nodes *nodes, const char *name)
{
	for (size_t i = 0; i < nodes->count; i++)
		if (strcmp(nodes->items[i].name, name) == 0)
			return &nodes->items[i];
	return NULL;
}
