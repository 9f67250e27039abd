/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loop devices over the device or a partition of it. The kernel neither lists
 * them as holders nor claims what they lie on, so nothing else shows them. The
 * kernel is asked by device number: the name in sysfs may be stale, of another
 * mount namespace, or cut.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/sysmacros.h>

#include "cleanup.h"
#include "text.h"
#include "uses.h"

/* lo_rdevice is what the kernel calls new_encode_dev(): 12 bits major, 20 minor. */
static const struct node *node_beneath(const struct loop_info64 *info, const struct nodes *nodes)
{
	uint64_t number = info->lo_rdevice;
	uint32_t major_no = (uint32_t)(number >> 8 & 0xfff);
	uint32_t minor_no = (uint32_t)((number & 0xff) | (number >> 12 & 0xfff00));

	return number ? nodes_find(nodes, major_no, minor_no) : NULL;
}

static int add_loop(struct wipe_device *dev, const char *loop, const struct node *node)
{
	char advice[384];

	snprintf(advice, sizeof(advice), _("/dev/%s lies over %s: detach it first (losetup -d)"),
		 loop, node->path);
	return uses_add(dev, WIPE_USE_HELD, node->path, loop, advice);
}

/* Bound to something? What is and cannot be asked may lie over anything. */
static bool is_bound(const char *loop)
{
	char path[320], name[32];
	CLEANUP_FILE FILE *file = NULL;

	snprintf(path, sizeof(path), "/sys/block/%.200s/loop/backing_file", loop);
	file = fopen(path, "re");
	return file && fgets(name, sizeof(name), file);
}

static int ask_loop(struct wipe_device *dev, const char *loop, const struct nodes *nodes)
{
	const struct node *node;
	struct loop_info64 info;
	char path[64];
	CLEANUP_FD int fd = -1;

	snprintf(path, sizeof(path), "/dev/%.50s", loop);
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	if (fd < 0 || ioctl(fd, LOOP_GET_STATUS64, &info) != 0) {
		if ((fd >= 0 && errno == ENXIO) || !is_bound(loop))
			return 0;
		node = &nodes->items[0];
		return geteuid() == 0 && strcmp(loop, node->name) != 0 ? add_loop(dev, loop, node) :
									 0;
	}
	node = node_beneath(&info, nodes);
	return node ? add_loop(dev, loop, node) : 0;
}

int loops_find(struct wipe_device *dev, const struct nodes *nodes)
{
	CLEANUP_DIR DIR *dir = opendir("/sys/block");
	const struct dirent *entry;
	int rc = 0;

	if (!dir)
		return WIPE_E_SYSTEM;
	while (!rc && (entry = readdir(dir)))
		if (strncmp(entry->d_name, "loop", 4) == 0)
			rc = ask_loop(dev, entry->d_name, nodes);
	return rc;
}
