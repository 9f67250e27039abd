/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same bits by another way: what the device lies on, another loop device over
 * the same file, another path to the same drive. No claim of the device that is to
 * be erased keeps others from using those.
 *
 * So no device that is made of others is erased: device mapper, md, bcache, zram
 * with a device behind it, a loop device over one. Device mapper claims what lies
 * beneath for all its devices together, so that another one may map the same
 * blocks; a loop device, a kernel service or a process may use the members without
 * any claim. And what is not mapped (the header with the keys, metadata, spare
 * members) would stay, as it would beside a partition.
 */
#include <fcntl.h>
#include <limits.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "cleanup.h"
#include "sysfs.h"
#include "text.h"
#include "uses.h"

static bool ask(const char *node, struct loop_info64 *info)
{
	CLEANUP_FD int fd = open(node, O_RDONLY | O_CLOEXEC | O_NONBLOCK);

	memset(info, 0, sizeof(*info));
	return fd >= 0 && ioctl(fd, LOOP_GET_STATUS64, info) == 0;
}

static int add(struct uses *uses, const char *by, const char *advice)
{
	return uses_add(uses, WIPE_USE_HELD, &uses->stack->nodes.items[0], by, advice);
}

static int add_beneath(struct uses *uses, const char *below)
{
	char advice[ADVICE_BYTES];

	snprintf(advice, sizeof(advice),
		 _("%s lies over %s, which others may use: erase the disk beneath, and not this"),
		 uses->dev->node, below);
	return add(uses, below, advice);
}

/* Hidden ones, of which the kernel itself makes one disk (NVMe paths), have no number. */
static int find_members(struct uses *uses)
{
	char own[64], slaves[96], folder[PATH_MAX], number[32], path[80];
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	int rc = 0;

	nodes_folder(&uses->stack->nodes.items[0], own, sizeof(own));
	snprintf(slaves, sizeof(slaves), "%s/slaves", own);
	dir = sysfs_open_folder("", slaves);
	while (dir && !rc && (entry = readdir(dir))) {
		snprintf(folder, sizeof(folder), "%s/%s", slaves, entry->d_name);
		if (entry->d_name[0] == '.' ||
		    !sysfs_read("", folder, "dev", number, sizeof(number)))
			continue;
		nodes_path(entry->d_name, path, sizeof(path));
		rc = add_beneath(uses, path);
	}
	return rc;
}

/* Only zram has the attribute: "none", or the device or file that it writes pages to. */
static int find_backing(struct uses *uses)
{
	char folder[64], path[PATH_MAX];

	nodes_folder(&uses->stack->nodes.items[0], folder, sizeof(folder));
	return sysfs_read("", folder, "backing_dev", path, sizeof(path)) && *path == '/' ?
		       add_beneath(uses, path) :
		       0;
}

static int find_device_beneath(struct uses *uses)
{
	char advice[ADVICE_BYTES];

	snprintf(advice, sizeof(advice),
		 _("%s lies over another device, which others may use: losetup -d %s, and erase "
		   "that one"),
		 uses->dev->node, uses->dev->node);
	return add(uses, "", advice);
}

static int find_other_loop(struct uses *uses, const struct loop_info64 *own, const char *name)
{
	char node[64], advice[ADVICE_BYTES];
	struct loop_info64 info;

	snprintf(node, sizeof(node), "/dev/%.50s", name);
	if (strcmp(name, uses->dev->name) == 0 || !ask(node, &info) || info.lo_rdevice ||
	    info.lo_device != own->lo_device || info.lo_inode != own->lo_inode)
		return 0;
	snprintf(advice, sizeof(advice), _("%s lies over the same file as %s: losetup -d %s"), node,
		 uses->dev->node, node);
	return add(uses, node, advice);
}

static int find_loops(struct uses *uses)
{
	struct loop_info64 own;
	CLEANUP_DIR DIR *dir = NULL;
	const struct dirent *entry;
	int rc = 0;

	if (uses->dev->bus != WIPE_BUS_LOOP || !ask(uses->dev->node, &own))
		return 0;
	if (own.lo_rdevice)
		return find_device_beneath(uses);
	dir = sysfs_open_folder("", "/sys/block");
	while (dir && !rc && (entry = readdir(dir)))
		if (strncmp(entry->d_name, "loop", 4) == 0)
			rc = find_other_loop(uses, &own, entry->d_name);
	return rc;
}

static int find_paths(struct uses *uses)
{
	const struct wipe_device *dev = uses->dev;
	char advice[ADVICE_BYTES];

	if (!dev->other_path_count)
		return 0;
	snprintf(advice, sizeof(advice),
		 _("%s is the same drive as %s by another path: while it is erased there may be "
		   "one path only"),
		 dev->other_paths[0], dev->node);
	return add(uses, dev->other_paths[0], advice);
}

int beneath_find(struct uses *uses)
{
	int rc = find_members(uses);

	if (!rc)
		rc = find_backing(uses);
	if (!rc)
		rc = find_loops(uses);
	return rc ? rc : find_paths(uses);
}
