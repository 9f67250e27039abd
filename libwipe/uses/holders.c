/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies over the device, as the kernel describes it. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "holder.h"
#include "sysfs.h"
#include "text.h"
#include "uses.h"

#define DM_NAME_BYTES 129 /* DM_NAME_LEN of <linux/dm-ioctl.h>, and a newline */

/* All bytes but the newline that the kernel puts behind them. */
static void read_bytes(const char *folder, const char *name, char *out, size_t out_bytes)
{
	ssize_t got = sysfs_read_bytes("", folder, name, out, out_bytes - 1);

	if (got > 0 && out[got - 1] == '\n')
		got--;
	out[got > 0 ? got : 0] = '\0';
}

static int add_holder(struct uses *uses, const struct node *node)
{
	const struct node *below = stack_below(uses->stack, node);
	char folder[64], dm_name[DM_NAME_BYTES], dm_uuid[DM_NAME_BYTES], advice[ADVICE_BYTES];
	struct holder_facts facts = { .path = node->path,
				      .name = node->name,
				      .dm_name = dm_name,
				      .dm_uuid = dm_uuid,
				      .below = below->path };

	nodes_folder(node, folder, sizeof(folder));
	read_bytes(folder, "dm/name", dm_name, sizeof(dm_name));
	read_bytes(folder, "dm/uuid", dm_uuid, sizeof(dm_uuid));
	facts.is_md = sysfs_exists("", folder, "md");
	facts.is_bcache = sysfs_exists("", folder, "bcache");
	facts.is_loop = strncmp(node->name, "loop", 4) == 0;
	facts.is_zram = strncmp(node->name, "zram", 4) == 0;
	holder_say(&facts, advice, sizeof(advice));
	return uses_add_over(uses, node, below, node->label, advice);
}

/*
 * bcache shows a registered device by a folder. A backing device has its holder;
 * a cache that serves none has not, and still writes.
 */
static int add_bcache(struct uses *uses, const struct node *node)
{
	char folder[64], advice[ADVICE_BYTES];

	nodes_folder(node, folder, sizeof(folder));
	if (node->is_holder || !sysfs_exists("", folder, "bcache"))
		return 0;
	snprintf(advice, sizeof(advice),
		 _("%s is registered with bcache: echo 1 > /sys/class/block/%s/bcache/%sstop"),
		 node->path, node->name, sysfs_exists("", folder, "bcache/set") ? "set/" : "");
	return uses_add(uses, WIPE_USE_HELD, node, "bcache", advice);
}

int holders_find(struct uses *uses)
{
	const struct nodes *nodes = &uses->stack->nodes;
	int rc = 0;

	for (size_t i = 0; i < nodes->count && !rc; i++) {
		/* Partitions of a holder end with it. */
		if (nodes->items[i].is_holder && !nodes->items[i].is_partition)
			rc = add_holder(uses, &nodes->items[i]);
		else
			rc = add_bcache(uses, &nodes->items[i]);
	}
	if (!rc && nodes->overflow)
		rc = uses_add(uses, WIPE_USE_HELD, &nodes->items[0], "",
			      _("more lies over this device than can be listed"));
	return rc;
}
