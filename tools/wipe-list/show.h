/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What was found out, on stdout: as a table, as a tree, or as JSON Lines. */
#ifndef MASSHO_WIPE_LIST_SHOW_H
#define MASSHO_WIPE_LIST_SHOW_H

#include <stdbool.h>

#include "entry.h"

struct show {
	bool json, tree;
};

/* 0, or -1 without memory. */
int show_list(const struct entry_list *list, const struct show *how);

/* For each use a line with what stands in the way, and the way out. */
void show_advice(const struct entry_list *list);

/* Of --watch: what came, the only one in its list, and what went. 0, or -1 without memory. */
int show_added(const struct entry_list *list, const struct show *how);
void show_removed(const struct wipe_device *dev, const struct show *how);

#endif
