/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "commands.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <wipe/error.h>

#include "cleanup.h"
#include "sysfs.h"
#include "text.h"

/*
 * The kernel gives a namespace's two nodes one number pair: nvme0n1 and ng0n1
 * (drivers/nvme/host/core.c). Those of other namespaces lie in the same folder, and
 * nothing else there tells them apart.
 */
static bool is_same_namespace(const char *entry, const char *disk)
{
	return strncmp(disk, "nvme", 4) == 0 && strncmp(entry, "ng", 2) == 0 &&
	       strcmp(entry + 2, disk + 4) == 0;
}

static bool is_any(const char *entry, const char *disk)
{
	(void)entry;
	(void)disk;
	return true;
}

static const struct place {
	const char *folder; /* of the disk */
	const char *class;  /* of what is looked for in it */
	bool (*fits)(const char *entry, const char *disk);
} places[] = {
	{ "device/scsi_generic", "scsi_generic", is_any },
	{ "device/bsg", "bsg", is_any },
	{ "device", "nvme-generic", is_same_namespace },
	/* The folder itself, or what a subsystem links to: its controllers. */
	{ "device", "nvme", is_any },
};

/* As the kernel has it: names hold what sysfs cannot write, and folders. */
static bool read_path(const char *root, const char *folder, char *out, size_t out_bytes)
{
	static const char key[] = "DEVNAME=";
	char text[1024], *at, *end;
	ssize_t got = sysfs_read_bytes(root, folder, "uevent", text, sizeof(text) - 1);

	text[got > 0 ? got : 0] = '\0';
	for (at = text; *at; at = end + (*end == '\n')) {
		end = at + strcspn(at, "\n");
		if (strncmp(at, key, strlen(key)) == 0)
			return snprintf(out, out_bytes, "/dev/%.*s",
					(int)(end - at - (ptrdiff_t)strlen(key)),
					at + strlen(key)) < (int)out_bytes;
	}
	return false;
}

static int add(const char *root, const char *folder, struct command_nodes *nodes)
{
	struct command_node node;
	char number[32];

	if (!sysfs_read(root, folder, "dev", number, sizeof(number)) ||
	    !text_parse_devnum(number, &node.major_no, &node.minor_no))
		return 0;
	if (nodes->count == COMMAND_NODES_MAX)
		return WIPE_E_SYSTEM;
	if (!read_path(root, folder, node.path, sizeof(node.path)))
		snprintf(node.path, sizeof(node.path), "/dev/char/%u:%u", node.major_no,
			 node.minor_no);
	nodes->items[nodes->count++] = node;
	return 0;
}

static int look(const char *root, const struct place *place, const struct node *disk,
		struct command_nodes *nodes)
{
	char own[64], folder[128], path[PATH_MAX], class[32];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	int rc = 0;

	nodes_folder(disk, own, sizeof(own));
	snprintf(folder, sizeof(folder), "%s/%s", own, place->folder);
	dir = sysfs_open_folder(root, folder);
	while (dir && !rc && (entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name);
		if (strcmp(entry->d_name, "..") != 0 && place->fits(entry->d_name, disk->name) &&
		    sysfs_link_name(root, path, "subsystem", class, sizeof(class)) &&
		    strcmp(class, place->class) == 0)
			rc = add(root, path, nodes);
	}
	return rc;
}

int command_nodes_collect(const char *root, const struct node *disk, struct command_nodes *nodes)
{
	int rc = 0;

	nodes->count = 0;
	for (size_t i = 0; !rc && i < sizeof(places) / sizeof(places[0]); i++)
		rc = look(root, &places[i], disk, nodes);
	return rc;
}

const char *command_nodes_path(const struct command_nodes *nodes, uint32_t major_no,
			       uint32_t minor_no)
{
	for (size_t i = 0; i < nodes->count; i++)
		if (nodes->items[i].major_no == major_no && nodes->items[i].minor_no == minor_no)
			return nodes->items[i].path;
	return NULL;
}
