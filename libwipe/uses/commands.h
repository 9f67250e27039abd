/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The character devices through which a disk takes commands past its block device:
 * SCSI generic (/dev/sg0), block SCSI generic (/dev/bsg/0:0:0:0), the NVMe
 * namespace's (/dev/ng0n1) and its controllers' (/dev/nvme0). Raw devices are gone from Linux.
 */
#ifndef USES_COMMANDS_H
#define USES_COMMANDS_H

#include "nodes.h"

#define COMMAND_NODES_MAX 64

struct command_nodes {
	struct command_node {
		uint32_t major_no, minor_no;
		char path[80];
	} items[COMMAND_NODES_MAX];
	size_t count;
};

/* Those of the disk below root ("": the running system). WIPE_E_SYSTEM: too many. */
int command_nodes_collect(const char *root, const struct node *disk, struct command_nodes *nodes);

/* The path of the one with this number, or NULL. */
const char *command_nodes_path(const struct command_nodes *nodes, uint32_t major_no,
			       uint32_t minor_no);

#endif
