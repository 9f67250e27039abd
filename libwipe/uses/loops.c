/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Loop devices over a node, or over a file of a file system on it. The kernel
 * neither lists them as holders nor claims what they lie on, so nothing else shows
 * them; and a file system that was unmounted lazily lives on beneath them. The
 * kernel is asked by device number: the name in sysfs may be stale, of another
 * mount namespace, or cut.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/loop.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <time.h>

#include "cleanup.h"
#include "stack.h"
#include "sysfs.h"
#include "text.h"

/* What the kernel calls new_encode_dev(): 12 bits major, 20 minor. */
static const struct node *decode(uint64_t number, const struct nodes *nodes)
{
	uint32_t major_no = (uint32_t)(number >> 8 & 0xfff);
	uint32_t minor_no = (uint32_t)((number & 0xff) | (number >> 12 & 0xfff00));

	return number ? nodes_find(nodes, major_no, minor_no) : NULL;
}

/*
 * lo_rdevice is set if what lies beneath is a device; else lo_device is the one of
 * the file's file system. That of a device's own node is only devtmpfs.
 */
static const struct node *node_beneath(const struct loop_info64 *info, const struct nodes *nodes)
{
	return decode(info->lo_rdevice ? info->lo_rdevice : info->lo_device, nodes);
}

/* Bound to something? What is and cannot be asked may lie over anything. */
static bool is_bound(const char *loop)
{
	char folder[300], name[8];

	snprintf(folder, sizeof(folder), "/sys/block/%.200s/loop", loop);
	return sysfs_read_bytes("", folder, "backing_file", name, sizeof(name)) > 0;
}

static bool number_of(const char *loop, uint32_t *major_no, uint32_t *minor_no)
{
	char folder[300], text[32];

	snprintf(folder, sizeof(folder), "/sys/block/%.200s", loop);
	return sysfs_read("", folder, "dev", text, sizeof(text)) &&
	       text_parse_devnum(text, major_no, minor_no);
}

/*
 * One that is being detached cannot be opened (ENXIO) until the one who does it has closed it,
 * and is soon bound to nothing: waited for, up to two seconds.
 */
static int open_loop(const char *loop)
{
	const struct timespec pause = { .tv_nsec = 10 * 1000 * 1000 };
	char path[64];
	int fd;

	snprintf(path, sizeof(path), "/dev/%.50s", loop);
	for (unsigned int left = 200;; left--) {
		fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
		if (fd >= 0 || errno != ENXIO || !left || !is_bound(loop))
			return fd;
		nanosleep(&pause, NULL);
	}
}

static int ask_loop(struct stack *stack, const char *loop)
{
	const struct node *below;
	struct loop_info64 info = { 0 };
	uint32_t major_no, minor_no;
	CLEANUP_FD int fd = -1;

	if (!number_of(loop, &major_no, &minor_no))
		return 0;
	fd = open_loop(loop);
	if (fd < 0 || ioctl(fd, LOOP_GET_STATUS64, &info) != 0) {
		if ((fd >= 0 && errno == ENXIO) || !is_bound(loop) || geteuid() != 0)
			return 0;
		below = &stack->nodes.items[0];
	} else {
		below = node_beneath(&info, &stack->nodes);
	}
	return below ? stack_put_over(stack, major_no, minor_no, loop, below) : 0;
}

int loops_put(struct stack *stack)
{
	CLEANUP_DIR DIR *dir = sysfs_open_folder("", "/sys/block");
	const struct dirent *entry;
	int rc = 0;

	if (!dir)
		return WIPE_E_SYSTEM;
	while (!rc && (entry = readdir(dir)))
		if (strncmp(entry->d_name, "loop", 4) == 0)
			rc = ask_loop(stack, entry->d_name);
	return rc;
}
