/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A device with everything that shares its bits: partitions, and what lies over them. */
#ifndef DISCOVER_NODES_H
#define DISCOVER_NODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <wipe/device.h>

struct node {
	uint32_t major_no, minor_no;
	char name[64];			  /* kernel name */
	char path[80];			  /* /dev/NAME */
	char label[128];		  /* dm name, or the kernel name */
	bool is_holder;			  /* lies over the device, is not part of it */
	uint64_t start_bytes, size_bytes; /* partitions: on the device */
};

#define NODES_MAX 256

struct nodes {
	struct node items[NODES_MAX];
	size_t count;
	bool overflow; /* there are more: nothing may be concluded from absence */
};

/* Reads /sys/dev/block/M:m: the device first, then its partitions, then holders. */
int nodes_collect(const struct wipe_device *dev, struct nodes *nodes, struct wipe_error *err);

/* The node with this number, or NULL. */
const struct node *nodes_find(const struct nodes *nodes, uint32_t major_no, uint32_t minor_no);

/* The same by kernel name. */
const struct node *nodes_find_name(const struct nodes *nodes, const char *name);

#endif
