/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "nodes.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cleanup.h"
#include "text.h"

/* First line of a small sysfs file, "" if it cannot be read. */
static void read_line(const char *folder, const char *name, char *out, size_t out_bytes)
{
	char path[PATH_MAX];
	CLEANUP_FILE FILE *file = NULL;

	out[0] = '\0';
	if ((size_t)snprintf(path, sizeof(path), "%s/%s", folder, name) >= sizeof(path))
		return;
	file = fopen(path, "re");
	if (!file || !fgets(out, (int)out_bytes, file))
		out[0] = '\0';
	out[strcspn(out, "\n")] = '\0';
}

static uint64_t read_sectors(const char *folder, const char *name)
{
	char text[32];
	uint64_t value;

	read_line(folder, name, text, sizeof(text));
	return text_parse_u64(text, &value) && value <= UINT64_MAX / 512 ? value * 512 : 0;
}

/* The kernel writes the '/' of a node's name as '!' in sysfs. */
static void set_path(struct node *node)
{
	static const char prefix[] = "/dev/";
	size_t length = strlen(node->name);

	memcpy(node->path, prefix, sizeof(prefix));
	memcpy(node->path + sizeof(prefix) - 1, node->name, length + 1);
	for (char *at = node->path + sizeof(prefix) - 1; *at; at++)
		if (*at == '!')
			*at = '/';
}

static void add_node(struct nodes *nodes, const char *folder, const char *name, bool is_holder)
{
	struct node *node = &nodes->items[nodes->count];
	char text[128];

	if (nodes->count == NODES_MAX) {
		nodes->overflow = true;
		return;
	}
	memset(node, 0, sizeof(*node));
	read_line(folder, "dev", text, sizeof(text));
	if (!text_parse_devnum(text, &node->major_no, &node->minor_no))
		return;
	if (nodes_find(nodes, node->major_no, node->minor_no))
		return;
	text_copy_ascii(node->name, sizeof(node->name), name);
	set_path(node);
	read_line(folder, "dm/name", text, sizeof(text));
	text_copy_plain(node->label, sizeof(node->label), text[0] ? text : name);
	node->is_holder = is_holder;
	node->start_bytes = read_sectors(folder, "start");
	node->size_bytes = read_sectors(folder, "size");
	nodes->count++;
}

static void node_folder(const struct node *node, char *out, size_t out_bytes)
{
	snprintf(out, out_bytes, "/sys/dev/block/%u:%u", node->major_no, node->minor_no);
}

static int compare_starts(const void *a, const void *b)
{
	const struct node *one = a, *other = b;

	return one->start_bytes < other->start_bytes ? -1 : one->start_bytes > other->start_bytes;
}

/* In the order in which they lie on the disk: a folder has none. */
static void add_partitions(struct nodes *nodes, const struct node *whole)
{
	char folder[64], path[PATH_MAX];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	size_t first = nodes->count;

	node_folder(whole, folder, sizeof(folder));
	dir = opendir(folder);
	while (dir && (entry = readdir(dir))) {
		char number[16];

		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		read_line(path, "partition", number, sizeof(number));
		if (number[0])
			add_node(nodes, path, entry->d_name, whole->is_holder);
	}
	qsort(nodes->items + first, nodes->count - first, sizeof(nodes->items[0]), compare_starts);
}

static void add_holders(struct nodes *nodes, const struct node *below)
{
	char folder[64], path[PATH_MAX], holders[96];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;

	node_folder(below, folder, sizeof(folder));
	snprintf(holders, sizeof(holders), "%s/holders", folder);
	dir = opendir(holders);
	while (dir && (entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof(path), "%s/%s", holders, entry->d_name);
		add_node(nodes, path, entry->d_name, true);
	}
}

int nodes_collect(const struct wipe_device *dev, struct nodes *nodes, struct wipe_error *err)
{
	char folder[64];

	nodes->count = 0;
	nodes->overflow = false;
	snprintf(folder, sizeof(folder), "/sys/dev/block/%u:%u", dev->major_no, dev->minor_no);
	add_node(nodes, folder, dev->name, false);
	if (!nodes->count)
		return wipe_error_set(err, WIPE_E_GONE, 0, _("%s is no longer there"), dev->node);
	/* The list grows while it is walked: holders of holders, to any depth. */
	for (size_t i = 0; i < nodes->count; i++) {
		struct node node = nodes->items[i];

		add_partitions(nodes, &node);
		add_holders(nodes, &node);
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
