/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same bits by another way: what a loop device lies on, another loop device
 * over the same file, another path to the same drive. No claim of the device that
 * is to be erased keeps others from using those.
 */
#include <fcntl.h>
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
	int rc = find_loops(uses);

	return rc ? rc : find_paths(uses);
}
