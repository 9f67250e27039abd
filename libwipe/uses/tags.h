/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef USES_TAGS_H
#define USES_TAGS_H

#include "nodes.h"

/*
 * The node with that tag (UUID, LABEL, PARTUUID, PARTLABEL), or NULL. Where udev
 * has a link for it, the link decides; else the nodes of the device itself are read
 * by blkid. Copies of a disk have the same tags: the link leads to one of them.
 */
const struct node *tags_find(const struct nodes *nodes, const char *tag, const char *value);

#endif
