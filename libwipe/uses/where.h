/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where paths lead, without waiting for a dead network file system. */
#ifndef USES_WHERE_H
#define USES_WHERE_H

#include "nodes.h"

/* The node that path is (a block device, links followed), or NULL. */
const struct node *where_leads(const struct nodes *nodes, const char *path);

/* The node that holds the file system on which path lies, or NULL. */
const struct node *where_lies(const struct nodes *nodes, const char *path);

/* Is the file system of path on a block device of its own (not btrfs, overlay, tmpfs)? */
bool where_is_on_block(const char *path);

#endif
