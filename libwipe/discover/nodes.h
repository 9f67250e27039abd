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
	bool is_partition;		  /* of the device, or of a holder */
	uint64_t start_bytes, size_bytes; /* partitions: on what they are part of */
};

#define NODES_MAX 256

struct nodes {
	struct node items[NODES_MAX];
	size_t count;
	bool overflow; /* there are more: nothing may be concluded from absence */
};

/*
 * Reads root/sys/dev/block/M:m: the device first, then its partitions, then holders,
 * each once. root "" is the running system. WIPE_E_GONE: the device is not there.
 */
int nodes_collect(const char *root, const struct wipe_device *dev, struct nodes *nodes,
		  struct wipe_error *err);

/* The device alone, to begin with. WIPE_E_GONE. */
int nodes_read(const char *root, const struct wipe_device *dev, struct nodes *nodes,
	       struct wipe_error *err);

/* Appends the node whose sysfs folder this is, unless it is none, or is there already. */
void nodes_add(struct nodes *nodes, const char *root, const char *folder, const char *name,
	       bool is_holder);

/* Appends what lies on one node directly, that is not in nodes yet: in that order. */
void nodes_add_above(const char *root, const struct node *below, struct nodes *nodes);

/* The node with this number, or NULL. */
const struct node *nodes_find(const struct nodes *nodes, uint32_t major_no, uint32_t minor_no);

/* The same by kernel name. */
const struct node *nodes_find_name(const struct nodes *nodes, const char *name);

/* Path of the node with this kernel name; "" if it does not fit. */
void nodes_path(const char *name, char *out, size_t out_bytes);

/* Folder of a node below root. */
void nodes_folder(const struct node *node, char *out, size_t out_bytes);

#endif
