/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Devices nest in sysfs: each folder above the block device's is what it hangs on,
 * and its link "subsystem" tells of which kind it is. Names are never taken apart.
 */
#include <dirent.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cleanup.h"
#include "gather.h"
#include "nodes.h"
#include "sysfs.h"

#define ATTRIBUTES_MAX 6

/* Several things of a subsystem nest: the marker is an entry that only the right one has. */
static const struct parent_kind {
	const char *subsystem, *marker;
	const char *attributes[ATTRIBUTES_MAX];
} kinds[] = {
	{ "usb",
	  "idVendor",
	  { "idVendor", "idProduct", "manufacturer", "product", "serial", "speed" } },
	{ "nvme", "model", { "model", "serial", "firmware_rev", "subsysnqn" } },
	{ "nvme-subsystem", "subsysnqn", { "model", "serial", "firmware_rev", "subsysnqn" } },
	{ "mmc", "type", { "type", "name", "serial", "cid", "fwrev" } },
	{ "scsi", "vendor", { "vendor", "model" } },
	{ "virtio", "device", { "device" } },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static void add_parent(struct raw_builder *builder, const char *root, const char *folder,
		       const struct parent_kind *kind)
{
	char prefix[32], value[512];

	snprintf(prefix, sizeof(prefix), "up:%s:", kind->subsystem);
	for (size_t i = 0; i < ATTRIBUTES_MAX && kind->attributes[i]; i++)
		if (sysfs_read(root, folder, kind->attributes[i], value, sizeof(value)))
			raw_add(builder, prefix, kind->attributes[i], value);
}

/* What is asked when more is done to the whole than to the device itself. */
static const struct {
	const char *subsystem, *marker;
} controllers[] = {
	{ "nvme", "model" },	{ "nvme-subsystem", "subsysnqn" },
	{ "mmc", "type" },	{ "scsi", "scsi_host" },
	{ "virtio", "device" },
};

static bool is_controller(const char *root, const char *folder, const char *subsystem)
{
	for (size_t i = 0; i < sizeof(controllers) / sizeof(controllers[0]); i++)
		if (strcmp(subsystem, controllers[i].subsystem) == 0 &&
		    sysfs_exists(root, folder, controllers[i].marker))
			return true;
	return false;
}

/* An ATA port has its link below it; with a port multiplier there are several. */
static void add_sata_speed(struct raw_builder *builder, const char *root, const char *folder)
{
	char path[PATH_MAX], speed[32] = "";
	CLEANUP_DIR DIR *dir = sysfs_open_folder(root, folder);
	const struct dirent *entry;
	size_t links = 0;

	while (dir && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "link", 4) != 0 ||
		    snprintf(path, sizeof(path), "%s/%s/ata_link/%s", folder, entry->d_name,
			     entry->d_name) >= (int)sizeof(path) ||
		    !sysfs_exists(root, path, "sata_spd"))
			continue;
		links++;
		sysfs_read(root, path, "sata_spd", speed, sizeof(speed));
	}
	if (links == 1)
		raw_add(builder, "", "sata_spd", speed);
}

/*
 * How the drive is reached. A subsystem has its controllers as links; one that is
 * reached over a network is enough to say so of all.
 */
static void add_nvme_transport(struct raw_builder *builder, const char *root, const char *folder)
{
	char path[PATH_MAX], transport[16], found[16] = "";
	CLEANUP_DIR DIR *dir = sysfs_open_folder(root, folder);
	const struct dirent *entry;

	if (sysfs_read(root, folder, "transport", found, sizeof(found))) {
		raw_add(builder, "", "nvme:transport", found);
		return;
	}
	while (dir && (entry = readdir(dir))) {
		if (strncmp(entry->d_name, "nvme", 4) != 0 ||
		    snprintf(path, sizeof(path), "%s/%s", folder, entry->d_name) >=
			    (int)sizeof(path) ||
		    !sysfs_read(root, path, "transport", transport, sizeof(transport)))
			continue;
		if (!*found || strcmp(transport, "pcie") != 0)
			snprintf(found, sizeof(found), "%s", transport);
	}
	if (*found)
		raw_add(builder, "", "nvme:transport", found);
}

struct walk {
	bool seen[KINDS];
	bool driver, controller;
	size_t blocks; /* block devices above the device itself */
	bool is_partition;
};

/* The disk of a partition is the next block device above; of an area beside a disk, too. */
static void add_block_parent(struct raw_builder *builder, struct walk *walk, const char *folder)
{
	char node[128];
	bool is_whole = walk->is_partition && !walk->blocks;

	nodes_path(strrchr(folder, '/') + 1, node, sizeof(node));
	if (is_whole)
		raw_add(builder, "", "whole", node);
	else if (walk->blocks == (walk->is_partition ? 1 : 0))
		raw_add(builder, "", "belongs", node);
	walk->blocks++;
}

static void visit(struct raw_builder *builder, struct walk *walk, const char *root,
		  const char *folder)
{
	char subsystem[64], driver[64];

	if (sysfs_exists(root, folder, "ata_port")) {
		raw_add(builder, "", "ata_port", strrchr(folder, '/') + 1);
		add_sata_speed(builder, root, folder);
	}
	if (!sysfs_link_name(root, folder, "subsystem", subsystem, sizeof(subsystem)))
		return;
	if (strcmp(subsystem, "block") == 0)
		add_block_parent(builder, walk, folder);
	for (size_t i = 0; i < KINDS; i++) {
		if (walk->seen[i] || strcmp(subsystem, kinds[i].subsystem) != 0 ||
		    !sysfs_exists(root, folder, kinds[i].marker))
			continue;
		walk->seen[i] = true;
		add_parent(builder, root, folder, &kinds[i]);
	}
	if (!walk->controller && is_controller(root, folder, subsystem)) {
		walk->controller = true;
		raw_add(builder, "", "controller", strrchr(folder, '/') + 1);
		if (strncmp(subsystem, "nvme", 4) == 0)
			add_nvme_transport(builder, root, folder);
	}
	if (!walk->driver && strcmp(subsystem, "usb") == 0 &&
	    sysfs_exists(root, folder, "bInterfaceNumber") &&
	    sysfs_link_name(root, folder, "driver", driver, sizeof(driver))) {
		walk->driver = true;
		raw_add(builder, "", "usb:driver", driver);
	}
}

void gather_parents(struct raw_builder *builder, const char *root, const char *syspath)
{
	struct walk walk = { .is_partition = sysfs_exists(root, syspath, "partition") };
	char folder[PATH_MAX], *slash;

	snprintf(folder, sizeof(folder), "%s", syspath);
	/* Up to "/sys/devices": what is above is no device. */
	while ((slash = strrchr(folder, '/')) &&
	       slash - folder > (ptrdiff_t)strlen("/sys/devices")) {
		*slash = '\0';
		visit(builder, &walk, root, folder);
	}
}
